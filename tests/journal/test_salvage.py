import hashlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import DiskFull, JournalDamaged, NoBackup, ReadingOnly, WrongPassphrase
from isp_journal.journal import salvage
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.journal.restoring import newest_good, restore
from isp_journal.journal.salvage import missing, newest_readable
from isp_journal.model import Filter
from isp_journal.recovery_words import fresh as fresh_words
from isp_journal.storage import connect
from isp_journal.storage.damaged_file import Later, changed_after
from tests.storage.damage import flip
from tests.storage.journals import fresh, written

SECRET = Passphrase("a long walk along the river")
OTHER = Passphrase("another long walk along the river")


def locked(folder: Path) -> Journal:
    create_journal(folder, author="Jonas", protection=Protection(SECRET, RecoveryCode(fresh_words())))
    return open_journal(folder, writing=True, secret=SECRET)


def with_later_changes(journal: Journal) -> Path:
    """Write, make a backup, write more and close; returns the folder."""
    entry = written(journal, "Before the backup.")
    journal.backups.make()
    journal.entries.save(replace(entry, body="Changed after the backup."))
    written(journal, "Written after the backup.")
    journal.close()
    return journal._store.folder


def files(folder: Path) -> dict[str, str]:
    found = (one for one in folder.rglob("*") if one.is_file() and not one.name.endswith(("-shm", ".lock")))
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in found}


def test_a_damaged_journal_opens_its_newest_backup_for_reading_and_says_what_that_lacks(tmp_path: Path) -> None:
    folder = with_later_changes(fresh(tmp_path / "journal"))
    file = connect.database(folder)
    os.truncate(file, file.stat().st_size - 4096)
    with pytest.raises(JournalDamaged):
        open_journal(folder, writing=True)
    before = files(folder)
    opening, told = newest_readable(folder, None)
    journal = opening.finish()
    bodies = [one.snippet for one in journal.entries.page(Filter())]
    with pytest.raises(ReadingOnly):
        written(journal, "Not here.")
    journal.close()
    assert bodies == ["Before the backup."]
    assert "so this is its backup from 20" in told.what
    assert "can't be counted any more" in told.safe
    assert "Nothing was changed." in told.safe
    assert files(folder) == before


def test_what_was_changed_after_the_backup_is_counted_where_the_damaged_file_can_be_read(tmp_path: Path) -> None:
    folder = with_later_changes(locked(tmp_path / "locked"))
    flip(connect.database(folder), connect.database(folder).stat().st_size - 100, 3)
    before = files(folder)
    opening, told = newest_readable(folder, SECRET)
    opening.abandon()
    assert "2 entries and notes were changed after that" in told.safe
    assert files(folder) == before


def test_after_another_passphrase_the_new_one_opens_the_backup_of_before(tmp_path: Path) -> None:
    journal = locked(tmp_path / "locked")
    written(journal, "Before the backup.")
    journal.backups.make()
    journal.keys.change_passphrase(SECRET, OTHER)
    journal.close()
    folder = tmp_path / "locked"
    opening, told = newest_readable(folder, OTHER)
    opening.abandon()
    assert "Nothing was changed after that" in told.safe
    with pytest.raises(WrongPassphrase):
        newest_readable(folder, Passphrase("nobody knows this one at all"))


def test_what_was_opened_with_todays_passphrase_is_restored_with_it_and_opens_with_it(tmp_path: Path) -> None:
    journal = locked(tmp_path / "locked")
    written(journal, "Before the backup.")
    journal.backups.make()
    journal.keys.change_passphrase(SECRET, OTHER)
    journal.close()
    folder = tmp_path / "locked"
    os.truncate(connect.database(folder), connect.database(folder).stat().st_size - 4096)
    with pytest.raises(JournalDamaged):
        open_journal(folder, writing=True, secret=OTHER)
    backup = newest_good(folder)
    assert backup is not None
    assert restore(backup.file, folder, OTHER).entries == 1
    with pytest.raises(WrongPassphrase):
        open_journal(folder, writing=True, secret=SECRET)
    again = open_journal(folder, writing=True, secret=OTHER)
    assert again.checks.run().problems == ()
    again.close()


def test_the_passphrase_of_its_day_restores_a_backup_with_the_key_file_of_that_day(tmp_path: Path) -> None:
    journal = locked(tmp_path / "locked")
    written(journal, "Before the backup.")
    backup = journal.backups.make()
    journal.keys.change_passphrase(SECRET, OTHER)
    journal.close()
    restore(backup.file, tmp_path / "locked", SECRET)
    open_journal(tmp_path / "locked", writing=True, secret=SECRET).close()


def test_without_a_good_backup_there_is_none_to_open(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    written(journal, "Words.")
    journal.close()
    with pytest.raises(NoBackup):
        newest_readable(tmp_path / "journal", None)


def test_a_log_that_lost_changes_is_no_whole_file(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    for number in range(4):
        written(journal, f"{number} words.")
    left = shutil.copytree(tmp_path / "journal", tmp_path / "left", ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    journal.close()
    (tmp_path / "aside").mkdir()
    assert changed_after(left, None, "2000-01-01T00:00:00.000Z", tmp_path / "aside") == Later(4, True)
    flip(connect.log(left), 40, 1)
    for one in (tmp_path / "aside").iterdir():
        one.unlink()
    assert changed_after(left, None, "2000-01-01T00:00:00.000Z", tmp_path / "aside").is_whole is False


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (Later(0, True), "Nothing was changed after that, as far as the damaged file can be read."),
        (Later(0, False), "What was changed after that, if anything, can't be counted any more."),
        (Later(1, True), "1 entry or note was changed after that; what is left of them is in the damaged file."),
        (
            Later(5, False),
            "At least 5 entries and notes were changed after that; what is left of them is in the damaged file.",
        ),
    ],
)
def test_what_is_missing_is_said_in_words(later: Later, words: str) -> None:
    assert missing(later) == words


def test_where_there_is_no_room_to_count_the_backup_opens_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_later_changes(fresh(tmp_path / "journal"))

    def full(_place: Path) -> None:
        raise DiskFull()

    monkeypatch.setattr(salvage, "private_folder", full)
    opening, told = newest_readable(folder, None)
    opening.abandon()
    assert "can't be counted any more" in told.safe
