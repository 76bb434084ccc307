"""A backup that is looked into: unpacked once into a private folder, which goes away with the journal."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from isp_journal.credentials import Secret, ThisComputer
from isp_journal.errors import BackupDamaged, NewerJournal, PassphraseNeeded
from isp_journal.paths import opened_backups
from isp_journal.storage import backup_file, backup_form, backup_places, connect, locked
from isp_journal.storage.backup_form import Manifest
from isp_journal.storage.connect import FILE
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated
from isp_journal.storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class _Unpacked:
    """A backup in its private folder, open for reading."""

    file: Path
    store: Store
    stack: ExitStack


class OpenedBackup:
    """The backup that somebody of one open journal looks into; looking into another one closes it."""

    def __init__(self, journal: Store, place: Path) -> None:
        self._journal = journal
        self._place = place
        self._unpacked: _Unpacked | None = None
        self._lock = threading.RLock()

    @contextmanager
    def reading(self, backup: Path, secret: Secret | None = None) -> Iterator[Transaction]:
        """Give a transaction on a backup; it opens with the journal's own key unless a secret is said."""
        with self._lock:
            if self._unpacked is None or self._unpacked.file != backup:
                self.close()
                self._unpacked = self._unpack(backup, secret)
            with self._unpacked.store.reading() as transaction:
                yield transaction

    def close(self) -> None:
        """Close the backup, and remove what was unpacked."""
        with self._lock:
            unpacked, self._unpacked = self._unpacked, None
            if unpacked is not None:
                unpacked.stack.close()

    def _unpack(self, backup: Path, secret: Secret | None) -> _Unpacked:
        with ExitStack() as stack:
            folder = stack.enter_context(private_folder(self._place))
            manifest = unpacked(backup, folder)
            key = self._journal.key if secret is None else key_in(backup, folder, secret)
            key = backup_file.fitting(backup, manifest, connect.database(folder), key)
            store = Store(folder, connect.connect(folder, writing=False, key=key), None, key=key)
            stack.callback(store.close)
            return _Unpacked(backup, store, stack.pop_all())


@contextmanager
def private_folder(preferred: Path) -> Iterator[Path]:
    """Give a folder that goes away: in the preferred place, whose disk is as private as the journal's, or elsewhere."""
    with ExitStack() as stack:
        try:
            made = stack.enter_context(backup_places.undone(preferred))
        except OSError:  # the place is not there, or cannot be written to
            elsewhere = opened_backups()
            with translated(elsewhere / FILE):
                elsewhere.mkdir(mode=0o700, parents=True, exist_ok=True)
                made = stack.enter_context(backup_places.undone(elsewhere))
        yield made


def unpacked(backup: Path, folder: Path) -> Manifest:
    """Unpack a backup into a folder, every byte checked; raises NewerJournal for one of a newer app."""
    with translated(folder / FILE):
        manifest = backup_form.extract(backup, folder)
    if manifest.schema > connect.SCHEMA:
        raise NewerJournal(manifest.schema, connect.SCHEMA)
    return manifest


def key_in(backup: Path, folder: Path, secret: Secret | None) -> DataKey | None:
    """Return the key of what was unpacked into a folder, None where it needs none; without a secret this computer's."""
    if not (folder / locked.KEY_FILE).exists():
        return None
    # at first use: the ciphers are for a locked journal alone
    from isp_journal.storage import key_file, unlock

    try:
        file = key_file.read(folder / locked.KEY_FILE)
    except key_file.Damaged:
        raise BackupDamaged(backup) from None
    key = unlock.opened(file, secret or ThisComputer())
    if key is None:
        raise PassphraseNeeded(backup) if secret is None else unlock.wrong(folder, secret)
    return key
