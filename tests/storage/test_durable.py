import os
import stat
from pathlib import Path

import pytest

from isp_journal.storage import durable


def test_a_file_is_private_and_takes_the_place_of_what_lay_there(tmp_path: Path) -> None:
    file = tmp_path / "small"
    file.write_bytes(b"before")
    durable.write(file, b"after")
    assert file.read_bytes() == b"after"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_write_left_that_was_cut_off_is_no_hindrance(tmp_path: Path) -> None:
    file = tmp_path / "small"
    (tmp_path / f"small{durable.PART}").write_bytes(b"half")
    durable.write(file, b"whole")
    assert [one.name for one in tmp_path.iterdir()] == ["small"]


def test_a_write_that_fails_keeps_what_lay_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "small"
    file.write_bytes(b"before")

    def full(_: int) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no room"):
        durable.write(file, b"after")
    assert file.read_bytes() == b"before"


def test_a_drive_that_knows_no_full_sync_is_synced_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    with (tmp_path / "small").open("wb") as file:
        for system in ("linux", "darwin"):
            durable.sync(file.fileno(), system)
        assert synced == [file.fileno()] * 2


def test_a_file_can_be_removed_twice(tmp_path: Path) -> None:
    file = tmp_path / "small"
    file.write_bytes(b"x")
    durable.remove(file)
    durable.remove(file)
    assert not file.exists()
