"""Files and pictures that a person drops or pastes, made ready to be kept with an entry."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDate, QLocale, QMimeData
from PySide6.QtGui import QImage

from isp_journal.errors import Refused
from isp_journal.file_kinds import LARGEST_FILE
from isp_journal.model import AttachedFile
from isp_journal.ui import wording
from isp_journal.ui.bounded_pictures import as_png, read_picture
from isp_journal.ui.dates import day_first

_PNG = "image/png"


class Incoming(NamedTuple):
    """Something on its way to an entry: what it is called, and how its bytes are read, which may take a moment."""

    name: str
    read: Callable[[], AttachedFile]


def holds_files(source: QMimeData) -> bool:
    """Say whether a drop or the clipboard holds files of this computer, or a picture and no words."""
    return bool(_local_files(source)) or (source.hasImage() and not source.hasText())


def incoming(source: QMimeData, now: datetime) -> list[Incoming]:
    """Return what a drop or the clipboard holds; a picture becomes a PNG that is called after the time."""
    files = _local_files(source)
    if files:
        return [from_file(file) for file in files]
    name = picture_name(now)
    if source.hasFormat(_PNG):
        given = bytes(source.data(_PNG).data())
        return [Incoming(name, lambda: AttachedFile(name, _cleaned(given)))]
    image = source.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return [Incoming(name, lambda: AttachedFile(name, as_png(image)))]
    return []


def from_file(file: Path) -> Incoming:
    """Return a file of this computer on its way to an entry; reading it raises Refused where it can't be kept."""
    return Incoming(file.name, lambda: AttachedFile(file.name, _content(file)))


def picture_name(now: datetime) -> str:
    """Return what a pasted picture is called, such as 'Picture 24 Nov 14-32.png'."""
    day = QLocale().toString(QDate(now.year, now.month, now.day), "d MMM" if day_first() else "MMM d")
    return f"Picture {day} {now:%H-%M}.png"


def _local_files(source: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []


def _content(file: Path) -> bytes:
    try:
        # Without waiting: a pipe that nobody writes to would keep us for ever.
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as opened:
            _check(file.name, os.fstat(descriptor))
            content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        if file.is_dir():
            raise _folder(file.name) from error
        raise Refused(
            f"“{file.name}” can't be read ({error.strerror or 'the disk did not answer'}).",
            todo="Look whether it is still there and may be read by you.",
        ) from error
    if len(content) > LARGEST_FILE:
        raise _too_large(file.name, len(content))
    return content


def _check(name: str, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise _folder(name)
    if not stat.S_ISREG(found.st_mode):
        raise Refused(f"“{name}” is no file that can be kept.", todo="Attach a file.")
    if found.st_size > LARGEST_FILE:
        raise _too_large(name, found.st_size)
    if not found.st_size:
        raise Refused(f"“{name}” is empty.", todo="Attach a file that holds something.")


def _folder(name: str) -> Refused:
    return Refused(f"“{name}” is a folder.", todo="Open it, and attach the files in it that belong here.")


def _too_large(name: str, size: int) -> Refused:
    return Refused(
        f"“{name}” has {wording.bytes_in_words(size)}; an attachment can have {wording.bytes_in_words(LARGEST_FILE)}.",
        todo="Keep it in a folder of your own, or attach a smaller copy.",
    )


def _cleaned(given: bytes) -> bytes:
    image = read_picture(given)
    if image is None:
        raise Refused("The picture on the clipboard can't be read, or is too large.", todo="Attach it as a file.")
    return as_png(image)
