"""One tag's note in the margin: a bar in the domain's hue, its mark, the activity's label, and why."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.controls.marks import draw_mark
from isp_journal.ui.theme import Theme

GONE = "Its words are gone."
_BAR = 2
_INDENT = 16
_MARK = 10
_LEADING = 3
_BETWEEN = 4
_SMALLEST = 24
_CARD = 300
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Noted(NamedTuple):
    """What a note says."""

    tag_id: str
    label: str
    domain: str
    component: str
    because: str
    quote: str
    loose: bool
    whole: bool

    @property
    def second(self) -> str:
        """The words below the label."""
        if self.loose:
            return GONE
        return self.because or ("On the whole entry" if self.whole else "")


class TagNote(QAbstractButton):
    """A note beside its passage; `compact` shows the mark alone, for where there is no room for words."""

    pointed = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.noted = Noted("", "", "", "", "", "", False, False)
        self.compact = False
        self.buttons: list[QWidget] = []
        self._sizes: dict[tuple[int, int], QSize] = {}
        self.setProperty("ring", True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, noted: Noted, *, compact: bool) -> None:
        """Show other words; `fitted` tells the size that they need."""
        if noted == self.noted and compact == self.compact:
            return
        self.noted, self.compact = noted, compact
        self._sizes.clear()
        self.setText(noted.label)
        self.setAccessibleName(_read_out(noted))
        for button in self.buttons:
            button.setVisible(noted.loose and not compact)
        self.update()

    def fitted(self, width: int) -> QSize:
        """Return the room that the note needs within a width; it is asked at every key, so it is measured once."""
        known = self._sizes.get((width, self._theme.percent))
        if known is None:
            known = self._sizes[width, self._theme.percent] = self._measured(width)
        return known

    def _measured(self, width: int) -> QSize:
        px = self._theme.px
        if self.compact:
            return QSize(px(_SMALLEST), px(_SMALLEST))
        height = self._label_height(width) + self._second_height(width) + px(2 * _LEADING)
        if self.buttons and self.noted.loose:
            height += max(button.sizeHint().height() for button in self.buttons)
        return QSize(width, max(px(_SMALLEST), height))

    def place_buttons(self) -> None:
        """Lay the buttons of a loose note out below its words, one below the other where they do not fit beside."""
        left, top = self._theme.px(_INDENT) - self._theme.px(4), self.height()
        if self.buttons:
            top -= max(button.sizeHint().height() for button in self.buttons)
        for button in self.buttons:
            size = button.sizeHint()
            button.setGeometry(left, top, size.width(), size.height())
            left += size.width() + self._theme.px(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.domain(self.noted.domain)
        hue = self._theme.colour("text3") if self.noted.loose else QColor(colours.hue)
        if self.compact:
            side = self._theme.px(_MARK + 2)
            middle = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            draw_mark(painter, middle, colours.mark, hue)
            return
        self._paint_bar(painter, hue)
        indent = self._theme.px(_INDENT)
        side = self._theme.px(_MARK)
        letters = QFontMetrics(self._label_font())
        top = self._theme.px(_LEADING)
        draw_mark(painter, QRectF(indent, top + (letters.height() - side) / 2, side, side), colours.mark, hue)
        words = self._label_box(self.width()).translated(0, top)
        painter.setFont(self._label_font())
        painter.setPen(QColor(colours.text) if not self.noted.loose else self._theme.colour("text2"))
        painter.drawText(words, _WRAP, self.noted.label)
        if self.noted.second:
            below = QRect(indent, words.bottom() + 1 + self._theme.px(_BETWEEN), self.width() - indent, self.height())
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(below, _WRAP, self.noted.second)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(self.noted.tag_id, True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(self.noted.tag_id, self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(self.noted.tag_id, True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointed.emit(self.noted.tag_id, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _paint_bar(self, painter: QPainter, hue: QColor) -> None:
        width = self._theme.px(_BAR)
        if not self.noted.loose:
            painter.fillRect(0, 0, width, self.height(), hue)
            return
        pen = QPen(hue, width, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(width / 2, 0), QPointF(width / 2, self.height()))

    def _label_font(self) -> QFont:
        return self._theme.font("small", QFont.Weight.Medium)

    def _label_box(self, width: int) -> QRect:
        left = self._theme.px(_INDENT) + self._theme.px(_MARK) + self._theme.px(8)
        return QRect(left, 0, width - left, self._label_height(width))

    def _label_height(self, width: int) -> int:
        left = self._theme.px(_INDENT) + self._theme.px(_MARK) + self._theme.px(8)
        room = QRect(0, 0, width - left, 10_000)
        return QFontMetrics(self._label_font()).boundingRect(room, _WRAP, self.noted.label).height()

    def _second_height(self, width: int) -> int:
        if not self.noted.second:
            return 0
        room = QRect(0, 0, width - self._theme.px(_INDENT), 10_000)
        words = QFontMetrics(self._theme.font("small")).boundingRect(room, _WRAP, self.noted.second)
        return words.height() + self._theme.px(_BETWEEN)


class NoteCard(QFrame):
    """A note in words, shown beside its mark while that has the focus or the pointer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("popup", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = heavier(label("", "small", wrap=True), 500)
        self._second = label("", "small", "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(4))
        column.addWidget(self._label)
        column.addWidget(self._second)

    def show_beside(self, note: TagNote) -> None:
        """Say what a note says, to its left, where it covers no more than it must."""
        self._label.setText(note.noted.label)
        self._second.setText(note.noted.second)
        self._second.setVisible(bool(note.noted.second))
        width = min(self._theme.px(_CARD), note.x() - self._theme.px(8))
        self.resize(width, self.heightForWidth(width))
        parent = self.parentWidget()
        lowest = (parent.height() if parent else 0) - self.height()
        self.move(note.x() - width - self._theme.px(8), max(0, min(note.y(), lowest)))
        self.show()
        self.raise_()


def _read_out(noted: Noted) -> str:
    parts = [noted.label, noted.component]
    if noted.loose:
        parts.append(f"{GONE} They were: {noted.quote}")
    else:
        parts.append("on the whole entry" if noted.whole else f"on: {noted.quote}")
    if noted.because:
        parts.append(f"because: {noted.because}")
    return ". ".join(part for part in parts if part)
