"""One column of a page that scrolls: no wider than lines of text may be, with the page's margin around it."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import surface
from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.theme import Theme

TEXT_WIDTH = 600
MARGIN = 40
# How long what has just opened may take to get its final height.
SETTLES_MS = 500


class ScrollColumn(QScrollArea):
    """Put what it shows into `column`; `width` and the margin are given at text size 100 %."""

    def __init__(self, theme: Theme, name: str, width: int = TEXT_WIDTH, *, centred: bool = False) -> None:
        super().__init__()
        give_viewport(self)
        self._theme = theme
        self._width = width
        self._margin = MARGIN
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        surface(self, "page")
        self.content = QWidget()
        self.column = QVBoxLayout(self.content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._around = QWidget()
        self._row = QHBoxLayout(self._around)
        self._row.setSpacing(0)
        self._row.addStretch(1 if centred else 0)
        self._row.addWidget(self.content, 100)
        self._row.addStretch(1)
        self.setWidget(self._around)
        self._space()
        self._settles = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def set_margin(self, margin: int) -> None:
        """Take the margin of the page, which is smaller in a small window."""
        self._margin = margin
        self._space()

    def show_top(self, part: QWidget) -> None:
        """Scroll so that a part of the column begins near the upper edge."""
        top = part.mapTo(self._around, part.rect().topLeft()).y()
        self.verticalScrollBar().setValue(top - self._theme.px(24))

    def to_top(self) -> None:
        """Show the beginning, such as the title of another step; what has the focus is brought into view from there."""
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.content.isAncestorOf(now):
            # What has just opened gets its place first.
            QTimer.singleShot(0, self, self._show_focus)
            self._settles.start()

    def _range_changed(self) -> None:
        if self._settles.isActive():
            QTimer.singleShot(0, self, self._show_focus)

    def _show_focus(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not self.content.isAncestorOf(now):
            return
        card: QWidget | None = now
        while card is not None and card is not self.content and not card.property("card"):
            card = card.parentWidget()
        margin = self._theme.px(24)
        if card is not None and card is not self.content:
            self.ensureWidgetVisible(card, 0, margin)
        self.ensureWidgetVisible(now, 0, margin)

    def _space(self) -> None:
        side, top = self._theme.px(self._margin), self._theme.px(32)
        self._row.setContentsMargins(side, top, side, top)
        self.content.setMaximumWidth(self._theme.px(self._width))
