"""The way back from a backup: restored into a folder, or opened aside to be read."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal.credentials import Secret, ThisComputer
from isp_journal.errors import FolderNotEmpty, KnownError, NewerJournal, NoBackup
from isp_journal.journal.opened_backup import key_in, private_folder, unpacked
from isp_journal.journal.opening import Found, Opening, tidy
from isp_journal.model import Backup, Restored
from isp_journal.paths import opened_backups
from isp_journal.storage import backup_file, backup_places, backup_state, connect, locked, new_folder, seen, switch
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated
from isp_journal.storage.lock import HOLDER, LOCK, Hold
from isp_journal.storage.put_back import put_back
from isp_journal.storage.store import LEFT_BEHIND, utc_now

if TYPE_CHECKING:
    from isp_journal.storage.unlock import Unlocked

WHO = "a restore"
# What may lie in a folder in which there is no journal any more, or not yet.
MAY_LIE_THERE = {
    *LEFT_BEHIND,
    *switch.OLD_PAIR,
    locked.BACKUPS,
    switch.ASIDE,
    switch.PART,
    switch.LOCKED,
    switch.PLAIN,
}


def restore(backup: Path, folder: Path, secret: Secret | None) -> Restored:
    """Make a backup the journal of a folder: a new or empty one, or one whose journal is set aside first.

    A locked backup needs the passphrase of its day or the recovery code; over its own journal today's is enough as
    long as the data key is the same, and goes on to open it. Nothing is written over or deleted; a power
    cut at any moment leaves the journal that was there, or the restored one. Raises OpenElsewhere while somebody has
    the journal open.
    """
    manifest = backup_file.look(backup)
    if manifest.schema > connect.SCHEMA:
        raise NewerJournal(manifest.schema, connect.SCHEMA)
    backup = backup.absolute()
    made = _prepared(folder)
    try:
        tidy(folder, writing=True)
        hold = Hold.take(folder, WHO, datetime.now(UTC))
        try:
            stamp = utc_now().strftime("%Y%m%dT%H%M%SZ")
            done = put_back(backup, folder, lambda part: _key_for(part, backup, folder, secret), stamp)
        finally:
            hold.let_go()
    except BaseException:
        if made:
            _remove(folder)
        raise
    seen.forget(manifest.journal)
    return Restored(folder, done.aside, done.contents.entries)


def todays_key(folder: Path, secret: Secret | None) -> Unlocked | None:
    """Return what the key file of a journal gives for a secret, or None where that cannot be known."""
    if not locked.has_key_file(folder):
        return None
    from isp_journal.storage import unlock  # at first use: the ciphers are for a locked journal alone

    try:
        return unlock.unlock(folder, secret or ThisComputer(), settle=False)
    except KnownError:
        return None


def _key_for(part: Path, backup: Path, folder: Path, secret: Secret | None) -> DataKey | None:
    """Return the key of what was unpacked; where today's key file opens it as well, that one goes along with it."""
    today = todays_key(folder, secret) if (part / locked.KEY_FILE).exists() else None
    if today is None or not locked.belongs(connect.database(part), today.key):
        return key_in(backup, part, secret)
    from isp_journal.storage import key_file  # at first use: as above

    key_file.write(part / locked.KEY_FILE, today.file)
    return today.key


def restore_newest(folder: Path, secret: Secret | None) -> Restored:
    """Make the newest good backup of a journal the journal again, which is set aside first; raises NoBackup."""
    found = newest_good(folder)
    if found is None:
        raise NoBackup()
    return restore(found.file, folder, secret)


def open_backup(backup: Path, secret: Secret | None, own: DataKey | None = None) -> Opening:
    """Open a backup for reading, in a private folder that goes away when it is closed; all of it is checked before.

    `own` is the journal's own key where it is known: the passphrase of the day of the backup may have been another.
    """
    backup_places.clean(opened_backups())
    near = backup.parent if backup.parent.name == locked.BACKUPS else opened_backups()
    with ExitStack() as stack:
        folder = stack.enter_context(private_folder(near))
        manifest = unpacked(backup, folder)
        ours = own is not None and manifest.encrypted and locked.belongs(connect.database(folder), own)
        key = own if ours else key_in(backup, folder, secret)
        backup_file.examine(backup, manifest, connect.database(folder), key)
        opening = Opening(folder, connect.connect(folder, writing=False, key=key), None, Found(manifest.made_at, key))
        opening.at_close(stack.pop_all().close)
        return opening


def newest_good(folder: Path) -> Backup | None:
    """Return the newest backup of a journal whose bytes are all as they were written, in either place; None if none is.

    The journal itself may be damaged or gone.
    """
    place = backup_places.folder_of(folder)
    found = backup_places.listed(place)
    second = backup_state.read(place).second
    if second:
        # Another journal may keep its backups there as well.
        ours = {backup_file.look(one.file).journal for one in found}
        others = backup_places.listed(Path(second), second=True)
        found += [one for one in others if not ours or backup_file.look(one.file).journal in ours]
    for one in sorted(found, key=lambda one: (one.made_at, not one.second), reverse=True):
        with suppress(KnownError, OSError):
            backup_file.check_bytes(one.file)
            return one
    return None


def found(folder: Path, named: str) -> Path:
    """Return the file of the backup that somebody named: by its place, or by its name in a journal's own list."""
    typed = Path(named)
    here = backup_places.folder_of(folder) / typed.name
    return here if typed.parent == Path() and not typed.exists() and here.exists() else typed


def _prepared(folder: Path) -> bool:
    """See to it that the folder is there and may be restored into; returns whether it was made."""
    if new_folder.make(folder):
        return True
    with translated(connect.database(folder)):
        there = {one.name for one in folder.iterdir()}
        if there - MAY_LIE_THERE and not connect.database(folder).exists():
            raise FolderNotEmpty(folder)
    return False


def _remove(folder: Path) -> None:
    """Remove a folder that was made for a restore that failed, unless there is a journal in it after all."""
    with suppress(OSError):
        if not connect.database(folder).exists() and not switch.is_decided(folder):
            for name in (LOCK, HOLDER):
                (folder / name).unlink(missing_ok=True)
            folder.rmdir()
