"""A field for the twelve words of a recovery code: it completes them, and tells which is not one of the list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from isp_journal import recovery_words
from isp_journal.ui.shortcuts import keep_window_keys

WORDS = 12
FEWEST_LETTERS = 3
ORDINALS = ("1st", "2nd", "3rd", *(f"{at}th" for at in range(4, WORDS + 1)))


class CodeField(QLineEdit):
    """Twelve words in a row; where only one word goes on from what is typed, its rest is put in, still chosen."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._erased = self._completed = False
        self.setAccessibleName(name)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.textEdited.connect(self._complete)
        keep_window_keys(self)

    def wipe(self) -> None:
        """Empty the field and keep nothing that could be taken back."""
        self.setText("")

    def progress(self) -> str:
        """Return in words how far the code is typed, and which word is none; nothing before the first word."""
        typed = recovery_words.normal(self.text()).split()
        if not typed:
            return ""
        if len(typed) > WORDS:
            return f"That is {len(typed)} words; a recovery code has {WORDS}."
        wrong = recovery_words.problems(self.text())
        # The word that is still being typed is not judged.
        if wrong and wrong[-1] == len(typed) - 1 and recovery_words.complete(typed[-1]):
            wrong = wrong[:-1]
        if wrong:
            return f"The {ORDINALS[wrong[0]]} word, “{typed[wrong[0]]}”, is not one that a recovery code can have."
        return f"{len(typed)} of {WORDS} words"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._erased = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        if event.text() == " ":
            self._take_completed()
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab ends a word, as people know it from elsewhere; where there is none to end it goes on.
        if not forward or not self.hasFocus():
            return super().focusNextPrevChild(forward)
        taken = self._take_completed()
        word, at_end = self.text().split(" ")[-1], self.cursorPosition() == len(self.text())
        if at_end and word and not recovery_words.problems(word) and len(self.text().split()) < WORDS:
            self.insert(" ")
            return True
        return taken or super().focusNextPrevChild(forward)

    def _take_completed(self) -> bool:
        """Take the rest that was put in behind what is typed; False where there is none."""
        if not self._completed or not self.hasSelectedText() or self.selectionEnd() != len(self.text()):
            return False
        self._completed = False
        self.deselect()
        self.end(False)
        return True

    def _complete(self, text: str) -> None:
        self._completed = False
        if self._erased or self.cursorPosition() != len(text) or text.endswith(" "):
            return
        begun = text.rsplit(maxsplit=1)[-1].lower() if text.split() else ""
        found = recovery_words.complete(begun) if len(begun) >= FEWEST_LETTERS else []
        if len(found) == 1 and found[0] != begun:
            rest = found[0][len(begun) :]
            self._completed = True
            self.setText(text + rest)
            self.setSelection(len(text + rest), -len(rest))
