"""One open journal file: a connection that reads, one that writes, and the transactions on them."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import FolderNotEmpty, JournalExists, KnownError
from isp_journal.ids import new_id
from isp_journal.storage import migrate, schema
from isp_journal.storage.connect import SCHEMA, connect, database, open_file, schema_of
from isp_journal.storage.faults import translated
from isp_journal.storage.lock import Hold

Clock = Callable[[], datetime]
# Pages that one idle pass merges in the full-text index: about 50 ms of work.
MERGE_PAGES = 200


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def instant(moment: datetime) -> str:
    """Return an instant as it is kept: ISO 8601 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Transaction:
    """A piece of reading or writing that sees one state of the journal; `now` and `origin` stamp what it writes."""

    connection: Connection
    now: str
    origin: str


class Store:
    """The open file of a journal; reading and writing may go on in two threads at once."""

    def __init__(self, folder: Path, reading: Any, hold: Hold | None, clock: Clock = utc_now) -> None:
        self.folder = folder
        self._file = database(folder)
        self._hold = hold
        self._clock = clock
        self._raw_reading = reading
        self._reading = migrate.engine_on(reading)
        self._raw_writing = connect(folder, writing=True) if hold is not None else None
        self._writing = migrate.engine_on(self._raw_writing, "BEGIN IMMEDIATE") if hold is not None else None
        self._reads = threading.RLock()
        self._writes = threading.RLock()
        self._origin = ""
        self._origin = self._bring_up_to_date()

    def _bring_up_to_date(self) -> str:
        if self._raw_writing is not None and schema_of(self._raw_writing) < SCHEMA:
            with self.writing() as transaction:
                migrate.upgrade(transaction.connection)
        with self.reading() as transaction:
            return str(transaction.connection.scalar(select(schema.journal.c.id)))

    @property
    def left_behind(self) -> bool:
        """Tell whether the last program that wrote here was ended before it could close the journal."""
        return self._hold is not None and self._hold.left_behind is not None

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a transaction that sees one state of the journal and changes nothing."""
        with self._reads, translated(self._file, DBAPIError, driver.Error), self._reading.begin() as connection:
            yield Transaction(connection, instant(self._clock()), self._origin)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a transaction that is durable on disk when the block ends, or has changed nothing when it fails."""
        if self._writing is None:
            raise KnownError("This journal was opened for reading only.", todo="Open it for writing first.")
        with self._writes, translated(self._file, DBAPIError, driver.Error), self._writing.begin() as connection:
            yield Transaction(connection, instant(self._clock()), self._origin)

    def rest(self) -> None:
        """Do a little upkeep for an idle moment: merge the index, move the write-ahead log into the file."""
        if self._raw_writing is None:
            return
        with self._writes, translated(self._file):
            self._raw_writing.execute(f"INSERT INTO entry_text(entry_text, rank) VALUES ('merge', {MERGE_PAGES})")
            self._raw_writing.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def settle(self) -> None:
        """Move the whole write-ahead log into the file after a large piece of work, and cut it to nothing."""
        if self._raw_writing is not None:
            with self._writes, translated(self._file):
                self._raw_writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """Return the bytes of the file and its write-ahead log."""
        files = (self._file, self._file.with_name(self._file.name + "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """Close both connections and let go of the journal; what was committed is on disk already."""
        with self._writes, self._reads:
            self._raw_reading.close()
            if self._raw_writing is not None:
                self._raw_writing.close()
            if self._hold is not None:
                self._hold.let_go()


def create(folder: Path, *, sample: bool = False, clock: Clock = utc_now) -> None:
    """Make a new journal in a folder that does not exist or is empty; it appears whole or not at all."""
    with translated(database(folder)):
        if database(folder).exists():
            raise JournalExists(folder)
        if folder.exists() and any(folder.iterdir()):
            raise FolderNotEmpty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        os.chmod(folder, 0o700)
        half_made = folder / "new-journal.part"
        try:
            _write_new(half_made, sample, instant(clock()))
            half_made.rename(database(folder))
        except BaseException:
            half_made.unlink(missing_ok=True)
            raise
        _sync_folder(folder)


def _write_new(file: Path, sample: bool, now: str) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = open_file(file, "rw")
    try:
        engine = migrate.engine_on(connection, "BEGIN IMMEDIATE")
        with engine.begin() as transaction:
            migrate.make_newest(transaction)
            journal = new_id()
            stamps = {"origin": journal, "revision": 1, "created_at": now, "updated_at": now}
            transaction.execute(schema.journal.insert().values(id=journal, sample=int(sample), **stamps))
        # From here on every connection finds write-ahead logging switched on; the rename below needs one closed file.
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _sync_folder(folder: Path) -> None:
    """Make the new file's name durable; Windows needs and allows no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
