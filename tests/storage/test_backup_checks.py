import os
import shutil
from pathlib import Path

import pytest

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.journal import rekeying
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.recovery_words import fresh as fresh_words
from isp_journal.storage import backup_checks, backup_places
from isp_journal.storage.checking import Pace, Subject
from tests.storage.damage import at, checked, copied, flip, wrong
from tests.storage.journals import fresh, written

NOT_AS_WRITTEN = "A backup is not as it was written."
COMPARED = "what did not change since the newest backup"
SECRET = Passphrase("a long walk along the river")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal with two backups."""
    journal = fresh(tmp_path_factory.mktemp("made") / "journal")
    written(journal, "Words.")
    journal.backups.make()
    written(journal, "More words.")
    journal.backups.make()
    journal.close()
    return journal._store.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal, with its backups."""
    return copied(made, tmp_path, backups=True)


def backups(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("*.ispbackup"))


def test_whole_backups_are_nothing_wrong(folder: Path) -> None:
    assert len(backups(folder)) == 2
    assert wrong(folder) == []
    assert sorted(one.name for one in (folder / "backups").iterdir() if one.is_dir()) == []


@pytest.mark.parametrize("place", [0.0, 0.01, 0.5, 0.99, 1.0])
def test_a_flipped_bit_in_a_backup_is_noticed_and_the_other_one_compared_with(folder: Path, place: float) -> None:
    newest = backups(folder)[-1]
    flip(newest, int(place * (newest.stat().st_size - 1)), 4)
    report = checked(folder)
    assert [(one.what, one.where) for one in report.problems] == [(NOT_AS_WRITTEN, newest.name)]
    assert COMPARED in report.checked


@pytest.mark.parametrize("end", [0, 100, -1, -5_000])
def test_a_backup_that_is_cut_is_noticed(folder: Path, end: int) -> None:
    oldest = backups(folder)[0]
    os.truncate(oldest, end if end >= 0 else oldest.stat().st_size + end)
    assert wrong(folder) == [NOT_AS_WRITTEN]
    assert at(folder) == [oldest.name]


def test_a_backup_that_grew_is_noticed(folder: Path) -> None:
    with backups(folder)[0].open("ab") as file:
        file.write(b"0")
    assert at(folder) == [backups(folder)[0].name]


def test_backups_in_the_second_place_are_looked_at_but_not_those_of_others(folder: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    other = fresh(tmp_path / "other")
    written(other, "Elsewhere.")
    foreign = shutil.copy(other.backups.make().file, second)
    other.close()
    flip(Path(foreign), 5_000)
    journal = open_journal(folder, writing=True)
    journal.backups.set_second_place(second)
    mine = journal.backups.make()
    journal.close()
    assert wrong(folder) == []
    flip(second / mine.file.name, 5_000)
    assert at(folder) == [f"{mine.file.name} in the second place"]
    (second / "torn.ispbackup").write_bytes(b"torn")
    assert sorted(at(folder)) == [f"{mine.file.name} in the second place", "torn.ispbackup in the second place"]
    shutil.rmtree(second)
    assert wrong(folder) == []


def test_without_a_whole_backup_nothing_is_compared(folder: Path) -> None:
    for file in backups(folder):
        file.write_bytes(b"nothing")
    assert COMPARED in checked(folder).left_out
    shutil.rmtree(folder / "backups")
    assert COMPARED in checked(folder).left_out
    assert wrong(folder) == []


def test_a_backup_of_another_journal_is_not_compared_with(folder: Path, tmp_path: Path) -> None:
    other = fresh(tmp_path / "other")
    written(other, "Elsewhere.")
    made = other.backups.make()
    other.close()
    for file in backups(folder):
        file.unlink()
    shutil.copy(made.file, folder / "backups" / made.file.name)
    report = checked(folder)
    assert report.problems == ()
    assert COMPARED in report.left_out


def test_a_place_without_room_leaves_the_comparison_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _database: Path, _pace: Pace) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_checks, "_take_out", full)
    report = checked(folder)
    assert report.problems == ()
    assert COMPARED in report.left_out


def test_a_backup_that_is_taken_away_meanwhile_is_not_whole(folder: Path) -> None:
    assert not backup_checks.is_whole(folder / "backups" / "gone.ispbackup", Pace(None, 1))


def test_a_backup_from_before_another_key_is_whole_and_not_compared_with(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    create_journal(folder, author="Jonas", protection=Protection(SECRET, RecoveryCode(fresh_words())))
    journal = open_journal(folder, writing=True, secret=SECRET)
    written(journal, "Words.")
    journal.backups.make()
    journal.close()
    assert COMPARED in checked(folder, SECRET).checked
    old = backups(folder)
    rekeying.new_data_key(folder, SECRET, Protection(SECRET, RecoveryCode(fresh_words())))
    for file in set(backups(folder)) - set(old):
        file.unlink()
    report = checked(folder, SECRET)
    assert report.problems == ()
    assert COMPARED in report.left_out


def test_backups_are_found_where_the_app_puts_them(folder: Path) -> None:
    assert backup_places.folder_of(folder) == folder / "backups"
    assert list(backup_checks.backups(Subject(folder, None, None, bool), Pace(None, 1))) == []
