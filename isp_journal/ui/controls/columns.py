"""List, page and side panel side by side, or taking turns where there is no room for all."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QWidget

from isp_journal.ui.controls.labels import surface
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import Widths, widths_for


class Columns(QWidget):
    """The body of a page with a list, a side panel, or both; the window tells it by `set_widths` what fits.

    `name` keeps the places of the splitters per page. In turns, `show_page` opens what the list has chosen and Esc goes
    back to the list, which `returned` says.
    """

    moved = Signal(str, list)
    returned = Signal()

    def __init__(
        self, theme: Theme, name: str, page: QWidget, *, list_: QWidget | None = None, side: QWidget | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self.name = name
        self.setObjectName("columns")  # by this the window finds them
        self.page = page
        self.list = list_
        self.side = side
        self.widths: Widths = widths_for(1440, 900, 1.0)
        self._in_page = False
        self._side_wanted = True
        self._kept: list[int] = []
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (list_, page, side):
            if part is not None:
                self.splitter.addWidget(part)
        self.splitter.setStretchFactor(self.splitter.indexOf(page), 1)
        for part in (list_, side):
            if part is not None:
                surface(part, "sunken")
        self.splitter.splitterMoved.connect(self._was_moved)
        for at in range(1, self.splitter.count()):
            self.splitter.handle(at).installEventFilter(self)
        self._over = QFrame(self)
        self._over.setProperty("over", True)
        self._over_row = QHBoxLayout(self._over)
        self._over_row.setContentsMargins(1, 0, 0, 0)
        self._over.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self._arrange()

    def set_widths(self, widths: Widths) -> None:
        """Take the areas that fit into the window now."""
        if widths != self.widths:
            if widths.side_over != self.widths.side_over:
                self._side_wanted = not widths.side_over
            self.widths = widths
            self._arrange()

    def restore(self, sizes: list[int]) -> None:
        """Take the widths of list and side panel as they were left, in pixels at text size 100 %."""
        if len(sizes) == self.splitter.count() - 1:
            self._kept = sizes
            self._arrange()

    def show_page(self) -> None:
        """Show the page where list and page take turns."""
        self._in_page = True
        self._arrange()

    def show_list(self) -> None:
        """Show the list where list and page take turns."""
        self._in_page = False
        self._arrange()

    def toggle_side(self) -> None:
        """Open or close the side panel; it opens over the page where there is no room beside it."""
        if self.side is not None:
            self._side_wanted = not self._side_wanted
            self._arrange()
            if self._side_wanted:
                self.side.setFocus(Qt.FocusReason.OtherFocusReason)

    def areas(self) -> list[QWidget]:
        """Return the areas that F6 walks through, those that are shown."""
        return [part for part in (self.list, self.page, self.side) if part is not None and part.isVisibleTo(self)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._leave_topmost():
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Before the layout comes to it, so that list and side panel keep their widths and the page takes the rest.
        self.splitter.setGeometry(self.rect())
        self._share()
        self._place_over()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._kept = []
            self._arrange()
            self.moved.emit(self.name, [])
            return True
        return False

    def _leave_topmost(self) -> bool:
        if self.side is not None and self.widths.side_over and self._side_wanted:
            self.toggle_side()
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if self.widths.turns and self._in_page and self.list is not None:
            self.show_list()
            self.returned.emit()
            return True
        return False

    def _arrange(self) -> None:
        turns = self.widths.turns and self.list is not None
        if self.list is not None:
            self.list.setVisible(not turns or not self._in_page)
        self.page.setVisible(not turns or self._in_page)
        self._arrange_side()
        self._share()

    def _share(self) -> None:
        parts = [self.splitter.widget(at) for at in range(self.splitter.count())]
        self.splitter.setSizes([self._wanted_width(part) for part in parts])

    def _arrange_side(self) -> None:
        if self.side is None:
            return
        over = self.widths.side_over
        if over and self._over_row.count() == 0:
            self._over_row.addWidget(self.side)
        elif not over and self.splitter.indexOf(self.side) < 0:
            self.splitter.addWidget(self.side)
            self.splitter.handle(self.splitter.count() - 1).installEventFilter(self)
        self._over.setVisible(over and self._side_wanted)
        self.side.setVisible(self._side_wanted)
        self._place_over()

    def _place_over(self) -> None:
        width = self._theme.px(self.widths.side_width)
        self._over.setGeometry(QRect(self.width() - width, 0, width, self.height()))
        self._over.raise_()

    def _wanted_width(self, part: QWidget | None) -> int:
        kept = dict(zip([one for one in (self.list, self.side) if one is not None], self._kept, strict=False))
        if part is self.list:
            return self._theme.px(kept.get(part, self.widths.list_width)) if part else 0
        if part is self.side:
            return self._theme.px(kept.get(part, self.widths.side_width)) if part else 0
        others = sum(self._wanted_width(one) for one in (self.list, self.side) if one is not None and one.isVisible())
        return max(1, self.width() - others)

    def _was_moved(self, _place: int, _which: int) -> None:
        parts = [part for part in (self.list, self.side) if part is not None]
        if all(part.isVisible() for part in parts) and not self.widths.side_over:
            self._kept = [round(part.width() / self._theme.factor) for part in parts]
            self.moved.emit(self.name, self._kept)
