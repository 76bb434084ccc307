"""The activities of a component with how often each is in the journal; those that are not yet stand below."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import RELAYOUT, pressed_by_enter
from isp_journal.ui.controls.faces import paint_box
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.set_words import Run, set_words
from isp_journal.ui.wording import passages

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

NOT_YET = "Not in your journal yet"
_PAD = 6
_LEAST = 32
_INSET = 8


class Counted(NamedTuple):
    """One activity by its full key and label: its passages in the period, and at any time."""

    key: str
    label: str
    number: int
    ever: int


class ActivityButton(QAbstractButton):
    """One activity with its number; its words wrap rather than being cut."""

    def __init__(self, theme: "Theme", counted: Counted, *, chosen: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.counted = counted
        self._heights: dict[int, int] = {}
        self.setText(counted.label)
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        told = passages(counted.number) if counted.ever else NOT_YET.lower()
        self.setAccessibleName(f"{counted.label}, {told}")
        self.setAccessibleDescription("The room shows this activity alone." if not chosen else "Shown alone now.")

    def nextCheckState(self) -> None:
        """Stay as chosen as before: whoever opens the activity says what is chosen then."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            known = max(self._theme.px(_LEAST), self._words_height(width) + self._theme.px(2 * _PAD))
            self._heights[width] = known
        return known

    def sizeHint(self) -> QSize:
        width = self._theme.px(220)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(_LEAST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in RELAYOUT:
            self._heights = {}
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        fill = "select" if self.isChecked() else "hover" if self.underMouse() else ""
        if fill:
            paint_box(painter, area, getattr(theme.tokens, fill), "", theme.px(8))
        elif self.counted.ever:
            painter.setPen(QPen(theme.colour("line"), 1))
            inset = theme.px(_INSET)
            painter.drawLine(inset, self.height() - 1, self.width() - inset, self.height() - 1)
        inner = area.adjusted(theme.px(_INSET), 0, -theme.px(_INSET), 0)
        tone = theme.colour("text" if self.counted.ever else "text2")
        laid = set_words([Run(self.text(), tone)], theme.font("small"), inner.width() - self._number_width())
        top = (self.height() - laid.height) / 2
        laid.layout.draw(painter, QPointF(inner.left(), top))
        if self.counted.ever:
            painter.setFont(theme.figures("small"))
            painter.setPen(theme.colour("text3"))
            number = str(self.counted.number) if self.counted.number else "–"
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)

    def _words_height(self, width: int) -> int:
        room = width - self._theme.px(2 * _INSET) - self._number_width()
        return round(set_words([Run(self.text(), self._theme.colour("text"))], self._theme.font("small"), room).height)

    def _number_width(self) -> int:
        if not self.counted.ever:
            return 0
        # Of one width for all, so that the labels of a list break at one place.
        widest = max("0000", str(self.counted.number), key=len)
        return QFontMetrics(self._theme.figures("small")).horizontalAdvance(widest) + self._theme.px(8)


class ActivityList(QWidget):
    """Says `chosen` with the full key of an activity that is pressed."""

    chosen = Signal(str)

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self.buttons: list[ActivityButton] = []
        self._told: tuple[tuple[Counted, ...], str] = ((), "")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("Activities")

    def set_activities(self, activities: Sequence[Counted], chosen: str = "") -> None:
        """Show activities with their numbers, and the one that the room shows alone."""
        told = (tuple(activities), chosen)
        if told == self._told:
            return
        self._told = told
        focused = next((button.counted.key for button in self.buttons if button.hasFocus()), "")
        self._clear()
        for counted in activities:
            if counted.ever:
                self._add(counted, chosen)
        never = [counted for counted in activities if not counted.ever]
        if never:
            head = label(NOT_YET, "caption", "text3", wrap=True)
            head.setContentsMargins(self._theme.px(_INSET), self._theme.px(16), 0, self._theme.px(4))
            self._column.addWidget(head)
        for counted in never:
            self._add(counted, chosen)
        for button in self.buttons:
            if button.counted.key == focused:
                button.setFocus()

    def _add(self, counted: Counted, chosen: str) -> None:
        button = ActivityButton(self._theme, counted, chosen=counted.key == chosen)
        button.clicked.connect(lambda _on=False, key=counted.key: self.chosen.emit(key))
        self.buttons.append(button)
        self._column.addWidget(button)

    def _clear(self) -> None:
        self.buttons = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
