from importlib import import_module
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations

from isp_journal.storage import connect, migrate
from isp_journal.storage.connect import open_file
from isp_journal.storage.schema import metadata

VERSIONS = "isp_journal.storage.migrations.versions"


def test_the_migrations_make_every_table_by_their_own_statements_one_after_the_other(tmp_path: Path) -> None:
    modules = sorted(file.stem for file in (migrate.MIGRATIONS / "versions").glob("0*.py"))
    migrations = [import_module(f"{VERSIONS}.{name}") for name in modules]
    names = [migrate.revision_name(number) for number in range(1, connect.SCHEMA + 1)]
    assert [one.revision for one in migrations] == names
    assert [one.down_revision for one in migrations] == [None, *names[:-1]]
    file = tmp_path / "journal.db"
    file.touch(mode=0o600)
    connection = open_file(file, "rw")
    made: list[set[str]] = []
    with migrate.engine_on(connection, "BEGIN IMMEDIATE").begin() as transaction:
        for one in migrations:
            with Operations.context(MigrationContext.configure(transaction)):
                one.upgrade()
            found = transaction.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
            made.append({row[0] for row in found})
    connection.close()
    assert made[1] - made[0] == {"blob", "attachment"}
    assert set(metadata.tables) | {"entry_text"} <= made[-1]
