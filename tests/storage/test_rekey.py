"""A journal under another key says the same as before, and one that could not be written leaves the old one."""

import ast
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import DiskFails, DiskFull, JournalBusy, JournalDamaged
from isp_journal.journal.opening import open_journal
from isp_journal.storage import contents, durable, rekey, slots, switch
from isp_journal.storage.connect import connect, database
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.key_file import KEY_FILE
from isp_journal.storage.rekey import Wanted
from isp_journal.storage.unlock import unlock
from tests.source import Source, of_package
from tests.storage.journals import fresh, written
from tests.storage.locks import NOW, OTHER, OTHER_PROTECTION, PASSPHRASE, PROTECTION, cheaply, locked_journal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a journal without a passphrase."""
    journal = fresh(tmp_path / "journal")
    for day in range(30):
        written(journal, f"Visit {day}. " + "We listened. " * 200)
    journal.close()
    return tmp_path / "journal"


def told(folder: Path, key: DataKey | None = None) -> contents.Contents:
    connection = connect(folder, writing=False, key=key)
    try:
        return contents.contents(connection)
    finally:
        connection.close()


def test_all_that_a_journal_says_is_the_same_under_each_lock(folder: Path) -> None:
    before = told(folder)
    with cheaply():
        key = rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
        assert key == unlock(folder, PASSPHRASE).key
        assert told(folder, key) == before
        again = rekey.rekey(folder, Wanted(key, OTHER_PROTECTION, NOW))
        assert again != key
        assert again == unlock(folder, OTHER).key
        assert told(folder, again) == before
        assert rekey.rekey(folder, Wanted(again, None, NOW)) is None
    assert told(folder) == before
    assert not (folder / KEY_FILE).exists()


def test_a_locked_file_holds_no_word_and_a_plain_one_does(folder: Path) -> None:
    assert b"We listened" in database(folder).read_bytes()
    with cheaply():
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    for file in folder.iterdir():
        content = file.read_bytes()
        assert b"listened" not in content
        assert b"SQLite format" not in content


def test_new_files_are_for_their_owner_alone(folder: Path) -> None:
    with cheaply():
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir() if file.name != "journal.lock"} == {0o600}


def test_a_journal_that_somebody_reads_gets_no_other_lock(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isp_journal.storage.connect.PRAGMAS", ("busy_timeout=1",))
    reader = open_journal(folder, writing=False)
    before = reader.facts()
    try:
        with pytest.raises(JournalBusy):
            rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
        assert reader.facts() == before
    finally:
        reader.close()
    assert not switch.is_begun(folder)


def test_a_copy_that_says_something_else_is_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(folder)
    found = iter([before, None])
    monkeypatch.setattr(contents, "contents", lambda _: next(found))
    with cheaply(), pytest.raises(DiskFails):
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    monkeypatch.undo()
    assert told(folder) == before
    assert sorted(file.name for file in folder.iterdir()) == ["journal.db", "journal.lock"]


def test_a_key_file_that_does_not_open_is_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(folder)
    monkeypatch.setattr(slots, "by_passphrase", lambda *_: None)
    with cheaply(), pytest.raises(DiskFails):
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    assert told(folder) == before
    assert not switch.is_begun(folder)


@pytest.mark.parametrize("full", [True, False])
def test_an_export_that_breaks_off_is_the_disks_fault_and_not_the_journals(
    folder: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    before = told(folder)

    def no_room(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(rekey, "ATTACH", rekey.ATTACH.replace("fresh", "elsewhere"))
    if full:
        monkeypatch.setattr(durable, "write", no_room)
    with cheaply(), pytest.raises(DiskFull if full else DiskFails):
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    assert told(folder) == before
    assert not switch.is_begun(folder)


def test_a_failure_with_a_code_of_its_own_keeps_it(tmp_path: Path) -> None:
    full = driver.OperationalError("words that nobody matches")
    full.sqlite_errorname = "SQLITE_FULL"
    with pytest.raises(driver.OperationalError), rekey._caused(tmp_path):
        raise full
    assert list(tmp_path.iterdir()) == []


def test_a_journal_whose_pages_do_not_fit_gets_no_other_lock(folder: Path) -> None:
    connection = connect(folder, writing=True)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'person')"
        " WHERE name = 'site'"
    )
    connection.close()
    before = database(folder).read_bytes()
    with pytest.raises(JournalDamaged):
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    assert database(folder).read_bytes() == before


@pytest.mark.parametrize("step", ["decide", "finish"])
def test_what_fails_after_the_decision_leaves_the_new_pair_for_the_next_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before, decide = told(folder), switch.decide

    def full(of: Path) -> None:
        if step == "decide":
            decide(of)
        raise OSError(28, "no room")

    monkeypatch.setattr(switch, step, full)
    with cheaply(), pytest.raises(DiskFull):
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    monkeypatch.undo()
    assert switch.is_decided(folder)
    journal = open_journal(folder, writing=False, secret=PASSPHRASE)
    assert journal.facts().entries == before.entries
    journal.close()


def test_a_journal_keeps_its_log_when_its_lock_could_not_be_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "by_passphrase", lambda *_: None)
    with cheaply(), pytest.raises(DiskFails):
        rekey.rekey(folder, Wanted(None, PROTECTION, NOW))
    connection = connect(folder, writing=True)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_the_key_of_another_journal_opens_nothing(folder: Path, tmp_path: Path) -> None:
    key = unlock(locked_journal(tmp_path / "other"), PASSPHRASE).key
    before = database(folder).read_bytes()
    with pytest.raises(JournalDamaged):
        rekey.rekey(folder, Wanted(key, None, NOW))
    assert database(folder).read_bytes() == before


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("sqlcipher_export", "isp_journal/storage/rekey.py"),
        ("attach database", "isp_journal/storage/rekey.py"),
        ("pragma key", "isp_journal/storage/connect.py"),
        ("pragma rekey", ""),
    ],
)
def test_only_one_place_can_copy_under_another_key_or_speak_a_key(words: str, place: str) -> None:
    found = {
        source.name
        for source in of_package()
        for node in source.nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if words in node.value.lower() and node.value not in documents(source)
    }
    assert found == ({place} if place else set())


def documents(source: Source) -> set[str]:
    holders = [source.tree, *source.functions(), *source.classes()]
    return {ast.get_docstring(holder, clean=False) or "" for holder in holders}
