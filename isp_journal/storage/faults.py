"""What SQLite's and the system's failures mean, told by their codes and never by their texts."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import (
    DiskFails,
    DiskFull,
    JournalBusy,
    JournalDamaged,
    JournalMissing,
    KnownError,
    NotAJournal,
    ReadOnly,
    SearchIndexDamaged,
)


def known(error: BaseException, file: Path) -> KnownError | None:
    """Return the known error behind a failure of the driver or the system, or None when it is a bug."""
    if isinstance(error, OSError):
        return _of_system(error, file)
    name = _sqlite_name(error)
    if name.startswith("SQLITE_FULL"):
        return DiskFull()
    if name == "SQLITE_CORRUPT_VTAB":
        return SearchIndexDamaged()
    if name.startswith("SQLITE_CORRUPT"):
        return JournalDamaged(file)
    if name.startswith("SQLITE_NOTADB"):
        return NotAJournal(file)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return JournalBusy()
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return ReadOnly(file.parent)
    if name.startswith("SQLITE_CANTOPEN"):
        return ReadOnly(file.parent) if file.exists() else JournalMissing(file.parent)
    if name.startswith("SQLITE_IOERR"):
        return DiskFails()
    return None


@contextmanager
def translated(file: Path, *kinds: type[Exception]) -> Iterator[None]:
    """Turn failures of the machine inside the block into known errors; bugs pass through unchanged.

    `kinds` are the exceptions looked at; unless said, those of the driver and of the system.
    """
    looked_at = kinds or (OSError, driver.Error)
    try:
        yield
    except looked_at as error:
        meant = known(error, file)
        if meant is None:
            raise
        raise meant from error


def _sqlite_name(error: BaseException) -> str:
    """Return SQLite's own name of the failure, through SQLAlchemy's wrapper where there is one."""
    inner = getattr(error, "orig", error)
    return str(getattr(inner, "sqlite_errorname", "")) if isinstance(inner, driver.Error) else ""


def _of_system(error: OSError, file: Path) -> KnownError | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(file.parent)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return JournalMissing(file.parent)
    if error.errno in (errno.EIO, errno.ENXIO, errno.ENODEV):
        return DiskFails()
    return None
