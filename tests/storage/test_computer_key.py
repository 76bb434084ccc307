from collections.abc import Iterator

import msgspec
import pytest
from keyring.backend import KeyringBackend
from keyring.core import load_keyring

from isp_journal.errors import NoKeyStore
from isp_journal.storage import computer_key, slots
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.key_file import KeyFile
from tests.storage.key_stores import PlainFile, Store, used
from tests.storage.locks import NOW, locked_file

KEY = DataKey(bytes(range(32)), bytes(range(16)))


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store()
    with used(made):
        yield made


def remembered(store: Store) -> KeyFile:
    """Return a key file with a slot whose secret lies in the store."""
    file = locked_file(KEY)
    slot = slots.computer_slot(file.head, KEY, computer_key.keep(), NOW)
    return msgspec.structs.replace(file, computers=(slot,))


def test_a_computer_that_keeps_the_secret_opens_until_it_forgets(store: Store) -> None:
    file = remembered(store)
    assert computer_key.can_keep()
    assert computer_key.is_kept(file)
    assert computer_key.opened(file) == KEY
    assert computer_key.forget(file) == ()
    assert store.kept == {}
    assert computer_key.opened(file) is None
    assert not computer_key.is_kept(file)


def test_the_store_learns_no_key_and_no_name(store: Store) -> None:
    file = remembered(store)
    ((service, name), secret) = next(iter(store.kept.items()))
    assert service == "isp-journal"
    assert name not in (file.head.journal, file.head.key)
    assert KEY.key.hex() not in secret


def test_slots_of_other_computers_stay(store: Store) -> None:
    file = remembered(store)
    theirs = slots.computer_slot(file.head, KEY, ("another computer", b"\x01" * 32), NOW)
    both = msgspec.structs.replace(file, computers=(theirs, *file.computers))
    assert computer_key.opened(both) == KEY
    assert computer_key.forget(both) == (theirs,)


@pytest.mark.parametrize("kept", ["no hexadecimal", "00" * 32, ""])
def test_a_secret_that_was_changed_in_the_store_opens_nothing(store: Store, kept: str) -> None:
    file = remembered(store)
    store.kept = dict.fromkeys(store.kept, kept)
    assert computer_key.opened(file) is None


@pytest.mark.parametrize("silent", [RuntimeError("locked"), OSError(5, "bus"), ValueError("of its own")])
def test_a_store_that_does_not_answer_is_told_and_opens_nothing(store: Store, silent: Exception) -> None:
    file = remembered(store)
    store.silent = silent
    assert computer_key.opened(file) is None
    assert computer_key.forget(file) == file.computers
    with pytest.raises(NoKeyStore):
        computer_key.keep()
    with pytest.raises(NoKeyStore):
        computer_key.drop("a name")


def test_a_store_that_keeps_nothing_is_noticed(store: Store) -> None:
    store.forgetful = True
    with pytest.raises(NoKeyStore):
        computer_key.keep()


@pytest.mark.parametrize("other", [load_keyring("keyring.backends.fail.Keyring"), PlainFile()])
def test_only_a_store_of_the_system_is_used(store: Store, other: KeyringBackend) -> None:
    file = remembered(store)
    with used(other):
        assert not computer_key.can_keep()
        assert computer_key.opened(file) is None
        with pytest.raises(NoKeyStore):
            computer_key.keep()
        computer_key.drop("a name")
    assert computer_key.opened(file) == KEY
