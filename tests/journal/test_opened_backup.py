import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from isp_journal.errors import BackupDamaged, NoBackup
from isp_journal.journal.restoring import found, newest_good, open_backup, restore_newest
from isp_journal.model import Backup
from isp_journal.paths import opened_backups
from isp_journal.storage import connect
from tests.storage.damage import flip
from tests.storage.journals import fresh, written

THEN, SINCE = "Written before the backup.", "Written after the backup."


@pytest.fixture
def backup(tmp_path: Path) -> Backup:
    """Give the backup of a closed journal that went on after it."""
    journal = fresh(tmp_path / "journal")
    written(journal, THEN)
    made = journal.backups.make()
    written(journal, SINCE)
    journal.close()
    return made


def test_a_backup_is_opened_for_reading_and_leaves_nothing_when_it_is_closed(backup: Backup) -> None:
    before = sorted(backup.file.parent.iterdir())
    opening = open_backup(backup.file, None)
    journal = opening.finish()
    assert [entry.body for entry in journal.entries.export()] == [THEN]
    assert sorted(backup.file.parent.iterdir()) != before
    journal.close()
    assert sorted(backup.file.parent.iterdir()) == before
    open_backup(backup.file, None).abandon()
    assert sorted(backup.file.parent.iterdir()) == before


def test_a_backup_that_lies_elsewhere_is_opened_in_the_accounts_own_folder(backup: Backup, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    there = Path(shutil.copy(backup.file, tmp_path / "stick"))
    left = opened_backups() / ".making-left"
    left.mkdir(parents=True)
    opening = open_backup(there, None)
    assert list((tmp_path / "stick").iterdir()) == [there]
    assert not left.exists()
    assert len(list(opened_backups().iterdir())) == 1
    opening.abandon()
    assert list(opened_backups().iterdir()) == []


def test_a_damaged_backup_is_not_opened_and_leaves_nothing(backup: Backup) -> None:
    flip(backup.file, 9_000)
    with pytest.raises(BackupDamaged):
        open_backup(backup.file, None)
    assert [one.name for one in backup.file.parent.iterdir() if one.is_dir()] == []


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Path, Backup, Backup]]:
    """Give a journal with two backups, the older first, and a second place."""
    journal = fresh(tmp_path / "journal")
    written(journal, THEN)
    journal.backups.set_second_place(_made(tmp_path / "stick"))
    older = journal.backups.make()
    written(journal, SINCE)
    newer = journal.backups.make()
    journal.close()
    yield tmp_path / "journal", older, newer


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_newest_good_backup_takes_the_place_of_its_journal(two: tuple[Path, Backup, Backup]) -> None:
    folder, _older, _newer = two
    restored = restore_newest(folder, None)
    assert (restored.folder, restored.entries) == (folder, 2)
    assert restored.aside is not None and restored.aside.is_dir()


def test_without_a_backup_nothing_is_put_in_place(tmp_path: Path) -> None:
    fresh(tmp_path / "journal").close()
    with pytest.raises(NoBackup):
        restore_newest(tmp_path / "journal", None)


def test_the_newest_good_backup_is_found_also_in_the_second_place(two: tuple[Path, Backup, Backup]) -> None:
    folder, older, newer = two
    assert newest_good(folder) == newer
    connect.database(folder).write_bytes(b"")
    flip(newer.file, 9_000)
    there = newest_good(folder)
    assert there is not None
    assert there.second
    flip(there.file, 9_000)
    assert newest_good(folder) == older
    older.file.unlink()
    last = newest_good(folder)
    assert last is not None
    assert last.second
    assert last.file.name == older.file.name
    last.file.unlink()
    assert newest_good(folder) is None


def test_a_backup_of_another_journal_on_the_same_stick_is_not_taken(two: tuple[Path, Backup, Backup]) -> None:
    folder, older, newer = two
    stick = folder.parent / "stick"
    other = fresh(folder.parent / "other")
    written(other, "Another journal.")
    other.backups.set_second_place(stick)
    other.backups.make()
    other.close()
    assert newest_good(folder) == newer
    assert {older.made_at, newer.made_at}


def test_a_journal_without_backups_has_no_good_one(tmp_path: Path) -> None:
    fresh(tmp_path / "journal").close()
    assert newest_good(tmp_path / "journal") is None


def test_a_backup_is_named_by_its_place_or_by_its_name_in_the_list(two: tuple[Path, Backup, Backup]) -> None:
    folder, older, _ = two
    assert found(folder, older.file.name) == older.file
    assert found(folder, str(older.file)) == older.file
    assert found(folder, "elsewhere.ispbackup") == Path("elsewhere.ispbackup")
