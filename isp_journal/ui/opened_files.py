"""Copies of attachments that other programs were asked to open: private, neutrally placed, and cleaned up after."""

import os
import secrets
import shutil
from pathlib import Path

from isp_journal import paths
from isp_journal.errors import DiskFails, DiskFull, ReadOnly
from isp_journal.file_kinds import ENDINGS, OTHER, TEXT

# Endings of files that are shown when they are opened, and neither run nor read in a web page of their own. What a
# file holds says the ending where that is known; these are for what is told as text or as nothing in particular.
_SHOWN_TEXT = frozenset(".txt .md .csv .tsv .log .ics .vcf".split())
_SHOWN_OTHER = frozenset(
    ".docx .xlsx .pptx .odt .ods .odp .doc .xls .ppt .rtf .pages .numbers .key .epub .bmp .tif .tiff .heic .heif "
    ".mp3 .m4a .wav .ogg .flac .aac .mp4 .m4v .mov .webm .mkv .avi".split()
)


def may_be_opened(name: str, media: str) -> bool:
    """Say whether another program may be asked to open a file: not what could be run, or be a page with scripts."""
    return media in ENDINGS or _ending(name) in {TEXT: _SHOWN_TEXT, OTHER: _SHOWN_OTHER}.get(media, frozenset())


def put(name: str, media: str, content: bytes) -> Path:
    """Write a copy for another program into a new folder of a neutral name, and return it; only this account reads it.

    Raises DiskFull, ReadOnly or DiskFails where it can't be written.
    """
    top = paths.opened_folder()
    try:
        top.mkdir(mode=0o700, parents=True, exist_ok=True)
        top.chmod(0o700)
        folder = top / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        return written(folder / _safe_name(name, media), content)
    except OSError as error:
        raise _told(error, top) from error


def written(file: Path, content: bytes) -> Path:
    """Write a new file that only this account can read; one that is there already is an error."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, flags, 0o600), "wb") as made:
        made.write(content)
    return file


def clean_opened() -> int:
    """Take away every copy that was made for another program; returns how many are left, since a program holds them."""
    top = paths.opened_folder()
    if top.is_symlink():
        # Not ours: what it points to is left alone.
        top.unlink(missing_ok=True)
    shutil.rmtree(top, ignore_errors=True)
    return sum(1 for found in top.rglob("*") if found.is_file()) if top.is_dir() else 0


def _ending(name: str) -> str:
    return Path(name).suffix.lower()


def _safe_name(name: str, media: str) -> str:
    """Return the name as the desktop is to see it: with the ending that fits what the file holds."""
    endings = ENDINGS.get(media)
    if endings is None or name.lower().endswith(endings):
        return name
    return name + endings[0]


def _told(error: OSError, place: Path) -> DiskFull | ReadOnly | DiskFails:
    import errno  # at first use: start-up time

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(place)
    return DiskFails()
