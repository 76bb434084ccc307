"""Small pictures of attachments, made in memory alone, off the window's thread, one after another."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from isp_journal.errors import Refused
from isp_journal.file_kinds import OTHER, PDF, PICTURES, TEXT

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Attachment
    from isp_journal.ui.workers import Workers

KEPT = 100
_BITMAP = ".bmp"


class Thumbnails(QObject):
    """Says `made` with an attachment's digest and its picture, or None for one that can't be shown."""

    made = Signal(str, object)

    def __init__(self, workers: Workers, parent: QObject) -> None:
        super().__init__(parent)
        self._workers = workers
        self._size = QSize(1, 1)
        self._made: OrderedDict[str, QImage | None] = OrderedDict()
        self._waiting: deque[Attachment] = deque()
        self._under_way = ""

    def set_size(self, size: QSize) -> None:
        """Make them as large as this at most, in the pixels of the screen; those of another size are forgotten."""
        if size != self._size:
            self._size = size
            self._made.clear()

    def want(self, attachments: Sequence[Attachment]) -> None:
        """Ask for those of one entry; what was asked for before and is not begun is dropped."""
        self._waiting = deque(one for one in attachments if is_picture(one) and one.digest not in self._made)
        self._next()

    def of(self, digest: str) -> QImage | None:
        """Return one that was made lately, or None."""
        image = self._made.get(digest)
        if image is not None:
            self._made.move_to_end(digest)
        return image

    def _next(self) -> None:
        if self._under_way or not self._waiting:
            return
        wanted, size = self._waiting.popleft(), self._size
        self._under_way = wanted.digest
        self._workers.read(
            lambda journal: pictured(journal, wanted.id, size),
            lambda image: self._take(wanted, size, image),
            owner=self,
            failed=lambda error: self._not_read(wanted, size, error),
        )

    def _not_read(self, wanted: Attachment, size: QSize, error: KnownError) -> None:
        # One that has left the journal meanwhile is no fault; bytes that are not those that were added are.
        if not isinstance(error, Refused):
            self._workers.failed.emit(error)
        self._take(wanted, size, None)

    def _take(self, wanted: Attachment, size: QSize, image: QImage | None) -> None:
        self._under_way = ""
        if size == self._size:
            self._made[wanted.digest] = image
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
            self.made.emit(wanted.digest, image)
        self._next()


def pictured(journal: Journal, identity: str, within: QSize) -> QImage | None:
    """Read an attachment as a picture of a size at most; None where it can't be shown."""
    from isp_journal.ui.bounded_pictures import read_picture  # on the reading thread: start-up time

    return read_picture(journal.attachments.content(identity), within)


def is_picture(attachment: Attachment) -> bool:
    """Say whether an attachment may be shown in the app, as far as is known without its bytes."""
    bitmap = attachment.media == OTHER and attachment.name.lower().endswith(_BITMAP)
    return attachment.media in PICTURES or bitmap


def kind_in_words(attachment: Attachment) -> str:
    """Return what an attachment is: a picture, a PDF, a text or a file."""
    if is_picture(attachment):
        return "Picture"
    return {PDF: "PDF", TEXT: "Text"}.get(attachment.media, "File")


def icon_of(attachment: Attachment) -> str:
    """Return the icon that stands for an attachment without a picture of it."""
    if is_picture(attachment):
        return "image"
    return "file-text" if attachment.media in (PDF, TEXT) else "file"
