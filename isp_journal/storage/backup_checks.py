"""Whether backups are, byte for byte, what was written; and the newest one, to compare the journal with.

A backup gets its name only after it was opened and compared with the journal. So the same bytes are as good today.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from isp_journal.errors import BackupDamaged, NewerJournal, NotABackup, Refused
from isp_journal.model import Problem
from isp_journal.storage import backup_form, backup_places, backup_state
from isp_journal.storage.checking import Pace, Subject
from isp_journal.storage.closed_zip import CHUNK, DIGEST
from isp_journal.storage.connect import FILE, open_file
from isp_journal.storage.locked import belongs

OTHERS = "Leave it where it is, use another backup, and make a new one: isp-journal backup."
NOT_WHOLE = (BackupDamaged, NotABackup, NewerJournal, Refused)


def backups(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look at every byte of every backup of the journal, in its own folder and in the second place if that is there."""
    place = backup_places.folder_of(subject.folder)
    second = backup_state.read(place).second
    for where in (place, *([Path(second)] if second else ())):
        for file in backup_places.files(where):
            pace.look()
            # Other journals may keep their backups in the second place.
            if (where == place or _is_ours(subject, file)) and not is_whole(file, pace):
                also = "" if where == place else " in the second place"
                yield Problem("A backup is not as it was written.", f"{file.name}{also}", OTHERS)


def _is_ours(subject: Subject, file: Path) -> bool:
    """Tell whether a backup is of this journal; one that can't be read may be."""
    try:
        told = subject.connection.execute("SELECT id FROM journal").fetchone()
        return told is None or backup_form.look(file).journal == told[0]
    except NOT_WHOLE:
        return True


def is_whole(file: Path, pace: Pace) -> bool:
    """Tell whether a file has the form of a backup, and ends with the digest of all before it."""
    try:
        with backup_form.opened(file) as stream:
            backup_form.inside(stream, file)
            return _fits_its_digest(stream, pace)
    except NOT_WHOLE:
        return False


def _fits_its_digest(stream: BinaryIO, pace: Pace) -> bool:
    stream.seek(0)
    left = os.fstat(stream.fileno()).st_size - DIGEST
    whole = hashlib.sha256()
    while left > 0 and (chunk := stream.read(min(CHUNK, left))):
        pace.look()
        left -= len(chunk)
        whole.update(chunk)
    return bytes(stream.read(DIGEST + 1)) == whole.hexdigest().encode()


@contextmanager
def newest(subject: Subject, pace: Pace) -> Iterator[Any | None]:
    """Give a connection to the newest whole backup of this journal, taken out beside it; None where none opens."""
    told = subject.connection.execute("SELECT id FROM journal").fetchone()
    place = backup_places.folder_of(subject.folder)
    listed = backup_places.listed(place, journal=str(told[0])) if told is not None else []
    for file in (one.file for one in listed if is_whole(one.file, pace)):
        with backup_places.undone(place) as aside:
            database = aside / FILE
            _take_out(file, database, pace)
            # A backup from before the data key was changed opens with the key of that day alone.
            if subject.key is None or belongs(database, subject.key):
                with closing(open_file(database, "ro", subject.key)) as connection:
                    yield connection
                    return
    yield None


def _take_out(file: Path, database: Path, pace: Pace) -> None:
    with backup_form.opened(file) as stream, backup_places.new(database) as made:
        placed = backup_form.inside(stream, file).parts[FILE]
        stream.seek(placed.start)
        left = placed.part.size
        while left > 0 and (chunk := stream.read(min(CHUNK, left))):
            pace.look()
            left -= len(chunk)
            made.write(chunk)
