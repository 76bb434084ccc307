"""Commands for the trash: delete an entry, list what is in the trash, take it out, or empty it for good."""

from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING

from isp_journal.cli.options import Commands, opened
from isp_journal.cli.output import say, show, show_items
from isp_journal.cli.progress import Bar, stoppable
from isp_journal.cli.usage import Misused
from isp_journal.errors import Cancelled, Refused
from isp_journal.model import Trashed

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal

DEEDS = ("list", "restore", "remove", "empty")
# Whatever lies in the trash: a person names one thing of it by its id.
EVERYTHING = 1_000_000


def add_to(commands: Commands) -> None:
    """Add the commands for the trash."""
    delete = commands.add("delete", "Move an entry with its tags and attachments to the trash.", _delete)
    delete.add_argument("id", metavar="ID", help="the entry's id, or enough of its beginning")
    trash = commands.add("trash", "List what is in the trash, take it out, or remove it for good.", _trash)
    trash.add_argument("deed", metavar="DEED", choices=DEEDS, help=f"one of: {', '.join(DEEDS)}")
    trash.add_argument("id", metavar="ID", nargs="?", help="what to restore or remove, or enough of its beginning")
    trash.add_argument("--yes", action="store_true", help="yes, for good: needed for 'remove' and 'empty'")


def _delete(asked: Namespace) -> None:
    with opened(asked, writing=True) as journal:
        entry = journal.entries.find(asked.id)
        journal.entries.trash([entry.id])
    if asked.json:
        show({"id": entry.id})
    else:
        say(f"Moved {entry.id} to the trash. To take it out: isp-journal trash restore {entry.id}")


def _trash(asked: Namespace) -> None:
    for_one = asked.deed in ("restore", "remove")
    if for_one != (asked.id is not None):
        raise Misused(
            f"'trash {asked.deed}' goes {'with' if for_one else 'without'} an ID; see isp-journal trash --help."
        )
    if asked.deed == "list":
        _list(asked)
        return
    with opened(asked, writing=True) as journal:
        {"restore": _restore, "remove": _remove, "empty": _empty}[asked.deed](journal, asked)


def _list(asked: Namespace) -> None:
    with opened(asked) as journal:
        found = journal.trash.contents(EVERYTHING).all()
    if asked.json:
        show_items(_told(one) for one in found)
        return
    for one in found:
        on = f" of {one.on}" if one.on else ""
        merged = f"  (merged into {one.merged_into})" if one.merged_into else ""
        say(f"{one.since[:10]}  {one.id}  {one.thing}{on}: {one.name[:72]}{merged}")


def _told(one: Trashed) -> dict[str, object]:
    return {
        "kind": str(one.thing),
        "id": one.id,
        "name": one.name,
        "since": one.since,
        "date": one.on,
        "entries": one.entries,
        "merged_into": one.merged_into,
    }


def _named(journal: "Journal", asked: Namespace) -> Trashed:
    wanted = asked.id.strip().lower()
    found = [one for one in journal.trash.contents(EVERYTHING).all() if wanted and one.id.startswith(wanted)]
    if len(found) > 1:
        raise Refused(f"Several things in the trash have ids that begin with {asked.id}.", todo="Type more of the id.")
    if not found:
        raise Refused(
            f"Nothing in the trash has the id {asked.id}.", todo="isp-journal trash list shows what is there."
        )
    return found[0]


def _restore(journal: "Journal", asked: Namespace) -> None:
    one = _named(journal, asked)
    journal.trash.restore(one.thing, one.id)
    if asked.json:
        show(_told(one))
    else:
        say(f"Took the {one.thing} out of the trash.")


def _remove(journal: "Journal", asked: Namespace) -> None:
    one = _named(journal, asked)
    if not asked.yes:
        raise Refused(f"The {one.thing} would be gone for good.", todo="Add --yes if that is what you want.")
    journal.trash.remove(one.thing, one.id)
    if asked.json:
        show(_told(one))
    else:
        say(f"The {one.thing} is gone for good. Backups made before still hold it.")


def _empty(journal: "Journal", asked: Namespace) -> None:
    total = journal.trash.contents(1).total
    if total and not asked.yes:
        things = "1 thing" if total == 1 else f"{total} things"
        raise Refused(f"{things} would be gone for good.", todo="Add --yes if that is what you want.")
    with stoppable(True) as stop, closing(Bar(total, "things")) as bar:

        def told(done: int, _total: int, _what: str) -> bool:
            bar.at(done)
            try:
                stop()
            except Cancelled:
                return False
            return True

        gone = journal.trash.empty(told)
    if asked.json:
        show({"removed": gone})
    elif gone:
        things = "1 thing is" if gone == 1 else f"{gone} things are"
        say(f"The trash is empty; {things} gone for good. Backups made before still hold what was in it.")
    else:
        say("The trash was empty already.")
