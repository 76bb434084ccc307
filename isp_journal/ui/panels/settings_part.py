"""One part of Settings: a heading, and what can be set beside it, or below it where there is little room."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import label
from isp_journal.ui.theme import Theme

HEADING = 160


class SettingsPart(QWidget):
    """Put the settings into `column`."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._stacked = False
        self.setAccessibleName(title)
        self.heading = label(title, "section", wrap=True)
        self.column = QVBoxLayout()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        head = QVBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        self._row.addLayout(head)
        self._row.addLayout(self.column, 1)
        self._space()

    def set_stacked(self, stacked: bool) -> None:
        """Put the heading above what can be set, or back to its left."""
        self._stacked = stacked
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if self._stacked else right)
        self._row.setSpacing(px(12 if self._stacked else 32))
        self.heading.setMinimumWidth(0 if self._stacked else px(HEADING))
        self.heading.setMaximumWidth(16_777_215 if self._stacked else px(HEADING))
        self.column.setSpacing(px(16))
