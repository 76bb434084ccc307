from datetime import UTC, datetime
from pathlib import Path

import pytest

from isp_journal.errors import KnownError, OpenElsewhere
from isp_journal.journal.opening import open_journal
from isp_journal.storage.lock import HOLDER, LOCK, Hold
from tests.storage.journals import fresh, written

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_right_to_write_is_given_back(tmp_path: Path) -> None:
    hold = Hold.take(tmp_path, "the window", NOW)
    with pytest.raises(OpenElsewhere, match="the window, process"):
        Hold.take(tmp_path, "a terminal command", NOW)
    hold.let_go()
    assert not (tmp_path / HOLDER).exists()
    Hold.take(tmp_path, "a terminal command", NOW).let_go()


def test_whether_a_journal_is_free_is_found_out_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / HOLDER).write_bytes(b"who was here last")
    Hold.check_free(tmp_path)
    assert (tmp_path / HOLDER).read_bytes() == b"who was here last"
    hold = Hold.take(tmp_path, "the window", NOW)
    with pytest.raises(OpenElsewhere, match="the window, process"):
        Hold.check_free(tmp_path)
    hold.let_go()
    (tmp_path / LOCK).unlink()
    (tmp_path / LOCK).mkdir()
    with pytest.raises(KnownError, match="Something else lies"):
        Hold.check_free(tmp_path)


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"what": "x"}', b"\xff\xfe", b"9" * 5_000])
def test_a_torn_line_about_the_holder_is_no_trouble(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / HOLDER).write_bytes(torn)
    hold = Hold.take(tmp_path, "the window", NOW)
    assert hold.left_behind is None
    (tmp_path / HOLDER).write_bytes(torn)
    with pytest.raises(OpenElsewhere, match="another program"):
        Hold.take(tmp_path, "the window", NOW)
    hold.let_go()


def test_a_line_that_cannot_be_written_lets_go_of_the_lock(tmp_path: Path) -> None:
    (tmp_path / HOLDER).mkdir()
    with pytest.raises(KnownError, match="Something else lies"):
        Hold.take(tmp_path, "the window", NOW)
    (tmp_path / HOLDER).rmdir()
    Hold.take(tmp_path, "the window", NOW).let_go()


def test_a_program_that_was_ended_from_outside_is_noticed_at_the_next_start(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    written(journal, "The last words.")
    sign = (tmp_path / "journal" / HOLDER).read_bytes()
    journal.close()
    assert open_and_ask(tmp_path / "journal") is None
    (tmp_path / "journal" / HOLDER).write_bytes(sign)
    left = open_and_ask(tmp_path / "journal")
    assert left is not None
    assert datetime.fromisoformat(left).tzinfo is not None
    assert open_and_ask(tmp_path / "journal") is None


def open_and_ask(folder: Path) -> str | None:
    journal = open_journal(folder, writing=True)
    journal.close()
    return journal.left_open
