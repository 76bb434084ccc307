import threading
import unicodedata

import msgspec
import pytest

from isp_journal import recovery_words
from isp_journal.credentials import Passphrase, RecoveryCode
from isp_journal.storage import slots
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.key_file import Costs, KeyFile
from tests.storage.locks import CODE, LATER, NOW, OTHER, OTHER_CODE, PASSPHRASE, cheaply, locked_file

KEY = DataKey(bytes(range(32)), bytes(range(16)))


@pytest.fixture(scope="module")
def file() -> KeyFile:
    return locked_file(KEY)


def test_each_secret_opens_its_own_slot(file: KeyFile) -> None:
    assert slots.by_passphrase(file, PASSPHRASE) == KEY
    assert slots.by_recovery_code(file, CODE) == KEY
    assert slots.by_recovery_code(file, RecoveryCode(CODE.words.upper())) == KEY


@pytest.mark.parametrize("text", ["", OTHER.text, PASSPHRASE.text.lower(), PASSPHRASE.text + " ", "\ud800", CODE.words])
def test_another_passphrase_opens_nothing(file: KeyFile, text: str) -> None:
    assert slots.by_passphrase(file, Passphrase(text)) is None


@pytest.mark.parametrize("words", ["", OTHER_CODE.words, "abandon " * 12, PASSPHRASE.text])
def test_another_code_opens_nothing(file: KeyFile, words: str) -> None:
    assert slots.by_recovery_code(file, RecoveryCode(words)) is None


def test_a_passphrase_opens_from_every_keyboard(file: KeyFile) -> None:
    assert slots.by_passphrase(file, Passphrase(unicodedata.normalize("NFD", PASSPHRASE.text))) == KEY


def test_new_slots_cost_what_keeps_guessing_slow() -> None:
    assert Costs(memory=64 * 1024, passes=3, lanes=4) == slots.COSTS


def test_nothing_is_the_same_in_two_files_of_the_same_secrets(file: KeyFile) -> None:
    again = locked_file(KEY)
    one, other = file.passphrase.slot, again.passphrase.slot
    assert len({one.salt, other.salt, file.recovery.salt, again.recovery.salt}) == 4
    assert len({one.nonce, other.nonce, file.recovery.nonce, again.recovery.nonce}) == 4
    assert file.head.key != again.head.key


def test_a_slot_of_another_file_does_not_open(file: KeyFile) -> None:
    other = locked_file(KEY)
    assert slots.by_passphrase(msgspec.structs.replace(file, passphrase=other.passphrase), PASSPHRASE) is None
    assert slots.by_recovery_code(msgspec.structs.replace(file, recovery=other.recovery), CODE) is None


def test_what_a_slot_says_of_itself_cannot_be_changed(file: KeyFile) -> None:
    later = msgspec.structs.replace(file.recovery, changed_at=LATER)
    assert slots.by_recovery_code(msgspec.structs.replace(file, recovery=later), CODE) is None
    salted = msgspec.structs.replace(file.head, salt="00" * 16)
    assert slots.by_recovery_code(msgspec.structs.replace(file, head=salted), CODE) is None


def test_a_computer_opens_only_the_slot_of_its_own_name(file: KeyFile) -> None:
    slot = slots.computer_slot(file.head, KEY, ("one name", b"\x07" * 32), NOW)
    assert slots.by_computer(file, slot, b"\x07" * 32) == KEY
    assert slots.by_computer(file, slot, b"\x08" * 32) is None
    renamed = msgspec.structs.replace(slot, name="another name")
    assert slots.by_computer(file, renamed, b"\x07" * 32) is None


def test_a_new_slot_opens_with_the_new_secret_alone(file: KeyFile) -> None:
    slot = slots.recovery_slot(file.head, KEY, OTHER_CODE, LATER)
    changed = msgspec.structs.replace(file, recovery=slot)
    assert slots.by_recovery_code(changed, OTHER_CODE) == KEY
    assert slots.by_recovery_code(changed, CODE) is None
    assert slots.by_passphrase(changed, PASSPHRASE) == KEY
    assert changed.recovery.changed_at == LATER


def test_two_threads_may_open_at_the_same_time(file: KeyFile) -> None:
    derived = slots.derive(PASSPHRASE)
    dear = slots.passphrase_slot(file.head, KEY, derived, NOW)
    whole = msgspec.structs.replace(file, passphrase=dear)
    found: list[DataKey | None] = []
    threads = [threading.Thread(target=lambda: found.append(slots.by_passphrase(whole, PASSPHRASE))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [KEY] * 3


def test_what_was_derived_opens_its_own_slot_alone(file: KeyFile) -> None:
    with cheaply():
        derived, other = slots.derive(PASSPHRASE), slots.derive(PASSPHRASE)
    changed = msgspec.structs.replace(file, passphrase=slots.passphrase_slot(file.head, KEY, derived, NOW))
    assert slots.by_derived(changed, derived) == slots.by_passphrase(changed, PASSPHRASE) == KEY
    assert slots.by_derived(changed, other) is None
    assert slots.by_derived(file, derived) is None
    assert derived.wrapping.hex() not in repr(derived)


def test_a_code_that_was_made_here_opens(file: KeyFile) -> None:
    code = RecoveryCode(recovery_words.fresh())
    slot = slots.recovery_slot(file.head, KEY, code, NOW)
    assert slots.by_recovery_code(msgspec.structs.replace(file, recovery=slot), code) == KEY
