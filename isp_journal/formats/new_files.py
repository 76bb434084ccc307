"""New files and folders that appear whole or not at all, readable by their owner alone."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from isp_journal.errors import DiskFull, FolderNotEmpty, KnownError, Refused

# A name with 255 bytes is the longest that there is; what is half made has a longer one than the whole.
LONGEST_PREFIX = 40


@contextmanager
def new_file(target: Path, *, replacing: bool) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its name when the block ends well; one that is there stays unless replaced.

    Raises Refused where a file may not be replaced or written, DiskFull where there is no room.
    """
    target = target.absolute()
    if target.is_dir():
        raise Refused(f"{target} is a folder.", todo="Name a file in it.")
    if os.path.lexists(target) and not target.is_file():
        raise Refused(f"{target} is no plain file.", todo="Choose another name, or '-' for standard output.")
    if os.path.lexists(target) and not replacing:
        raise Refused(f"There is a file {target} already.", todo="Choose another name, or add --force to replace it.")
    try:
        descriptor, half_made = tempfile.mkstemp(prefix=f".{target.name[:LONGEST_PREFIX]}-", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(half_made, target)
        except BaseException:
            Path(half_made).unlink(missing_ok=True)
            raise
    except OSError as wrong:
        raise _known(wrong, target) from None


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder to write in, which takes its name when the block ends well; raises what `new_file` raises."""
    target = target.absolute()
    try:
        if os.path.lexists(target) and not target.is_dir():
            raise Refused(f"There is a file {target} already.", todo="Choose another name for the folder.")
        if target.is_dir() and any(target.iterdir()):
            raise FolderNotEmpty(target)
        half_made = Path(tempfile.mkdtemp(prefix=f".{target.name[:LONGEST_PREFIX]}-", dir=target.parent))
        try:
            yield half_made
            if target.is_dir():
                target.rmdir()
            half_made.rename(target)
        except BaseException:
            shutil.rmtree(half_made, ignore_errors=True)
            raise
    except OSError as wrong:
        raise _known(wrong, target) from None


def put(file: Path, content: bytes) -> None:
    """Make a file of some bytes, and the folder it is in."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def _known(wrong: OSError, target: Path) -> KnownError:
    if wrong.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return Refused(f"{target} can't be written ({wrong.strerror}).", todo="Choose another place.")
