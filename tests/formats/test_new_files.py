import os
from pathlib import Path

import pytest

from isp_journal.errors import DiskFull, FolderNotEmpty, Refused
from isp_journal.formats.new_files import new_file, new_folder, put


def test_a_new_file_appears_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "entries.jsonl"
    with new_file(target, replacing=False) as file:
        file.write(b"words")
        assert not target.exists()
    assert target.read_bytes() == b"words"
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "entries.jsonl"
    target.write_bytes(b"before")
    with pytest.raises(Refused, match="already"), new_file(target, replacing=False):
        pass
    assert target.read_bytes() == b"before"
    with new_file(target, replacing=True) as file:
        file.write(b"after")
    assert target.read_bytes() == b"after"


def test_a_failure_midway_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "entries.jsonl"
    target.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), new_file(target, replacing=True) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "folder") as folder:
        put(folder / "2026" / "a.md", b"half")
        raise KeyboardInterrupt
    assert [one.name for one in tmp_path.iterdir()] == ["entries.jsonl"]
    assert target.read_bytes() == b"before"


def test_a_full_disk_and_a_missing_folder_are_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(DiskFull), new_file(tmp_path / "a", replacing=False):
        raise OSError(28, os.strerror(28))
    with pytest.raises(Refused, match="can't be written"), new_file(tmp_path / "none" / "a", replacing=False):
        pass
    with pytest.raises(Refused, match="can't be written"), new_folder(tmp_path / "none" / "a"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_new_or_empty(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with new_folder(tmp_path / "empty") as folder:
        put(folder / "2026" / "a.md", b"a")
    assert [one.name for one in (tmp_path / "empty" / "2026").iterdir()] == ["a.md"]
    with pytest.raises(FolderNotEmpty), new_folder(tmp_path / "empty"):
        pass
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refused, match="already"), new_folder(tmp_path / "file"):
        pass
    with pytest.raises(Refused, match="is a folder"), new_file(tmp_path / "empty", replacing=True):
        pass
