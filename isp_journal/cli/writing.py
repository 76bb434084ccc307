"""Commands that write: add an entry, put a tag on it or take one off."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from isp_journal.cli.naming import activity
from isp_journal.cli.options import DATES, Commands, clock, day, kind, minutes, mode, opened, typed
from isp_journal.cli.output import complain, say, show
from isp_journal.cli.usage import Misused
from isp_journal.errors import Refused
from isp_journal.ids import new_id
from isp_journal.model import Entry, Kind, Mode, Tag

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal

# A text of 2 000 000 characters has 8 MB at most; whatever is longer is no reflection.
MOST_BYTES = 8_000_000


def add_to(commands: Commands) -> None:
    """Add the commands that write."""
    _add_options(commands.add("add", "Add an entry whose text comes from a file or from standard input.", _add))
    tag = commands.add("tag", "Tag an entry, or a passage of it, with a core activity; or take a tag off.", _tag)
    tag.add_argument("id", metavar="ID", help="the entry's id, or enough of its beginning")
    tag.add_argument("activity", metavar="ACTIVITY", nargs="*", help="a core activity by key or label")
    quoted = tag.add_mutually_exclusive_group()
    quoted.add_argument("--quote", metavar="TEXT", help="the passage, word for word; shells and process lists show it")
    quoted.add_argument("--quote-file", metavar="FILE", help="a file with the passage, '-' for standard input")
    tag.add_argument("--because", metavar="TEXT", default="", help="why the activity shows here")
    tag.add_argument("--remove", metavar="TAG", help="the id of a tag to take off, as 'show' prints it")


def _add_options(add: ArgumentParser) -> None:
    add.add_argument("file", metavar="FILE", nargs="?", default="-", help="a text file; '-' or nothing: standard input")
    add.add_argument("--date", metavar="DATE", type=day, help=f"when it was, {DATES}; today if left out")
    add.add_argument("--time", metavar="TIME", type=clock, help="at what time, such as 14:30")
    add.add_argument("--site", metavar="NAME", help="where; a new site is added")
    add.add_argument("--person", metavar="NAME", action="append", default=[], help="who took part; may be repeated")
    add.add_argument("--mode", type=mode, help=f"one of: {', '.join(Mode)}")
    add.add_argument("--minutes", metavar="N", type=minutes, help="how long it took")
    add.add_argument("--kind", type=kind, default=Kind.GENERAL, help=f"one of: {', '.join(Kind)}")
    add.add_argument("--title", metavar="TEXT", default="", help="a title; shells and process lists show it")
    add.add_argument("--label", metavar="NAME", action="append", default=[], help="a label of yours; may be repeated")
    add.add_argument(
        "--tag", metavar="ACTIVITY", action="append", default=[], help="a core activity for all of it; may be repeated"
    )


def _add(asked: Namespace) -> None:
    with opened(asked, writing=True) as journal:
        entry = _entry(journal, asked)
        body = _text(asked.file).rstrip("\r\n")
        if not body.strip():
            raise Refused(
                "There are no words to add.", todo="Write them into a file, or type them and end with Ctrl+D."
            )
        kept = journal.entries.save(_settled(journal, replace(entry, body=body), asked))
    if asked.json:
        show({"id": kept.id, "date": kept.occurred_on.isoformat(), "title": kept.title})
    else:
        say(f"Added {kept.id} on {kept.occurred_on.isoformat()}.")


def _entry(journal: "Journal", asked: Namespace) -> Entry:
    """Return the entry without its text; raises Refused for an activity that is not known, before any text is read."""
    keys = dict.fromkeys(activity(journal.framework, one).full_key for one in asked.tag)
    return Entry(
        id=new_id(),
        occurred_on=asked.date or date.today(),
        kind=asked.kind,
        title=asked.title,
        occurred_time=asked.time,
        labels=tuple(asked.label),
        mode=asked.mode,
        minutes=asked.minutes,
        tags=tuple(Tag(new_id(), key) for key in keys),
    )


def _settled(journal: "Journal", entry: Entry, asked: Namespace) -> Entry:
    """Return the entry with its site and people, who are added where they are new; first it must fit in itself."""
    from isp_journal.journal.entries import check_title, fit  # at first use: the help needs no database

    check_title(entry.title)
    entry = fit(entry)
    site = journal.sites.ensure(asked.site).id if asked.site else None
    return replace(entry, site=site, people=tuple(journal.people.ensure(one).id for one in asked.person))


def _tag(asked: Namespace) -> None:
    named = " ".join(asked.activity)
    if bool(named) == (asked.remove is not None):
        raise Misused(
            "A tag needs the name of an activity, or --remove with the id of a tag; see isp-journal tag --help."
        )
    with opened(asked, writing=True) as journal:
        entry = journal.entries.find(asked.id)
        if asked.remove is not None:
            _remove(journal, entry, asked)
            return
        wanted = activity(journal.framework, named)
        quote = asked.quote if asked.quote_file is None else _text(asked.quote_file).strip()
        tag = journal.tags.put(entry.id, wanted.full_key, quote=quote, because=asked.because)
    if asked.json:
        show(_told(entry, tag))
    else:
        of = "the entry" if tag.anchor is None else "the passage"
        say(f"Tagged {of} with {wanted.label} ({wanted.full_key}), tag {tag.id}.")


def _remove(journal: "Journal", entry: Entry, asked: Namespace) -> None:
    found = [tag for tag in entry.tags if tag.id == asked.remove.strip().lower()]
    if not found:
        raise Refused(f"This entry has no tag {asked.remove}.", todo="isp-journal show lists its tags.")
    journal.tags.remove(found[0].id)
    if asked.json:
        show(_told(entry, found[0]))
    else:
        say(f"Took the tag {found[0].id} off.")


def _told(entry: Entry, tag: Tag) -> dict[str, object]:
    quote = tag.anchor.quote if tag.anchor is not None else ""
    return {"id": tag.id, "entry": entry.id, "activity": tag.activity, "quote": quote, "because": tag.because}


def _text(file: str) -> str:
    """Return the words of a file, or of standard input for '-'; raises Refused where that are none."""
    try:
        if file == "-":
            content = _typed()
        else:
            with open(file, "rb") as stream:
                content = stream.read(MOST_BYTES + 1)
    except OSError as wrong:
        told = f"The file {file} can't be read ({wrong.strerror})."
        raise Refused(
            told, todo="The text comes from a file or from standard input, never from the command line."
        ) from None
    if len(content) > MOST_BYTES:
        raise Refused("This text is longer than an entry can hold.", todo="Divide it into several entries.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("This text is not UTF-8.", todo="Save it as UTF-8, then add it.") from None


def _typed() -> bytes:
    stream = typed()
    if stream.isatty():
        complain("Write, then press Ctrl+D on an empty line.")
    return stream.read(MOST_BYTES + 1)
