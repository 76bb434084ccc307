"""Commands for backups: make one, list them, restore one or one entry of it, and try whether that would work."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal.cli.options import Commands, add_limit, folder, opened, with_secret
from isp_journal.cli.output import say, show, show_items
from isp_journal.cli.progress import heard
from isp_journal.cli.usage import Misused
from isp_journal.errors import NoBackup, Refused
from isp_journal.model import Backup

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal

NEWEST = "newest"
STEPS = 3


def add_to(commands: Commands) -> None:
    """Add the commands for backups."""
    make = commands.add("backup", "Make a backup of the whole journal, and open it to see that it is good.", _backup)
    make.add_argument("--to", metavar="FOLDER", type=Path, help="a folder to copy it to as well")
    listed = commands.add("backups", "List the backups of the journal, newest first.", _backups)
    listed.add_argument("--second-place", metavar="FOLDER", type=Path, help="copy each backup there, too, from now on")
    listed.add_argument("--no-second-place", action="store_true", help="keep backups in one place again")
    listed.add_argument(
        "--remove-old-keys", action="store_true", help="remove those that open without the key of today, for good"
    )
    add_limit(listed)
    back = commands.add("restore", "Go back to a backup, or take one entry back from it.", _restore)
    back.add_argument("backup", metavar="BACKUP", help=f"its file, or its name in the list; '{NEWEST}' is the newest")
    back.add_argument("--to", metavar="FOLDER", type=Path, help="a new folder for the restored journal")
    back.add_argument("--entry", metavar="ID", help="take back this entry alone, or enough of its id's beginning")
    commands.add("drill", "Try the newest backup: restore it aside, look at all of it, compare it.", _drill)


def _backup(asked: Namespace) -> None:
    if asked.to is not None and not asked.to.is_dir():
        raise Refused(f"There is no folder {asked.to}.", todo="Make it first, or choose another one.")
    with opened(asked) as journal, heard(STEPS, "steps") as told:
        made = journal.backups.make(told=told)
        copy = journal.backups.copy_to(made, asked.to) if asked.to is not None else None
        health = journal.backups.health()
    if asked.json:
        show(_told(made) | {"entries": health.entries, "copy": None if copy is None else str(copy.file)})
    else:
        entries = "1 entry" if health.entries == 1 else f"{health.entries} entries"
        say(f"Made {made.file} with {entries}; it was opened and compared.")
        if copy is not None:
            say(f"Copied it to {copy.file}.")
    if health.problem is not None:
        raise health.problem


def _backups(asked: Namespace) -> None:
    if asked.second_place is not None and asked.no_second_place:
        raise Misused("--second-place and --no-second-place don't go together.")
    with opened(asked) as journal:
        if asked.second_place is not None or asked.no_second_place:
            journal.backups.set_second_place(asked.second_place)
        gone = journal.backups.remove(journal.backups.of_other_keys()) if asked.remove_old_keys else 0
        found = journal.backups.all()[: asked.limit]
        health = journal.backups.health()
    if asked.json:
        show_items(_told(one) for one in found)
    else:
        for one in found:
            where = "  (second place)" if one.second else ""
            locked = "locked  " if one.encrypted else ""
            say(f"{one.made_at[:16].replace('T', ' ')} UTC  {_size(one)}  {locked}{one.reason or 'by itself'}{where}")
            say(f"    {one.file}")
        say(f"Second place: {health.second_place or 'none'}")
        if asked.remove_old_keys:
            say(f"Removed {'1 backup' if gone == 1 else f'{gone} backups'} that opened without the key of today.")
    if health.problem is not None:
        raise health.problem


def _restore(asked: Namespace) -> None:
    if asked.entry is not None:
        if asked.to is not None:
            raise Misused("--entry and --to don't go together: an entry comes back into the journal that is open.")
        _take_back(asked)
        return
    from isp_journal.journal.restoring import restore  # at first use: the help needs no database

    file = _file(asked)
    done = with_secret(asked, lambda secret: restore(file, asked.to or folder(asked), secret))
    if asked.json:
        aside = None if done.aside is None else str(done.aside)
        show({"folder": str(done.folder), "entries": done.entries, "aside": aside})
        return
    entries = "1 entry" if done.entries == 1 else f"{done.entries} entries"
    say(f"The journal in {done.folder} is restored, with {entries}.")
    if done.aside is not None:
        say(f"What lay there before is in {done.aside}.")


def _take_back(asked: Namespace) -> None:
    with opened(asked, writing=True) as journal:
        backup = _named(journal, asked)
        entry = journal.backups.find_in(backup, asked.entry)
        kept = journal.backups.take_back(backup, entry.id)
    if asked.json:
        show({"id": kept.id, "date": kept.occurred_on.isoformat(), "title": kept.title})
    else:
        say(f"{kept.id} says again what it says in the backup; what it said before is kept as a version.")


def _drill(asked: Namespace) -> None:
    with opened(asked) as journal, heard(STEPS, "steps") as told:
        report = journal.backups.drill(told)
    if asked.json:
        counts = {"entries": report.entries, "attachments": report.attachments}
        show(_told(report.backup) | counts | {"problems": report.problems, "seconds": round(report.seconds, 2)})
    else:
        say(f"Tried {report.backup.file}: {report.entries} entries, {report.attachments} attachments.")
        for problem in report.problems:
            say(f"  {problem}")
    if report.problems:
        raise Refused("This backup is not as it should be.", todo="Make a new one: isp-journal backup.")
    if not asked.json:
        say("All of it is as it should be.")


def _file(asked: Namespace) -> Path:
    """Return the file of the backup that was named; the journal itself need not open."""
    from isp_journal.journal.restoring import found, newest_good  # at first use: the help needs no database

    if asked.backup == NEWEST:
        newest = newest_good(folder(asked))
        if newest is None:
            raise NoBackup()
        return newest.file
    return found(folder(asked), asked.backup)


def _named(journal: "Journal", asked: Namespace) -> Backup:
    """Return the backup that was named, also one that lies elsewhere."""
    from isp_journal.storage.backup_places import told  # at first use: the help needs no database

    if asked.backup == NEWEST and not journal.backups.all():
        raise NoBackup()
    return told(_file(asked))


def _told(one: Backup) -> dict[str, object]:
    return {
        "file": str(one.file),
        "made_at": one.made_at,
        "reason": one.reason,
        "size": one.size,
        "encrypted": one.encrypted,
        "schema": one.schema,
        "second": one.second,
    }


def _size(one: Backup) -> str:
    return f"{one.size / 1_000_000:9.1f} MB"
