"""A new recovery code in two steps: it is shown once, to be written down or printed, and then typed back from paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal import recovery_words
from isp_journal.credentials import RecoveryCode
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.code_field import ORDINALS
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.code_entry import CodeEntry
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.word_grid import WordGrid
from isp_journal.ui.recovery_page import Paper, on_paper, page_of, save_pdf

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

WARNING = (
    "Whoever has these words and the journal's file can read it. Keep the page where nobody else looks, and not "
    "beside the computer. A PDF on this computer opens the journal as well: save it on a stick that you put away."
)
NOT_SAVED = "The page could not be saved there. Choose another place."
SAVED = "Saved. Put the file where nobody else looks."
PRINTED = "Sent to the printer."


class ShowCode(QWidget):
    """Twelve numbered words, and the ways to bring them on paper."""

    entered = Signal()

    def __init__(self, theme: Theme, paper: Paper | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._paper = paper or on_paper()
        self.grid = WordGrid(theme, "Recovery code")
        self.print = plain_button(theme, "Print …", "printer")
        self.save = plain_button(theme, "Save as PDF …", "file-text")
        self.told = label("", "small", "text2", wrap=True)
        self.problem = Problem(theme)
        self.was_shown = False
        buttons = QWidget()
        row = FlowLayout(buttons)
        row.addWidget(self.print)
        row.addWidget(self.save)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.grid, buttons, self.told, self.problem, label(WARNING, "small", "text2", wrap=True)):
            self._column.addWidget(part)
        self.told.hide()
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self._space()

    def focus_first(self) -> None:
        """Show a fresh code unless one is shown already, with the focus on printing it."""
        if not self.grid.words():
            self.grid.set_words(recovery_words.fresh().split())
        self.was_shown = True
        self.print.setFocus()

    def ready(self) -> bool:
        """Say whether the words are there; whether they are on paper shows when they are typed back."""
        return bool(self.grid.words())

    def code(self) -> RecoveryCode:
        """Return the code that is shown."""
        return RecoveryCode(self.grid.words())

    def forget(self) -> None:
        """Let go of the code: the next one will be another."""
        self.grid.set_words(())
        self.was_shown = False
        self._say("")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(12))

    def _print(self) -> None:
        if self._paper.print_out(self, page_of(self.grid.words().split(), date.today())):
            self._say(PRINTED)

    def _save(self) -> None:
        file = self._paper.pdf_file(self)
        if file is None:
            return
        try:
            save_pdf(page_of(self.grid.words().split(), date.today()), file)
        except OSError:
            self._say("", NOT_SAVED)
        else:
            self._say(SAVED)

    def _say(self, told: str, problem: str = "") -> None:
        self.problem.say(problem)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        if told:
            announce(self.told, told)


class TypeBack(QWidget):
    """The same words from paper, so that a slip shows today and not on the day they are needed."""

    entered = Signal()

    def __init__(self, theme: Theme, expected: Callable[[], RecoveryCode]) -> None:
        super().__init__()
        self._expected = expected
        self.entry = CodeEntry(theme, "The twelve words from your paper")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.entry)
        self.entry.entered.connect(self.entered)

    def focus_first(self) -> None:
        """Put the cursor into the field."""
        self.entry.field.setFocus()

    def ready(self) -> bool:
        """Say whether the words are those that were shown; where not, say which is another one."""
        trouble = self.entry.trouble()
        why = self._other_word() or trouble if not recovery_words.problems(self.entry.field.text()) else trouble
        if why:
            self.entry.refuse(why)
        return not why

    def forget(self) -> None:
        """Let go of what was typed."""
        self.entry.forget()

    def _other_word(self) -> str:
        typed = self.entry.code().words.split()
        shown = self._expected().words.split()
        if len(typed) != len(shown):
            return ""
        others = [at for at, word in enumerate(shown) if typed[at] != word]
        if not others:
            return ""
        if len(others) == 1:
            return f"The {ORDINALS[others[0]]} word is another one than was shown. Go back and compare your paper."
        return f"{len(others)} words are others than were shown, first the {ORDINALS[others[0]]}. Go back and compare."
