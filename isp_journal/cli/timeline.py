"""The command `history`: all that bears on one component or activity, newest first.

Each kind of thing in a timeline registers here how it is printed; nothing in the middle knows which kinds there are.
"""

from argparse import Namespace
from collections.abc import Iterator
from functools import singledispatch
from itertools import islice
from typing import TYPE_CHECKING, Any

from isp_journal.cli.naming import chosen, name_of, practice
from isp_journal.cli.options import Commands, add_limit, add_period, opened
from isp_journal.cli.output import say, show_items
from isp_journal.framework import Catalogue
from isp_journal.model import Filter, Note, Passage

if TYPE_CHECKING:
    from isp_journal.journal.history import Item
    from isp_journal.journal.journal import Journal

PAGE = 500


def add_to(commands: Commands) -> None:
    """Add the command that shows a timeline."""
    parser = commands.add("history", "Show all that bears on a core component or activity, newest first.", _history)
    parser.add_argument("name", metavar="NAME", nargs="+", help="a component or an activity by key, name or label")
    add_period(parser)
    add_limit(parser)


@singledispatch
def told(value: object) -> dict[str, Any]:
    """Return what JSON says of a thing in a timeline, its date aside; each kind of thing registers its own way."""
    raise TypeError(f"nothing tells how {type(value).__name__} is printed")


@told.register
def _of_passage(value: Passage) -> dict[str, Any]:
    return {
        "kind": "tag",
        "entry": value.entry,
        "activity": value.activity,
        "quote": value.quote,
        "because": value.because,
        "loose": value.loose,
        "title": value.title,
        "site": value.site,
        "id": value.tag,
        "text": value.snippet,
    }


@told.register
def _of_note(value: Note) -> dict[str, Any]:
    return {"kind": "note", "entry": None, "activity": value.about, "quote": "", "text": value.body, "id": value.id}


@singledispatch
def lines(value: object, catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines that a person reads of a thing in a timeline; the first stands behind its date."""
    raise TypeError(f"nothing tells how {type(value).__name__} is printed")


@lines.register
def _lines_of_passage(value: Passage, catalogue: Catalogue) -> Iterator[str]:
    yield f"{name_of(catalogue.practice(value.activity))} ({value.activity})"
    if value.quote:
        yield f"“{' '.join(value.quote.split())}”{' (loose)' if value.loose else ''}"
    else:
        yield f"The whole entry: {' '.join(value.snippet.split())}"
    if value.because:
        yield f"because {value.because}"
    where = f" ({value.site})" if value.site else ""
    yield f"in {value.entry} {value.title}{where}".rstrip()


@lines.register
def _lines_of_note(value: Note, catalogue: Catalogue) -> Iterator[str]:
    yield f"Where I stand: {name_of(catalogue.practice(value.about))}"
    yield from value.body.splitlines()


def _history(asked: Namespace) -> None:
    with opened(asked) as journal:
        about = practice(journal.framework, " ".join(asked.name))
        items = _items(journal, about.full_key, chosen(journal, asked), asked.limit)
        if asked.json:
            show_items({"date": item.moment.on.isoformat(), **told(item.value)} for item in items)
            return
        say(f"{name_of(about)} ({about.full_key})")
        for item in items:
            first, *others = lines(item.value, journal.framework)
            say()
            say(f"{item.moment.on.isoformat()}  {first}")
            for line in others:
                say(f"            {line}")


def _items(journal: "Journal", about: str, wanted: Filter, limit: int | None) -> Iterator["Item"]:
    def all_pages() -> Iterator["Item"]:
        size = min(limit or PAGE, PAGE)
        page = journal.history.timeline(about, wanted, None, size)
        while page:
            yield from page
            page = journal.history.timeline(about, wanted, page[-1].moment, size) if len(page) == size else []

    return islice(all_pages(), limit)
