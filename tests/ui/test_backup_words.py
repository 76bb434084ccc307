from dataclasses import replace
from datetime import date
from pathlib import Path

from isp_journal.model import Backup, BackupHealth, DrillReport, Restored
from isp_journal.ui import backup_words
from isp_journal.ui.models.plain_rows import PlainRow

TODAY = date(2026, 11, 24)
FILE = Path("/j/backups/20261124T180500Z-0a1b2c3d.ispbackup")
MADE = Backup(FILE, "2026-11-24T18:05:00.000Z", "asked", False, 2, 2_100_000)
HEALTH = BackupHealth(MADE, 412, "", None, "2026-09-03T08:00:00Z", False, False)


def test_the_last_good_copy_is_told_with_its_time_and_count() -> None:
    assert backup_words.last_good(HEALTH, TODAY) == "Last good copy: Tue 24 Nov, 18:05, 412 entries."
    assert backup_words.last_good(replace(HEALTH, entries=1), TODAY).endswith("18:05, 1 entry.")
    assert backup_words.last_good(replace(HEALTH, entries=0), TODAY).endswith("18:05, no entries yet.")


def test_before_the_first_backup_it_is_said_when_one_comes() -> None:
    none = replace(HEALTH, last=None, entries=0)
    assert backup_words.last_good(none, TODAY) == backup_words.NONE_YET
    assert backup_words.last_good(none, TODAY, sample=True) == backup_words.SAMPLE
    assert backup_words.tried(none, TODAY) == ""


def test_it_is_said_when_a_restore_was_tried() -> None:
    told = backup_words.tried(HEALTH, TODAY)
    assert told == "A restore was tried on Thu 3 Sep, 08:00, and all was as it should be."
    assert backup_words.tried(replace(HEALTH, drill_due=True), TODAY) == f"{told} {backup_words.TRY_AGAIN}"
    assert backup_words.tried(replace(HEALTH, last_drill=""), TODAY) == backup_words.NOT_TRIED


def test_a_row_says_when_and_why_and_where() -> None:
    assert backup_words.row_of(MADE, False, TODAY) == PlainRow(str(FILE), "Today, 18:05", "when asked", "2.1 MB")
    both = backup_words.row_of(replace(MADE, reason=""), True, TODAY)
    assert both.beside == "made by itself · in both places"
    alone = backup_words.row_of(replace(MADE, reason="before an import", second=True), False, TODAY)
    assert alone.beside == "before an import · in the second place alone"


def test_a_backup_in_both_places_is_one_row() -> None:
    there = replace(MADE, file=Path("/media/stick") / FILE.name, second=True)
    lost = replace(there, file=Path("/media/stick/older.ispbackup"))
    assert backup_words.once_each([MADE, there, lost]) == [(MADE, True), (lost, False)]
    assert backup_words.once_each([MADE]) == [(MADE, False)]


def test_a_restore_that_was_tried_is_told_with_what_was_there() -> None:
    report = DrillReport(MADE, 412, 3, (), 0.42)
    assert backup_words.drilled(report, TODAY) == (
        "The backup from Tue 24 Nov, 18:05 was opened aside: 412 entries and 3 attached files, all as they should be. "
        "It took 0.4 s, and nothing was changed."
    )
    assert "412 entries, all as they should be" in backup_words.drilled(replace(report, attachments=0), TODAY)
    assert backup_words.drilled(replace(report, problems=("Odd.",)), TODAY).endswith(
        "not all of it is as it should be."
    )


def test_what_was_restored_is_told_with_what_was_set_aside() -> None:
    done = Restored(Path("/j"), Path("/j/set-aside/x"), 411)
    assert backup_words.restored(done, MADE, TODAY) == (
        "This is the journal as it was on Tue 24 Nov, 18:05, with 411 entries. What was here before lies in "
        "/j/set-aside/x."
    )
    assert backup_words.restored(replace(done, aside=None), MADE, TODAY).endswith("with 411 entries.")
