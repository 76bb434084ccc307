"""Locked journals and key files, as tests want them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.storage import slots
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.key_file import Costs, KeyFile
from tests.storage.journals import written

NOW = "2026-03-02T09:00:00.000Z"
LATER = "2026-03-03T09:00:00.000Z"
PASSPHRASE = Passphrase("vier Wörter und Kaffee")
CODE = RecoveryCode("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about")
OTHER = Passphrase("another four words here")
OTHER_CODE = RecoveryCode("legal winner thank year wave sausage worth useful legal winner thank yellow")
PROTECTION = Protection(PASSPHRASE, CODE)
OTHER_PROTECTION = Protection(OTHER, OTHER_CODE)
# A guess at this price takes a millisecond, in one thread.
CHEAP = Costs(memory=8_192, passes=1, lanes=1)
WORDS = "I stopped the agenda."


@contextmanager
def cheaply() -> Iterator[None]:
    """Let new key files be cheap to open, so that a test can open many."""
    dear, slots.COSTS = slots.COSTS, CHEAP
    try:
        yield
    finally:
        slots.COSTS = dear


def locked_journal(folder: Path) -> Path:
    """Make a locked journal with one entry, closed again, and return its folder."""
    with cheaply():
        create_journal(folder, author="Jonas Aldren", protection=PROTECTION)
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    written(journal, WORDS)
    journal.close()
    return folder


def locked_file(key: DataKey) -> KeyFile:
    """Return a key file for a key."""
    with cheaply():
        return slots.lock("01a20fc6-9e62-77fb-bf12-aa9325cc0772", key, PROTECTION, NOW)


def copied(folder: Path, to: Path) -> Path:
    """Copy a closed journal and return the folder of the copy."""
    shutil.copytree(folder, to)
    return to
