"""Each change of the key file is tried before the old one is given up, and a failure leaves what opened before."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from isp_journal.credentials import Passphrase, RecoveryCode, Secret, ThisComputer
from isp_journal.errors import (
    DiskFull,
    KeyFileDamaged,
    NoKeyStore,
    NoPassphrase,
    PassphraseNeeded,
    WrongPassphrase,
    WrongRecoveryCode,
)
from isp_journal.storage import durable, key_change, slots, unlock
from isp_journal.storage.connect import database
from isp_journal.storage.key_file import KEY_FILE, OLD
from isp_journal.storage.locked import NEW
from tests.storage.journals import fresh
from tests.storage.key_stores import Store, used
from tests.storage.locks import CODE, LATER, OTHER, OTHER_CODE, PASSPHRASE, cheaply, copied, locked_journal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return locked_journal(tmp_path_factory.mktemp("made") / "journal")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Iterator[Path]:
    with cheaply():
        yield copied(made, tmp_path / "journal")


def opens(folder: Path, secret: Secret) -> bool:
    try:
        unlock.unlock(folder, secret)
    except (WrongPassphrase, WrongRecoveryCode, PassphraseNeeded):
        return False
    return True


def test_a_new_passphrase_opens_and_the_old_one_does_not(folder: Path) -> None:
    key = unlock.unlock(folder, PASSPHRASE).key
    before = database(folder).read_bytes()
    key_change.change_passphrase(folder, PASSPHRASE, OTHER, LATER)
    assert [opens(folder, one) for one in (PASSPHRASE, OTHER, CODE)] == [False, True, True]
    assert unlock.unlock(folder, OTHER).key == key
    assert unlock.current(folder).passphrase.slot.changed_at == LATER
    assert (folder / OLD).read_bytes() == (folder / KEY_FILE).read_bytes()
    assert not (folder / NEW).exists()
    assert database(folder).read_bytes() == before


def test_who_forgot_the_passphrase_sets_one_with_the_code(folder: Path) -> None:
    key_change.change_passphrase(folder, CODE, OTHER, LATER)
    assert [opens(folder, one) for one in (PASSPHRASE, OTHER, CODE)] == [False, True, True]


def test_a_new_code_opens_and_the_old_one_does_not(folder: Path) -> None:
    key_change.change_code(folder, PASSPHRASE, OTHER_CODE, LATER)
    assert [opens(folder, one) for one in (CODE, OTHER_CODE, PASSPHRASE)] == [False, True, True]


def test_this_computer_opens_until_it_forgets(folder: Path) -> None:
    store = Store()
    with used(store):
        key_change.remember(folder, PASSPHRASE, LATER)
        key_change.remember(folder, PASSPHRASE, LATER)
        assert len(store.kept) == len(unlock.current(folder).computers) == 1
        assert opens(folder, ThisComputer())
        key_change.change_passphrase(folder, PASSPHRASE, OTHER, LATER)
        key = unlock.unlock(folder, ThisComputer()).key
        key_change.forget(folder, key)
        key_change.forget(folder, key)
        assert not opens(folder, ThisComputer())
    assert store.kept == {}
    assert opens(folder, OTHER)


def test_without_a_key_store_nothing_is_remembered(folder: Path) -> None:
    before = (folder / KEY_FILE).read_bytes()
    with pytest.raises(NoKeyStore):
        key_change.remember(folder, PASSPHRASE, LATER)
    assert (folder / KEY_FILE).read_bytes() == before


def test_a_secret_that_was_not_needed_does_not_stay_in_the_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    monkeypatch.setattr(durable, "write", full)
    with used(store), pytest.raises(DiskFull):
        key_change.remember(folder, PASSPHRASE, LATER)
    assert store.kept == {}


CHANGES: list[Callable[[Path, Secret], None]] = [
    lambda folder, secret: key_change.change_passphrase(folder, secret, OTHER, LATER),
    lambda folder, secret: key_change.change_code(folder, secret, OTHER_CODE, LATER),
    lambda folder, secret: key_change.remember(folder, secret, LATER),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("secret", "error"),
    [
        (Passphrase("not this one"), WrongPassphrase),
        (RecoveryCode("nor these"), WrongRecoveryCode),
        (ThisComputer(), PassphraseNeeded),
    ],
)
def test_a_wrong_secret_changes_nothing(
    folder: Path, change: Callable[[Path, Secret], None], secret: Secret, error: type[Exception]
) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(error):
        change(folder, secret)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_journal_without_a_lock_has_nothing_to_change(tmp_path: Path) -> None:
    fresh(tmp_path / "open").close()
    with pytest.raises(NoPassphrase):
        key_change.change_passphrase(tmp_path / "open", PASSPHRASE, OTHER, LATER)


def full(*_: object) -> None:
    raise OSError(28, "no room")


@pytest.mark.parametrize("written", range(5))
def test_a_disk_that_fills_up_leaves_one_passphrase_that_opens(
    folder: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Each file is written durably: the first is the new one aside, the second the switch, the third the copy."""
    write, left = durable.write, [None] * written

    def until_full(file: Path, content: bytes) -> None:
        full() if not left else left.pop()
        write(file, content)

    monkeypatch.setattr(durable, "write", until_full)
    if written < 2:
        with pytest.raises(DiskFull):
            key_change.change_passphrase(folder, PASSPHRASE, OTHER, LATER)
    else:
        key_change.change_passphrase(folder, PASSPHRASE, OTHER, LATER)
    monkeypatch.undo()
    assert [opens(folder, one) for one in (PASSPHRASE, OTHER)] == [written < 2, written >= 2]
    assert (folder / OLD).read_bytes() == (folder / KEY_FILE).read_bytes()
    assert not (folder / NEW).exists()


def test_a_file_that_does_not_open_the_journal_is_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / KEY_FILE).read_bytes()
    monkeypatch.setattr(slots, "by_derived", lambda *_: None)
    with pytest.raises(KeyFileDamaged):
        key_change.change_passphrase(folder, PASSPHRASE, OTHER, LATER)
    monkeypatch.undo()
    assert (folder / KEY_FILE).read_bytes() == before
    assert opens(folder, PASSPHRASE)


def test_a_change_makes_two_guesses_worth_of_work_and_reads_no_entry(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[float] = []
    make: Any = vars(slots)["Argon2id"]

    def counted(**costs: int) -> object:
        derived.append(time.perf_counter())
        return make(**costs)

    monkeypatch.setattr("isp_journal.storage.slots.Argon2id", counted)
    os.truncate(database(folder), database(folder).stat().st_size + 4096 * 10_000)
    key_change.change_passphrase(folder, PASSPHRASE, OTHER, LATER)
    assert len(derived) == 2
    assert time.perf_counter() - derived[0] < 2
