"""The key of a journal stands in no error, no traceback, no log and on no stream, whatever goes wrong."""

import traceback
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal import bug_log
from isp_journal.errors import DiskFails, JournalDamaged, KnownError
from isp_journal.journal.opening import open_journal
from isp_journal.storage import connect, rekey
from isp_journal.storage.connect import database
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.key_file import KEY_FILE
from isp_journal.storage.rekey import Wanted
from isp_journal.storage.unlock import unlock
from tests.storage.locks import CODE, NOW, OTHER, OTHER_PROTECTION, PASSPHRASE, cheaply, locked_journal

PAGE = 4096


class Broken:
    """A connection that fails at its key, and says all that it was told."""

    def __init__(self) -> None:
        self.closed = False

    def execute(self, statement: str) -> None:
        if "key" in statement.lower():
            raise driver.OperationalError(f"near: {statement}")

    def close(self) -> None:
        self.closed = True


def everything(error: BaseException) -> str:
    """Return all that can be shown of an error: its chain, its places with their variables, and its values."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(shown.format()) + repr(error) + repr(error.__cause__) + repr(vars(error))


def shows(text: str, key: DataKey) -> bool:
    return any(part in text.lower() for part in (key.key.hex(), key.key.hex()[:16], repr(key.key).lower()))


def test_a_driver_that_repeats_its_statement_tells_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "journal.db").write_bytes(b"x")
    broken, key = Broken(), DataKey.fresh()
    monkeypatch.setattr(driver, "connect", lambda *_, **__: broken)
    with pytest.raises(RuntimeError, match="could not be spoken") as failed:
        connect.open_file(tmp_path / "journal.db", "rw", key)
    assert broken.closed
    shown = "".join(traceback.format_exception(failed.value))
    assert not shows(shown, key)
    assert "near" not in shown
    assert bug_log.note(failed.value, tmp_path / "log")
    assert not shows((tmp_path / "log").read_text(), key)


@pytest.mark.parametrize("page", [0, 1, 5])
def test_damage_after_the_right_key_is_damage_and_tells_no_key(
    tmp_path: Path, page: int, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = locked_journal(tmp_path / "journal")
    key = unlock(folder, PASSPHRASE).key
    with database(folder).open("r+b") as file:
        file.seek(page * PAGE + 100)
        file.write(b"\xff" * 64)
    with pytest.raises(JournalDamaged) as failed:
        all_of(folder)
    assert not shows(everything(failed.value), key)
    assert capfd.readouterr() == ("", "")


def all_of(folder: Path) -> None:
    journal = open_journal(folder, writing=False, secret=PASSPHRASE)
    try:
        connection = journal._store.another_connection()
        try:
            with journal._store._translated():
                for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                    connection.execute(f"SELECT * FROM {name}").fetchall()
                connection.execute("PRAGMA integrity_check").fetchall()
                raise AssertionError("no page was found to be damaged")
        finally:
            connection.close()
    finally:
        journal.close()


def test_wrong_secrets_and_damaged_files_tell_nothing_of_what_was_typed(tmp_path: Path) -> None:
    folder = locked_journal(tmp_path / "journal")
    errors: list[KnownError] = []
    for step in range(2):
        for secret in (OTHER, CODE if step else OTHER):
            with pytest.raises(KnownError) as failed:
                open_journal(folder, writing=True, secret=secret)
            errors.append(failed.value)
        for name in (KEY_FILE, f"{KEY_FILE}.old"):
            (folder / name).write_bytes(b"x")
    shown = "".join(map(everything, errors))
    assert "another four" not in shown
    assert "abandon" not in shown


def test_an_export_that_fails_tells_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = locked_journal(tmp_path / "journal")
    key, new = unlock(folder, PASSPHRASE).key, DataKey.fresh()
    monkeypatch.setattr(DataKey, "fresh", lambda: new)
    attach = rekey.ATTACH
    monkeypatch.setattr(rekey, "ATTACH", attach + " nonsense")
    with cheaply(), pytest.raises(DiskFails) as failed:
        rekey.rekey(folder, Wanted(key, OTHER_PROTECTION, NOW))
    shown: Any = "".join(traceback.format_exception(failed.value))
    assert not shows(shown, key)
    assert not shows(shown, new)
