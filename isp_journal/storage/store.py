"""One open journal file: a connection that reads, one that writes, and the transactions on them."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import FolderNotEmpty, JournalExists, JournalMissing, ReadingOnly, Refused
from isp_journal.ids import new_id
from isp_journal.storage import migrate, schema
from isp_journal.storage.connect import SCHEMA, connect, database, log, open_file, schema_of, stats
from isp_journal.storage.faults import translated
from isp_journal.storage.lock import HOLDER, LOCK, Hold

Clock = Callable[[], datetime]
# Pages that one idle pass merges in the full-text index: about 50 ms of work.
MERGE_PAGES = 200
# From so many bytes on the write-ahead log is moved into the file also while somebody goes on writing.
MOST_LOG = 32 * 1024 * 1024
# Changes are further apart than this when the clock was set back between them.
AT_ONCE = timedelta(minutes=1)
HALF_MADE = "new-journal.part"
# What may lie in the folder of a journal that was never made, because its making was ended from outside.
LEFT_BEHIND = {LOCK, HOLDER, *(HALF_MADE + end for end in ("", "-journal", "-wal", "-shm"))}


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
        self._last = datetime.min.replace(tzinfo=UTC)
        self._same_file = self._told_apart()
        self._origin = ""
        try:
            self._origin = self._bring_up_to_date()
        except BaseException:
            if self._raw_writing is not None:
                self._raw_writing.close()
            raise

    def _told_apart(self) -> tuple[int, int]:
        """Return what tells this file from any other; raises JournalMissing when nothing lies in its place any more."""
        with translated(self._file):
            found = self._file.stat()
            return found.st_dev, found.st_ino

    def _stamp(self) -> str:
        """Return the instant of a change, no two alike: what went to the trash together comes back together."""
        now = self._clock()
        if timedelta(0) <= self._last - now < AT_ONCE:
            now = self._last
        if instant(now) == instant(self._last):
            now += timedelta(milliseconds=1)
        self._last = now
        return instant(now)

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
            raise ReadingOnly()
        with self._writes:
            if self._told_apart() != self._same_file:
                # A folder that was moved or deleted: SQLite would go on writing into a file without a name.
                raise JournalMissing(self.folder)
            with translated(self._file, DBAPIError, driver.Error), self._writing.begin() as connection:
                yield Transaction(connection, self._stamp(), self._origin)
            self._relieve()

    def _relieve(self) -> None:
        """Keep the write-ahead log from growing without end while somebody writes for hours and never pauses.

        The change is durable already, so that a failure here is no failure of it: the next idle moment tries again.
        """
        with suppress(OSError, driver.Error):
            if log(self.folder).stat().st_size > MOST_LOG and self._raw_writing is not None:
                self._raw_writing.execute("PRAGMA wal_checkpoint(PASSIVE)")

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
        with translated(self._file):
            return sum(one.st_size for one in stats(self.folder))

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
    with translated(database(folder), OSError, driver.Error, DBAPIError):
        if database(folder).exists():
            raise JournalExists(folder)
        _check_empty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        os.chmod(folder, 0o700)
        hold = Hold.take(folder, "a new journal's maker", clock())
        try:
            if database(folder).exists():
                raise JournalExists(folder)
            _write_new(folder / HALF_MADE, sample, instant(clock()))
            (folder / HALF_MADE).rename(database(folder))
        except BaseException:
            hold.let_go()
            _clear(folder)
            raise
        hold.let_go()
        _sync_folder(folder)


def _check_empty(folder: Path) -> None:
    """Refuse a folder that holds anything but what a making leaves behind that was ended from outside."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file.", todo="Choose another name for the folder of the journal.")
    if folder.exists() and any(one.name not in LEFT_BEHIND for one in folder.iterdir()):
        raise FolderNotEmpty(folder)


def _clear(folder: Path) -> None:
    """Remove what a making that failed has left; where a journal lies after all, its lock may be held by now."""
    for name in LEFT_BEHIND - {HOLDER} if not database(folder).exists() else ():
        (folder / name).unlink(missing_ok=True)


def _write_new(file: Path, sample: bool, now: str) -> None:
    for left in file.parent.glob(f"{HALF_MADE}*"):
        left.unlink()
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
