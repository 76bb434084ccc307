"""Who knows the passphrase, or has the recovery code, says it here before something is done with the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.credentials import Passphrase
from isp_journal.errors import KnownError, WrongPassphrase, WrongRecoveryCode
from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.panels.code_entry import CodeEntry
from isp_journal.ui.panels.secret_entry import SecretEntry

if TYPE_CHECKING:
    from isp_journal.credentials import Secret
    from isp_journal.ui.theme import Theme

TYPE_IT = "Type the passphrase first."
USE_CODE, USE_PASSPHRASE = "Use the recovery code", "Use the passphrase"


class AskSecret(QWidget):
    """One field for the passphrase, or by a link below it one for the twelve words."""

    entered = Signal()

    def __init__(self, theme: Theme, name: str = "Current passphrase") -> None:
        super().__init__()
        self._theme = theme
        self._by_code = False
        self.entry = SecretEntry(theme, name)
        self.code = CodeEntry(theme, "Recovery code")
        self.other = link_button(theme, USE_CODE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.entry, self.code):
            self._column.addWidget(part)
        self._column.addWidget(self.other)
        self.entry.entered.connect(self.entered)
        self.code.entered.connect(self.entered)
        self.other.clicked.connect(lambda: self._use_code(not self._by_code))
        self.code.hide()
        self._space()

    def focus_first(self) -> None:
        """Put the cursor into the field that is shown."""
        (self.code.field if self._by_code else self.entry.field).setFocus()

    def ready(self) -> bool:
        """Say whether something was given; where not, say so beside the field."""
        if self._by_code:
            why = self.code.trouble()
            if why:
                self.code.refuse(why)
            return not why
        if not self.entry.value():
            self.entry.refuse(TYPE_IT)
        return bool(self.entry.value())

    def secret(self) -> Secret:
        """Return what was given."""
        return self.code.code() if self._by_code else Passphrase(self.entry.value())

    def refuse(self, error: KnownError) -> bool:
        """Say beside the field that what was given opens nothing; return whether that is what went wrong."""
        if not isinstance(error, WrongPassphrase | WrongRecoveryCode):
            return False
        entry = self.code if isinstance(error, WrongRecoveryCode) else self.entry
        self._use_code(entry is self.code)
        entry.refuse(f"{error.what} {error.todo}")
        return True

    def forget(self) -> None:
        """Let go of what was typed, and ask for the passphrase again."""
        self.entry.forget()
        self.code.forget()
        self._use_code(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(8))

    def _use_code(self, by_code: bool) -> None:
        if by_code == self._by_code:
            return
        self._by_code = by_code
        self.entry.setVisible(not by_code)
        self.code.setVisible(by_code)
        self.other.set_text(USE_PASSPHRASE if by_code else USE_CODE)
        if self.isVisible():
            self.focus_first()
