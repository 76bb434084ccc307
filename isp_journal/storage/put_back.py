"""Putting a backup in the place of a journal: whole or not at all, whatever cuts it off, with the old one set aside."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import JournalBusy, JournalDamaged
from isp_journal.storage import backup_file, connect, contents, durable, switch
from isp_journal.storage.connect import FILE, database
from isp_journal.storage.contents import Contents
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated

# Where SQLite keeps the locks of those who read a file.
_FIRST_READER, _READERS = 0x40000002, 510
# Elsewhere a file that somebody reads can't be moved in any case.
HAS_LOCKS = os.name == "posix"


@dataclass(frozen=True, slots=True)
class PutBack:
    """What came of it: where the files are that lay there before, if any, and what is in the journal now."""

    aside: Path | None
    contents: Contents


def put_back(backup: Path, folder: Path, key_of: Callable[[Path], DataKey | None], stamp: str) -> PutBack:
    """Make a backup the journal of a folder that nobody has open; what lay there goes into a folder called by `stamp`.

    The backup is opened and checked before, and once more in its place. `key_of` finds the key of what was unpacked.
    """
    with translated(database(folder), OSError, driver.Error, ours=True), _alone(database(folder)):
        try:
            part = switch.prepare(folder)
            manifest = backup_file.extract(backup, part, durable=True)
            key = key_of(part)
            found = backup_file.examine(backup, manifest, part / FILE, key)
            _make_ready(part / FILE, key)
            aside = _aside(folder, stamp)
            switch.decide(folder)
        except BaseException:
            if not switch.is_decided(folder):
                switch.drop(folder)
            raise
        switch.finish(folder)
        with closing(connect.connect(folder, writing=False, key=key)) as reading:
            if contents.contents(reading) != found:
                raise JournalDamaged(database(folder))
        return PutBack(aside, found)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep all other programs from a journal's file meanwhile; raises JournalBusy while one of them reads it.

    Whoever reads the old file removes its log by its name when it is closed, and that would be the restored one's.
    """
    if not HAS_LOCKS or not file.exists():
        yield
        return
    import fcntl  # other systems have no such module

    with file.open("r+b") as held:
        try:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB, _READERS, _FIRST_READER)
        except BlockingIOError:
            raise JournalBusy() from None
        yield


def _make_ready(file: Path, key: DataKey | None) -> None:
    """Switch write-ahead logging on, as every journal has it, and leave one closed file on the disk."""
    with closing(connect.open_file(file, "rw", key)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    with file.open("r+b") as written:
        os.fsync(written.fileno())
    durable.sync_folder(file.parent)


def _aside(folder: Path, stamp: str) -> Path | None:
    if not any((folder / name).exists() for name in switch.OLD_PAIR):
        return None
    name, number = stamp, 1
    while (folder / switch.ASIDE / name).exists():
        number += 1
        name = f"{stamp}-{number}"
    return switch.keep_old(folder, name)
