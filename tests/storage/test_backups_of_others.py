from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import BackupDamaged, NewerJournal
from isp_journal.storage import backup_file, connect, unlock
from tests.storage.backups import NOW, backed_up, closed, manifest_of, reading, repacked
from tests.storage.damage import flip
from tests.storage.journals import fresh, written
from tests.storage.locks import PASSPHRASE, locked_journal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal with an entry."""
    journal = fresh(tmp_path / "journal")
    written(journal, "I stopped the agenda.")
    journal.close()
    return tmp_path / "journal"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give an empty folder for backups."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


def changed(statement: str) -> Any:
    def change(file: Path) -> None:
        connection = driver.connect(str(file), isolation_level=None)
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(statement)
        connection.close()

    return change


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER theirs AFTER UPDATE ON entry BEGIN DELETE FROM note; END",
        "CREATE VIEW theirs AS SELECT * FROM entry",
        "DROP TRIGGER entry_indexed; ",
        "UPDATE journal SET id = 'other'",
        "DELETE FROM journal",
        "PRAGMA application_id=7",
        "PRAGMA user_version=1",
        "PRAGMA user_version=0",
    ],
)
def test_a_journal_in_a_backup_that_is_none_of_ours_is_refused(folder: Path, place: Path, statement: str) -> None:
    file = repacked(backed_up(folder, place).file, changed(statement), place / "out")
    if statement.startswith("DROP"):
        # What is missing does nothing by itself; the deep check tells of it.
        assert backup_file.verify(file, None).entries == 1
        return
    with pytest.raises(BackupDamaged):
        backup_file.verify(file, None)


def test_rows_that_were_changed_under_a_true_digest_of_the_file_are_noticed(folder: Path, place: Path) -> None:
    made = backed_up(folder, place)
    mark = backup_file.look(made.file).contents

    def change(file: Path) -> None:
        changed("UPDATE entry SET body = 'I said nothing.'")(file)

    file = repacked(made.file, change, place / "out")
    assert backup_file.look(file).contents != mark
    parts = {connect.FILE: (place / "out" / connect.FILE).read_bytes()}
    told = backup_file.look(file)
    closed(file, parts, manifest_of(parts, journal=told.journal, contents=mark))
    with pytest.raises(BackupDamaged):
        backup_file.verify(file, None)


def test_pages_that_do_not_fit_together_are_noticed_under_true_digests(folder: Path, place: Path) -> None:
    def change(file: Path) -> None:
        # The pages of an index are read by nobody who reads rows.
        connection = driver.connect(str(file), isolation_level=None)
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'entry_kind'")
        connection.close()

    file = repacked(backed_up(folder, place).file, change, place / "out")
    with pytest.raises(BackupDamaged):
        backup_file.verify(file, None)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"x" * 5_000])
def test_a_file_that_is_no_database_in_a_backup_is_refused(place: Path, content: bytes) -> None:
    file = closed(place / "hostile.ispbackup", {connect.FILE: content})
    with pytest.raises(BackupDamaged):
        backup_file.verify(file, None)


def test_a_backup_of_a_newer_schema_is_refused(folder: Path, place: Path) -> None:
    file = repacked(backed_up(folder, place).file, changed("PRAGMA user_version=9"), place / "out")
    parts = {connect.FILE: (place / "out" / connect.FILE).read_bytes()}
    closed(file, parts, manifest_of(parts, schema=9))
    with pytest.raises(NewerJournal):
        backup_file.verify(file, None)


def test_a_seal_that_was_broken_is_noticed_under_true_digests(tmp_path: Path, place: Path) -> None:
    folder = locked_journal(tmp_path / "locked")
    key = unlock.unlock(folder, PASSPHRASE).key
    with reading(folder, key) as store:
        made = backup_file.write(store, place, "asked", NOW)
    out = place / "out"
    out.mkdir()
    told = backup_file.extract(made.file, out)
    flip(out / connect.FILE, (out / connect.FILE).stat().st_size - 100)
    parts = {name: (out / name).read_bytes() for name in told.parts}
    closed(made.file, parts, manifest_of(parts, journal=told.journal, contents=told.contents))
    with pytest.raises(BackupDamaged):
        backup_file.verify(made.file, key)
