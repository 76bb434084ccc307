"""A journal's schema: made new from the tables, or led from an older version to the newest by Alembic."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as driver

from isp_journal.storage.connect import APPLICATION_ID, SCHEMA
from isp_journal.storage.schema import INDEX, metadata

MIGRATIONS = Path(__file__).parent / "migrations"


def engine_on(connection: Any, begin: str = "BEGIN") -> Any:
    """Return a SQLAlchemy engine that works on this one connection of the driver."""
    engine = create_engine(
        "sqlite://", module=driver, creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def _begin(asked: Connection) -> None:
        asked.exec_driver_sql(begin)

    return engine


def make_newest(connection: Connection) -> None:
    """Create all tables, indexes and triggers of the newest schema in an empty file."""
    metadata.create_all(connection)
    for statement in INDEX:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision_name(SCHEMA),))
    sign(connection, SCHEMA)


def stand_in(connection: Any) -> None:
    """Let a driver's connection that only reads an older journal find what its schema lacks, as empty tables.

    They are the connection's own and go with it: not a byte of the file is changed.
    """
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.execute("PRAGMA query_only=OFF")
    for name in metadata.tables.keys() - there:
        columns = ", ".join(f'"{column.name}"' for column in metadata.tables[name].columns)
        connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
    connection.execute("PRAGMA query_only=ON")


def sign(connection: Connection, schema: int) -> None:
    """Write into the file's header that it is a journal, and of which schema."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={schema}")


def revision_name(schema: int) -> str:
    """Return Alembic's name of a schema version, such as '0001'."""
    return f"{schema:04d}"


def upgrade(connection: Connection, to: int = SCHEMA) -> None:
    """Lead the schema up to a version, inside the transaction of the connection."""
    # at first use: Alembic costs 0.1 s at the start and is needed for an older journal alone
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision_name(to))
    sign(connection, to)
