"""The one way a journal's file is opened: path, header, pragmas and version are checked before anything is read.

Nothing here imports SQLAlchemy, so that the first rows can be shown before it is loaded.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import JournalDamaged, JournalEmpty, JournalMissing, NewerJournal, NotAJournal, ReadOnly
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated

FILE = "journal.db"
# 'ISPJ' in ASCII: tells a journal from any other SQLite file.
APPLICATION_ID = 0x4953504A
SCHEMA = 2
OLDEST_SQLITE = (3, 51, 3)
# Without these two tables nothing can be read at all.
HEART = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('journal', 'entry')"
BUSY_MS = 5_000
# The driver's own log would go to standard error.
SILENT = "cipher_log_level=NONE"
# What an open connection is told before its first statement; the reasons stand in docs/architecture.md.
PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "foreign_keys=ON",
    "synchronous=FULL",
    "fullfsync=ON",
    "checkpoint_fullfsync=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "wal_autocheckpoint=0",
    "journal_size_limit=16777216",
    "cache_size=-8000",
)


def database(folder: Path) -> Path:
    """Return the database file of a journal's folder."""
    return folder / FILE


def log(folder: Path) -> Path:
    """Return the write-ahead log of a journal's folder."""
    return folder / f"{FILE}-wal"


def stats(folder: Path) -> list[os.stat_result]:
    """Return what the system tells of the database file and its write-ahead log, as far as they are there.

    Another program may close the journal at this moment, and its log then goes away.
    """
    found = []
    for file in (database(folder), log(folder)):
        with suppress(FileNotFoundError):
            found.append(file.stat())
    return found


def check_presence(folder: Path) -> None:
    """Refuse a journal that is missing, or whose file has no bytes, before SQLite could make an empty one of it."""
    file = database(folder)
    with translated(file):
        if not file.is_file():
            raise JournalMissing(folder)
        if file.stat().st_size == 0:
            raise JournalEmpty(file)


def check_writable(folder: Path) -> None:
    """Refuse a folder or a file that cannot be written to; asking the system for leave changes nothing."""
    with translated(database(folder)):
        if not os.access(folder, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            raise ReadOnly(folder)
        with database(folder).open("r+b"):
            pass


def connect(folder: Path, *, writing: bool, key: DataKey | None = None) -> Any:
    """Open an existing journal's file and return the driver's connection; raises a known error on any doubt.

    A key that is given must be the journal's own: what does not fit it then is damage.
    """
    file = database(folder)
    with translated(file, ours=key is not None):
        if any(one.st_size for one in stats(folder)[1:]):
            # Closing what was opened to write would move the log into a file that we refuse: this opening cannot.
            _checked(file, "ro", key).close()
        connection = _checked(file, "rw", key)
        # A copy that was made whole, such as a restored one, has no log yet; where there is one this changes nothing.
        connection.execute("PRAGMA journal_mode=WAL" if writing else "PRAGMA query_only=ON")
    return connection


def _checked(file: Path, mode: str, key: DataKey | None) -> Any:
    connection = open_file(file, mode, key)
    try:
        check_identity(connection, file)
        if connection.execute(HEART).fetchone() != (2,):
            raise JournalDamaged(file)
    except BaseException:
        connection.close()
        raise
    return connection


def open_file(file: Path, mode: str, key: DataKey | None = None) -> Any:
    """Open a file that is there in the given SQLite mode ('rw' or 'ro') with our pragmas set and its key spoken."""
    # As bytes: a folder's name need not be UTF-8.
    path = quote(os.fsencode(file.resolve()))
    connection = driver.connect(f"file:{path}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA {SILENT}")
        if key is not None:
            _speak(connection, key)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _speak(connection: Any, key: DataKey) -> None:
    """Give the connection its key; whatever goes wrong, neither the words of the statement nor the key are told."""
    try:
        connection.execute(f'PRAGMA key="{key.spoken()}"')
    except driver.Error as failed:
        code = getattr(failed, "sqlite_errorname", "")
        raise RuntimeError(f"the key of a journal could not be spoken ({code})") from None


def check_identity(connection: Any, file: Path) -> None:
    """Refuse what is not a journal, and a journal of a newer app; reads the header only."""
    if driver.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {driver.sqlite_version} has a fault in its write-ahead log; 3.51.3 is needed")
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise NotAJournal(file)
    schema = schema_of(connection)
    if schema > SCHEMA:
        raise NewerJournal(schema, SCHEMA)
    if schema < 1:
        raise JournalDamaged(file)


def schema_of(connection: Any) -> int:
    """Return the schema version that stands in the file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
