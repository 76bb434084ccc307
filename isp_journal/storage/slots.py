"""The slots of a key file: the data key wrapped by a passphrase, a recovery code, or this computer's own key.

A wrapped key tells for certain whether it was opened rightly (AES-256-GCM), and what a slot says of itself is bound to
it: a slot that was moved into another file, or whose costs were changed, does not open.
"""

import json
import secrets
import threading
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from isp_journal import passphrases, recovery_words
from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.ids import new_id
from isp_journal.storage.data_key import KEY_BYTES, DataKey
from isp_journal.storage.key_file import MAGIC, NEEDS, ComputerSlot, Costs, Head, KeyFile, PassphraseSlot, Slot

SALT = 16
NONCE = 12
# What a new slot costs; an older one keeps the costs that stand in it.
COSTS = Costs()
# Two derivations with several lanes at the same time wait for each other without end inside OpenSSL.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Derived:
    """What was made of a passphrase at its full cost, kept while a new slot is written and read back."""

    costs: Costs
    salt: bytes
    wrapping: bytes = field(repr=False)


def lock(journal: str, key: DataKey, protection: Protection, now: str) -> KeyFile:
    """Return the key file of a journal that these two secrets open."""
    head = Head(journal, new_id(), key.salt.hex(), NEEDS)
    passphrase = passphrase_slot(head, key, derive(protection.passphrase), now)
    return KeyFile(head, passphrase, recovery_slot(head, key, protection.code, now))


def derive(passphrase: Passphrase) -> Derived:
    """Pay the costs of a new slot for a passphrase."""
    salt = secrets.token_bytes(SALT)
    return Derived(COSTS, salt, _from_passphrase(passphrase, COSTS, salt))


def passphrase_slot(head: Head, key: DataKey, derived: Derived, now: str) -> PassphraseSlot:
    """Return the data key wrapped by a passphrase."""
    bound = _bound(head, "passphrase", derived.costs)
    return PassphraseSlot(derived.costs, _wrapped(key, derived.wrapping, derived.salt, now, bound))


def recovery_slot(head: Head, key: DataKey, code: RecoveryCode, now: str) -> Slot:
    """Return the data key wrapped by a recovery code."""
    salt = secrets.token_bytes(SALT)
    wrapping = _expanded(recovery_words.bits(code.words), "recovery", salt)
    return _wrapped(key, wrapping, salt, now, _bound(head, "recovery"))


def computer_slot(head: Head, key: DataKey, kept: tuple[str, bytes], now: str) -> ComputerSlot:
    """Return the data key wrapped by what a computer's key store keeps under a name."""
    name, chance = kept
    salt = secrets.token_bytes(SALT)
    wrapping = _expanded(chance, "computer", salt)
    return ComputerSlot(name, _wrapped(key, wrapping, salt, now, _bound(head, f"computer {name}")))


def by_passphrase(file: KeyFile, passphrase: Passphrase) -> DataKey | None:
    """Return the data key, or None when this is not the passphrase."""
    costs, slot = file.passphrase.costs, file.passphrase.slot
    wrapping = _from_passphrase(passphrase, costs, bytes.fromhex(slot.salt))
    return _opened(file.head, slot, wrapping, _bound(file.head, "passphrase", costs))


def by_derived(file: KeyFile, derived: Derived) -> DataKey | None:
    """Return the data key, or None when the file's slot was not made with this; at no cost."""
    costs, slot = file.passphrase.costs, file.passphrase.slot
    if (costs, slot.salt) != (derived.costs, derived.salt.hex()):
        return None
    return _opened(file.head, slot, derived.wrapping, _bound(file.head, "passphrase", costs))


def by_recovery_code(file: KeyFile, code: RecoveryCode) -> DataKey | None:
    """Return the data key, or None when these words are not the code."""
    if not recovery_words.fits(code.words):
        return None
    wrapping = _expanded(recovery_words.bits(code.words), "recovery", bytes.fromhex(file.recovery.salt))
    return _opened(file.head, file.recovery, wrapping, _bound(file.head, "recovery"))


def by_computer(file: KeyFile, computer: ComputerSlot, kept: bytes) -> DataKey | None:
    """Return the data key, or None when what the computer kept does not open this slot."""
    wrapping = _expanded(kept, "computer", bytes.fromhex(computer.slot.salt))
    return _opened(file.head, computer.slot, wrapping, _bound(file.head, f"computer {computer.name}"))


def _from_passphrase(passphrase: Passphrase, costs: Costs, salt: bytes) -> bytes:
    # Half of a sign, as a terminal may hand it over, is a wrong passphrase and no failure.
    text = passphrases.normal(passphrase.text).encode("utf-8", "surrogatepass")
    with _ONE_AT_A_TIME:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=costs.passes, lanes=costs.lanes, memory_cost=costs.memory
        ).derive(text)


def _expanded(chance: bytes, kind: str, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=f"{MAGIC}: {kind}".encode()).derive(chance)


def _bound(head: Head, kind: str, costs: Costs | None = None) -> list[object]:
    """Return what is bound to a wrapped key beside its secret and its salt."""
    paid = [costs.memory, costs.passes, costs.lanes] if costs is not None else []
    return [MAGIC, head.journal, head.key, head.salt, kind, *paid]


def _wrapped(key: DataKey, wrapping: bytes, salt: bytes, now: str, bound: list[object]) -> Slot:
    nonce = secrets.token_bytes(NONCE)
    wrapped = AESGCM(wrapping).encrypt(nonce, key.key, _said(bound, salt.hex(), now))
    return Slot(salt.hex(), nonce.hex(), wrapped.hex(), now)


def _opened(head: Head, slot: Slot, wrapping: bytes, bound: list[object]) -> DataKey | None:
    nonce, wrapped = bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped)
    try:
        key = AESGCM(wrapping).decrypt(nonce, wrapped, _said(bound, slot.salt, slot.changed_at))
    except InvalidTag:
        return None
    return DataKey(key, bytes.fromhex(head.salt))


def _said(bound: list[object], salt: str, now: str) -> bytes:
    return json.dumps([*bound, salt, now], ensure_ascii=True).encode("ascii")
