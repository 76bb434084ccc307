"""Changing what opens a locked journal: only its key file is rewritten, whatever size the journal has.

At each moment the file in place opens the journal: with the old secrets until the new file is there, with the new ones
from then on. The old file is given up only after the new one was read from the disk and has opened the journal.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from isp_journal.credentials import Passphrase, RecoveryCode, Secret
from isp_journal.errors import KeyFileDamaged, NoPassphrase
from isp_journal.storage import computer_key, durable, slots, unlock
from isp_journal.storage.connect import connect
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated
from isp_journal.storage.key_file import KeyFile, encode
from isp_journal.storage.locked import KEY_FILE, NEW, OLD, has_key_file


@dataclass(frozen=True, slots=True)
class Change:
    """A new key file for a journal, how what was changed in it is opened, and the key that this must give."""

    file: KeyFile
    opened: Callable[[KeyFile], DataKey | None]
    key: DataKey


def change_passphrase(folder: Path, old: Secret, new: Passphrase, now: str) -> None:
    """Let a new passphrase open the journal in place of the old one.

    Each derivation takes 0.12 s: the new one is made once, and what the disk gives back is opened with it.
    """
    file, key = checked(folder, old)
    derived = slots.derive(new)
    changed = msgspec.structs.replace(file, passphrase=slots.passphrase_slot(file.head, key, derived, now))
    _put(folder, Change(changed, lambda written: slots.by_derived(written, derived), key))


def change_code(folder: Path, secret: Secret, code: RecoveryCode, now: str) -> None:
    """Let a new recovery code open the journal in place of the old one."""
    file, key = checked(folder, secret)
    changed = msgspec.structs.replace(file, recovery=slots.recovery_slot(file.head, key, code, now))
    _put(folder, Change(changed, lambda written: slots.by_recovery_code(written, code), key))


def remember(folder: Path, secret: Secret, now: str) -> None:
    """Let this computer open the journal by a key in the desktop's own store; raises NoKeyStore where there is none."""
    file, key = checked(folder, secret)
    others = computer_key.forget(file)
    kept = computer_key.keep()
    slot = slots.computer_slot(file.head, key, kept, now)
    try:
        _put(folder, Change(msgspec.structs.replace(file, computers=(*others, slot)), computer_key.opened, key))
    except BaseException:
        computer_key.drop(kept[0])
        raise


def forget(folder: Path, key: DataKey) -> None:
    """Let this computer forget its key; the journal is open, so that its own key proves the right to do so."""
    file = _file(folder)
    others = computer_key.forget(file)
    if others != file.computers:
        _put(folder, Change(msgspec.structs.replace(file, computers=others), lambda _: key, key))


def checked(folder: Path, secret: Secret) -> tuple[KeyFile, DataKey]:
    """Return the key file and the key that a secret opens, or raise what says that it is the wrong one."""
    file = _file(folder)
    key = unlock.opened(file, secret)
    if key is None:
        raise unlock.wrong(folder, secret)
    return file, key


def _file(folder: Path) -> KeyFile:
    if not has_key_file(folder):
        raise NoPassphrase()
    return unlock.current(folder)


def _put(folder: Path, change: Change) -> None:
    """Put the new key file in the place of the old one, verified by what the disk gives back."""
    content = encode(change.file)
    place = folder / KEY_FILE
    with translated(place):
        before = place.read_bytes()
        try:
            # While this file lies there, whoever opens the journal knows that the copy may be the one of before.
            durable.write(folder / NEW, content)
            durable.write(place, content)
            _verify(folder, change)
        except BaseException:
            with suppress(OSError):
                if place.read_bytes() != before:
                    durable.write(place, before)
                durable.remove(folder / NEW)
            raise
        # The change is made: what fails from here on is done again when the journal is opened the next time.
        with suppress(OSError):
            durable.write(folder / OLD, content)
            durable.remove(folder / NEW)


def _verify(folder: Path, change: Change) -> None:
    """Open the journal with what lies on the disk now and the secret that was changed."""
    file = unlock.current(folder)
    if file != change.file or change.opened(file) != change.key:
        raise KeyFileDamaged(folder)
    connect(folder, writing=False, key=change.key).close()
