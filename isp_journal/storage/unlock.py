"""Unlocking a journal: which key file holds, what a secret opens, and every reason why not, told apart for certain."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from isp_journal.credentials import Passphrase, RecoveryCode, Secret
from isp_journal.errors import (
    KeyFileDamaged,
    KeyFileMissing,
    KnownError,
    PassphraseNeeded,
    WrongPassphrase,
    WrongRecoveryCode,
)
from isp_journal.storage import computer_key, durable, locked, slots
from isp_journal.storage.connect import database
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated
from isp_journal.storage.key_file import LARGEST, Damaged, KeyFile, decode
from isp_journal.storage.locked import BACKUPS, END, KEY_FILE, NEW, OLD, belongs, check_key, check_pair, has_key_file

is_locked = locked.is_locked
# What a zip file says that is none, is cut, or was made by somebody else: its key file may be whole all the same, so
# that the strict reader of backups gives up too soon. A sealed part is a RuntimeError, a wrongly packed one zlib's.
NO_ZIP = (zipfile.BadZipFile, zlib.error, struct.error)
UNREADABLE = (*NO_ZIP, OSError, RuntimeError, LookupError, ValueError, EOFError, Damaged)
# A passphrase takes 0.13 s for each file that it is tried on.
MOST_BACKUPS = 3


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The data key of a journal, from what its key file was put right (if it was damaged), and what that file says."""

    key: DataKey
    repaired: str
    file: KeyFile


@dataclass(frozen=True, slots=True)
class Copy:
    """A key file that is whole, and what it is called for the person."""

    content: bytes
    file: KeyFile
    source: str


def unlock(folder: Path, secret: Secret, *, settle: bool = True) -> Unlocked:
    """Return the key that a secret opens; a damaged key file is put right from a whole copy that it opens.

    `settle` says that nobody else may be changing the key file now, so that what a change left behind can be tidied up.
    """
    check_pair(folder)
    with translated(folder / KEY_FILE):
        whole = _read(folder / KEY_FILE)
        if whole is None:
            return _by_copy(folder, secret)
        key = opened(whole.file, secret)
        if key is None:
            raise wrong(folder, secret)
        check_key(folder, key)
        if settle:
            with suppress(OSError):
                _agree(folder, whole.content)
        return Unlocked(key, "", whole.file)


def check(folder: Path) -> None:
    """Refuse a journal that no secret can open, before one is asked for."""
    check_pair(folder)
    with translated(folder / KEY_FILE):
        if _read(folder / KEY_FILE) is None:
            _copies(folder)


def current(folder: Path) -> KeyFile:
    """Return what the key file of a journal says; raises KeyFileDamaged or KeyFileMissing."""
    with translated(folder / KEY_FILE):
        whole = _read(folder / KEY_FILE)
    if whole is None:
        raise _gone(folder)
    return whole.file


def opened(file: KeyFile, secret: Secret) -> DataKey | None:
    """Return the data key if this secret opens a slot of the file, else None."""
    if isinstance(secret, Passphrase):
        return slots.by_passphrase(file, secret)
    if isinstance(secret, RecoveryCode):
        return slots.by_recovery_code(file, secret)
    return computer_key.opened(file)


def wrong(folder: Path, secret: Secret) -> KnownError:
    """Return the error that says that a secret does not open a key file that is whole."""
    if isinstance(secret, RecoveryCode):
        return WrongRecoveryCode()
    return WrongPassphrase() if isinstance(secret, Passphrase) else PassphraseNeeded(folder)


def _by_copy(folder: Path, secret: Secret) -> Unlocked:
    """Open a whole copy of a key file that is damaged or gone, and put the file right from it."""
    copies, certain = _copies(folder)
    for copy in copies:
        key = opened(copy.file, secret)
        if key is None:
            continue
        if certain:
            check_key(folder, key)
        elif not belongs(database(folder), key):
            continue  # of a backup that was made under another key
        try:
            durable.write(folder / KEY_FILE, copy.content)
            _agree(folder, copy.content)
        except OSError:  # a place that cannot be written to: it opens, and is as damaged as before
            return Unlocked(key, "", copy.file)
        return Unlocked(key, copy.source, copy.file)
    # Whoever has only the copy of a backup cannot know whether the passphrase was changed since.
    raise wrong(folder, secret) if certain else _gone(folder)


def _copies(folder: Path) -> tuple[list[Copy], bool]:
    """Return the whole copies of a key file, and whether the latest one is among them for certain."""
    beside = [copy for name in (NEW, OLD) if (copy := _read(folder / name)) is not None]
    unfinished = (folder / NEW).exists()
    if len(beside) == (2 if unfinished else 1):
        return beside, True
    copies = [*beside, *_in_backups(folder / BACKUPS, {copy.content for copy in beside})]
    if not copies:
        raise _gone(folder)
    return copies, False


def _gone(folder: Path) -> KnownError:
    """Return the error that says that there is no key file to go by: none at all, or none that is whole."""
    return KeyFileDamaged(folder) if has_key_file(folder) else KeyFileMissing(folder)


def _in_backups(backups: Path, known: set[bytes]) -> Iterator[Copy]:
    """Give the key files that the newest backups hold, each once."""
    given = 0
    for file in sorted(backups.glob(f"*{END}"), reverse=True):
        with suppress(*UNREADABLE):
            with zipfile.ZipFile(file) as backup, backup.open(KEY_FILE) as member:
                content = member.read(LARGEST + 1)
            if content not in known:
                yield Copy(content, decode(content), f"the backup {file.name}")
                known.add(content)
                given += 1
        if given == MOST_BACKUPS:
            return


def _read(file: Path) -> Copy | None:
    """Return a key file if it is whole."""
    with suppress(FileNotFoundError, Damaged):
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        return Copy(content, decode(content), f"its copy {file.name}")
    return None


def _agree(folder: Path, content: bytes) -> None:
    """Make the copy say what the key file says, and end a change that was not finished."""
    copy = _read(folder / OLD)
    if copy is None or copy.content != content:
        durable.write(folder / OLD, content)
    for left in (NEW, *(name + durable.PART for name in (KEY_FILE, OLD, NEW))):
        durable.remove(folder / left)
