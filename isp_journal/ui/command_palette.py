"""The palette: actions, pages, components, sites, people and entries found by typing into one field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QWidget,
)

from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import divider, label
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.messages import announce
from isp_journal.ui.models.palette_rows import (
    ACTION,
    ACTIVITY,
    COMPONENT,
    ENTRY,
    PAGE,
    PERSON,
    SITE,
    PaletteRow,
    PaletteRows,
    fitting,
    parted,
    spoken,
)
from isp_journal.ui.palette_delegate import ROW, PaletteDelegate
from isp_journal.ui.palette_names import Known, read_entries, read_names, short_date

if TYPE_CHECKING:
    from isp_journal.model import EntryLine
    from isp_journal.ui.navigation import Listed
    from isp_journal.ui.places import Place
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

WIDTH, FIELD, FOOT = 600, 50, 34
SHOWN = 9
MOST = 30
# How much of what was typed is said again where nothing matches it, so that it fits one line.
TOLD = 40
PLACES = 5
SKIPPED = ("palette", "menu", "next_area", "previous_area")
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}


class Offer(NamedTuple):
    """What the window has to offer: its pages, the actions of here, the last places, and the way to a place."""

    pages: Sequence[Listed]
    actions: Callable[[], list[QAction]]
    places: Callable[[int], list[Place]]
    go: Callable[[str, str, str, str], None]


class CommandPalette(QObject):
    """One field over the page, and a list of what fits; Esc leaves everything as it was."""

    def __init__(self, theme: Theme, workers: Workers, offer: Offer, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._workers = workers
        self._offer = offer
        self._window = window
        self._known: list[Known] = []
        self._entries: list[PaletteRow] = []
        self._own: list[PaletteRow] = []
        self._of_page = 0
        self.popup = Popup(theme, window, "Go to or do")
        self.field = line_field("Go to or do", "Go to or do")
        self.rows = PaletteRows()
        self.list = QListView()
        self._build()
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._run)
        window.installEventFilter(self)

    def open(self) -> None:
        """Open, or close if it is open already."""
        if self.popup.isVisible():
            self.popup.leave()
            return
        self._own = self._own_rows()
        self._entries = []
        self.field.clear()
        self._workers.read(read_names, self._names_read, key="palette-names", owner=self)
        self._show_rows()
        self.popup.open_at(self._place(), self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.popup.isVisible():
                self.popup.setGeometry(self._place())
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._key_pressed(Qt.Key(event.key()))

    def _key_pressed(self, key: Qt.Key) -> bool:
        if key in MOVES:
            self._move(MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._move(1 if key == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _build(self) -> None:
        theme = self._theme
        self.field.setProperty("bare", True)
        self.field.setFont(theme.font("editor"))
        top = QHBoxLayout()
        top.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        top.setSpacing(theme.px(12))
        top.addWidget(IconMark(theme, "search", "text3"))
        top.addWidget(self.field, 1)
        top.addWidget(label("Esc", "caption", "text3"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(PaletteDelegate(theme, self.list))
        self.list.setAccessibleName("What fits")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContentsMargins(0, 0, 0, 0)
        self._nothing = label("", "body", "text2", wrap=True)
        self._nothing.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._foot = label("> actions     @ people and sites     # activities", "caption", "text3")
        self._foot.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        column = self.popup.column
        column.addLayout(top)
        column.addWidget(divider())
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addWidget(divider())
        column.addWidget(self._foot)

    def _place(self) -> QRect:
        px = self._theme.px
        room = self._window.size()
        width = min(px(WIDTH), room.width() - px(32))
        shown = max(1, min(SHOWN, self.rows.rowCount()))
        self._foot.setFixedHeight(px(FOOT))
        height = px(FIELD) + shown * px(ROW) + px(8) + px(FOOT) + 4
        top = round(room.height() * 0.15)
        height = min(height, room.height() - top - px(16))
        return QRect((room.width() - width) // 2, top, width, height)

    def _typed(self, text: str) -> None:
        words, kinds = parted(text)
        self._entries = []
        if words and PAGE in kinds and len(words) > 1:
            self._workers.read(
                lambda journal: read_entries(journal, words), self._entries_read, key="palette-entries", owner=self
            )
        self._show_rows()

    def _names_read(self, names: list[Known]) -> None:
        self._known = names
        self._show_rows()

    def _entries_read(self, lines: list[EntryLine]) -> None:
        self._entries = [self._entry_row(line) for line in lines]
        self._show_rows()

    def _show_rows(self) -> None:
        words, kinds = parted(self.field.text())
        if not self.field.text().strip():
            rows = self._first_rows()
        else:
            own = [*self._own, *(self._known_row(known) for known in self._known)]
            rows = fitting(words, [*(row for row in own if row.kind in kinds), *self._entries], MOST)
        self.rows.set_rows(rows)
        self.list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        told = words if len(words) <= TOLD else f"{words[: TOLD - 1]}…"
        self._nothing.setText(f"Nothing matches '{told}'." if words else "Nothing here yet.")
        if rows:
            self.list.setCurrentIndex(self.rows.index(0))
        if self.popup.isVisible():
            self.popup.setGeometry(self._place())

    def _first_rows(self) -> list[PaletteRow]:
        icons = {page.name: page.icon for page in self._offer.pages}
        titles = {page.name: page.title for page in self._offer.pages}
        places = [
            PaletteRow(
                PAGE,
                place.title or titles.get(place.page, place.page),
                partial(self._offer.go, *place),
                icon=icons.get(place.page, "history"),
            )
            for place in self._offer.places(PLACES)
        ]
        actions = [row for row in self._own if row.kind == ACTION]
        return [*places, *actions[: max(self._of_page, SHOWN - len(places))]]

    def _own_rows(self) -> list[PaletteRow]:
        rows = []
        pages = {page.name for page in self._offer.pages}
        self._of_page = sum(1 for action in self._offer.actions() if action.parent() is not self._window)
        for page in self._offer.pages:
            run = self._going(page.name)
            rows.append(PaletteRow(PAGE, page.title, run, icon=page.icon, key=page.key))
        for action in self._offer.actions():
            name = action.objectName()
            if action.isEnabled() and action.isVisible() and name not in SKIPPED and name not in pages:
                rows.append(PaletteRow(ACTION, action.text().replace("&", ""), action.trigger, key=_key(action)))
        return rows

    def _known_row(self, known: Known) -> PaletteRow:
        ways = {
            COMPONENT: ("room", "open_about"),
            ACTIVITY: ("room", "open_about"),
            SITE: ("sites", "open_site"),
            PERSON: ("sites", "open_person"),
        }
        page, ask = ways[known.kind]
        icons = {SITE: "map-pin", PERSON: "user"}
        run = self._going(page, ask, known.key, known.title)
        return PaletteRow(
            known.kind, known.title, run, known.detail, icons.get(known.kind, ""), known.domain, also=known.also
        )

    def _entry_row(self, line: EntryLine) -> PaletteRow:
        title = line.title or line.snippet.partition("\n")[0]
        run = self._going("journal", "open_entry", line.id, title)
        return PaletteRow(ENTRY, title, run, short_date(line.occurred_on), "file-text")

    def _going(self, page: str, ask: str = "", target: str = "", title: str = "") -> Callable[[], object]:
        return lambda: self._offer.go(page, ask, target, title)

    def _move(self, by: int) -> None:
        count = self.rows.rowCount()
        if not count:
            return
        at = self.list.currentIndex().row()
        at = (at + by) % count if abs(by) == 1 else max(0, min(count - 1, at + by))
        self.list.setCurrentIndex(self.rows.index(at))
        row = self.rows.row(at)
        if row is not None:
            announce(self.field, spoken(row))

    def _run(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row = self.rows.row(index.row()) if index.isValid() else None
        if row is not None:
            self.popup.leave()
            row.run()


def _key(action: QAction) -> str:
    return QKeySequence(action.shortcut()).toString(QKeySequence.SequenceFormat.NativeText)
