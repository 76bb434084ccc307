"""The sheet with all keys that work now, in the groups of the menu."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from isp_journal.ui import shortcuts
from isp_journal.ui.controls.buttons import icon_button
from isp_journal.ui.controls.labels import divider, heavier, label
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.theme import Theme

WIDTH, HEIGHT = 760, 720
COLUMNS = 2


class KeysSheet:
    """Opens over the page; Esc closes it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        self._theme = theme
        self._window = window
        self.popup = Popup(theme, window, "All keys")
        self.popup.closed.connect(self.popup.deleteLater)

    def open(self, actions: Sequence[QAction]) -> None:
        """Show the keys of these actions."""
        px = self._theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(24), px(12), px(12), px(12))
        head.addWidget(label("All keys", "section"))
        head.addStretch(1)
        close = icon_button(self._theme, "x", "Close", key="Esc")
        close.clicked.connect(lambda: self.popup.leave())
        head.addWidget(close)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setAccessibleName("All keys")
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(self._sheet(actions))
        self.popup.column.addLayout(head)
        self.popup.column.addWidget(divider())
        self.popup.column.addWidget(scroller, 1)
        room = self._window.size()
        width, height = min(px(WIDTH), room.width() - px(32)), min(px(HEIGHT), room.height() - px(32))
        place = QRect((room.width() - width) // 2, (room.height() - height) // 2, width, height)
        self.popup.open_at(place, scroller)

    def _sheet(self, actions: Sequence[QAction]) -> QWidget:
        px = self._theme.px
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(px(24), px(16), px(24), px(24))
        columns.setSpacing(px(48))
        sides = [QVBoxLayout() for _ in range(COLUMNS)]
        for side in sides:
            side.setSpacing(px(24))
            columns.addLayout(side, 1)
        lengths = [0] * COLUMNS
        for group, rows in grouped(actions):
            at = lengths.index(min(lengths))
            sides[at].addLayout(self._group(group, rows))
            lengths[at] += len(rows) + 2
        for side in sides:
            side.addStretch(1)
        return sheet

    def _group(self, title: str, rows: Sequence[tuple[str, str]]) -> QGridLayout:
        px = self._theme.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        grid.addWidget(heavier(label(title, "body"), 600), 0, 0, 1, 2)
        for at, (words, keys) in enumerate(rows, start=1):
            grid.addWidget(label(words, "small", "text2", wrap=True), at, 0)
            grid.addWidget(label(keys, "small", "text"), at, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        return grid


def grouped(actions: Sequence[QAction]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the actions' titles and keys by menu, in the order of the table."""
    by_name = {action.objectName(): action for action in actions}
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in shortcuts.DEEDS:
        action = by_name.get(row.name)
        if action is not None and row.keys:
            native = QKeySequence.SequenceFormat.NativeText
            keys = " or ".join(QKeySequence(key).toString(native) for key in shortcuts.keys_of(row.name))
            groups.setdefault(row.menu, []).append((row.title, keys))
    return list(groups.items())
