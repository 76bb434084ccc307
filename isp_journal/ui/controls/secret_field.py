"""A field for a passphrase: covered unless the eye is pressed, and it knows when Caps Lock is on."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from isp_journal.ui.controls.buttons import Button, icon_button
from isp_journal.ui.shortcuts import keep_window_keys
from isp_journal.ui.theme import Theme

SHOW, HIDE = "Show what is typed", "Hide what is typed"
EYE = 32
HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)
# What would leave words of a passphrase elsewhere, or bring back those that were deleted.
KEPT_AWAY = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)


class SecretField(QLineEdit):
    """Says `caps_lock_changed` when a letter tells that Caps Lock is on, or off again; nothing of it can be undone."""

    caps_lock_changed = Signal(bool)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._caps_lock = False
        self.setAccessibleName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.eye: Button = icon_button(theme, "eye", SHOW)
        self.eye.setParent(self)
        self.eye.setCursor(Qt.CursorShape.ArrowCursor)
        self.eye.clicked.connect(lambda: self._cover(self.echoMode() == QLineEdit.EchoMode.Normal))
        keep_window_keys(self)
        self._cover(True)
        self._margins()

    @property
    def caps_lock(self) -> bool:
        """Whether the last letter told that Caps Lock is on."""
        return self._caps_lock

    def wipe(self) -> None:
        """Empty the field, cover it, and keep nothing that could be taken back."""
        self.setText("")
        self._cover(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._listen(event)
        if not any(event.matches(key) for key in KEPT_AWAY):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The middle button would paste what is selected elsewhere, unseen.
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        # On some desktops what is selected with the mouse is copied at once, unless it is covered.
        shown = self.echoMode()
        self._echo(QLineEdit.EchoMode.Password)
        super().mouseReleaseEvent(event)
        self._echo(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._margins()
            self._place()
        super().changeEvent(event)

    def _cover(self, covered: bool) -> None:
        self._echo(QLineEdit.EchoMode.Password if covered else QLineEdit.EchoMode.Normal)
        words = SHOW if covered else HIDE
        self.eye.set_face(self.eye.face._replace(icon="eye" if covered else "eye-off"))
        self.eye.setAccessibleName(words)
        self.eye.setToolTip(words)

    def _echo(self, mode: QLineEdit.EchoMode) -> None:
        self.setEchoMode(mode)
        # Qt takes a hint back when words are shown; input methods would then learn them.
        self.setInputMethodHints(HINTS)

    def _listen(self, event: QKeyEvent) -> None:
        typed = event.text()
        caps_lock = self._caps_lock
        if event.key() == Qt.Key.Key_CapsLock:
            # Pressed while it is known to be on, it goes off; whether it goes on the next letter tells.
            caps_lock = False
        elif len(typed) == 1 and typed.lower() != typed.upper():
            caps_lock = typed.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if caps_lock != self._caps_lock:
            self._caps_lock = caps_lock
            self.caps_lock_changed.emit(caps_lock)

    def _place(self) -> None:
        side = self.eye.sizeHint()
        self.eye.setGeometry(
            self.width() - side.width() - 1, (self.height() - side.height()) // 2, side.width(), side.height()
        )

    def _margins(self) -> None:
        self.setTextMargins(0, 0, self._theme.px(EYE), 0)
