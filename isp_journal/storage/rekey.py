"""Writing a journal's whole content into a new file under another key, or under none, and putting it in place.

This is the one place that may copy with `sqlcipher_export`: with an empty key it writes what everybody can read.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from isp_journal.credentials import Protection
from isp_journal.errors import DiskFails, JournalDamaged
from isp_journal.storage import contents, durable, key_file, slots, switch
from isp_journal.storage.connect import FILE, check_identity, database, open_file
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated
from isp_journal.storage.key_file import KEY_FILE

# The key comes as a value and not as words of the statement, so that it stands in no statement.
ATTACH = "ATTACH DATABASE ? AS fresh KEY ?"
WHICH = "SELECT id FROM journal"
# What is written to find out whether a disk is full.
PROBE = 1 << 20
SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
# With 1 the index is compared with the texts, too.
CHECK_INDEX = "INSERT INTO entry_text(entry_text, rank) VALUES ('integrity-check', 1)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Under which key a journal is now, and which two secrets shall open it; None each time for no lock."""

    key: DataKey | None
    protection: Protection | None
    now: str


def rekey(folder: Path, wanted: Wanted) -> DataKey | None:
    """Write a journal that nobody has open into a new file, verify it, put it in place; returns its new key.

    Whoever asks holds the journal. What fails before the new pair is decided for leaves the old one as it was.
    """
    file = database(folder)
    with translated(file, OSError, driver.Error, ours=True):
        new_key = DataKey.fresh() if wanted.protection is not None else None
        try:
            with closing(_alone(file, wanted.key)) as old:
                before = _told(old)
                _make(old, switch.prepare(folder), wanted, new_key)
                _verify(folder / switch.PART, wanted.protection, before)
                switch.decide(folder)
        except BaseException:
            if not switch.is_decided(folder):
                switch.drop(folder)
            raise
        switch.finish(folder)
    return new_key


def _make(old: Any, part: Path, wanted: Wanted, key: DataKey | None) -> None:
    """Write the new pair."""
    with _caused(part):
        _export(old, part / FILE, key)
    if wanted.protection is not None and key is not None:
        journal = str(old.execute(WHICH).fetchone()[0])
        key_file.write(part / KEY_FILE, slots.lock(journal, key, wanted.protection, wanted.now))


def _alone(file: Path, key: DataKey | None) -> Any:
    """Return a connection to a file that nobody else can open until it is closed; raises JournalBusy if somebody has.

    A log would tie whoever still reads to the name of the file, which will be another file's; so it goes first.
    """
    connection = open_file(file, "rw", key)
    try:
        check_identity(connection, file)
        if not _is_whole(connection):
            raise JournalDamaged(file)
        connection.execute("PRAGMA main.locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA main.journal_mode=DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _export(old: Any, file: Path, key: DataKey | None) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    old.execute(ATTACH, (str(file), key.spoken() if key is not None else ""))
    # The copy is thrown away unless it comes out whole, and is synced once at its end.
    for pragma in ("journal_mode=MEMORY", "synchronous=OFF"):
        old.execute(f"PRAGMA fresh.{pragma}")
    old.execute("SELECT sqlcipher_export('fresh')")
    for name in ("application_id", "user_version"):
        old.execute(f"PRAGMA fresh.{name}={int(old.execute(f'PRAGMA main.{name}').fetchone()[0])}")
    # Not where one of these failed: closing the connection lets go of both files.
    old.execute("DETACH DATABASE fresh")


@contextmanager
def _caused(part: Path) -> Iterator[None]:
    """Tell why a copy could not be made: an export has one code for all that befalls it, and half a copy looks damaged.

    The journal was found to be whole before: what is damaged now is the copy, by a disk that is full or fails.
    """
    try:
        yield
    except driver.Error as failed:
        if not failed.sqlite_errorname.startswith(("SQLITE_ERROR", "SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise
        durable.write(part / "probe", bytes(PROBE))
        raise DiskFails() from failed


def _told(connection: Any) -> tuple[object, ...]:
    """Return all that a journal says, for comparing."""
    return connection.execute(SHAPE).fetchall(), contents.contents(connection)


def _is_whole(connection: Any) -> bool:
    """Tell whether a journal's pages fit together."""
    return bool(connection.execute("PRAGMA main.quick_check(1)").fetchone()[0] == "ok")


def _verify(part: Path, protection: Protection | None, before: tuple[object, ...]) -> None:
    """Open the new pair as it lies on the disk, with its new secrets, and compare all that stands in it."""
    key = None
    if protection is not None:
        written = key_file.read(part / KEY_FILE)
        key = slots.by_passphrase(written, protection.passphrase)
        if key is None or key != slots.by_recovery_code(written, protection.code):
            raise DiskFails()
    file = part / FILE
    with _caused(part), closing(open_file(file, "rw", key)) as new:
        check_identity(new, file)
        new.execute("PRAGMA journal_mode=WAL")
        new.execute(CHECK_INDEX)
        if not _is_whole(new) or _told(new) != before:
            raise DiskFails()
    _sync(file)


def _sync(file: Path) -> None:
    with file.open("r+b") as written:
        durable.sync(written.fileno())
    durable.sync_folder(file.parent)
