"""A new journal is there whole, or not at all and can be asked for again."""

from pathlib import Path

import pytest

from isp_journal.errors import FolderNotEmpty, JournalExists, OpenElsewhere, ReadOnly, Refused
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.storage import durable, store
from isp_journal.storage.lock import HOLDER, LOCK, Hold
from isp_journal.storage.store import utc_now


def test_what_a_killed_making_left_is_no_hindrance(tmp_path: Path) -> None:
    left = [store.HALF_MADE, f"{store.HALF_MADE}-journal", f"{store.HALF_MADE}-wal", LOCK, HOLDER]
    for name in left:
        (tmp_path / name).write_bytes(b"half")
    create_journal(tmp_path, author="Jonas Aldren")
    journal = open_journal(tmp_path, writing=True)
    assert journal.facts().author == "Jonas Aldren"
    assert journal.left_open is None
    journal.close()
    assert not any(file.name.startswith(store.HALF_MADE) for file in tmp_path.iterdir())


def test_two_at_once_do_not_make_the_same_journal(tmp_path: Path) -> None:
    hold = Hold.take(tmp_path, "a new journal's maker", utc_now())
    with pytest.raises(OpenElsewhere):
        create_journal(tmp_path, author="")
    hold.let_go()
    create_journal(tmp_path, author="")


def test_a_journal_that_came_in_between_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_journal(tmp_path / "other", author="Ruth Lee")

    def meanwhile(folder: Path) -> None:
        (tmp_path / "other").rename(folder)

    monkeypatch.setattr(store, "_check_empty", meanwhile)
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)
    with pytest.raises(JournalExists):
        create_journal(tmp_path / "new", author="Jonas Aldren")
    monkeypatch.undo()
    journal = open_journal(tmp_path / "new", writing=False)
    assert journal.facts().author == "Ruth Lee"
    journal.close()


def test_an_author_who_cannot_be_kept_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="200"):
        create_journal(tmp_path / "new", author="x" * 201)
    assert not (tmp_path / "new").exists()


def test_a_file_is_no_folder_for_a_journal(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear")
    with pytest.raises(Refused, match="is a file"):
        create_journal(tmp_path / "letter", author="")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("Dear")
    with pytest.raises(FolderNotEmpty):
        create_journal(tmp_path / "full", author="")
    assert (tmp_path / "letter").read_text() == "Dear"


def test_a_system_without_syncing_of_folders_makes_journals_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr("isp_journal.storage.durable.os.fsync", synced.append)
    durable.sync_folder(tmp_path)
    assert len(synced) == 1
    with monkeypatch.context() as patched:
        patched.setattr("isp_journal.storage.durable.os.name", "nt")
        durable.sync_folder(tmp_path)
    assert len(synced) == 1


def test_a_folder_that_the_system_gives_no_leave_for_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_journal(tmp_path / "new", author="")
    monkeypatch.setattr("isp_journal.storage.connect.os.access", lambda *_, **__: False)
    with pytest.raises(ReadOnly):
        open_journal(tmp_path / "new", writing=True)
    open_journal(tmp_path / "new", writing=False).close()
