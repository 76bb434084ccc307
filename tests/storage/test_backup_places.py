import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from isp_journal.errors import (
    BackupDamaged,
    BackupFailed,
    Cancelled,
    DiskFails,
    DiskFull,
    JournalBusy,
    JournalMissing,
    KnownError,
    ReadOnly,
    Refused,
)
from isp_journal.model import Backup
from isp_journal.storage import backup_places
from tests.storage.backups import backed_up, closed, manifest_of
from tests.storage.damage import flip
from tests.storage.journals import fresh

PARTS = {"journal.db": b"pages"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give an empty folder for backups."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


@pytest.fixture
def backup(tmp_path: Path) -> Backup:
    """Give a backup of a new journal."""
    fresh(tmp_path / "journal").close()
    return backed_up(tmp_path / "journal", tmp_path / "backups")


def put(place: Path, name: str, **told: object) -> Path:
    return closed(place / f"{name}.ispbackup", PARTS, manifest_of(PARTS, **told))


def test_backups_are_listed_the_newest_first(place: Path) -> None:
    put(place, "b", made_at="2026-03-02T09:00:00.000Z")
    put(place, "a", made_at="2026-03-03T09:00:00.000Z")
    put(place, "c", made_at="2026-03-02T09:00:00.000Z")
    assert [one.file.stem for one in backup_places.listed(place)] == ["a", "c", "b"]
    assert {one.second for one in backup_places.listed(place, second=True)} == {True}


def test_what_is_no_whole_backup_is_not_listed(place: Path) -> None:
    put(place, "whole")
    flip(put(place, "broken"), 3)
    (place / "empty.ispbackup").touch()
    (place / "folder.ispbackup").mkdir()
    (place / "letter.txt").write_text("Dear Ruth")
    shutil.copy(place / "whole.ispbackup", place / ".hidden.ispbackup")
    shutil.copy(place / "whole.ispbackup", place / "whole.ispbackup.part")
    (place / "gone.ispbackup").symlink_to(place / "nowhere")
    assert [one.file.name for one in backup_places.listed(place)] == ["whole.ispbackup"]


def test_only_backups_of_one_journal_are_listed_where_that_is_wanted(place: Path) -> None:
    put(place, "mine", journal="mine")
    put(place, "other", journal="other")
    assert [one.file.stem for one in backup_places.listed(place, journal="mine")] == ["mine"]


def test_a_place_that_is_not_there_has_no_backups(tmp_path: Path) -> None:
    assert backup_places.listed(tmp_path / "unplugged") == []
    assert backup_places.clean(tmp_path / "unplugged") == 0


def test_the_folder_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    backup_places.make(tmp_path / "backups")
    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700
    backup_places.make(tmp_path / "backups")


def test_work_that_is_not_done_goes_away_with_all_that_is_left_in_it(place: Path) -> None:
    with backup_places.undone(place) as made:
        assert made.stat().st_mode & 0o777 == 0o700
        (made / "copy.db").write_bytes(b"words")
        assert backup_places.listed(place) == []
    assert list(place.iterdir()) == []


def test_work_that_fails_leaves_nothing_either(place: Path) -> None:
    with pytest.raises(Cancelled), backup_places.undone(place) as made:
        (made / "copy.db").write_bytes(b"words")
        raise Cancelled
    assert list(place.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a program is ended here by a copy of it")
def test_only_what_a_program_left_that_was_ended_is_cleaned(place: Path) -> None:
    child = os.fork()
    if child == 0:
        with backup_places.undone(place) as made:
            (made / "copy.db").write_bytes(b"words")
            os._exit(0)
    os.waitpid(child, 0)
    (left,) = place.iterdir()
    with backup_places.undone(place) as mine:
        assert backup_places.clean(place) == 1
        assert list(place.iterdir()) == [mine]
    assert not left.exists()
    assert backup_places.clean(place) == 0


def test_where_locks_are_not_known_what_lies_there_is_taken_for_left(place: Path) -> None:
    left = place / f"{backup_places.UNDONE}odd"
    (left / "in-use").mkdir(parents=True)
    assert backup_places.clean(place) == 1
    assert not left.exists()


def test_a_place_without_locks_can_be_worked_in(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_lock: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("filelock.FileLock.acquire", none)
    with backup_places.undone(place) as made:
        assert made.is_dir()


def test_a_copy_is_the_same_and_says_that_it_is_in_the_second_place(backup: Backup, place: Path) -> None:
    made = backup_places.copy(backup, place)
    assert made.second
    assert made.file == place / backup.file.name
    assert made.file.read_bytes() == backup.file.read_bytes()
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert list(place.iterdir()) == [made.file]


def test_a_copy_of_a_damaged_backup_is_no_copy(backup: Backup, place: Path) -> None:
    flip(backup.file, 5_000)
    with pytest.raises(BackupDamaged):
        backup_places.copy(backup, place)
    assert list(place.iterdir()) == []


def test_a_system_without_advice_on_its_cache_copies_all_the_same(
    backup: Backup, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fadvise")
    assert backup_places.copy(backup, place).file.exists()


@pytest.mark.parametrize(
    ("meant", "words"),
    [
        (DiskFull(), "The disk is full."),
        (ReadOnly(Path("x")), "It can't be written to."),
        (JournalMissing(Path("x")), "The folder is not there."),
        (DiskFails(), "The disk did not do what it was asked to."),
        (JournalBusy(), "Another program is using this journal's file."),
    ],
)
def test_what_is_in_the_way_is_told_in_one_sentence(meant: KnownError, words: str) -> None:
    assert backup_places.in_the_way(meant) == words


def raised(error: Exception) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "The disk is full."),
        (OSError(30, "Read-only file system"), "It can't be written to."),
        (OSError(2, "No such file"), "The folder is not there."),
        (OSError(5, "Input/output error"), "The disk did not do what it was asked to."),
        (OSError(16, "Device or resource busy"), "Device or resource busy."),
        (BackupDamaged(Path("x")), "What was written could not be read back as it was."),
    ],
)
def test_trouble_of_a_place_names_the_place_and_the_cause(tmp_path: Path, error: Exception, words: str) -> None:
    with pytest.raises(BackupFailed) as told, backup_places.trouble_of(tmp_path):
        raised(error)()
    assert told.value.place == tmp_path
    assert told.value.todo.startswith(words)
    assert told.value.safe == "The journal and its earlier backups are safe."


def test_a_second_place_must_be_a_folder_outside_the_journal_that_can_be_written_to(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    (journal / "inside").mkdir(parents=True)
    (tmp_path / "stick").mkdir()
    backup_places.check_second(tmp_path / "stick", journal)
    (tmp_path / "file").touch()
    (tmp_path / "linked").symlink_to(journal / "inside")
    for place in (tmp_path / "gone", tmp_path / "file"):
        with pytest.raises(Refused, match="There is no folder"):
            backup_places.check_second(place, journal)
    for place in (journal, journal / "inside", tmp_path / "linked"):
        with pytest.raises(Refused, match="is in the journal's own folder"):
            backup_places.check_second(place, journal)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a place that nobody can write to")
def test_a_second_place_that_can_not_be_written_to_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly):
        backup_places.check_second(Path("/proc/self"), tmp_path)
