"""The left side of the window: the palette's field, the pages in groups, what was saved, Settings and Lock."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import FieldButton, pressed_by_enter
from isp_journal.ui.controls.faces import paint_box
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label
from isp_journal.ui.icons import SIZE, draw_icon
from isp_journal.ui.shortcuts import key_hint, key_text
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import NAVIGATION, RAIL

ROW = 34
GROUP_GAP = 14
SETTINGS = "settings"


class Listed(NamedTuple):
    """One page as the navigation lists it; pages of one group stand together, Settings stands at the bottom."""

    name: str
    title: str
    icon: str
    key: str
    group: int = 0


class NavigationButton(QPushButton):
    """One page of the navigation: icon and title, in the rail the icon alone; a count is a plain number.

    What is not a page but something to do shows its key as `hint`.
    """

    def __init__(self, theme: Theme, listed: Listed, hint: str = "") -> None:
        super().__init__(listed.title)
        self._theme = theme
        self._icon = listed.icon
        self._key = listed.key
        self._rail = False
        self._current = False
        self._count = 0
        self._hint = hint
        self.setObjectName(f"navigation-{listed.name}")
        self.setProperty("ring", True)
        self.setAutoDefault(False)
        self.setAccessibleName(listed.title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._describe()

    def set_rail(self, rail: bool) -> None:
        """Show the icon alone, with the title in the tooltip."""
        self._rail = rail
        self._describe()
        self.updateGeometry()
        self.update()

    def set_current(self, current: bool) -> None:
        """Show whether this is the page that is open."""
        self._current = current
        self._describe()
        self.update()

    def set_count(self, count: int) -> None:
        """Show how many things wait here; 0 shows nothing."""
        self._count = count
        self._describe()
        self.update()

    @property
    def is_current(self) -> bool:
        """Whether this is the page that is open."""
        return self._current

    def sizeHint(self) -> QSize:
        height = max(self._theme.px(ROW), QFontMetrics(self._font()).height() + self._theme.px(8))
        return QSize(self._theme.px(RAIL - 16), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, t = self._theme, self._theme.tokens
        fill = t.select if self._current else t.hover if self.underMouse() else ""
        paint_box(painter, QRectF(self.rect()), fill, "", theme.px(8))
        side = theme.px(SIZE)
        left = (self.width() - side) // 2 if self._rail else theme.px(10)
        icon_at = QRectF(left, (self.height() - side) // 2, side, side)
        draw_icon(painter, self._icon, t.ink if self._current else t.text2, icon_at)
        if self._rail:
            return
        painter.setFont(self._font())
        painter.setPen(QColor(t.text if self._current else t.text2))
        words = QRectF(self.rect()).adjusted(theme.px(38), 0, -theme.px(10), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())
        aside = str(self._count) if self._count else self._hint
        if aside:
            painter.setFont(theme.figures("small") if self._count else theme.font("caption", QFont.Weight.Medium))
            painter.setPen(QColor(t.text3))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, aside)

    def _font(self) -> QFont:
        return self._theme.font("body", QFont.Weight.Medium)

    def _describe(self) -> None:
        here = "This page is open. " if self._current else ""
        waiting = f"{self._count} waiting. " if self._count else ""
        self.setAccessibleDescription((here + waiting).strip())
        self.setToolTip(f"{self.text()} ({self._key})" if self._key else self.text())


class SavedLine(QWidget):
    """The quiet line that says when the text was saved last, or that it is not."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mark = IconMark(theme, "", "text3")
        self._words = label("", "small", "text3", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark)
        self._row.addWidget(self._words, 1)
        self.set_rail(False)
        self.set_words("")

    def set_words(self, words: str, *, saved: bool = True) -> None:
        """Say when the text was saved, or since when it is not."""
        self._words.setText(words)
        self._mark.set_icon(("circle-check" if self._rail else "check") if saved and words else "triangle-alert")
        self._mark.setVisible(bool(words))
        self.setAccessibleName(words)
        self.setToolTip(words if self._rail else "")

    def words(self) -> str:
        """Return what the line says."""
        return self._words.text()

    def set_rail(self, rail: bool) -> None:
        """Show the icon alone, with the words in the tooltip."""
        self._rail = rail
        px = self._theme.px
        self._row.setContentsMargins(px(11) if rail else px(10), 0, px(11) if rail else px(4), 0)
        self._row.setSpacing(px(10))
        self._words.setVisible(not rail)
        self.setToolTip(self._words.text() if rail else "")
        self.setMinimumHeight(px(ROW))


class Navigation(QWidget):
    """The navigation of the window; it says what is wanted and leaves the going to the window."""

    palette_wanted = Signal()
    page_wanted = Signal(str)
    lock_wanted = Signal()

    def __init__(self, theme: Theme, pages: Sequence[Listed]) -> None:
        super().__init__()
        self._theme = theme
        self._rail = False
        self.setObjectName("navigation")
        self.setAccessibleName("Navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.go_to = FieldButton(theme, "Go to or do", "search", key=key_hint("palette"), quiet=True)
        self.go_to.setAccessibleName("Go to or do")
        self.go_to.setToolTip(f"Go to or do ({key_text('palette')})")
        self.go_to.clicked.connect(self.palette_wanted)
        self.saved = SavedLine(theme)
        self.buttons = {page.name: self._button(page) for page in pages}
        self.lock = NavigationButton(theme, Listed("lock", "Lock", "lock", key_text("lock")), key_hint("lock"))
        self.lock.clicked.connect(lambda: self.lock_wanted.emit())
        self.lock.hide()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._fill(pages)
        self.set_rail(False)

    def set_rail(self, rail: bool) -> None:
        """Become a narrow rail of icons, or the full list again."""
        self._rail = rail
        px = self._theme.px
        side = px(8) if rail else px(12)
        self._column.setContentsMargins(side, px(8), side, px(12))
        self.setFixedWidth(px(RAIL if rail else NAVIGATION))
        face = self.go_to.face._replace(
            text="" if rail else "Go to or do",
            key="" if rail else key_hint("palette"),
            look="bare" if rail else "quiet",
        )
        self.go_to.set_face(face)
        for button in (*self.buttons.values(), self.lock):
            button.set_rail(rail)
        words, good = self.saved.words(), self.saved.words().startswith("Saved")
        self.saved.set_rail(rail)
        self.saved.set_words(words, saved=good)
        for gap in self._gaps:
            gap.changeSize(0, px(GROUP_GAP))
        self._column.invalidate()

    def set_current(self, name: str) -> None:
        """Mark the page that is open."""
        for page, button in self.buttons.items():
            button.set_current(page == name)

    def set_lockable(self, lockable: bool) -> None:
        """Show the way to lock the journal where it has a passphrase."""
        self.lock.setVisible(lockable)

    def _button(self, page: Listed) -> NavigationButton:
        button = NavigationButton(self._theme, page)
        button.clicked.connect(lambda _on=False, name=page.name: self.page_wanted.emit(name))
        return button

    def _fill(self, pages: Sequence[Listed]) -> None:
        self._gaps: list[QSpacerItem] = []
        self._column.addWidget(self.go_to)
        group = None
        for page in pages:
            if page.name == SETTINGS:
                continue
            if page.group != group:
                self._gaps.append(QSpacerItem(0, GROUP_GAP))
                self._column.addSpacerItem(self._gaps[-1])
                group = page.group
            self._column.addWidget(self.buttons[page.name])
        self._column.addStretch(1)
        self._column.addWidget(self.saved)
        if SETTINGS in self.buttons:
            self._column.addWidget(self.buttons[SETTINGS])
        self._column.addWidget(self.lock)
