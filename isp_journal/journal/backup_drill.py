"""Trying a backup: it is restored aside as it would be on a bare computer, looked at whole, and compared."""

import time
from collections.abc import Callable

from isp_journal.errors import Cancelled, KnownError
from isp_journal.journal.opened_backup import private_folder
from isp_journal.model import Backup, DrillReport
from isp_journal.storage import backup_file, backup_places
from isp_journal.storage.backup_compare import differences
from isp_journal.storage.put_back import put_back
from isp_journal.storage.store import Store

Told = Callable[[int, int, str], object]
RESTORED = "restored"
STEPS = 2


def drill(store: Store, backup: Backup, told: Told | None) -> DrillReport:
    """Restore a backup of an open journal aside, and say what was in it and what did not fit; raises Cancelled."""
    began = time.monotonic()
    entries = attachments = 0
    problems: list[str] = []
    with private_folder(backup_places.folder_of(store.folder)) as aside:
        folder = aside / RESTORED
        folder.mkdir(mode=0o700)
        try:
            _step(told, 0, "Restoring the backup aside")
            restored = put_back(backup.file, folder, backup_file.opens_with(backup.file, store.key), RESTORED)
            entries, attachments = restored.contents.entries, restored.contents.attachments
            _step(told, 1, "Comparing it with the journal")
            problems += differences(store, folder)
            _step(told, STEPS, "")
        except Cancelled:
            raise
        except KnownError as wrong:
            problems.append(wrong.what)
    return DrillReport(backup, entries, attachments, tuple(problems), time.monotonic() - began)


def _step(told: Told | None, done: int, what: str) -> None:
    if told is not None and told(done, STEPS, what) is False:
        raise Cancelled
