from importlib import import_module
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations

from isp_journal.storage import migrate
from isp_journal.storage.connect import open_file
from isp_journal.storage.schema import metadata


def test_the_first_migration_makes_every_table_by_its_own_statements(tmp_path: Path) -> None:
    first = import_module("isp_journal.storage.migrations.versions.0001_first")
    assert (first.revision, first.down_revision) == ("0001", None)
    file = tmp_path / "journal.db"
    file.touch(mode=0o600)
    connection = open_file(file, "rw")
    with migrate.engine_on(connection, "BEGIN IMMEDIATE").begin() as transaction:
        with Operations.context(MigrationContext.configure(transaction)):
            first.upgrade()
        made = {row[0] for row in transaction.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert set(metadata.tables) | {"entry_text"} <= made
