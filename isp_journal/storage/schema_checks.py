"""Whether a journal's file has the tables, indexes and triggers that it should have, and no others."""

from collections.abc import Iterator

from sqlcipher3 import dbapi2 as driver

from isp_journal.model import Problem
from isp_journal.storage import migrate
from isp_journal.storage.checking import REPORT, RESTORE, Pace, Subject
from isp_journal.storage.connect import SCHEMA, schema_of

Described = dict[tuple[str, str], str]


def schema(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Compare everything that the schema holds with a journal that is made at this moment, in memory."""
    should = made(schema_of(subject.connection))
    pace.look()
    here = described(subject.connection)
    for kind, name in should.keys() - here.keys():
        yield Problem("Something that every journal has is missing.", f"{kind} {name}", RESTORE)
    for kind, name in here.keys() - should.keys():
        yield Problem("The file holds something that no journal has.", f"{kind} {name}", RESTORE)
    for kind, name in should.keys() & here.keys():
        if should[kind, name] != here[kind, name]:
            yield Problem("A part of the file is made otherwise than it should be.", f"{kind} {name}", RESTORE)


def index_settings(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether the search index is kept as it should be; otherwise single saves become slow."""
    pace.look()
    asked = "SELECT k, v FROM entry_text_config ORDER BY k"
    wanted = [("automerge", 0), ("crisismerge", 64), ("version", 4)]
    if subject.connection.execute(asked).fetchall() != wanted:
        yield Problem("The search index is set otherwise than it should be.", "entry_text", REPORT)


def described(connection: object) -> Described:
    """Return all objects of a schema with how they are made, white space aside, and the marks in the header."""
    asked = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    execute = connection.execute  # type: ignore[attr-defined]  # the driver has no types
    found = {(kind, name): _plain(sql) for kind, name, sql in execute(asked)}
    for mark in ("application_id", "user_version"):
        found["header", mark] = str(execute(f"PRAGMA {mark}").fetchone()[0])
    if ("table", "alembic_version") in found:
        found["row", "alembic_version"] = str(execute("SELECT version_num FROM alembic_version").fetchall())
    return found


def made(version: int) -> Described:
    """Return what an empty journal of a schema version holds."""
    connection = driver.connect(":memory:", isolation_level=None)
    try:
        with migrate.engine_on(connection).begin() as transaction:
            if version == SCHEMA:
                migrate.make_newest(transaction)
            else:
                migrate.upgrade(transaction, version)
        return described(connection)
    finally:
        connection.close()


def _plain(sql: object) -> str:
    return " ".join(str(sql or "").replace("(", " ( ").replace(")", " ) ").split())
