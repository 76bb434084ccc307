"""The journal's list on the screen: rows parted by months, walked by keys, quiet while they are read again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.models.entry_list import EntryList
from isp_journal.ui.panels.entry_rows import EntryDelegate
from isp_journal.ui.theme import Theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
STEP = 40


class Held(NamedTuple):
    """What the person sees at the top: a row, the entry in it, and where it begins."""

    row: int
    identity: str
    offset: int


class EntryTable(QTableView):
    """Says `chosen` with the id of the entry that the person is at, and `opened` when they want to read on."""

    chosen = Signal(str)
    opened = Signal()
    search_wanted = Signal()
    edit_wanted = Signal()
    trash_wanted = Signal()

    def __init__(self, theme: Theme, rows: EntryList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_viewport(self)
        self._theme = theme
        self._rows = rows
        self._identity = ""
        self._held: Held | None = None
        self._chosen_row = -1
        self._quiet = False
        self.single_keys = True
        self.painted = EntryDelegate(theme, rows, self)
        self.setItemDelegate(self.painted)
        self._set_up()
        self.setModel(rows)
        self._size_rows()
        rows.modelAboutToBeReset.connect(self._hold)
        rows.modelReset.connect(self._restore)
        rows.dataChanged.connect(self._read)
        theme.changed.connect(self._size_rows)

    def _set_up(self) -> None:
        self.setAccessibleName("Entries, newest first")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    @property
    def identity(self) -> str:
        """The id of the entry that the person is at, or nothing."""
        return self._identity

    def choose(self, identity: str) -> bool:
        """Be at an entry without saying so, and bring it into view; False if it is not among the rows read."""
        self._identity = identity
        row = self._rows.row_of(identity) if identity else -1
        if row < 0:
            self._set_row(-1)
            return False
        self._set_row(row)
        self.scrollTo(self._rows.index(row))
        return True

    def choose_row(self, row: int) -> None:
        """Go to a row and say so; without rows there is nothing to be at."""
        count = self._rows.rowCount()
        if not count:
            self._identity = ""
            self.chosen.emit("")
            return
        row = max(0, min(row, count - 1))
        self._set_row(row)
        self.scrollTo(self._rows.index(row))
        self._say_row(row)

    def choose_beside(self, gone: str) -> None:
        """Go to the entry that took the place of one that is not in the list any more."""
        row = self._rows.row_of(gone)
        beside = row + 1 if row + 1 < self._rows.rowCount() else row - 1
        row = beside if row >= 0 else self._chosen_row
        if row >= 0 or self._rows.rowCount() == 0:
            self.choose_row(row)

    def step(self, by: int) -> None:
        """Go some rows further down or up."""
        self.choose_row(self.currentIndex().row() + by if self.currentIndex().isValid() else 0)

    def last_shown_row(self) -> int:
        """Return the last row that can be seen."""
        row = self.rowAt(self.viewport().height() - 1)
        return row if row >= 0 else self._rows.rowCount() - 1

    def open_menu_here(self) -> None:
        """Open the menu of the row that the person is at."""
        if self.currentIndex().isValid():
            self._open_menu(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self._say_row(current.row())

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        # The delegate paints what is chosen, and leaves the heading of a month out of it.
        option.showDecorationSelected = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() not in PLAIN or not self._taken(event):
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Letters are keys of the list; words are looked for in the search field.
        return

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.open_menu_here()
        elif index.isValid():
            self.setCurrentIndex(index)
            self._open_menu(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.verticalScrollBar().setSingleStep(self._theme.px(STEP))

    def _taken(self, event: QKeyEvent) -> bool:
        key = event.key()
        letters = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._rows.rowCount() - 1}
        if key in ENTER:
            self.opened.emit()
        elif key == Qt.Key.Key_Slash:
            self.search_wanted.emit()
        elif key in ends:
            self.choose_row(ends[Qt.Key(key)])
        elif self.single_keys and key in letters:
            self.step(letters[Qt.Key(key)])
        else:
            return False
        return True

    def _open_menu(self, place: QPoint) -> None:
        from isp_journal.ui.controls.menus import add_choice, make_menu  # at first use: start-up time

        menu = make_menu(self._theme, self, "Entry")
        add_choice(self._theme, menu, "Edit", self.edit_wanted.emit, icon_name="pen-line")
        add_choice(self._theme, menu, "Move to the trash", self.trash_wanted.emit, icon_name="trash-2")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _set_row(self, row: int) -> None:
        self._quiet = True
        self.setCurrentIndex(self._rows.index(row) if row >= 0 else QModelIndex())
        self._quiet = False
        if row >= 0:
            self._chosen_row = row

    def _say_row(self, row: int) -> None:
        self._chosen_row = row
        line = self._rows.line(row)
        # A row that is not read yet is told of when it is.
        self._identity = line.id if line else ""
        if line:
            self.chosen.emit(line.id)

    def _hold(self) -> None:
        row = self.rowAt(0)
        line = self._rows.known(row) if row >= 0 else None
        self._held = Held(row, line.id if line else "", self.rowViewportPosition(row)) if row >= 0 else None

    def _restore(self) -> None:
        """After the rows were read anew stand where the person stood, at the same entry."""
        self._fit(self._rows.known_rows())
        self.updateGeometries()
        if self._rows.anew:
            self.scrollToTop()
        elif self._held is not None:
            row = self._rows.row_of(self._held.identity)
            self._stand(self._held._replace(row=row if row >= 0 else self._held.row))
        self._find_again()

    def _stand(self, held: Held) -> None:
        if 0 <= held.row < self._rows.rowCount():
            self.verticalScrollBar().setValue(self.verticalHeader().sectionPosition(held.row) - held.offset)

    def _find_again(self) -> None:
        row = self._rows.row_of(self._identity) if self._identity else -1
        if row >= 0:
            self._set_row(row)

    def _read(self, first: QModelIndex, last: QModelIndex) -> None:
        """Take over rows that were read: the months they begin, and the entry that the person is at."""
        self._hold()
        # A heading above what is seen must not push it down.
        if self._fit(range(first.row(), last.row() + 1)) and self._held is not None:
            self.updateGeometries()
            self._stand(self._held)
        row = self.currentIndex().row()
        if row < 0:
            self._find_again()
        elif first.row() <= row <= last.row() and not self._identity:
            self._say_row(row)

    def _fit(self, rows: Iterable[int]) -> bool:
        """Give rows the height that they need and say whether that changed any."""
        header = self.verticalHeader()
        heights = {heading: self.painted.row_height(heading=heading) for heading in (False, True)}
        changed = False
        for row in rows:
            wanted = heights[bool(self._rows.begins_month(row))]
            if header.sectionSize(row) != wanted:
                header.resizeSection(row, wanted)
                changed = True
        return changed

    def _size_rows(self) -> None:
        self._hold()
        self.verticalHeader().setDefaultSectionSize(self.painted.row_height(heading=False))
        self._fit(self._rows.known_rows())
        self.verticalScrollBar().setSingleStep(self._theme.px(STEP))
        if self._held is not None:
            self.updateGeometries()
            self._stand(self._held)
