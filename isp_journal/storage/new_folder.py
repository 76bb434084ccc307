"""The folder of a journal that is to be made or restored: one that can be, and not within another journal."""

import errno
from pathlib import Path

from isp_journal.errors import Refused
from isp_journal.storage.connect import FILE, database
from isp_journal.storage.faults import translated

# What the system says of names under which nothing can lie.
NO_SUCH_PLACE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP)


def make(folder: Path) -> bool:
    """Make a folder for its owner alone unless it is there, and return whether it was made.

    Raises Refused for a name under which there can be none, and for one inside another journal's folder, whose own
    work removes what it does not know.
    """
    with translated(database(folder)):
        try:
            if any((parent / FILE).exists() for parent in folder.resolve().parents):
                raise Refused(f"{folder} lies inside another journal.", todo="Choose a place outside of it.")
            if folder.is_dir():
                return False
            if folder.exists():
                raise Refused(f"{folder} is a file.", todo="Choose another name for the folder of the journal.")
            folder.mkdir(mode=0o700, parents=True)
        except OSError as wrong:
            if wrong.errno not in NO_SUCH_PLACE:
                raise
            raise Refused(
                f"There can be no folder {folder} ({wrong.strerror}).", todo="Choose another place for the journal."
            ) from None
    return True
