"""One open journal file: a connection that reads, one that writes, and the transactions on them."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from isp_journal.credentials import Protection
from isp_journal.errors import FolderNotEmpty, JournalDamaged, JournalExists, JournalMissing, KnownError, ReadingOnly
from isp_journal.ids import new_id
from isp_journal.storage import durable, migrate, new_folder, schema, seen
from isp_journal.storage.connect import SCHEMA, connect, database, log, open_file, schema_of, stats
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated
from isp_journal.storage.lock import HOLDER, LOCK, Hold
from isp_journal.storage.locked import KEY_FILE, OLD, has_key_file

Clock = Callable[[], datetime]
# Pages that one idle pass merges in the full-text index: about 50 ms of work.
MERGE_PAGES = 200
# From so many bytes on the write-ahead log is moved into the file also while somebody goes on writing.
MOST_LOG = 32 * 1024 * 1024
# A page that left the cache has to be deciphered again: this much holds what the map of all components reads.
LOCKED_CACHE = "cache_size=-32000"
# Rebuilding a file takes as much memory as it has bytes; a larger one only has what was removed overwritten.
MOST_REBUILT = 512 * 1024 * 1024
# Changes are further apart than this when the clock was set back between them.
AT_ONCE = timedelta(minutes=1)
HALF_MADE = "new-journal.part"
# What may lie in the folder of a journal that was never made, because its making was ended from outside.
LEFT_BEHIND = {
    LOCK,
    HOLDER,
    *(HALF_MADE + end for end in ("", "-journal", "-wal", "-shm")),
    *(name + end for name in (KEY_FILE, OLD) for end in ("", durable.PART)),
}


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

    def __init__(
        self, folder: Path, reading: Any, hold: Hold | None, clock: Clock = utc_now, key: DataKey | None = None
    ) -> None:
        self.folder = folder
        self.key = key
        self._file = database(folder)
        self._hold = hold
        self._clock = clock
        self._raw_reading = reading
        if key is not None:
            reading.execute(f"PRAGMA {LOCKED_CACHE}")
        self._reading = migrate.engine_on(reading)
        self._raw_writing = connect(folder, writing=True, key=key) if hold is not None else None
        self._writing = migrate.engine_on(self._raw_writing, "BEGIN IMMEDIATE") if hold is not None else None
        self._reads = threading.RLock()
        self._writes = threading.RLock()
        self._last = datetime.min.replace(tzinfo=UTC)
        self._untold = ""
        self._at_close: list[Callable[[], None]] = []
        self.changes = 0
        """How many changes were made through this store since it was opened."""
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
        if self._raw_writing is None:
            with translated(self._file):
                if schema_of(self._raw_reading) < SCHEMA:
                    migrate.stand_in(self._raw_reading)
        elif schema_of(self._raw_writing) < SCHEMA:
            self._migrate()
        with self.reading() as transaction:
            found = transaction.connection.scalar(select(schema.journal.c.id))
        if found is None and self._raw_writing is not None:
            raise JournalDamaged(self._file)  # without its own row nothing can be stamped; what is there can be read
        return str(found)

    def _migrate(self) -> None:
        """Lead an older journal to the newest schema, after a backup; what stood in it says the same afterwards."""
        # at first use: as the migration itself, these are for an older journal alone
        from isp_journal.storage import backup_file, backup_places, contents

        place = backup_places.folder_of(self.folder)
        with backup_places.trouble_of(place):
            backup_places.make(place)
        backup_file.write(self, place, "before a migration", self._clock())
        with self.writing() as transaction:
            raw = transaction.connection.connection.driver_connection
            named = contents.columns(raw)
            before = contents.digest(raw, named)
            migrate.upgrade(transaction.connection)
            if contents.digest(raw, named) != before:
                raise RuntimeError("a migration changed what stood in the journal, and was taken back")

    def _translated(self, *kinds: type[Exception]) -> AbstractContextManager[None]:
        # The file was opened as a journal: whatever its first page says later, it is one.
        return translated(self._file, *kinds, ours=True)

    @contextmanager
    def changing_key(self) -> Iterator[None]:
        """Keep changes of the key file apart from each other; whoever only reads changes none."""
        if self._raw_writing is None:
            raise ReadingOnly()
        with self._writes:
            yield

    def another_connection(self) -> Any:
        """Return a connection of the driver of its own, for long reading beside; whoever asks closes it."""
        return connect(self.folder, writing=False, key=self.key)

    @property
    def last_change(self) -> str:
        """Return the instant of the newest change that the journal tells of itself."""
        with self.reading() as transaction:
            return str(transaction.connection.scalar(select(schema.journal.c.updated_at)))

    @property
    def can_write(self) -> bool:
        """Whether the journal was opened for writing."""
        return self._writing is not None

    @property
    def origin(self) -> str:
        """The journal's id, which every row of its own carries."""
        return self._origin

    @property
    def left_behind(self) -> bool:
        """Tell whether the last program that wrote here was ended before it could close the journal."""
        return self._hold is not None and self._hold.left_behind is not None

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a transaction that sees one state of the journal and changes nothing."""
        with self._reads, self._translated(DBAPIError, driver.Error), self._reading.begin() as connection:
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
            with self._translated(DBAPIError, driver.Error), self._writing.begin() as connection:
                now = self._stamp()
                yield Transaction(connection, now, self._origin)
            self._untold = now
            self.changes += 1
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
        with self._writes, self._translated():
            changed = bool(self._untold)
            self._tell_last_change()
            self._raw_writing.execute(f"INSERT INTO entry_text(entry_text, rank) VALUES ('merge', {MERGE_PAGES})")
            self._raw_writing.execute("PRAGMA wal_checkpoint(PASSIVE)")
            if changed:
                seen.remember(self.folder, self._origin, self.last_change)

    def _tell_last_change(self) -> None:
        """Let the journal's own row tell when it was changed last; done in idle moments, and not with each save."""
        if self._untold and self._raw_writing is not None:
            self._raw_writing.execute(
                "UPDATE journal SET updated_at = ?1 WHERE updated_at < ?1 AND id = ?2", (self._untold, self._origin)
            )
            self._untold = ""

    def tell_change(self) -> str:
        """Let the journal tell of its newest change at once, and return its instant: what a backup made now covers."""
        if self._raw_writing is not None:
            with self._writes, self._translated():
                self._tell_last_change()
        return self.last_change

    def at_close(self, act: Callable[[], None]) -> None:
        """Let something be done once the file is closed, such as removing a copy that was opened to be read."""
        self._at_close.append(act)

    def settle(self) -> None:
        """Move the whole write-ahead log into the file after a large piece of work, and cut it to nothing."""
        if self._raw_writing is not None:
            with self._writes, self._translated():
                self._raw_writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget(self) -> None:
        """Leave no trace in the file of rows that were removed: no words in the index, no free pages, no old log."""
        if self._raw_writing is None:
            return
        with self._writes, self._translated():
            raw = self._raw_writing
            raw.execute("INSERT INTO entry_text(entry_text) VALUES ('optimize')")
            asked = ("page_count", "freelist_count", "page_size")
            pages, free, size = (int(raw.execute(f"PRAGMA {name}").fetchone()[0]) for name in asked)
            if (pages - free) * size <= MOST_REBUILT:
                raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """Return the bytes of the file and its write-ahead log."""
        with translated(self._file):
            return sum(one.st_size for one in stats(self.folder))

    def close(self) -> None:
        """Close both connections and let go of the journal; what was committed is on disk already."""
        with self._writes, self._reads:
            last = self._last_told()
            self._raw_reading.close()
            if self._raw_writing is not None:
                self._raw_writing.close()
            if last:
                seen.remember(self.folder, self._origin, last, closed=True)
            if self._hold is not None:
                self._hold.let_go()
        while self._at_close:
            self._at_close.pop()()

    def _last_told(self) -> str:
        """Let the journal tell of its newest change before it is closed, and return its instant; "" where it cannot.

        Then the changes are there all the same, and an older copy is noticed a little less.
        """
        if self._raw_writing is None:
            return ""
        try:
            return self.tell_change()
        except (KnownError, DBAPIError, driver.Error):
            return ""


def create(folder: Path, *, sample: bool = False, protection: Protection | None = None, clock: Clock = utc_now) -> None:
    """Make a new journal in a folder that does not exist or is empty; it appears whole or not at all."""
    with translated(database(folder), OSError, driver.Error, DBAPIError):
        new_folder.make(folder)
        if database(folder).exists():
            raise JournalExists(folder)
        _check_empty(folder)
        os.chmod(folder, 0o700)
        hold = Hold.take(folder, "a new journal's maker", clock())
        try:
            if database(folder).exists():
                raise JournalExists(folder)
            _make(folder, sample, protection, instant(clock()))
        except BaseException:
            hold.let_go()
            _clear(folder)
            raise
        hold.let_go()
        durable.sync_folder(folder)


def _make(folder: Path, sample: bool, protection: Protection | None, now: str) -> None:
    journal = new_id()
    key = DataKey.fresh() if protection is not None else None
    _write_new(folder / HALF_MADE, Beginning(journal, sample, now), key)
    if protection is not None and key is not None:
        from isp_journal.storage import key_file, slots  # at first use: the ciphers are for a locked journal alone

        locked = slots.lock(journal, key, protection, now)
        for name in (OLD, KEY_FILE):
            key_file.write(folder / name, locked)
    (folder / HALF_MADE).rename(database(folder))


def _check_empty(folder: Path) -> None:
    """Refuse a folder that holds anything but what a making leaves behind that was ended from outside."""
    if any(one.name not in LEFT_BEHIND for one in folder.iterdir()):
        raise FolderNotEmpty(folder)
    if has_key_file(folder) and not (folder / HALF_MADE).exists():
        # A key file alone may be all that is left of a journal that was moved elsewhere.
        raise FolderNotEmpty(folder)


def _clear(folder: Path) -> None:
    """Remove what a making that failed has left; where a journal lies after all, its lock may be held by now."""
    for name in LEFT_BEHIND - {HOLDER} if not database(folder).exists() else ():
        (folder / name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first row of a new journal says."""

    journal: str
    sample: bool
    now: str


def _write_new(file: Path, beginning: Beginning, key: DataKey | None) -> None:
    for left in file.parent.glob(f"{HALF_MADE}*"):
        left.unlink()
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = open_file(file, "rw", key)
    try:
        engine = migrate.engine_on(connection, "BEGIN IMMEDIATE")
        with engine.begin() as transaction:
            migrate.make_newest(transaction)
            stamps = {
                "origin": beginning.journal,
                "revision": 1,
                "created_at": beginning.now,
                "updated_at": beginning.now,
            }
            row = schema.journal.insert().values(id=beginning.journal, sample=int(beginning.sample), **stamps)
            transaction.execute(row)
        # From here on every connection finds write-ahead logging switched on; the rename below needs one closed file.
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
