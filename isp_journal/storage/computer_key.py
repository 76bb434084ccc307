"""The key that this computer keeps, in the key store of its desktop; only where the person asked for it."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from isp_journal.errors import KnownError, NoKeyStore
from isp_journal.ids import new_id
from isp_journal.storage import slots
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.key_file import ComputerSlot, KeyFile

# What other programs of the account can read in the store's list: no name of a journal.
SERVICE = "isp-journal"
STORES = tuple(f"keyring.backends.{name}" for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows"))


def can_keep() -> bool:
    """Tell whether this computer has a key store of its own that answers."""
    return _store() is not None


def keep() -> tuple[str, bytes]:
    """Make a new secret and let the computer keep it; returns its name and the secret, or raises NoKeyStore."""
    store, name, chance = _store(), new_id(), secrets.token_bytes(32)
    if store is None:
        raise NoKeyStore()
    with _answering():
        store.set_password(SERVICE, name, chance.hex())
        if store.get_password(SERVICE, name) != chance.hex():
            raise NoKeyStore()
    return name, chance


def opened(file: KeyFile) -> DataKey | None:
    """Return the data key if this computer keeps the secret of one of the file's slots."""
    for slot in file.computers:
        kept = _kept(slot)
        key = slots.by_computer(file, slot, kept) if kept is not None else None
        if key is not None:
            return key
    return None


def is_kept(file: KeyFile) -> bool:
    """Tell whether this computer keeps the secret of one of the file's slots."""
    return any(_kept(slot) is not None for slot in file.computers)


def forget(file: KeyFile) -> tuple[ComputerSlot, ...]:
    """Let this computer forget its secrets for these slots; returns the slots of other computers."""
    others = []
    for slot in file.computers:
        if _kept(slot) is None:
            others.append(slot)
        else:
            drop(slot.name)
    return tuple(others)


def drop(name: str) -> None:
    """Let this computer forget the secret of this name; raises NoKeyStore where it does not answer."""
    store = _store()
    if store is not None:
        with _answering():
            store.delete_password(SERVICE, name)


def _kept(slot: ComputerSlot) -> bytes | None:
    store = _store()
    if store is None:
        return None
    with suppress(NoKeyStore, ValueError), _answering():
        kept = store.get_password(SERVICE, slot.name)
        return bytes.fromhex(kept) if kept is not None else None
    return None


def _store() -> Any | None:
    """Return the key store of the system, or None: others, such as a plain file, would keep the key for anybody."""
    with suppress(NoKeyStore), _answering():
        # On a thread of its own: some backends keep the failure by which they noticed that a library is missing, and
        # with it everything that the functions on the way there hold, such as the open journal.
        with ThreadPoolExecutor(1, "key-store") as apart:
            chosen = apart.submit(_chosen).result()
        for store in getattr(chosen, "backends", (chosen,)):
            if type(store).__module__.startswith(STORES):
                return store
    return None


def _chosen() -> Any:
    import keyring  # at first use: it takes 80 ms and is asked for by few

    return keyring.get_keyring()


@contextmanager
def _answering() -> Iterator[None]:
    """Turn whatever a key store raises into NoKeyStore: those of each system have failures of their own."""
    try:
        yield
    except KnownError:
        raise
    except Exception as silent:
        raise NoKeyStore() from silent
