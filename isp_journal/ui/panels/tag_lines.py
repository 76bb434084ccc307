"""The tags of an entry that is read, each on a line of its own: mark and label, why, and whether its words are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import pressed_by_enter
from isp_journal.ui.controls.faces import HIT
from isp_journal.ui.controls.marks import MARK, draw_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isp_journal.ui.panels.reading import ReadTag
    from isp_journal.ui.theme import Theme

GONE = "Its words are gone from the text."
WHOLE = "On the whole entry."
_INDENT = 20
_PAD = 6
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Words(NamedTuple):
    """Some words of a line in one font and colour."""

    text: str
    font: QFont
    colour: str


class TagLine(QAbstractButton):
    """One tag; pressing it opens the history of its activity, pointing at it brings out its passage."""

    pointed = Signal(str)

    def __init__(self, theme: Theme, tag: ReadTag) -> None:
        super().__init__()
        self._theme = theme
        self.shown = tag
        self.setText(tag.label)
        self.setAccessibleName(", ".join(part for part in (tag.label, tag.component, tag.domain_name) if part))
        self.setAccessibleDescription(" ".join(part for part in (tag.tag.because, self.state()) if part))
        self.setToolTip("Open what you wrote about this activity")
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def state(self) -> str:
        """Return what is special about the tag's place, or nothing."""
        if self.shown.tag.loose:
            return GONE
        return WHOLE if self.shown.tag.anchor is None else ""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        height = sum(rect.height() for _, rect in self._laid(width)) + 2 * self._theme.px(_PAD)
        return max(height, self._theme.px(HIT))

    def sizeHint(self) -> QSize:
        width = max(self._theme.px(240), self.width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(HIT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        colours = theme.domain(self.shown.domain)
        side = theme.px(MARK)
        laid = self._laid(self.width())
        middle = laid[0][1].top() + QFontMetrics(laid[0][0].font).height() / 2
        draw_mark(painter, QRectF(0, middle - side / 2, side, side), colours.mark, colours.hue)
        for words, rect in laid:
            font = QFont(words.font)
            font.setUnderline(self.underMouse() and words is laid[0][0])
            painter.setFont(font)
            painter.setPen(words.colour)
            painter.drawText(rect, _WRAP, words.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.pointed.emit(self.shown.tag.id)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit("")
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.pointed.emit(self.shown.tag.id)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.pointed.emit("")
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _laid(self, width: int) -> list[tuple[Words, QRect]]:
        px = self._theme.px
        left = px(_INDENT)
        room = max(1, width - left)
        found: list[tuple[Words, QRect]] = []
        top = px(_PAD)
        for words in self._words():
            box = QFontMetrics(words.font).boundingRect(QRect(0, 0, room, 10_000), int(_WRAP), words.text)
            found.append((words, QRect(left, top, room, box.height())))
            top += box.height()
        if len(found) == 1:
            # A line alone stands in the middle of its hit area.
            words, rect = found[0]
            height = max(rect.height() + 2 * px(_PAD), px(HIT))
            found[0] = (words, QRect(rect.left(), (height - rect.height()) // 2, rect.width(), rect.height()))
        return found

    def _words(self) -> list[Words]:
        theme = self._theme
        small = theme.font("small")
        label = Words(self.shown.label, theme.font("small", QFont.Weight.Medium), theme.domain(self.shown.domain).text)
        because = Words(self.shown.tag.because, small, theme.tokens.text2)
        state = Words(self.state(), small, theme.tokens.text3)
        return [words for words in (label, because, state) if words.text]


class TagLines(QWidget):
    """All tags of an entry; says `wanted` with an activity's full key, `pointed` with a tag's id or nothing."""

    wanted = Signal(str)
    pointed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[TagLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("Tags")

    def show_tags(self, tags: Sequence[ReadTag]) -> None:
        """List other tags."""
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [self._line(tag) for tag in tags]
        for line in self.lines:
            self._column.addWidget(line)
        self.setVisible(bool(self.lines))

    def _line(self, tag: ReadTag) -> TagLine:
        line = TagLine(self._theme, tag)
        line.clicked.connect(lambda _on=False: self.wanted.emit(tag.tag.activity))
        line.pointed.connect(self.pointed)
        return line
