"""Beginning a journal step by step: whose it is and where it lies, its passphrase, and its recovery code on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.credentials import Protection
from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.buttons import plain_button, primary_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.one_of import OneOf
from isp_journal.ui.panels.begin_form import BeginForm
from isp_journal.ui.panels.code_steps import ShowCode, TypeBack
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.folder_choice import in_the_way
from isp_journal.ui.panels.key_steps import Given, KeySteps, Looks, Told
from isp_journal.ui.panels.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.panels.folder_choice import Choose
    from isp_journal.ui.recovery_page import Paper
    from isp_journal.ui.theme import Theme

STEPS = 4
MAKING = "Making your journal …"
LOCK_IT = (
    "What you write is then encrypted on the disk. Nobody can open this journal without the passphrase or the "
    "recovery code. We can't either."
)
SHOWN_ONCE = (
    "Twelve words that open the journal if you forget the passphrase. They are shown now and never again: write them "
    "down in their order, or print the page."
)
TYPE_BACK = "Type the words from your paper, so that a slip shows today and not on the day you need them."
WITHOUT = (
    "Without a passphrase anybody who gets the journal's file can read it: whoever borrows or finds this computer, "
    "opens its disk, or comes by a copy or a backup."
)
LATER = "You can set a passphrase later, in Settings under Privacy."


def code_steps(theme: Theme, last: str, paper: Paper | None = None, then: str = "") -> tuple[Told, Told]:
    """Return the two steps of a new recovery code; `last` stands on the button that ends them, `then` follows it."""
    shown = ShowCode(theme, paper)
    return (
        Told("Your recovery code", SHOWN_ONCE, shown, "I have it on paper"),
        Told("Type the recovery code once", f"{TYPE_BACK} {then}".strip(), TypeBack(theme, shown.code), last),
    )


class Without(QWidget):
    """Says plainly what it means to have no passphrase, before that is done."""

    wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.choose = primary_button(theme, "Choose a passphrase")
        self.begin = plain_button(theme, "Begin without one")
        self.problem = Problem(theme)
        self.busy = label(MAKING, "small", "text2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._words = QVBoxLayout()
        self._words.addWidget(label("Without a passphrase", "title", wrap=True))
        for words in (WITHOUT, LATER):
            self._words.addWidget(label(words, "body", "text2", wrap=True))
        self._column.addLayout(self._words)
        buttons = QWidget()
        row = FlowLayout(buttons)
        row.addWidget(self.choose)
        row.addWidget(self.begin)
        for part in (self.problem, buttons, self.busy):
            self._column.addWidget(part)
        self.choose.clicked.connect(lambda: self.left.emit())
        self.begin.clicked.connect(lambda: self.wanted.emit())
        self.set_busy(False)
        self._space()

    def set_busy(self, busy: bool) -> None:
        """Wait while the journal is made, or go on."""
        self.choose.setEnabled(not busy)
        self.begin.setEnabled(not busy)
        self.busy.setVisible(busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.choose.isEnabled():
            self.left.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(24))
        self._words.setSpacing(self._theme.px(12))


class BeginSteps(QWidget):
    """Nothing is made before the last step: then `begin_wanted` tells the name, the folder and the protection."""

    begin_wanted = Signal(str, object, object)
    open_wanted = Signal(object)
    back_wanted = Signal()
    stepped = Signal()

    def __init__(self, theme: Theme, choose: Choose, paper: Paper | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._begun: tuple[str, Path] | None = None
        self._aside = Aside(self)
        self.form = BeginForm(theme, choose)
        self.passphrase = NewPassphrase(theme, optional=True)
        steps = (
            Told("Lock it with a passphrase", LOCK_IT, self.passphrase),
            *code_steps(theme, "Start", paper),
        )
        self.keys = KeySteps(theme, steps, looks=Looks("title", 1, STEPS))
        self.without = Without(theme)
        self._parts = OneOf()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._parts)
        for part in (self.form, self.keys, self.without):
            self._parts.add(part)
        self._connect()

    def open(self, folder: Path) -> None:
        """Begin with the first step, and offer a folder that is good for a new journal."""
        self.forget()
        self.form.open(folder)
        self._parts.show_one(self.form)

    def forget(self) -> None:
        """Let go of the passphrase and the code."""
        self.set_busy(False)
        self.keys.open()

    @property
    def has_shown_code(self) -> bool:
        """Whether a recovery code was shown that may stand on paper by now."""
        return self.keys.has_shown_code

    def focus_first(self) -> None:
        """Put the cursor where the person goes on."""
        shown = self._parts.shown
        if shown is self.form:
            self.form.focus_first()
        elif shown is self.keys:
            self.keys.focus_first()
        else:
            self.without.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while the journal is made, or go on."""
        shown = self._parts.shown
        self.form.set_busy(busy and shown is self.form)
        self.keys.set_busy(MAKING if busy and shown is self.keys else "")
        self.without.set_busy(busy and shown is self.without)

    def show_error(self, error: KnownError) -> None:
        """Say why nothing was made, at the place and the name, with all that was typed left as it is."""
        self.set_busy(False)
        self._parts.show_one(self.form)
        self.form.show_error(error)

    def _connect(self) -> None:
        self.form.begin_wanted.connect(self._placed)
        self.form.open_wanted.connect(self.open_wanted)
        self.form.back_wanted.connect(self.back_wanted)
        self.passphrase.none_wanted.connect(lambda: self._go(self.without))
        self.keys.stepped.connect(self.stepped)
        self.keys.left.connect(lambda: self._go(self.form))
        self.keys.given.connect(self._given)
        self.without.left.connect(lambda: self._go(self.keys))
        self.without.wanted.connect(lambda: self._begin(None))

    def _go(self, part: QWidget) -> None:
        self._parts.show_one(part)
        self.stepped.emit()
        self.focus_first()

    def _placed(self, name: str, folder: Path) -> None:
        self._begun = (name, folder)
        self.form.set_busy(True)
        # A place where nothing can be made is told now, and not after twelve words were copied by hand.
        self._aside.run(lambda: in_the_way(folder), self._looked, self.show_error)

    def _looked(self, error: KnownError | None) -> None:
        self.form.set_busy(False)
        if error is not None:
            self.form.show_error(error)
        else:
            self._go(self.keys)

    def _given(self, given: Given) -> None:
        if given.passphrase is not None and given.code is not None:
            self._begin(Protection(given.passphrase, given.code))

    def _begin(self, protection: Protection | None) -> None:
        if self._begun is not None:
            self.set_busy(True)
            self.begin_wanted.emit(*self._begun, protection)
