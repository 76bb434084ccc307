"""Going back to a whole backup: what that means, its passphrase where it has one, and the last word before it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from isp_journal.ui import dates
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.fact_fields import Problem

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.model import Backup
    from isp_journal.ui.theme import Theme

MEANS = (
    "The journal as it is now is set aside in its folder, whole, and nothing of it is deleted. Then this backup is "
    "opened in its place; what was written since is in what was set aside."
)
ITS_OWN = "It opens with the passphrase, or the recovery code, that held when it was made."
BUSY = "Opening the backup to see that it is whole …"


class RestoreCard(QFrame):
    """Says `wanted` with the backup and what opens it (nothing where it has no passphrase); Esc leaves all as it is."""

    wanted = Signal(object, object)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._backup: Backup | None = None
        self.setProperty("card", True)
        self.question = heavier(label("", "body", wrap=True), 600)
        self.means = label(MEANS, "body", "text2", wrap=True)
        self.own = label(ITS_OWN, "body", "text2", wrap=True)
        self.secret = AskSecret(theme, "Passphrase of the backup")
        self.restore = plain_button(theme, "Go back to this backup", "history")
        self.cancel = plain_button(theme, "Cancel")
        self.busy = label(BUSY, "small", "text2", wrap=True)
        self.problem = Problem(theme)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.restore, self.cancel):
            row.addWidget(button)
        self._column = QVBoxLayout(self)
        for part in (self.question, self.means, self.own, self.secret, buttons, self.busy, self.problem):
            self._column.addWidget(part)
        self.restore.clicked.connect(self._say)
        self.secret.entered.connect(self._say)
        self.cancel.clicked.connect(self.leave)
        self._space()
        self.hide()

    def open(self, backup: Backup, today: date) -> None:
        """Ask about one backup."""
        self._backup = backup
        self.question.setText(f"Go back to the backup from {dates.moment(backup.made_at, today)}?")
        self.setAccessibleName(self.question.text())
        self._forget()
        for part in (self.own, self.secret):
            part.setVisible(backup.encrypted)
        self.show()
        # Whoever came here by Enter shall not have restored by a second one.
        first = self.secret if backup.encrypted else None
        if first is not None:
            first.focus_first()
        else:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close with everything as it is."""
        self._forget()
        self._backup = None
        if self.isVisible():
            self.hide()
            self.closed.emit()
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Wait while the backup is looked at, or go on."""
        for part in (self.restore, self.cancel, self.secret):
            part.setEnabled(not busy)
        self.busy.setVisible(busy)
        if busy:
            announce(self.busy, BUSY)

    def refuse(self, error: KnownError) -> None:
        """Say why nothing was restored."""
        self.set_busy(False)
        if not self.secret.refuse(error):
            self.problem.say(str(error))
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.cancel.isEnabled():
                self.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))

    def _forget(self) -> None:
        self.secret.forget()
        self.problem.say("")
        self.set_busy(False)

    def _say(self) -> None:
        backup = self._backup
        if backup is None or not self.restore.isEnabled():
            return
        if backup.encrypted and not self.secret.ready():
            return
        self.problem.say("")
        self.wanted.emit(backup, self.secret.secret() if backup.encrypted else None)
