"""The line in which a new site or person is named."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.panels.fact_fields import FactField
from isp_journal.ui.theme import Theme


class NewName(QWidget):
    """A field with Add and Cancel; what was typed stays when it is refused."""

    named = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, noun: str) -> None:
        super().__init__()
        self._theme = theme
        self._noun = noun
        self.name = FactField(theme, f"Name of the new {noun}")
        self.add = plain_button(theme, "Add")
        self.cancel = plain_button(theme, "Cancel")
        self._row = QHBoxLayout()
        self._row.addWidget(self.add)
        self._row.addWidget(self.cancel)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.name)
        self._column.addLayout(self._row)
        self.add.clicked.connect(self._tell)
        self.name.field.returnPressed.connect(self._tell)
        self.cancel.clicked.connect(self.leave)
        self._space()
        self.hide()

    def open(self) -> None:
        """Ask for a name."""
        self.name.reset("")
        self.show()
        self.name.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, why: str) -> None:
        """Say why the name was not taken."""
        self.name.refuse(why)
        self.name.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close without adding anything."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._row.setSpacing(self._theme.px(8))
        self._column.setSpacing(self._theme.px(8))

    def _tell(self) -> None:
        if self.name.value().strip():
            self.named.emit(" ".join(self.name.value().split()))
        else:
            self.refuse(f"A {self._noun} needs a name. Type one.")
