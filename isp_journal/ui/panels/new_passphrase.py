"""A new passphrase is chosen here: typed twice, with an honest estimate of how long it would hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal import passphrases
from isp_journal.credentials import Passphrase
from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.controls.labels import label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.secret_entry import SecretEntry

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

ESTIMATE_AFTER = 250  # ms after the last key: an estimate takes a moment and is wanted when the typing rests
RULE = "At least 12 characters, or four words. A few words that have nothing to do with each other are easy to keep."
ESTIMATE = "This is an estimate: it can't know what others know about you."
NOT_THE_SAME = "These two are not the same. Type it once more."
AGAIN_EMPTY = "Type it a second time, so that no slip locks you out."


class NewPassphrase(QWidget):
    """Two fields and a line about their strength; `none_wanted` says that the person wants to go on without one."""

    entered = Signal()
    none_wanted = Signal()

    def __init__(self, theme: Theme, *, optional: bool = False, name: str = "Passphrase") -> None:
        super().__init__()
        self._theme = theme
        self._aside = Aside(self)
        self.first = SecretEntry(theme, name)
        self.strength = label(RULE, "small", "text2", wrap=True)
        self.second = SecretEntry(theme, "Once more")
        self.none = link_button(theme, "Go on without a passphrase …")
        self._timer = QTimer(self, singleShot=True, interval=ESTIMATE_AFTER)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._top = QVBoxLayout()
        self._top.addWidget(self.first)
        self._top.addWidget(self.strength)
        self._column.addLayout(self._top)
        self._column.addWidget(self.second)
        self._column.addWidget(self.none)
        self.none.setVisible(optional)
        self.first.field.setAccessibleDescription(RULE)
        self.first.entered.connect(lambda: self.second.field.setFocus(Qt.FocusReason.TabFocusReason))
        self.second.entered.connect(self.entered)
        self.first.edited.connect(self._edited)
        self.none.clicked.connect(lambda: self.none_wanted.emit())
        self._timer.timeout.connect(self._estimate)
        self._space()

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.first.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def ready(self) -> bool:
        """Say whether the passphrase can be taken; where it can't, say why beside the field."""
        typed, again = self.first.value(), self.second.value()
        refusal = passphrases.refusal(typed)
        self.strength.setVisible(not refusal)
        if refusal:
            self.first.refuse(refusal)
        elif typed != again:
            self.second.refuse(NOT_THE_SAME if again else AGAIN_EMPTY)
        return not refusal and typed == again

    def passphrase(self) -> Passphrase:
        """Return the passphrase that was chosen."""
        return Passphrase(self.first.value())

    def forget(self) -> None:
        """Let go of what was typed."""
        self.first.forget()
        self.second.forget()
        self._timer.stop()
        self.strength.setText(RULE)
        self.strength.show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(16))
        self._top.setSpacing(self._theme.px(4))

    def _edited(self, typed: str) -> None:
        self.strength.show()
        if not typed:
            self.strength.setText(RULE)
            self._timer.stop()
        else:
            self._timer.start()

    def _estimate(self) -> None:
        if self._aside.busy:
            self._timer.start()
            return
        typed = self.first.value()
        if passphrases.refusal(typed):
            self.strength.setText(RULE)
            return
        self._aside.run(lambda: passphrases.estimate(typed), lambda found: self._tell(typed, found.words), _nothing)

    def _tell(self, typed: str, words: str) -> None:
        if typed == self.first.value():
            self.strength.setText(f"{words} {ESTIMATE}")
            announce(self.strength, words)


def _nothing(_error: object) -> None:
    """Say nothing where no estimate could be made: the passphrase can be taken all the same."""
