"""The twelve words of a recovery code are typed here; each takes its numbered place, so that a slip is seen at once."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal import recovery_words
from isp_journal.credentials import RecoveryCode
from isp_journal.ui.controls.code_field import CodeField
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.word_grid import WORDS, WordGrid
from isp_journal.ui.theme import Theme

HINT = "The first letters are enough: what is clear is filled in, and a space or Tab takes it."
NOT_A_CODE = "All twelve words are known, but together they are no recovery code. Compare each with your page."
TOO_FEW = "A recovery code has twelve words."


class CodeEntry(QWidget):
    """A field for the words, and below it their places; `entered` says that Enter was pressed."""

    entered = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.field = CodeField(name)
        self.field.setAccessibleDescription(HINT)
        self.grid = WordGrid(theme, "Words so far")
        self.progress = label(HINT, "small", "text2", wrap=True)
        self.problem = Problem(theme)
        named = label(name, "small", "text2")
        named.setBuddy(self.field)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (named, self.field, self.progress, self.grid, self.problem):
            self._column.addWidget(part)
        self.field.returnPressed.connect(self.entered)
        self.field.textChanged.connect(lambda _text: self._show())
        self._space()

    def code(self) -> RecoveryCode:
        """Return what was typed as a recovery code, whether or not it is one."""
        return RecoveryCode(recovery_words.normal(self.field.text()))

    def trouble(self) -> str:
        """Return why what was typed can't be a recovery code; nothing when it can."""
        typed = recovery_words.normal(self.field.text())
        if recovery_words.problems(typed) or len(typed.split()) > WORDS:
            return self.field.progress()
        if len(typed.split()) < WORDS:
            return TOO_FEW
        return "" if recovery_words.fits(typed) else NOT_A_CODE

    def refuse(self, why: str) -> None:
        """Say why it was not taken, with the words left as they are."""
        self.problem.say(why)
        # Once is enough.
        self.progress.setVisible(self.progress.text() != why)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Let go of what was typed."""
        self.field.wipe()
        self.problem.say("")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(8))

    def _show(self) -> None:
        self.problem.say("")
        self.progress.show()
        typed = recovery_words.normal(self.field.text()).split()
        wrong = recovery_words.problems(self.field.text())
        if wrong and wrong[-1] == len(typed) - 1 and recovery_words.complete(typed[-1]):
            # The word that is still being typed is not judged.
            wrong = wrong[:-1]
        self.grid.set_words(typed, wrong)
        self.progress.setText(self.field.progress() or HINT)
