"""The command `versions`: what an entry said before its edits, and the way back to it."""

from argparse import Namespace
from typing import TYPE_CHECKING

from isp_journal.cli.options import Commands, opened, whole
from isp_journal.cli.output import say, show, show_items
from isp_journal.cli.reading import names_by_id, print_entry
from isp_journal.model import Entry, Version
from isp_journal.word_diff import diff

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal

_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}


def add_to(commands: Commands) -> None:
    """Add the command for versions."""
    versions = commands.add(
        "versions", "List what an entry said before its edits; show or restore one of it.", _versions
    )
    versions.add_argument("id", metavar="ID", help="the entry's id, or enough of its beginning")
    one = versions.add_mutually_exclusive_group()
    one.add_argument("--show", metavar="N", type=whole, help="show the entry as it was at revision N")
    one.add_argument("--changes", metavar="N", type=whole, help="show what changed since revision N, word by word")
    one.add_argument("--restore", metavar="N", type=whole, help="let the entry say again what it said at revision N")


def _versions(asked: Namespace) -> None:
    with opened(asked, writing=asked.restore is not None) as journal:
        entry = journal.entries.find(asked.id)
        if asked.restore is not None:
            _restore(journal, entry, asked)
        elif asked.changes is not None:
            _changes(entry, journal.entries.version(entry.id, asked.changes), asked)
        elif asked.show is not None:
            _show(journal, journal.entries.version(entry.id, asked.show), asked)
        else:
            _list(journal, entry, asked)


def _list(journal: "Journal", entry: Entry, asked: Namespace) -> None:
    kept = journal.entries.versions(entry.id)
    if asked.json:
        show_items(_told(journal, entry, one) for one in kept)
        return
    for one in kept:
        told = _told(journal, entry, one)
        say(f"{one.revision:>4}  until {one.kept_at}  {told['characters']} characters  {told['title']}".rstrip())


def _told(journal: "Journal", entry: Entry, one: Version) -> dict[str, object]:
    then = journal.entries.version(entry.id, one.revision)
    return {
        "revision": one.revision,
        "until": one.kept_at,
        "date": then.occurred_on.isoformat(),
        "title": then.title,
        "characters": len(then.body),
    }


def _show(journal: "Journal", then: Entry, asked: Namespace) -> None:
    import msgspec  # at first use: a list of versions comes without it

    from isp_journal.formats.entry_lines import EntryWriter  # at first use: a list needs no shape of files

    shape = EntryWriter(*names_by_id(journal)).shape(then)
    if asked.json:
        show({"revision": then.revision, **msgspec.to_builtins(shape)})
    else:
        print_entry(then, shape, journal.framework)


def _changes(now: Entry, then: Entry, asked: Namespace) -> None:
    pieces = diff(_words(then), _words(now))
    if asked.json:
        show_items({"kind": piece.kind, "text": piece.text} for piece in pieces)
        return
    say("".join(f"{_MARKS[piece.kind][0]}{piece.text}{_MARKS[piece.kind][1]}" for piece in pieces))


def _words(entry: Entry) -> str:
    return f"{entry.title}\n\n{entry.body}" if entry.title else entry.body


def _restore(journal: "Journal", entry: Entry, asked: Namespace) -> None:
    kept = journal.entries.restore_version(entry.id, asked.restore)
    if asked.json:
        show({"id": kept.id, "restored": asked.restore, "revision": kept.revision, "before": entry.revision})
    elif kept.revision == entry.revision:
        say("The entry says this already.")
    else:
        say(f"The entry says again what it said at revision {asked.restore}.")
        say(f"To go back: isp-journal versions {kept.id} --restore {entry.revision}")
