"""Putting a new pair of database and key file in the place of the old pair, so that one whole pair is there at any cut.

1. The new pair is made in `switch.part`. Until the next step the old pair is the journal, and what lies there is
   dropped when the journal is opened for writing.
2. The folder is renamed to `switch.locked` (with a key file) or `switch.plain` (without one): with this one durable
   rename the new pair is the journal.
3. Its files are moved to their places, and the empty folder goes. Whoever opens the journal and finds the folder there
   does this step again, before anything is read. Where the old pair is to be kept, since a restored backup takes its
   place, its files are moved aside before that, and are there for good before the first new one is moved.
"""

import re
import shutil
from contextlib import suppress
from pathlib import Path

from isp_journal.storage import durable
from isp_journal.storage.connect import FILE, database
from isp_journal.storage.faults import translated
from isp_journal.storage.locked import KEY_FILE, NEW, OLD, looks_encrypted

PART = "switch.part"
LOCKED = "switch.locked"
PLAIN = "switch.plain"
ASIDE = "set-aside"
STAMP = re.compile(r"[0-9]{8}T[0-9]{6}Z(-[0-9]+)?")
# All that may belong to the old pair.
OLD_PAIR = (FILE, *(FILE + end for end in ("-wal", "-shm", "-journal")), KEY_FILE, OLD, NEW)


def is_decided(folder: Path) -> bool:
    """Tell whether a new pair is the journal already, and only has to be moved to its place."""
    return (folder / LOCKED).is_dir() or (folder / PLAIN).is_dir()


def is_begun(folder: Path) -> bool:
    """Tell whether a new pair was begun that is not the journal."""
    return (folder / PART).is_dir()


def prepare(folder: Path) -> Path:
    """Return an empty private folder for the new pair."""
    drop(folder)
    (folder / PART).mkdir(mode=0o700)
    return folder / PART


def drop(folder: Path) -> None:
    """Remove a new pair that is not the journal."""
    if is_begun(folder):
        shutil.rmtree(folder / PART)


def keep_old(folder: Path, stamp: str) -> Path:
    """Let the files that lie there be moved into a folder of this name when the new pair takes their place."""
    durable.write(folder / PART / ASIDE, stamp.encode("ascii"))
    return folder / ASIDE / stamp


def decide(folder: Path) -> None:
    """Make the new pair, whose files are whole on the disk, the journal; the old pair is given up with that."""
    part = folder / PART
    durable.sync_folder(part)
    part.rename(folder / (LOCKED if (part / KEY_FILE).exists() else PLAIN))
    durable.sync_folder(folder)


def finish(folder: Path) -> None:
    """Move the pair that was decided for to its place; may be done again after any cut. Nobody may have it open."""
    with translated(database(folder)):
        for ready in (folder / LOCKED, folder / PLAIN):
            if ready.is_dir():
                _move(folder, ready)


def _set_aside(folder: Path, ready: Path) -> None:
    """Move the old pair aside where that was asked for; what lies in its place is the old one until the new came."""
    if not (ready / ASIDE).exists() or not (ready / FILE).exists():
        return
    aside = folder / ASIDE / _stamp(ready / ASIDE)
    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in OLD_PAIR:
        with suppress(FileNotFoundError):
            (folder / name).rename(aside / name)
    for one in (aside, aside.parent, folder):
        durable.sync_folder(one)


def _stamp(file: Path) -> str:
    """Return the name that stands in a file; a folder may come from anybody, and no other name becomes a path."""
    told = file.read_bytes().decode("ascii", "replace")
    return told if STAMP.fullmatch(told) else "earlier"


def _move(folder: Path, ready: Path) -> None:
    _set_aside(folder, ready)
    # They are the old file's, empty by now, and would be taken for the new one's.
    for end in ("-wal", "-shm", "-journal"):
        database(folder).with_name(FILE + end).unlink(missing_ok=True)
    for name in (FILE, KEY_FILE):
        with suppress(FileNotFoundError):
            (ready / name).replace(folder / name)
    if ready.name == PLAIN and not looks_encrypted(database(folder)):
        for name in (KEY_FILE, OLD, NEW):
            (folder / name).unlink(missing_ok=True)
    elif ready.name == LOCKED:
        durable.write(folder / OLD, (folder / KEY_FILE).read_bytes())
        (folder / NEW).unlink(missing_ok=True)
    durable.sync_folder(ready)
    durable.sync_folder(folder)
    shutil.rmtree(ready)
    durable.sync_folder(folder)
