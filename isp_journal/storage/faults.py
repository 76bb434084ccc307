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

UNREADABLE = "words that cannot be read"
# A folder lies where a file of ours belongs, or the other way round.
IN_THE_WAY = (errno.EISDIR, errno.EEXIST, errno.ENOTEMPTY)


def known(error: BaseException, file: Path) -> KnownError | None:
    """Return the known error behind a failure of the driver or the system, or None when it is a bug."""
    return _of_system(error, file) if isinstance(error, OSError) else _of_sqlite(_sqlite_name(error), file)


def _of_sqlite(name: str, file: Path) -> KnownError | None:
    # The memory that connections share is a file too: where it cannot grow there is no room.
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")):
        return DiskFull()
    if name == "SQLITE_CORRUPT_VTAB":
        return SearchIndexDamaged()
    if name.startswith("SQLITE_CORRUPT") or name == UNREADABLE:
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
def translated(file: Path, *kinds: type[Exception], ours: bool = False) -> Iterator[None]:
    """Turn failures of the machine inside the block into known errors; bugs pass through unchanged.

    `kinds` are the exceptions looked at; unless said, those of the driver and of the system. `ours` says that the file
    is a journal for certain: then a first page that tells nothing is damage.
    """
    looked_at: tuple[type[Exception], ...] = (*(kinds or (OSError, driver.Error)), UnicodeDecodeError)
    try:
        yield
    except looked_at as error:
        meant = known(error, file)
        if meant is None:
            raise
        if ours and isinstance(meant, NotAJournal):
            meant = JournalDamaged(file)
        raise meant from error


def _sqlite_name(error: BaseException) -> str:
    """Return SQLite's own name of the failure, through SQLAlchemy's wrapper where there is one."""
    inner = getattr(error, "orig", error)
    # The driver's own OperationalError, without a code of SQLite's, says that bytes of a text are no text.
    if isinstance(inner, driver.OperationalError | UnicodeDecodeError):
        return str(getattr(inner, "sqlite_errorname", UNREADABLE))
    return str(getattr(inner, "sqlite_errorname", "")) if isinstance(inner, driver.Error) else ""


def _of_system(error: OSError, file: Path) -> KnownError | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(file.parent)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP):
        return JournalMissing(file.parent)
    if error.errno in (errno.EIO, errno.ENXIO, errno.ENODEV):
        return DiskFails()
    if error.errno in IN_THE_WAY:
        place = error.filename2 or error.filename or file
        told = f"Something else lies where a file of the journal belongs: {place}."
        return KnownError(told, todo="Move it to another place, then try again.")
    return None
