from pathlib import Path

import pytest
from sqlalchemy import Connection

from isp_journal.errors import BackupFailed
from isp_journal.journal.opening import open_journal
from isp_journal.storage import backup_file, backup_places, connect, migrate
from tests.storage.golden_journals import unpacked


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give the folder of a closed journal of the first schema."""
    return unpacked(1, tmp_path) / "closed"


def schema(folder: Path) -> int:
    connection = connect.open_file(connect.database(folder), "ro")
    try:
        return connect.schema_of(connection)
    finally:
        connection.close()


def test_before_a_migration_there_is_a_good_backup_of_the_old_schema(old: Path) -> None:
    journal = open_journal(old, writing=True)
    (made,) = journal.backups.all()
    assert (made.reason, made.schema) == ("before a migration", 1)
    assert journal.backups.check(made) == journal.facts().entries
    assert schema(old) == connect.SCHEMA
    journal.close()
    open_journal(old, writing=True).close()
    assert len(backup_places.listed(old / "backups")) == 1


def test_without_a_backup_there_is_no_migration(old: Path) -> None:
    before = connect.database(old).read_bytes()
    (old / "backups").touch()
    with pytest.raises(BackupFailed):
        open_journal(old, writing=True)
    assert connect.database(old).read_bytes() == before
    assert schema(old) == 1
    (old / "backups").unlink()
    open_journal(old, writing=True).close()


def test_reading_alone_migrates_nothing_and_makes_no_backup(old: Path) -> None:
    journal = open_journal(old, writing=False)
    assert journal.facts().entries > 0
    journal.close()
    assert schema(old) == 1
    assert not (old / "backups").exists()


def test_a_migration_that_changed_what_stood_there_is_taken_back(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = migrate.upgrade

    def careless(connection: Connection) -> None:
        real(connection)
        connection.exec_driver_sql("UPDATE entry SET title = 'Lost'")

    monkeypatch.setattr(migrate, "upgrade", careless)
    with pytest.raises(RuntimeError, match="was taken back"):
        open_journal(old, writing=True)
    monkeypatch.undo()
    assert schema(old) == 1
    (made,) = backup_places.listed(old / "backups")
    found = backup_file.verify(made.file, None)
    journal = open_journal(old, writing=True)
    assert journal.facts().entries == found.entries
    assert "Lost" not in {entry.title for entry in journal.entries.export()}
    journal.close()
