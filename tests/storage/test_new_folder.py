"""Where a journal can be made or restored, and what is said of all other places."""

from pathlib import Path

import pytest

from isp_journal.errors import ReadOnly, Refused
from isp_journal.journal.opening import create_journal
from isp_journal.journal.restoring import restore
from isp_journal.storage import new_folder, switch
from tests.storage.backups import backed_up
from tests.storage.journals import fresh, written


@pytest.mark.parametrize("name", ["a file/journal", "n" * 300])
def test_a_name_under_which_nothing_can_lie_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").write_text("words")
    with pytest.raises(Refused, match="There can be no folder") as told:
        create_journal(tmp_path / name, author="")
    assert told.value.todo


def test_a_place_that_cannot_be_written_to_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ReadOnly):
        new_folder.make(tmp_path / "journal")


def test_a_file_is_no_place_for_a_journal(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("words")
    with pytest.raises(Refused, match="is a file"):
        new_folder.make(tmp_path / "a file")


@pytest.mark.parametrize("name", [switch.PART, "backups/another"])
def test_no_journal_lies_inside_another_whose_own_work_would_remove_it(tmp_path: Path, name: str) -> None:
    journal = fresh(tmp_path / "journal")
    written(journal, "Words.")
    journal.close()
    backup = backed_up(tmp_path / "journal", tmp_path / "elsewhere")
    with pytest.raises(Refused, match="inside another journal"):
        restore(backup.file, tmp_path / "journal" / name, None)
    with pytest.raises(Refused, match="inside another journal"):
        create_journal(tmp_path / "journal" / name, author="")
    assert not (tmp_path / "journal" / name).exists()


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    assert not new_folder.make(tmp_path)
    assert new_folder.make(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
