"""Commands that read entries: list, search and show."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from isp_journal.cli.naming import chosen
from isp_journal.cli.options import Commands, add_filters, opened
from isp_journal.cli.output import say, show, show_items
from isp_journal.errors import Refused
from isp_journal.model import Entry, EntryLine, Filter

if TYPE_CHECKING:
    from isp_journal.formats.entry_lines import EntryShape
    from isp_journal.framework import Catalogue
    from isp_journal.journal.journal import Journal

PAGE = 500
FIRST_WORDS = 72
_HITS = str.maketrans("", "", "\x02\x03")


def add_to(commands: Commands) -> None:
    """Add the commands that read entries."""
    add_filters(commands.add("list", "List entries, newest first.", _list))
    searching = commands.add("search", "List entries that hold all the words, newest first.", _search)
    searching.add_argument(
        "words", metavar="WORDS", nargs="+", help='words; the last one may be a beginning, "a phrase" is whole'
    )
    add_filters(searching)
    showing: ArgumentParser = commands.add("show", "Show one entry with its tags.", _show)
    showing.add_argument("id", metavar="ID", help="the entry's id, or enough of its beginning")


def _list(asked: Namespace) -> None:
    with opened(asked) as journal:
        _print(asked, _lines(journal, chosen(journal, asked), asked.limit))


def _search(asked: Namespace) -> None:
    words = " ".join(asked.words)
    if not any(sign.isalnum() for sign in words):
        raise Refused("There is no word to search for.", safe="", todo="Type at least one.")
    with opened(asked) as journal:
        _print(asked, _lines(journal, chosen(journal, asked, words), asked.limit))


def _show(asked: Namespace) -> None:
    import msgspec  # at first use: lists of entries come without it

    from isp_journal.formats.entry_lines import EntryWriter  # at first use: lists need no shape of files

    with opened(asked) as journal:
        entry = journal.entries.find(asked.id)
        shape = EntryWriter(*names_by_id(journal)).shape(entry)
        if asked.json:
            show({**msgspec.to_builtins(shape), "trashed_at": entry.trashed_at})
        else:
            print_entry(entry, shape, journal.framework)


def names_by_id(journal: "Journal") -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of sites and of people by their ids."""
    sites = {one.id: one.name for one in journal.sites.all(archived=True)}
    return sites, {one.id: one.name for one in journal.people.all(archived=True)}


def _lines(journal: "Journal", wanted: Filter, limit: int | None) -> Iterator[EntryLine]:
    def all_pages() -> Iterator[EntryLine]:
        size = min(limit or PAGE, PAGE)
        page = journal.entries.page(wanted, None, size)
        while page:
            yield from page
            page = journal.entries.page(wanted, page[-1].place, size) if len(page) == size else []

    return islice(all_pages(), limit)


def _print(asked: Namespace, lines: Iterator[EntryLine]) -> None:
    if asked.json:
        show_items(_item(line) for line in lines)
        return
    for line in lines:
        where = f"  ({line.site})" if line.site else ""
        say(f"{line.occurred_on}  {line.id}  {_words(line)}{where}")


def _item(line: EntryLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "date": line.occurred_on,
        "title": line.title,
        "kind": line.kind,
        "site": line.site,
        "components": sorted(filter(None, line.components.split(","))),
        "snippet": line.snippet.translate(_HITS),
    }


def _words(line: EntryLine) -> str:
    """Return the title, or how the text begins."""
    words = line.title or " ".join(line.snippet.translate(_HITS).split())
    return words if len(words) <= FIRST_WORDS else words[: FIRST_WORDS - 1].rstrip() + "…"


def print_entry(entry: Entry, shape: "EntryShape", catalogue: "Catalogue") -> None:
    """Print an entry for a person to read."""
    if entry.title:
        say(entry.title)
    long = None if entry.minutes is None else f"{entry.minutes} min"
    facts = [" ".join(filter(None, (shape.date, shape.time))), shape.kind, shape.site, shape.mode, long]
    say(" · ".join(filter(None, facts)))
    for words, names in (("With", shape.people), ("Labels:", shape.labels)):
        if names:
            say(f"{words} {', '.join(names)}")
    if entry.trashed_at is not None:
        say("In the trash")
    say()
    say(entry.body)
    for tag in entry.tags:
        say()
        say(f"{catalogue.activity(tag.activity).label} ({tag.activity}), tag {tag.id}")
        if tag.anchor is not None:
            say(f"  “{' '.join(tag.anchor.quote.split())}”{' (loose)' if tag.loose else ''}")
        if tag.because:
            say(f"  because {tag.because}")
