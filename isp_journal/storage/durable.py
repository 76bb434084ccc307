"""Small files that are whole on the disk, or not there: written beside, synced, and put in place by their name."""

import os
import sys
from pathlib import Path

PART = ".part"
# Of macOS; its number stands in no module of other systems.
F_FULLFSYNC = 51


def write(file: Path, content: bytes) -> None:
    """Put a file in place at once and for good, readable by its owner alone; what lay there stays until then."""
    beside = file.with_name(file.name + PART)
    beside.unlink(missing_ok=True)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(beside, flags, 0o600), "wb") as made:
        made.write(content)
        made.flush()
        sync(made.fileno())
    beside.replace(file)
    sync_folder(file.parent)


def remove(file: Path) -> None:
    """Remove a file for good, if it is there."""
    if file.exists():
        file.unlink()
        sync_folder(file.parent)


def sync(descriptor: int, system: str = sys.platform) -> None:
    """Return once a file's bytes are on the disk; on macOS a plain sync stops in the drive's cache."""
    if system != "darwin":
        os.fsync(descriptor)
        return
    import fcntl  # Windows has none

    try:
        fcntl.fcntl(descriptor, F_FULLFSYNC)
    except OSError:  # a drive that knows no such call
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows needs and allows no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
