"""Where backups lie: the folder in the journal's own, and a second place that may be full, away or shared."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from isp_journal.errors import (
    BackupDamaged,
    BackupFailed,
    DiskFails,
    DiskFull,
    JournalMissing,
    KnownError,
    ReadOnly,
    Refused,
)
from isp_journal.model import Backup
from isp_journal.storage import durable
from isp_journal.storage.backup_form import check_bytes, look
from isp_journal.storage.closed_zip import CHUNK
from isp_journal.storage.faults import known
from isp_journal.storage.locked import BACKUPS, END

NOT_AS_WRITTEN = "What was written could not be read back as it was."
NOT_THERE = "The folder is not there."
NOT_WRITABLE = "It can't be written to."
# Folders of work that is not done: they begin with a dot and never hold a file that would be listed.
UNDONE = ".making-"
_IN_USE = "in-use"
# More files than this are not backups of one journal.
MOST_LISTED = 1_000


def folder_of(journal: Path) -> Path:
    """Return the folder in which a journal keeps its backups; it need not be there yet."""
    return journal / BACKUPS


def listed(place: Path, *, second: bool = False, journal: str = "") -> list[Backup]:
    """Return the backups in a place, the newest first; those of one journal alone if its id is said.

    What cannot be read, or is none, is left out.
    """
    found = []
    for file in files(place):
        with suppress(KnownError, OSError):
            told = look(file)
            if journal in ("", told.journal):
                found.append(_backup(file, second=second))
    return sorted(found, key=lambda one: (one.made_at, one.file.name), reverse=True)


def files(place: Path) -> list[Path]:
    """Return the files in a place that are called like backups, the newest names first."""
    try:
        named = [one for one in place.iterdir() if one.name.endswith(END) and not one.name.startswith(".")]
    except OSError:
        return []
    return sorted(named, key=lambda one: one.name, reverse=True)[:MOST_LISTED]


def told(file: Path, *, second: bool = False) -> Backup:
    """Return a backup as it tells of itself; raises NotABackup or BackupDamaged."""
    return _backup(file, second=second)


def _backup(file: Path, *, second: bool) -> Backup:
    manifest = look(file)
    size = file.stat().st_size
    return Backup(file, manifest.made_at, manifest.reason, manifest.encrypted, manifest.schema, size, second)


def make(place: Path) -> None:
    """Make the folder of a journal's backups, for its owner alone, unless it is there."""
    if not place.is_dir():
        place.mkdir(mode=0o700)
        durable.sync_folder(place.parent)


@contextmanager
def undone(place: Path) -> Iterator[Path]:
    """Give a folder inside a place for work that is not done; it goes away with all that is left in it."""
    made = Path(tempfile.mkdtemp(prefix=UNDONE, dir=place))
    lock = FileLock(made / _IN_USE, timeout=0, mode=0o600)
    try:
        # A place that knows no locks has no second program at work either, as far as anybody can tell.
        with suppress(OSError):
            lock.acquire()
        yield made
    finally:
        lock.release()
        shutil.rmtree(made, ignore_errors=True)


def clean(place: Path) -> int:
    """Remove what work left behind that was ended from outside, and return how many such folders there were."""
    gone = 0
    with suppress(OSError):
        for left in list(place.glob(f"{UNDONE}*")):
            if _is_left(left):
                shutil.rmtree(left, ignore_errors=True)
                gone += 1
    return gone


def _is_left(made: Path) -> bool:
    """Tell whether no program is at work in a folder."""
    lock = FileLock(made / _IN_USE, timeout=0, mode=0o600)
    try:
        with lock:
            return True
    except Timeout:
        return False
    except OSError:
        return True


def put_in_place(made: Path, place: Path, name: str) -> Path:
    """Give a finished file its name in a place, for good."""
    final = place / name
    made.rename(final)
    durable.sync_folder(place)
    return final


def copy(backup: Backup, place: Path) -> Backup:
    """Copy a backup into a second place and read it back from there; raises what the place's failure raises."""
    with undone(place) as aside:
        made = aside / "copy"
        with backup.file.open("rb") as source, new(made) as target:
            shutil.copyfileobj(source, target, CHUNK)
            target.flush()
            os.fsync(target.fileno())
            _forget_cached(target.fileno())
        check_bytes(made)
        return told(put_in_place(made, place, backup.file.name), second=True)


def new(file: Path) -> BinaryIO:
    """Return a new file to write to, for its owner alone."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(file, flags, 0o600), "wb")


def _forget_cached(descriptor: int) -> None:
    """Let what was written be read from the device itself: a stick that keeps nothing is noticed by that alone."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def trouble_of(place: Path) -> Iterator[None]:
    """Turn what goes wrong with a place for backups inside the block into BackupFailed, with the cause in words."""
    try:
        yield
    except OSError as wrong:
        meant = known(wrong, place / "a backup")
        raise BackupFailed(place, f"{wrong.strerror}." if meant is None else in_the_way(meant)) from wrong
    except BackupDamaged as wrong:
        raise BackupFailed(place, NOT_AS_WRITTEN) from wrong


def in_the_way(meant: KnownError) -> str:
    """Return in one sentence what a known failure says of a place for backups."""
    told = {
        DiskFull: "The disk is full.",
        ReadOnly: NOT_WRITABLE,
        JournalMissing: NOT_THERE,
        DiskFails: "The disk did not do what it was asked to.",
    }
    return told.get(type(meant), meant.what)


def check_second(place: Path, journal: Path) -> None:
    """Refuse a second place that is no folder, cannot be written to, or would go together with the journal."""
    if not place.is_dir():
        raise Refused(f"There is no folder {place}.", todo="Make it first, or choose another one.")
    inside = place.resolve()
    if inside == journal.resolve() or journal.resolve() in inside.parents:
        raise Refused(f"{place} is in the journal's own folder.", todo="Choose one on another disk, or on a stick.")
    try:
        with undone(place):
            pass
    except OSError:
        raise ReadOnly(place) from None
