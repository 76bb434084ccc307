"""What Settings says of backups: when, why, how large, how safe the journal is, and what came of trying one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from isp_journal.ui import dates
from isp_journal.ui.models.plain_rows import PlainRow
from isp_journal.ui.wording import bytes_in_words, counted, moment_in_list

if TYPE_CHECKING:
    from isp_journal.model import Backup, BackupHealth, DrillReport, Restored

NONE_YET = "No backup yet. The first one is made within half an hour of a change, or now."
SAMPLE = "The sample is not copied by itself: nothing in it is yours."
NOT_TRIED = "No restore was tried yet. Trying one takes a few seconds and changes nothing."
TRY_AGAIN = "It is time to try one again; it takes a few seconds and changes nothing."
ASKED = "asked"


def last_good(health: BackupHealth, today: date, *, sample: bool = False) -> str:
    """Return which backup is the newest good one, with what it holds."""
    if health.last is None:
        return SAMPLE if sample else NONE_YET
    entries = counted(health.entries, "entry", "entries") if health.entries else "no entries yet"
    return f"Last good copy: {dates.moment(health.last.made_at, today)}, {entries}."


def tried(health: BackupHealth, today: date) -> str:
    """Return when a restore was tried last, and whether it is time for another; nothing before the first backup."""
    if health.last is None:
        return ""
    if not health.last_drill:
        return NOT_TRIED
    when = f"A restore was tried on {dates.moment(health.last_drill, today)}, and all was as it should be."
    return f"{when} {TRY_AGAIN}" if health.drill_due else when


def row_of(backup: Backup, both: bool, today: date) -> PlainRow:
    """Return a backup as a row of the list; `both` says that it lies in the second place too."""
    where = "in both places" if both else "in the second place alone" if backup.second else ""
    beside = " · ".join(part for part in (why(backup.reason), where) if part)
    return PlainRow(str(backup.file), moment_in_list(backup.made_at, today), beside, bytes_in_words(backup.size))


def once_each(backups: Sequence[Backup]) -> list[tuple[Backup, bool]]:
    """Return backups without those that are twice there, each with whether it lies in both places."""
    here = {one.file.name for one in backups if not one.second}
    there = {one.file.name for one in backups if one.second}
    wanted = [one for one in backups if not one.second or one.file.name not in here]
    return [(one, one.file.name in here and one.file.name in there) for one in wanted]


def why(reason: str) -> str:
    """Return why a backup was made, as the list says it."""
    return "when asked" if reason == ASKED else reason or "made by itself"


def drilled(report: DrillReport, today: date) -> str:
    """Return what came of trying a restore."""
    when = dates.moment(report.backup.made_at, today)
    held = [counted(report.entries, "entry", "entries")]
    if report.attachments:
        held.append(counted(report.attachments, "attached file", "attached files"))
    if report.problems:
        return f"The backup from {when} was opened aside, and not all of it is as it should be."
    took = QLocale().toString(report.seconds, "f", 1)
    return (
        f"The backup from {when} was opened aside: {' and '.join(held)}, all as they should be. It took {took} s, and "
        "nothing was changed."
    )


def restored(what: Restored, backup: Backup, today: date) -> str:
    """Return what was done when a whole backup was gone back to."""
    when = dates.moment(backup.made_at, today)
    entries = counted(what.entries, "entry", "entries")
    aside = f" What was here before lies in {what.aside}." if what.aside is not None else ""
    return f"This is the journal as it was on {when}, with {entries}.{aside}"
