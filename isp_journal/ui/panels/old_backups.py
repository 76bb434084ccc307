"""Backups that open without the key of today: how many there are, and the way to be rid of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.messages import confirm_for_good
from isp_journal.ui.wording import counted

if TYPE_CHECKING:
    from isp_journal.model import Backup
    from isp_journal.ui.theme import Theme

OPEN = "without any passphrase"
OLD = "with an earlier passphrase and key"
COPIES = "What they hold is in the journal and in the newer backups. Copies that you made elsewhere are not removed."


class OldBackups(QWidget):
    """Hidden while there are none; `removal_wanted` carries them once the person has said yes."""

    removal_wanted = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._backups: list[Backup] = []
        self.words = label("", "body", wrap=True)
        self.remove = plain_button(theme, "Remove them …", small=True)
        self.remove.setAccessibleName("Remove the backups that open without today's key")
        row = QWidget()
        FlowLayout(row).addWidget(self.remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.words)
        self._column.addWidget(row)
        self.remove.clicked.connect(self._ask)
        self.hide()
        self._space()

    def show_backups(self, backups: list[Backup]) -> None:
        """Show the backups that open without today's key, if there are any."""
        self._backups = backups
        self.words.setText(in_words(backups))
        self.setVisible(bool(backups))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(4))

    def _ask(self) -> None:
        these = list(self._backups)
        question = f"Remove {counted(len(these), 'backup', 'backups')} for good?"
        choices = ("Remove them", "Keep them")
        confirm_for_good(self, question, COPIES, choices, lambda: self.removal_wanted.emit(these))


def in_words(backups: list[Backup]) -> str:
    """Return what is to know of backups that open without today's key."""
    open_ones = sum(not one.encrypted for one in backups)
    told = [
        f"{counted(number, 'backup opens', 'backups open')} {how}"
        for number, how in ((open_ones, OPEN), (len(backups) - open_ones, OLD))
        if number
    ]
    return f"{', and '.join(told)}." if told else ""
