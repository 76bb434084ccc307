"""A passphrase is typed here: its name above, and below whether Caps Lock is on and why it was not taken."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.secret_field import SecretField
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.theme import Theme

CAPS_LOCK = "Caps Lock is on."


class SecretEntry(QWidget):
    """A covered field with its name; `entered` says that Enter was pressed, `edited` what stands there now."""

    entered = Signal()
    edited = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.field = SecretField(theme, name)
        self.caps_lock = Problem(theme)
        self.problem = Problem(theme)
        named = label(name, "small", "text2")
        named.setBuddy(self.field)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (named, self.field, self.caps_lock, self.problem):
            self._column.addWidget(part)
        self.field.returnPressed.connect(self.entered)
        self.field.textChanged.connect(self._changed)
        self.field.caps_lock_changed.connect(lambda on: self.caps_lock.say(CAPS_LOCK if on else ""))
        self._space()

    def value(self) -> str:
        """Return what stands in the field."""
        return self.field.text()

    def refuse(self, why: str) -> None:
        """Say why it was not taken, and let it be typed again."""
        self.problem.say(why)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def forget(self) -> None:
        """Let go of what was typed."""
        self.field.wipe()
        self.problem.say("")
        self.caps_lock.say("")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(4))

    def _changed(self, text: str) -> None:
        self.problem.say("")
        self.edited.emit(text)
