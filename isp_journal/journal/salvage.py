"""What can be read when a journal is damaged: its newest good backup, and words about what that lacks."""

from datetime import datetime
from pathlib import Path

from isp_journal.credentials import Secret
from isp_journal.errors import KnownError, NoBackup, OpenedCopy
from isp_journal.journal.opened_backup import private_folder
from isp_journal.journal.opening import Opening
from isp_journal.journal.restoring import newest_good, open_backup, todays_key
from isp_journal.storage import backup_places, damaged_file
from isp_journal.storage.damaged_file import Later


def newest_readable(folder: Path, secret: Secret | None) -> tuple[Opening, OpenedCopy]:
    """Open the newest good backup of a damaged journal for reading, and say from when it is and what it lacks.

    The damaged files are not touched. Raises NoBackup where there is none, WrongPassphrase for another secret.
    """
    backup = newest_good(folder)
    if backup is None:
        raise NoBackup()
    today = todays_key(folder, secret)
    own = today.key if today is not None else None
    opening = open_backup(backup.file, secret, own)
    try:
        with private_folder(backup_places.folder_of(folder)) as aside:
            later = damaged_file.changed_after(folder, own, backup.made_at, aside)
    except KnownError:  # no room for a copy to count in
        later = Later(0, False)
    made = datetime.fromisoformat(backup.made_at).astimezone().strftime("%Y-%m-%d %H:%M")
    return opening, OpenedCopy(made, missing(later))


def missing(later: Later) -> str:
    """Say in words for the person what the backup lacks."""
    if later.changes == 0:
        nothing = "Nothing was changed after that, as far as the damaged file can be read."
        return nothing if later.is_whole else "What was changed after that, if anything, can't be counted any more."
    things = "entry or note was" if later.changes == 1 else "entries and notes were"
    at_least = "" if later.is_whole else "At least "
    return f"{at_least}{later.changes} {things} changed after that; what is left of them is in the damaged file."
