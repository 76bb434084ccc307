"""Writing a backup and trying one: it gets its name only after it was opened and compared with the journal.

A reader's connection of its own copies the journal (VACUUM INTO) while others go on reading and writing.
"""

import hashlib
import hmac
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import (
    BackupDamaged,
    BackupFailed,
    Cancelled,
    JournalDamaged,
    NewerJournal,
    NotAJournal,
    PassphraseNeeded,
    SearchIndexDamaged,
)
from isp_journal.model import Backup
from isp_journal.storage import (
    backup_form,
    backup_places,
    closed_zip,
    connect,
    contents,
    key_file,
    locked,
    schema_checks,
)
from isp_journal.storage.backup_form import MANIFEST, Manifest, PartOfIt
from isp_journal.storage.closed_zip import CHUNK, Part
from isp_journal.storage.contents import Contents
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import known

# A save between the two looks at the journal makes them differ; three times in a row that is no chance any more.
TRIES = 3
# What stays free on a disk beside a backup that is made, so that the journal can go on being written.
LEFT_FREE = 64 * 1024 * 1024
MADE, PACKED = "copy.db", "packed"

# What is read of a backup without opening the journal in it, for whoever looks for it here.
look, extract, check_bytes = backup_form.look, backup_form.extract, backup_form.check_bytes

Told = Callable[[int, int, str], object]
"""Hears how much is done of how much, and what is done now; returns False to stop."""


class Kept(Protocol):
    """What a backup is made of: an open journal (a Store is one)."""

    folder: Path
    key: DataKey | None

    def another_connection(self) -> Any:
        """Return a connection of its own that reads the journal."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A backup, and what is in it."""

    backup: Backup
    contents: Contents


@dataclass(frozen=True, slots=True)
class _Copied:
    """A copy of the journal's file that is not packed yet, with what stood in the journal at that moment."""

    file: Path
    schema: int
    journal: str
    contents: Contents


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of a backup before it is made."""

    journal: Kept
    into: Path
    reason: str
    now: datetime
    told: Told | None

    def step(self, done: int, what: str) -> None:
        """Say what is done now, and stop where that is wanted."""
        if self.told is not None and self.told(done, 3, what) is False:
            raise Cancelled


def write(journal: Kept, into: Path, reason: str, now: datetime, told: Told | None = None) -> Backup:
    """Make a backup in a folder that is there, and return it once it was opened and holds what the journal holds."""
    return make(journal, into, reason, now, told).backup


def make(journal: Kept, into: Path, reason: str, now: datetime, told: Told | None = None) -> Made:
    """Make a backup like `write`, and return it with what is in it.

    Raises BackupFailed where that cannot be, JournalDamaged when the journal cannot be read, and Cancelled.
    """
    asked = _Asked(journal, into, reason, now, told)
    try:
        _check_room(journal.folder, into)
        with backup_places.undone(into) as place:
            for _ in range(TRIES):
                copied = _packed_and_compared(asked, place)
                if copied is not None:
                    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
                    name = f"{stamp}-{secrets.token_hex(4)}{locked.END}"
                    final = backup_places.put_in_place(place / PACKED, into, name)
                    return Made(backup_places.told(final), copied.contents)
        raise BackupFailed(into, backup_places.NOT_AS_WRITTEN)
    except (OSError, driver.Error) as failed:
        raise _failure(failed, asked) from failed


def verify(file: Path, key: DataKey | None, within: Path | None = None) -> Contents:
    """Open a backup in a private folder that goes away, check all of it, and return what is in it.

    Raises BackupDamaged for what is not as it was written, PassphraseNeeded for another key than this. `within` is
    where the folder is made: beside the backup if not said.
    """
    with backup_places.undone(within or file.parent) as place:
        return examine(file, extract(file, place), place / connect.FILE, key)


def examine(file: Path, manifest: Manifest, database: Path, key: DataKey | None) -> Contents:
    """Check the journal that was taken out of a backup: pages, seals, and that it holds what it held when it was made.

    `file` is the backup, for the words.
    """
    if manifest.schema > connect.SCHEMA:
        raise NewerJournal(manifest.schema, connect.SCHEMA)
    key = fitting(file, manifest, database, key)
    try:
        found = _examined(database, key)
    except driver.Error as failed:
        raise BackupDamaged(file) from failed
    if found is None or found.schema != manifest.schema or found.journal != manifest.journal:
        raise BackupDamaged(file)
    if mark(found.contents, key) != manifest.contents or _has_foreign_deeds(database, key):
        raise BackupDamaged(file)
    return found.contents


def fitting(file: Path, manifest: Manifest, database: Path, key: DataKey | None) -> DataKey | None:
    """Return the key to open a backup's journal with, none for a plain one; raises PassphraseNeeded for a wrong one."""
    if not manifest.encrypted:
        return None
    if key is None or not locked.belongs(database, key):
        raise PassphraseNeeded(file)
    return key


def opens_with(file: Path, key: DataKey | None) -> Callable[[Path], DataKey | None]:
    """Return what finds the key of a backup that was unpacked into a folder: this key, where the backup needs one."""

    def key_of(folder: Path) -> DataKey | None:
        return fitting(file, look(file), folder / connect.FILE, key)

    return key_of


def mark(found: Contents, key: DataKey | None) -> str:
    """Return the digest of contents as a backup tells it: keyed where the journal has a key, to tell nothing."""
    if key is None:
        return found.digest
    return hmac.new(key.key, found.digest.encode(), hashlib.sha256).hexdigest()


def _packed_and_compared(asked: _Asked, place: Path) -> _Copied | None:
    """Pack a backup, open it and compare it; returns None when somebody wrote between the two looks at the journal."""
    for left in (MADE, PACKED, connect.FILE, locked.KEY_FILE):
        (place / left).unlink(missing_ok=True)
    asked.step(0, "Copying the journal")
    copied = _copied(asked.journal, place / MADE)
    asked.step(1, "Packing")
    packed = _packed(asked, copied, place / PACKED)
    copied.file.unlink()
    asked.step(2, "Reading it back")
    try:
        manifest = extract(packed, place)
        found = _examined(place / connect.FILE, asked.journal.key)
    except (BackupDamaged, driver.Error) as failed:
        raise BackupFailed(asked.into, backup_places.NOT_AS_WRITTEN) from failed
    if found is None or found.schema != manifest.schema or found.journal != manifest.journal:
        raise BackupFailed(asked.into, backup_places.NOT_AS_WRITTEN)
    asked.step(3, "")
    return copied if found.contents == copied.contents else None


def _copied(journal: Kept, target: Path) -> _Copied:
    """Copy the journal as it stands, and meanwhile reckon from the journal itself what the copy must hold."""
    with ThreadPoolExecutor(1) as beside, closing(journal.another_connection()) as reading:
        # The state that is compared with is the one of this moment, and the copy begins in the same.
        reading.execute("BEGIN")
        told = reading.execute("SELECT id FROM journal").fetchone()
        waiting = beside.submit(contents.contents, reading)
        try:
            with closing(journal.another_connection()) as copying:
                copying.execute("PRAGMA query_only=OFF")
                copying.execute("PRAGMA synchronous=OFF")
                copying.execute("VACUUM INTO ?", (os.fspath(target),))
        finally:
            found = waiting.result()
        return _Copied(target, connect.schema_of(reading), str(told[0]), found)


def _packed(asked: _Asked, copied: _Copied, target: Path) -> Path:
    """Write the closed file, and return it once it is on the disk."""
    key = _key_file(asked)
    with ThreadPoolExecutor(1) as beside, backup_places.new(target) as made:
        digest = beside.submit(_sha256, copied.file)
        packing = closed_zip.Packing(made)
        journal = Part.of_file(connect.FILE, copied.file)
        packing.add(journal, _chunks(copied.file))
        told = {connect.FILE: PartOfIt(journal.size, digest.result())}
        if key is not None:
            packing.add(Part.of_bytes(locked.KEY_FILE, key), [key])
            told[locked.KEY_FILE] = PartOfIt(len(key), hashlib.sha256(key).hexdigest())
        manifest = msgspec.json.encode(_manifest(asked, copied, told))
        packing.add(Part.of_bytes(MANIFEST, manifest), [manifest])
        packing.end()
        made.flush()
        os.fsync(made.fileno())
    return target


def _manifest(asked: _Asked, copied: _Copied, parts: dict[str, PartOfIt]) -> Manifest:
    made = asked.now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Manifest(
        backup_form.FORMAT,
        backup_form.VERSION,
        copied.schema,
        made,
        asked.reason[: backup_form.LONGEST_REASON],
        copied.journal,
        mark(copied.contents, asked.journal.key),
        parts,
    )


def _key_file(asked: _Asked) -> bytes | None:
    """Return the key file that opens the copy, itself whole; a backup without it would be lost."""
    if asked.journal.key is None:
        return None
    salt = asked.journal.key.salt.hex()
    for name in (locked.KEY_FILE, locked.OLD):
        with suppress(FileNotFoundError, key_file.Damaged):
            content = (asked.journal.folder / name).read_bytes()
            if key_file.decode(content).head.salt == salt:
                return content
    raise BackupFailed(asked.into, "The key file of this journal is damaged or gone.")


def _examined(database: Path, key: DataKey | None) -> _Copied | None:
    """Return what is in a journal's file that lies by itself, or None where its pages do not fit together."""
    with ThreadPoolExecutor(1) as beside, closing(connect.open_file(database, "ro", key)) as reading:
        if reading.execute("PRAGMA application_id").fetchone()[0] != connect.APPLICATION_ID:
            return None
        fits = beside.submit(_pages_fit, database, key)
        try:
            told = reading.execute("SELECT id FROM journal").fetchone()
            found = contents.contents(reading)
            sealed = key is None or not reading.execute("PRAGMA cipher_integrity_check").fetchall()
        finally:
            whole = fits.result()
        if told is None or not whole or not sealed:
            return None
        return _Copied(database, connect.schema_of(reading), str(told[0]), found)


def _pages_fit(database: Path, key: DataKey | None) -> bool:
    """Tell whether all pages fit together; done on a connection of its own, beside the reading of all rows."""
    with closing(connect.open_file(database, "ro", key)) as reading:
        whole: bool = reading.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
        return whole


def _has_foreign_deeds(database: Path, key: DataKey | None) -> bool:
    """Tell whether a file would do something of its own accord that a journal does not: a backup may be anybody's."""
    with closing(connect.open_file(database, "ro", key)) as reading:
        should = schema_checks.made(connect.schema_of(reading))
        here = schema_checks.described(reading)
        return any(here[one] != should.get(one) for one in here if one[0] in ("trigger", "view"))


def _check_room(journal: Path, into: Path) -> None:
    """Refuse to make a backup that would leave the disk too full for the journal itself."""
    # The copy, and the closed file made of it, or that and what is taken out of it to be looked at.
    needed = 2 * sum(one.st_size for one in connect.stats(journal))
    disk = shutil.disk_usage(into)
    if disk.free - needed < min(LEFT_FREE, disk.total // 20):
        told = f"{needed // 1_000_000 + 1} MB are needed there, and {disk.free // 1_000_000} MB are free."
        raise BackupFailed(into, told)


def _failure(failed: Exception, asked: _Asked) -> Exception:
    """Return what a failure of the machine means: the journal itself is damaged, or the place is in the way."""
    database = connect.database(asked.journal.folder)
    meant = known(failed, database)
    if isinstance(meant, JournalDamaged | NotAJournal | SearchIndexDamaged):
        return JournalDamaged(database)
    return failed if meant is None else BackupFailed(asked.into, backup_places.in_the_way(meant))


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            yield chunk
