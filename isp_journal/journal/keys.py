"""What opens the journal: its passphrase, its recovery code, and whether this computer remembers its key."""

from dataclasses import dataclass

from isp_journal.credentials import Passphrase, RecoveryCode, Secret
from isp_journal.errors import NoPassphrase
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.locked import has_key_file
from isp_journal.storage.store import Store, instant, utc_now


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """How a journal is kept from others; `changed_at` is the instant of its present passphrase, or empty."""

    encrypted: bool
    remembered: bool
    can_remember: bool
    changed_at: str


class Keys:
    """Changes what opens an open journal; each change rewrites the key file alone and takes less than half a second."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def are_needed(self) -> bool:
        """Whether the journal has a passphrase; known at once, while `status` asks the desktop too."""
        return self._store.key is not None

    def status(self) -> KeyStatus:
        """Return how the journal is kept; asks the desktop's key store, which may take a moment."""
        # at first use, here and below: the ciphers are for a locked journal alone
        from isp_journal.storage import computer_key, unlock

        if self._store.key is None:
            return KeyStatus(encrypted=False, remembered=False, can_remember=False, changed_at="")
        file = unlock.current(self._store.folder)
        return KeyStatus(True, computer_key.is_kept(file), computer_key.can_keep(), file.passphrase.slot.changed_at)

    def check(self, secret: Secret) -> None:
        """Raise WrongPassphrase or WrongRecoveryCode unless this secret opens the journal."""
        from isp_journal.storage import key_change  # at first use

        self._key()
        key_change.checked(self._store.folder, secret)

    def change_passphrase(self, old: Secret, new: Passphrase) -> None:
        """Let a new passphrase open the journal in place of the old one; backups made before open with the old one."""
        from isp_journal.storage import key_change  # at first use

        self._key()
        with self._store.changing_key():
            key_change.change_passphrase(self._store.folder, old, new, _now())

    def set_recovery_code(self, secret: Secret, code: RecoveryCode) -> None:
        """Let a new recovery code open the journal; the printed page of before opens backups made before, no more."""
        from isp_journal.storage import key_change  # at first use

        self._key()
        with self._store.changing_key():
            key_change.change_code(self._store.folder, secret, code, _now())

    def remember(self, secret: Secret) -> None:
        """Let this computer open the journal without a passphrase; raises NoKeyStore where it keeps no keys."""
        from isp_journal.storage import key_change  # at first use

        self._key()
        with self._store.changing_key():
            key_change.remember(self._store.folder, secret, _now())

    def forget(self) -> None:
        """Let this computer ask for the passphrase again."""
        from isp_journal.storage import key_change  # at first use

        key = self._key()
        with self._store.changing_key():
            key_change.forget(self._store.folder, key)

    def _key(self) -> DataKey:
        if self._store.key is None or not has_key_file(self._store.folder):
            raise NoPassphrase()
        return self._store.key


def _now() -> str:
    return instant(utc_now())
