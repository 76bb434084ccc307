"""Giving a journal another lock: adding one, taking it away, or a new data key after somebody saw the passphrase.

The journal is closed meanwhile. All of it is written into a new file, which is opened and compared before the old one
is given up; a power cut at any moment leaves the old journal or the new one, and each with what opens it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from isp_journal.credentials import Protection, Secret
from isp_journal.errors import KnownError, NoKeyStore, NoPassphrase, Refused
from isp_journal.journal.opening import open_journal, tidy
from isp_journal.storage import computer_key, connect, locked, rekey, unlock
from isp_journal.storage.key_file import KeyFile
from isp_journal.storage.lock import Hold
from isp_journal.storage.store import instant, utc_now

WHO = "a change of the lock"


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What was done to a journal's lock: done for certain, with the trouble of the backup after it, if any."""

    folder: Path
    problem: KnownError | None


def encrypt(folder: Path, protection: Protection) -> Rekeyed:
    """Lock a journal that has no passphrase; backups made before stay readable by whoever has them."""
    with _held(folder):
        if locked.is_locked(folder):
            raise Refused("This journal has a passphrase already.", todo="Change it, or ask for a new key.")
        rekey.rekey(folder, rekey.Wanted(None, protection, instant(utc_now())))
    return _backed_up(folder, protection.passphrase, "after a passphrase was set")


def decrypt(folder: Path, secret: Secret) -> Rekeyed:
    """Take the lock away: from then on whoever has the file can read it."""
    with _held(folder):
        unlocked = _unlocked(folder, secret)
        rekey.rekey(folder, rekey.Wanted(unlocked.key, None, instant(utc_now())))
        _forget(unlocked.file)
    return _backed_up(folder, None, "after the passphrase was taken away")


def new_data_key(folder: Path, secret: Secret, protection: Protection) -> Rekeyed:
    """Give a locked journal a new key, so that a passphrase or a code that somebody saw opens it no more.

    Backups made before still open with them.
    """
    with _held(folder):
        unlocked = _unlocked(folder, secret)
        rekey.rekey(folder, rekey.Wanted(unlocked.key, protection, instant(utc_now())))
        _forget(unlocked.file)
    return _backed_up(folder, protection.passphrase, "after a new key")


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a journal that is there and can be written to, and that nobody has open."""
    tidy(folder, writing=True)
    connect.check_presence(folder)
    connect.check_writable(folder)
    hold = Hold.take(folder, WHO, datetime.now(UTC))
    try:
        yield
    finally:
        hold.let_go()


def _unlocked(folder: Path, secret: Secret) -> unlock.Unlocked:
    if not locked.is_locked(folder):
        raise NoPassphrase()
    return unlock.unlock(folder, secret)


def _forget(file: KeyFile) -> None:
    # A key that opens nothing any more is no danger; the desktop may keep it where it does not answer.
    with suppress(NoKeyStore):
        computer_key.forget(file)


def _backed_up(folder: Path, secret: Secret | None, reason: str) -> Rekeyed:
    """Open the journal under its new lock and make a backup under it."""
    journal = open_journal(folder, writing=True, secret=secret)
    try:
        journal.backups.make(reason)
    except KnownError as problem:
        return Rekeyed(folder, problem)
    finally:
        journal.close()
    return Rekeyed(folder, None)
