import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from isp_journal.errors import BackupFailed, Refused
from isp_journal.storage import backup_file
from tests.journal.shelves import Shelf, names, opened, shelf
from tests.storage.damage import flip


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    """Give an open journal with one entry."""
    with shelf(tmp_path / "journal") as made:
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give a folder that can be pulled out."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def pull_out(stick: Path) -> None:
    stick.rename(stick.with_name("in a pocket"))


def plug_in(stick: Path) -> None:
    stick.with_name("in a pocket").rename(stick)


def test_each_backup_goes_to_the_second_place_too(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    made = kept.backups.make()
    here, there = kept.backups.all()
    assert (here.second, there.second) == (False, True)
    assert there.file == stick / made.file.name
    assert kept.backups.check(there) == 1
    health = kept.backups.health()
    assert (health.second_place, health.problem) == (str(stick), None)


def test_the_second_place_is_remembered_and_can_be_given_up(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    kept.close()
    again = opened(kept.folder, kept.clock)
    assert again.backups.health().second_place == str(stick)
    again.backups.make()
    again.backups.set_second_place(None)
    assert again.backups.health().second_place == ""
    assert {one.second for one in again.backups.all()} == {False}
    # What lies there stays.
    assert len(list(stick.iterdir())) == 1
    again.close()


def test_a_place_in_the_journals_own_folder_is_refused(kept: Shelf) -> None:
    with pytest.raises(Refused):
        kept.backups.set_second_place(kept.folder)
    assert kept.backups.health().second_place == ""


def test_a_place_that_is_pulled_out_is_told_and_stops_no_backup(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    kept.backups.make()
    pull_out(stick)
    problem = kept.backups.health().problem
    assert problem is not None
    assert str(stick) in problem.what
    assert problem.todo.startswith("The folder is not there.")
    made = kept.backups.make()
    assert kept.backups.check(made) == 1
    assert kept.backups.health().problem is not None
    # Nothing is made at a place where a stick was.
    assert not stick.exists()


def test_a_place_that_is_pulled_out_is_told_within_one_cycle(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    kept.backups.make()
    assert kept.backups.make_if_due() is None
    pull_out(stick)
    with pytest.raises(BackupFailed) as told:
        kept.backups.make_if_due()
    assert "The folder is not there." in str(told.value)


def test_a_place_that_is_back_gets_what_it_missed(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    pull_out(stick)
    made = kept.backups.make()
    plug_in(stick)
    kept.clock.forward(minutes=1)
    assert kept.backups.make_if_due() is None
    assert names([one for one in kept.backups.all() if one.second]) == [made.file.name]
    assert kept.backups.health().problem is None


def test_a_due_backup_is_made_although_the_second_place_is_away(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    pull_out(stick)
    kept.clock.forward(hours=1)
    with pytest.raises(BackupFailed, match="stick"):
        kept.backups.make_if_due()
    assert len(kept.backups.all()) == 1


def test_what_is_no_folder_any_more_is_told(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    stick.rmdir()
    stick.touch()
    made = kept.backups.make()
    problem = kept.backups.health().problem
    assert problem is not None
    assert str(stick) in problem.what
    assert backup_file.verify(made.file, None).entries == 1


def test_what_arrives_otherwise_than_it_was_sent_is_told_and_not_kept(
    kept: Shelf, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.backups.set_second_place(stick)

    def wrong(source: object, target: object, _length: int) -> None:
        content = source.read()  # type: ignore[attr-defined]  # an open file
        target.write(content[:-1] + b"\0")  # type: ignore[attr-defined]  # the same

    monkeypatch.setattr(shutil, "copyfileobj", wrong)
    kept.backups.make()
    problem = kept.backups.health().problem
    assert problem is not None
    assert problem.todo.startswith("What was written could not be read back as it was.")
    assert list(stick.iterdir()) == []


def test_a_full_stick_is_told_and_keeps_what_it_has(kept: Shelf, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.backups.set_second_place(stick)
    before = kept.backups.make()

    def full(_source: object, target: object, _length: int) -> None:
        target.write(b"half of it")  # type: ignore[attr-defined]  # an open file
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    kept.clock.forward(minutes=31)
    made = kept.backups.make()
    problem = kept.backups.health().problem
    assert problem is not None
    assert problem.todo.startswith("The disk is full.")
    assert names([one for one in kept.backups.all() if one.second]) == [before.file.name]
    assert kept.backups.check(made) == 1
    assert [one.name for one in stick.iterdir()] == [before.file.name]


def test_a_stick_of_two_journals_keeps_those_of_both(kept: Shelf, stick: Path, tmp_path: Path) -> None:
    with shelf(tmp_path / "other") as other:
        for one in (kept, other):
            one.backups.set_second_place(stick)
        theirs = other.backups.make("")
        for _ in range(3):
            mine = kept.backups.make("")
            kept.clock.forward(minutes=1)
        assert {one.name for one in stick.iterdir()} == {mine.file.name, theirs.file.name}
        assert names([one for one in kept.backups.all() if one.second]) == [mine.file.name]


def test_what_an_ended_program_left_in_the_second_place_is_cleaned(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    (stick / ".making-torn").mkdir()
    (stick / ".making-torn" / "copy").write_bytes(b"half")
    assert kept.backups.clean() == 1
    assert list(stick.iterdir()) == []


def test_when_the_first_place_lost_its_backups_the_second_is_tried(kept: Shelf, stick: Path) -> None:
    kept.backups.set_second_place(stick)
    kept.backups.make().file.unlink()
    report = kept.backups.drill()
    assert report.backup.second
    assert (report.entries, report.problems) == (1, ())


def test_a_backup_is_copied_elsewhere_once(kept: Shelf, stick: Path) -> None:
    made = kept.backups.make()
    copy = kept.backups.copy_to(made, stick)
    assert copy.file.read_bytes() == made.file.read_bytes()
    flip(made.file, 5_000)
    with pytest.raises(BackupFailed, match="stick"):
        kept.backups.copy_to(made, stick)
    assert names(kept.backups.all()) == [made.file.name]
