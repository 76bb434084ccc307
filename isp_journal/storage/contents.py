"""What stands in a journal's file, told by counts and by one digest, so that a copy can be compared with its original.

Works on every schema, since it asks the file for its tables. The index is left out: it follows from the entries.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec import msgpack
from sqlcipher3 import dbapi2 as driver

from isp_journal.storage.connect import open_file
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated

# Alembic's own table names the schema, which a migration changes; the contents stay.
_NOT_CONTENTS = {"alembic_version"}
_COUNTED = ("entry", "tag", "attachment")
_FLUSHED_FROM = 1 << 16


@dataclass(frozen=True, slots=True)
class Contents:
    """How much stands in a journal's file outside the trash, and the digest over all of it, the trash included."""

    entries: int
    tags: int
    attachments: int
    digest: str


def contents(connection: Any) -> Contents:
    """Return what stands in the file of a driver's connection, read row by row."""
    there = columns(connection)
    entries, tags, attachments = (_live(connection, name) if name in there else 0 for name in _COUNTED)
    return Contents(entries, tags, attachments, digest(connection))


def entries_of(database: Path, key: DataKey | None) -> int:
    """Return how many entries outside the trash stand in a journal's file that lies by itself."""
    with translated(database, driver.Error, ours=True), closing(open_file(database, "ro", key)) as reading:
        return _live(reading, "entry")


def counts(connection: Any) -> dict[str, int]:
    """Return the number of rows of each table."""
    return {
        name: int(connection.execute(f"SELECT count(*) FROM main.{_quoted(name)}").fetchone()[0])
        for name in columns(connection)
    }


def columns(connection: Any) -> dict[str, tuple[str, ...]]:
    """Return the tables that hold contents, by name, with their columns."""
    listed = connection.execute("PRAGMA main.table_list").fetchall()
    names = sorted(row[1] for row in listed if row[2] == "table" and not row[1].startswith("sqlite_"))
    return {
        name: tuple(str(row[1]) for row in connection.execute(f"PRAGMA main.table_info({_quoted(name)})"))
        for name in names
        if name not in _NOT_CONTENTS
    }


def digest(connection: Any, of: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return the SHA-256 over all rows of all tables, in the order of their keys, with ids, revisions and contents.

    A table without rows leaves no trace. `of` names the columns to look at, for a file that has gained some since.
    """
    whole = hashlib.sha256()
    for table, named in sorted((columns(connection) if of is None else of).items()):
        _add(connection, whole, table, named)
    return whole.hexdigest()


def _live(connection: Any, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM main.{_quoted(table)} WHERE trashed_at IS NULL").fetchone()[0])


def _add(connection: Any, whole: Any, table: str, named: Sequence[str]) -> None:
    """Add a table's rows to a digest; one row at a time is in memory."""
    chosen = ", ".join(map(_quoted, named))
    order = ", ".join(map(_quoted, _key(connection, table))) or chosen
    encode = msgpack.Encoder().encode_into
    waiting = bytearray(msgpack.encode([table, *named]))
    empty = True
    for row in connection.execute(f"SELECT {chosen} FROM main.{_quoted(table)} ORDER BY {order}"):
        empty = False
        # Minus one: behind what waits there already.
        encode(row, waiting, -1)
        if len(waiting) > _FLUSHED_FROM:
            whole.update(waiting)
            waiting.clear()
    if not empty:
        whole.update(waiting)


def _key(connection: Any, table: str) -> list[str]:
    told = connection.execute(f"PRAGMA main.table_info({_quoted(table)})").fetchall()
    return [str(row[1]) for row in sorted(told, key=lambda row: row[5]) if row[5]]


def _quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever a prepared file calls its tables."""
    return '"' + name.replace('"', '""') + '"'
