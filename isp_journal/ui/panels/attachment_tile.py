"""One attachment under the text: a small picture or an icon, its name and its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from isp_journal.ui import wording
from isp_journal.ui.controls.buttons import RELAYOUT, pressed_by_enter
from isp_journal.ui.controls.faces import RADIUS, paint_box
from isp_journal.ui.icons import draw_icon
from isp_journal.ui.thumbnails import icon_of, kind_in_words

if TYPE_CHECKING:
    from isp_journal.model import Attachment
    from isp_journal.ui.theme import Theme

WIDTH = 132
PICTURE = 88
_ICON = 32
_PAD = 4
_LINES = 2
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class AttachmentTile(QAbstractButton):
    """Opens by Enter, Space or a click, leaves by Del, takes a name by F2; `stepped` asks for a neighbour."""

    remove_wanted = Signal()
    rename_wanted = Signal()
    menu_wanted = Signal(QPoint)
    stepped = Signal(int)
    pointed = Signal()

    def __init__(self, theme: Theme, attachment: Attachment) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self.shown = attachment
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_attachment(attachment)

    def show_attachment(self, attachment: Attachment) -> None:
        """Show what may have another name now."""
        self.shown = attachment
        said = f"{attachment.name}, {kind_in_words(attachment)}, {wording.bytes_in_words(attachment.size)}"
        self.setText(attachment.name.replace("&", "&&"))
        self.setAccessibleName(said)
        self.setAccessibleDescription("Enter opens it, F2 renames it, Del moves it to the trash")
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def set_image(self, image: QImage | None) -> None:
        """Show a small picture, or the icon again."""
        self._image = image
        self.update()

    @property
    def has_image(self) -> bool:
        """Whether a picture is shown, and not the icon."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        px = self._theme.px
        small = QFontMetrics(self._font()).lineSpacing() * _LINES
        caption = QFontMetrics(self._theme.font("caption")).lineSpacing()
        return QSize(px(WIDTH), px(PICTURE) + 3 * px(_PAD) + small + caption)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        t, px = self._theme.tokens, self._theme.px
        box = QRectF(0, 0, self.width(), px(PICTURE))
        hot = self.underMouse() or self.isDown()
        border = t.edge if hot or t.name == "contrast" else t.line
        paint_box(painter, box, t.hover if hot else t.sunken, border, px(RADIUS))
        self._paint_picture(painter, box)
        top = px(PICTURE) + px(_PAD)
        top = self._paint_name(painter, top)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(t.text3)
        rest = QRect(0, top, self.width(), self.height() - top)
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft, wording.bytes_in_words(self.shown.size))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _REMOVES:
            self.remove_wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.mapToGlobal(self.rect().center()) if by_key else event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self.updateGeometry()
        super().changeEvent(event)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        image = self._image
        if image is None:
            side = self._theme.px(_ICON)
            left, top = (round(length - side) // 2 for length in (box.width(), box.height()))
            draw_icon(painter, icon_of(self.shown), self._theme.tokens.text2, QRectF(left, top, side, side))
            return
        size = image.size().toSizeF() / self.devicePixelRatioF()
        size = size.boundedTo(size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio))
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(box.center())
        painter.save()
        round_box = QPainterPath()
        round_box.addRoundedRect(box.adjusted(1, 1, -1, -1), self._theme.px(RADIUS) - 1, self._theme.px(RADIUS) - 1)
        painter.setClipPath(round_box)
        painter.drawImage(place, image)
        painter.restore()

    def _paint_name(self, painter: QPainter, top: int) -> int:
        """Paint the name in two lines at most, with its end shown where it is too long, and return where it ends."""
        painter.setFont(self._font())
        painter.setPen(self._theme.tokens.text)
        metrics = QFontMetrics(self._font())
        for line in self._lines():
            painter.drawText(QPoint(0, top + metrics.ascent()), line)
            top += metrics.lineSpacing()
        return top

    def _lines(self) -> list[str]:
        name, width, metrics = self.shown.name, self._theme.px(WIDTH), QFontMetrics(self._font())
        found = _wrapped(name, self._font(), width)
        if len(found) <= _LINES:
            return found
        rest = name[len(found[0]) :].strip()
        return [found[0], metrics.elidedText(rest, Qt.TextElideMode.ElideMiddle, width)]

    def _font(self) -> QFont:
        return self._theme.font("small")


def _wrapped(text: str, font: QFont, width: int) -> list[str]:
    """Return a text in lines that fit a width, broken anywhere where a word is too long."""
    laid = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid.setTextOption(option)
    laid.beginLayout()
    # Qt counts in halves of characters where a character has two.
    halves = text.encode("utf-16-le")
    found: list[str] = []
    while (line := laid.createLine()).isValid():
        line.setLineWidth(width)
        start, end = line.textStart(), line.textStart() + line.textLength()
        found.append(halves[2 * start : 2 * end].decode("utf-16-le", "replace").rstrip())
    laid.endLayout()
    return found or [text]
