"""One whole pair of database and key file is there, wherever the work is cut off."""

from pathlib import Path

import pytest

from isp_journal.storage import switch
from isp_journal.storage.connect import FILE
from isp_journal.storage.locked import KEY_FILE, NEW, OLD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with an old pair, and a new pair that is whole beside it."""
    (tmp_path / FILE).write_bytes(b"old")
    for name in (KEY_FILE, OLD, NEW):
        (tmp_path / name).write_bytes(b"old key")
    part = switch.prepare(tmp_path)
    (part / FILE).write_bytes(b"new")
    return tmp_path


def lying(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_what_is_not_decided_for_is_dropped(folder: Path) -> None:
    before = lying(folder)
    assert switch.is_begun(folder)
    assert not switch.is_decided(folder)
    switch.finish(folder)
    switch.drop(folder)
    switch.drop(folder)
    assert lying(folder) == before
    assert not switch.is_begun(folder)


def test_a_new_pair_takes_the_place_of_the_old_one(folder: Path) -> None:
    (folder / switch.PART / KEY_FILE).write_bytes(b"new key")
    (folder / f"{FILE}-wal").write_bytes(b"")
    switch.decide(folder)
    assert switch.is_decided(folder)
    switch.finish(folder)
    assert lying(folder) == {FILE: b"new", KEY_FILE: b"new key", OLD: b"new key"}
    assert not any(one.is_dir() for one in folder.iterdir())


def test_a_pair_without_a_key_leaves_no_key_file(folder: Path) -> None:
    switch.decide(folder)
    switch.finish(folder)
    assert lying(folder) == {FILE: b"new"}


@pytest.mark.parametrize("moved", [[], [FILE], [KEY_FILE], [FILE, KEY_FILE]])
def test_whatever_was_moved_already_the_rest_is_moved_later(folder: Path, moved: list[str]) -> None:
    (folder / switch.PART / KEY_FILE).write_bytes(b"new key")
    switch.decide(folder)
    for name in moved:
        (folder / switch.LOCKED / name).replace(folder / name)
    switch.finish(folder)
    switch.finish(folder)
    assert lying(folder) == {FILE: b"new", KEY_FILE: b"new key", OLD: b"new key"}


def test_what_an_earlier_try_left_is_not_taken_for_the_new_pair(folder: Path) -> None:
    (folder / switch.PART / KEY_FILE).write_bytes(b"of an earlier try")
    assert list(switch.prepare(folder).iterdir()) == []
