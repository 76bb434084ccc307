"""What stands in the window while a journal is locked: one field, and nothing that tells whose journal it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.credentials import Passphrase, Secret
from isp_journal.errors import WrongPassphrase
from isp_journal.ui.controls.buttons import LINK_INSET, link_button, primary_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.one_of import OneOf
from isp_journal.ui.controls.secret_field import SecretField
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.start_frame import StartFrame

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.panels.code_entry import CodeEntry
    from isp_journal.ui.theme import Theme

CAPS_LOCK = "Caps Lock is on."
ASKED, CODE = "Passphrase", "Recovery code"
OPEN, OPENING = "Open", "Opening …"


class UnlockPage(QWidget):
    """Asks for the passphrase or the recovery code; `secret_given` carries it, `another_wanted` leaves for another."""

    secret_given = Signal(object)
    another_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._busy = False
        self._code: CodeEntry | None = None
        self.passphrase = SecretField(theme, ASKED)
        self.open = primary_button(theme, OPEN)
        self.use_code = link_button(theme, "Use the recovery code")
        self.use_passphrase = link_button(theme, "Use the passphrase")
        self.another = link_button(theme, "Another journal")
        self.caps_lock = label(CAPS_LOCK, "small", "text2")
        self.problem = Problem(theme)
        self._row = QHBoxLayout()
        self._by_passphrase, self._by_code = QWidget(), QWidget()
        self._under_code = QVBoxLayout(self._by_code)
        self._parts = OneOf()
        self._ways = QWidget()
        self._above = QVBoxLayout()
        self._column = QVBoxLayout()
        self._build()
        self._connect()
        self._space()
        self._ask_code(False)

    @property
    def code(self) -> CodeEntry:
        """Where the recovery code is typed, made when it is wanted for the first time."""
        if self._code is None:
            from isp_journal.ui.panels.code_entry import CodeEntry  # at first use: start-up time

            self._code = CodeEntry(self._theme, CODE)
            self._code.entered.connect(self._give)
            self._under_code.insertWidget(0, self._code)
        return self._code

    def shown(self) -> None:
        """Nothing is read here."""

    def focus_first(self) -> None:
        """Put the cursor into the field."""
        (self.code.field if self._by_words else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while the journal is opened, or go on."""
        self._busy = busy
        self.open.set_text(OPENING if busy else OPEN)
        self.passphrase.setReadOnly(busy)
        if self._code is not None:
            self._code.field.setReadOnly(busy)

    def offer_another(self, offered: bool) -> None:
        """Offer the way to another journal, or not."""
        self.another.setVisible(offered)

    def show_error(self, error: KnownError) -> None:
        """Say why it did not open; what was typed stays, chosen whole, so that typing begins anew."""
        self.set_busy(False)
        words = str(error)
        if isinstance(error, WrongPassphrase):
            caps = f" {CAPS_LOCK}" if self.passphrase.caps_lock else ""
            words = f"That is not the passphrase.{caps} Try again."
            self.caps_lock.hide()
        self.say(words)
        if not self._by_words:
            self.passphrase.selectAll()
        self.focus_first()

    def say(self, words: str) -> None:
        """Say something under the field; without words nothing stands there."""
        self.problem.say(words)

    def wipe(self) -> None:
        """Empty the fields."""
        self.passphrase.wipe()
        if self._code is not None:
            self._code.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._by_words and not self._busy:
            self._ask_code(False)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    @property
    def _by_words(self) -> bool:
        return self._parts.shown is self._by_code

    def _build(self) -> None:
        name = label(ASKED, "small", "text2")
        name.setBuddy(self.passphrase)
        self._row.addWidget(self.passphrase, 1)
        self._under_name = QVBoxLayout(self._by_passphrase)
        self._under_name.addWidget(name)
        self._under_name.addLayout(self._row)
        self._under_name.addWidget(self.caps_lock)
        flow = FlowLayout(self._ways, gap=24)
        for way in (self.use_code, self.use_passphrase, self.another):
            flow.addWidget(way)
        for part in (self._by_passphrase, self._by_code):
            self._parts.add(part)
        for column in (self._under_name, self._under_code):
            column.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        content.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._above)
        for widget in (label("ISP Journal", "title"), self._parts, self.problem):
            self._above.addWidget(widget)
        self._column.addWidget(self._ways)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(StartFrame(self._theme, "Locked", content))

    def _connect(self) -> None:
        self.passphrase.returnPressed.connect(self._give)
        self.passphrase.textEdited.connect(self._edited)
        self.passphrase.caps_lock_changed.connect(self.caps_lock.setVisible)
        self.open.clicked.connect(self._give)
        self.use_code.clicked.connect(lambda: self._ask_code(True))
        self.use_passphrase.clicked.connect(lambda: self._ask_code(False))
        self.another.clicked.connect(self.another_wanted)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(16))
        self._row.setSpacing(px(8))
        self._under_name.setSpacing(px(4))
        self._under_code.setSpacing(px(12))
        self._above.setSpacing(px(16))
        # So that all of it begins where the words of the links do.
        self._above.setContentsMargins(px(LINK_INSET), 0, 0, 0)

    def _ask_code(self, on: bool) -> None:
        (self._under_code if on else self._row).addWidget(self.open)
        if on:
            self.code.forget()
        self._parts.show_one(self._by_code if on else self._by_passphrase)
        # The button was there first, and goes after the field.
        for before, after in pairwise((self.code.field if on else self.passphrase.eye, self.open, self.use_code)):
            QWidget.setTabOrder(before, after)
        self.open.show()
        self.use_code.setVisible(not on)
        self.use_passphrase.setVisible(on)
        self.caps_lock.setVisible(self.passphrase.caps_lock)
        self.say("")
        if self.isVisible():
            self.focus_first()

    def _edited(self) -> None:
        self.say("")
        self.caps_lock.setVisible(self.passphrase.caps_lock)

    def _give(self) -> None:
        if self._busy:
            return
        given = self._typed()
        if given is not None:
            self.say("")
            self.set_busy(True)
            self.secret_given.emit(given)

    def _typed(self) -> Secret | None:
        """Return what was typed, or say why that can't be it."""
        if not self._by_words:
            return Passphrase(self.passphrase.text()) if self.passphrase.text() else None
        trouble = self.code.trouble()
        if trouble:
            self.code.refuse(trouble)
            return None
        return self.code.code()
