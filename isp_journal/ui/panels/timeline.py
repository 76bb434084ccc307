"""One timeline of all that bears on a component: a list that takes pages of rows, and knows no kinds of things."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from isp_journal.ui.controls.menus import add_choice, make_menu
from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.dates import short
from isp_journal.ui.panels.timeline_rows import DAY_ROLE, ROW_ROLE, Index, TimelineRows
from isp_journal.ui.renderers import Act, Renderers, Row

if TYPE_CHECKING:
    from isp_journal.framework import Catalogue
    from isp_journal.journal.history import Item, Moment
    from isp_journal.ui.theme import Theme

PAGE = 50
# More than anybody reads in one go; older rows are then read on from where these end.
MOST = 3_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = {
    Qt.KeyboardModifier.NoModifier: "",
    Qt.KeyboardModifier.KeypadModifier: "",
    Qt.KeyboardModifier.ControlModifier: "Ctrl+",
}


class TimelineModel(QAbstractListModel):
    """The rows read so far, newest first; `complete` says that there are no older ones."""

    def __init__(self, renderers: Renderers, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderers = renderers
        self.today = today
        self._items: list[Item] = []
        self._rows: list[Row] = []
        self.complete = True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own way to say 'no parent'
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        if role == ROW_ROLE:
            return self._rows[index.row()]
        if role == DAY_ROLE:
            return self._items[index.row()].moment.on
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            on = self._items[index.row()].moment.on
            return f"{short(on, self.today)}. {self._rows[index.row()].spoken}"
        return None

    def start(self, items: Sequence["Item"], catalogue: "Catalogue", *, complete: bool) -> None:
        """Show these rows instead of those before."""
        rows = [self._renderers.row(item, catalogue) for item in items]
        self.beginResetModel()
        self._items, self._rows, self.complete = list(items), rows, complete
        self.endResetModel()

    def add(self, items: Sequence["Item"], catalogue: "Catalogue", *, complete: bool) -> None:
        """Show older rows below."""
        rows = [self._renderers.row(item, catalogue) for item in items]
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._items += items
            self._rows += rows
            self.endInsertRows()
        self.complete = complete

    def row_at(self, at: int) -> Row:
        """Return how a row is shown."""
        return self._rows[at]

    def item_at(self, at: int) -> "Item":
        """Return the thing of a row."""
        return self._items[at]

    def oldest(self) -> "Moment | None":
        """Return the moment of the last row, before which older ones go on."""
        return self._items[-1].moment if self._items else None

    def find(self, moment: "Moment") -> int:
        """Return the row of a moment, -1 if it is not there any more."""
        return next((at for at, item in enumerate(self._items) if item.moment == moment), -1)


class Timeline(QListView):
    """Shows all rows read so far in its full height: the page around it scrolls, with what stands above the list.

    `acted` carries what is to be done and about what, such as `read_entry` and an entry's id; `row_reached` carries the
    place of the row that the keyboard came to, for the page to scroll there.
    """

    acted = Signal(str, str)
    row_reached = Signal(QRect)

    def __init__(self, theme: "Theme", renderers: Renderers, today: date) -> None:
        super().__init__()
        give_viewport(self)
        self._theme = theme
        self.rows = TimelineModel(renderers, today, self)
        self._painter = TimelineRows(theme, today, self)
        self._height: int | None = None
        self.page_height = theme.px(400)
        self.setAccessibleName("Timeline, newest first")
        self.setItemDelegate(self._painter)
        self.setModel(self.rows)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self._act_on(index, "Enter"))
        for changed in (self.rows.modelReset, self.rows.rowsInserted):
            changed.connect(self._rows_changed)
        theme.changed.connect(self._theme_changed)

    def set_today(self, today: date) -> None:
        """Write dates as they are written on this day."""
        self.rows.today = today
        self._painter.set_today(today)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._full_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._full_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._painter.set_width(self.viewport().width())
            self._measure_again()

    def begin(self) -> None:
        """Put the keyboard on the newest row where it is on none, without choosing it and without scrolling."""
        if self.rows.rowCount() and not self.currentIndex().isValid():
            before = self.blockSignals(True)
            self.selectionModel().setCurrentIndex(self.rows.index(0), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.blockSignals(before)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        # The scroll around brings this place into sight when the focus comes here, not the middle of a long list.
        if query == Qt.InputMethodQuery.ImCursorRectangle and self.currentIndex().isValid():
            return self.visualRect(self.currentIndex())
        return super().inputMethodQuery(query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalpha() and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            # Letters belong to the page: this list is not searched by typing.
            event.ignore()
            return
        held = _MODIFIERS.get(event.modifiers())
        if held is not None and self.currentIndex().isValid():
            key = {Qt.Key.Key_Delete: "Del"}.get(Qt.Key(event.key()), "Enter" if event.key() in _ENTER else "")
            if key and self._act_on(self.currentIndex(), held + key):
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            place = event.pos() if by_mouse else self.visualRect(index).bottomLeft()
            self._open_menu(self.rows.row_at(index.row()).acts, self.viewport().mapToGlobal(place))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        by_page = {QAbstractItemView.CursorAction.MovePageUp: -1, QAbstractItemView.CursorAction.MovePageDown: 1}
        if action not in by_page or not self.currentIndex().isValid():
            return super().moveCursor(action, modifiers)
        here = self.visualRect(self.currentIndex())
        top = max(0, min(self._full_height() - 2, here.top() + by_page[action] * self.page_height))
        found = self.indexAt(QPoint(here.left() + 1, top))
        return found if found.isValid() else self.currentIndex()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.row_reached.emit(self.visualRect(current))

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Leave scrolling to the page around."""

    def _act_on(self, index: Index, key: str) -> bool:
        acts = self.rows.row_at(index.row()).acts
        act = next((one for one in acts if one.key == key), None)
        if act is not None:
            self.acted.emit(act.name, act.value)
        return act is not None

    def _open_menu(self, acts: Sequence[Act], place: QPoint) -> None:
        menu = make_menu(self._theme, self, "What to do with this row")
        for act in acts:
            add_choice(self._theme, menu, f"{act.words}\t{act.key}", partial(self.acted.emit, act.name, act.value))
        menu.aboutToHide.connect(menu.deleteLater)
        if acts:
            menu.popup(place)

    def _full_height(self) -> int:
        if self._height is None:
            self._height = sum(self._painter.height(self.rows.index(at)) for at in range(self.rows.rowCount()))
        return self._height

    def _rows_changed(self, _parent: object = None, first: int = 0, _last: int = 0) -> None:
        if first == 0:
            self._painter.forget()
        self._measure_again()

    def _theme_changed(self) -> None:
        self._painter.forget()
        self._measure_again()

    def _measure_again(self) -> None:
        self._height = None
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
