from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as driver

from isp_journal.journal.opening import begin, open_journal
from isp_journal.storage import connect, migrate
from isp_journal.storage.connect import open_file
from isp_journal.storage.store import create
from tests.storage.journals import fresh, written


def described(file: Path) -> dict[str, str]:
    """Return what the schema of a file says, white space aside."""
    connection = driver.connect(str(file))
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    settings = connection.execute("SELECT k, v FROM entry_text_config ORDER BY k").fetchall()
    pragmas = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.close()
    schema = {name: " ".join((sql or "").replace("(", " ( ").replace(")", " ) ").split()) for name, sql in found}
    return schema | {"": str((settings, pragmas, version))}


def migrated(file: Path) -> None:
    """Make a journal's file by all migrations, one after the other."""
    file.touch(mode=0o600)
    connection = open_file(file, "rw")
    engine = migrate.engine_on(connection, "BEGIN IMMEDIATE")
    with engine.begin() as transaction:
        migrate.upgrade(transaction)
    connection.close()


def test_tables_and_migrations_make_the_same_schema(tmp_path: Path) -> None:
    create(tmp_path / "made")
    migrated(tmp_path / "migrated.db")
    assert described(tmp_path / "made" / connect.FILE) == described(tmp_path / "migrated.db")


def test_every_schema_version_has_its_migration() -> None:
    names = sorted(file.name for file in (migrate.MIGRATIONS / "versions").glob("0*.py"))
    assert [name[:4] for name in names] == [migrate.revision_name(number + 1) for number in range(connect.SCHEMA)]


def test_an_older_journal_is_led_to_the_newest_schema_when_it_is_opened(tmp_path: Path, monkeypatch: Any) -> None:
    journal = fresh(tmp_path / "journal")
    written(journal, "Written before.")
    journal.close()
    led: list[int] = []

    def upgrade(connection: Connection) -> None:
        led.append(1)
        migrate.sign(connection, connect.SCHEMA)

    monkeypatch.setattr(connect, "SCHEMA", connect.SCHEMA + 1)
    monkeypatch.setattr("isp_journal.storage.store.SCHEMA", connect.SCHEMA)
    monkeypatch.setattr(migrate, "upgrade", upgrade)
    again = open_journal(tmp_path / "journal", writing=True)
    assert led == [1]
    assert again.facts().entries == 1
    again.close()
    assert connect.schema_of(connect.connect(tmp_path / "journal", writing=False)) == connect.SCHEMA


def test_rows_of_an_older_journal_are_not_read_before_it_is_migrated(tmp_path: Path, monkeypatch: Any) -> None:
    fresh(tmp_path / "journal").close()
    monkeypatch.setattr(connect, "SCHEMA", connect.SCHEMA + 1)
    opening = begin(tmp_path / "journal", writing=False)
    assert opening.newest() == []
    opening.abandon()
