"""The one place that shows what went wrong, what can be undone and what is new: a bar first, a dialog for choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from isp_journal.errors import KnownError
    from isp_journal.ui.controls.bar import Bar
    from isp_journal.ui.theme import Theme

UNDO_SECONDS = 10
MARGIN = 16


class Message(NamedTuple):
    """What a bar says, with its icon, its button and what the button does."""

    text: str
    icon: str
    button: str = ""
    then: Callable[[], object] | None = None


class Messages(QWidget):
    """The bar at the top of the page: an undo stands before a notice, and what it covers comes back after it."""

    shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._margin = theme.px(MARGIN)
        self._bar: Bar | None = None
        self._kept: dict[str, Message] = {}
        self.undo_timer = QTimer(self)
        self.undo_timer.setSingleShot(True)
        self.undo_timer.setInterval(UNDO_SECONDS * 1000)
        self.undo_timer.timeout.connect(self.drop_undo)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName("Messages")
        self.hide()

    @property
    def bar(self) -> Bar:
        """The bar, made when there is something to say for the first time."""
        if self._bar is None:
            from isp_journal.ui.controls.bar import Bar  # at first use: start-up time

            self._bar = Bar(self._theme)
            self._bar.set_margin(self._margin)
            self._bar.pressed.connect(self._pressed)
            self._bar.closed.connect(self.dismiss)
            self._column.addWidget(self._bar)
        return self._bar

    def show_error(self, error: KnownError, button: str = "", then: Callable[[], object] | None = None) -> None:
        """Say what happened, what is safe and what to do; it stays until it is closed or its button is pressed."""
        self._put("error", Message(str(error), "triangle-alert", button, then))

    def show_bug(self, error: KnownError, note: Callable[[BaseException], object]) -> None:
        """Say that something failed that nobody expected; `note` hears where not even that can be said."""
        try:
            self.show_error(error)
        except Exception as another:
            # Out of the hook for failures Python would print it, and the words of the first one with it.
            note(another)

    def show_undo(self, text: str, undo: Callable[[], object]) -> None:
        """Offer to take back what was just done, for ten seconds; Ctrl+Z does so afterwards."""
        words = text if text.endswith(".") else f"{text}."
        self._put("undo", Message(words, "undo-2", "Undo", undo))
        self.undo_timer.start()

    def show_notice(self, text: str, button: str = "", then: Callable[[], object] | None = None) -> None:
        """Say something that is good to know, until it is closed or its button is pressed."""
        self._put("notice", Message(text, "info", button, then))

    def drop_undo(self) -> None:
        """Take the offer back: its time is over, or something else was done since."""
        self.undo_timer.stop()
        self._drop("undo")

    def drop_error(self) -> None:
        """Take the error away when what it told of has been put right."""
        self._drop("error")

    def dismiss(self) -> bool:
        """Close the bar that is shown; say whether there was one."""
        slot = self._slot()
        if slot:
            self._drop(slot)
        return bool(slot)

    def clear(self) -> None:
        """Forget everything that was said, the hidden bar's words too."""
        self.undo_timer.stop()
        self._kept.clear()
        if self._bar is not None:
            self._bar.set_message("")
        self.hide()

    def text(self) -> str:
        """Return the words that are shown, or nothing."""
        return self.bar.text() if self._slot() else ""

    def set_margin(self, margin: int) -> None:
        """Let the words begin where the page's own do."""
        self._margin = margin
        if self._bar is not None:
            self._bar.set_margin(margin)

    def _slot(self) -> str:
        return next(reversed(self._kept), "")

    def _put(self, slot: str, message: Message) -> None:
        self._kept.pop(slot, None)
        self._kept[slot] = message
        self._show()
        announce(self.bar, message.text)
        self.shown.emit()

    def _drop(self, slot: str) -> None:
        if self._kept.pop(slot, None) is not None:
            self._show()

    def _show(self) -> None:
        slot = self._slot()
        if slot:
            message = self._kept[slot]
            self.bar.set_message(message.text, message.icon, message.button)
        self.setVisible(bool(slot))

    def _pressed(self) -> None:
        slot = self._slot()
        message = self._kept.get(slot)
        self._drop(slot)
        if message is not None and message.then is not None:
            message.then()


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something without moving the focus; Qt before 6.8 cannot."""
    from PySide6 import QtGui  # at first use: start-up time

    made = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if made is not None and QtGui.QAccessible.isActive():
        QtGui.QAccessible.updateAccessibility(made(widget, text))


def choose(parent: QWidget, question: str, detail: str, choices: Sequence[str], then: Callable[[str], object]) -> None:
    """Ask for one of some choices in a dialog, the last of which leaves all as it is; `then` gets the chosen words."""
    from PySide6.QtWidgets import QMessageBox  # at first use: start-up time

    box = _box(parent, question, detail)
    buttons = {
        box.addButton(
            words, QMessageBox.ButtonRole.RejectRole if words is choices[-1] else QMessageBox.ButtonRole.ActionRole
        ): words
        for words in choices
    }
    last = next(button for button, words in buttons.items() if words is choices[-1])
    box.setEscapeButton(last)
    box.setDefaultButton(last)
    box.buttonClicked.connect(lambda button: then(buttons[button]))
    box.open()


def confirm_for_good(
    parent: QWidget, question: str, detail: str, choices: tuple[str, str], then: Callable[[], object]
) -> None:
    """Ask before something goes for good, in a dialog that Enter and Esc leave with everything as it is.

    The first of the choices does it, by a click or by Space; the second keeps everything.
    """
    # at first use: start-up time
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    box = _box(parent, question, detail)
    go = box.addButton(choices[0], QMessageBox.ButtonRole.ActionRole)
    keep = box.addButton(choices[1], QMessageBox.ButtonRole.RejectRole)
    # Enter takes the default wherever the focus is, and that one changes nothing.
    go.setAutoDefault(False)
    go.setProperty("danger", True)
    go.style().polish(go)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.buttonClicked.connect(lambda pressed: then() if pressed is go else None)
    box.open()
    keep.setFocus(Qt.FocusReason.OtherFocusReason)


def _box(parent: QWidget, question: str, detail: str) -> QMessageBox:
    # at first use: start-up time
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setWindowTitle("ISP Journal")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
