"""Facts that are written in the page and kept when the field is left: a line of text, or one of a few choices."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import FieldButton
from isp_journal.ui.controls.faces import CHEVRON
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.menus import add_choice, make_menu, open_below
from isp_journal.ui.messages import announce
from isp_journal.ui.theme import Theme


class Problem(QWidget):
    """Why what stands in a field was not taken: an icon and words, hidden while all is well."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = label("", "small", "text", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark(theme, "triangle-alert", "text2"), 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._words, 1)
        self._space()
        self.hide()

    def say(self, text: str) -> None:
        """Show words, also to a screen reader; without words there is no problem."""
        self._words.setText(text)
        self.setVisible(bool(text))
        if text:
            announce(self, text)

    def text(self) -> str:
        """Return the words that are shown."""
        return self._words.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._row.setContentsMargins(0, self._theme.px(4), 0, 0)
        self._row.setSpacing(self._theme.px(8))


class FactField(QWidget):
    """A line of text with its name above; `said` tells what was typed once the field is left or Enter is pressed."""

    said = Signal(str)

    def __init__(self, theme: Theme, name: str, hint: str = "", *, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._kept = ""
        self._told = ""
        self.field = line_field(name, placeholder)
        self.problem = Problem(theme)
        self._name = label(name, "small", "text2")
        self._name.setBuddy(self.field)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._name)
        self._column.addWidget(self.field)
        if hint:
            self._column.addWidget(label(hint, "small", "text3", wrap=True))
            self.field.setAccessibleDescription(hint)
        self._column.addWidget(self.problem)
        self.field.editingFinished.connect(self.tell)
        self.field.textEdited.connect(lambda _text: self.problem.say(""))
        self._space()

    def set_value(self, text: str) -> None:
        """Show what is kept, unless the person is just typing something else here."""
        typing = self.field.hasFocus() and self.field.text() != self._kept
        self._kept = self._told = text
        if not typing and not self.problem.text():
            self.field.setText(text)

    def reset(self, text: str) -> None:
        """Show another one's fact and forget what was typed for the one before."""
        self._kept = self._told = text
        self.problem.say("")
        self.field.setText(text)

    def value(self) -> str:
        """Return what stands in the field."""
        return self.field.text()

    def refuse(self, why: str) -> None:
        """Leave what was typed where it is and say why it was not taken."""
        self.problem.say(why)

    def tell(self) -> None:
        """Say what was typed if it is something new."""
        typed = " ".join(self.field.text().split())
        if typed != self._told:
            self._told = typed
            self.said.emit(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        changed = self.field.text() != self._kept
        if event.key() == Qt.Key.Key_Escape and changed:
            self.reset(self._kept)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(4))


class FactChoice(QWidget):
    """One of a few choices with its name above; they open as a menu, and `chosen` tells the key of the one taken."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self._title = name
        self._options = dict(options)
        self._key = ""
        self.button = FieldButton(theme, "", "")
        self.button.clicked.connect(self._open)
        self._name = label(name, "small", "text2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._name)
        self._column.addWidget(self.button)
        self._space()

    def set_value(self, key: str) -> None:
        """Show a choice without saying `chosen`."""
        self._key = key
        words = self._options.get(key, key)
        self.button.set_face(self.button.face._replace(text=words, trail=CHEVRON))
        self.button.setAccessibleName(f"{self._title}: {words}")

    def value(self) -> str:
        """Return the key of what is chosen."""
        return self._key

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(4))

    def _open(self) -> None:
        menu = make_menu(self._theme, self, self._title)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, words in self._options.items():
            add_choice(self._theme, menu, words, partial(self._take, key), chosen=key == self._key)
        open_below(menu, self.button)

    def _take(self, key: str) -> None:
        if key != self._key:
            self.set_value(key)
            self.chosen.emit(key)
