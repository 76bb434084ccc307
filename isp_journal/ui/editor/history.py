"""Undo and redo of one entry: the document's own steps, and the tagging in between, in the order they were made."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument


class Step(NamedTuple):
    """Something done that is no edit of the text; `at` is how many edits stood before it."""

    undo: Callable[[], None]
    redo: Callable[[], None]
    at: int


class History(QObject):
    """What can be undone and redone in one entry.

    Qt keeps the edits of the text and tells how many can be undone; a step of ours remembers that number, so
    whichever came last is undone first. `returning(True)` is said before Qt undoes or redoes, `returning(False)` after.
    """

    changed = Signal()
    returning = Signal(bool)

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._busy = False
        document.undoCommandAdded.connect(self._edited)

    def push(self, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Remember something that has just been done; what was undone before can no longer be redone."""
        self._document.clearUndoRedoStacks(QTextDocument.Stacks.RedoStack)
        self._done.append(Step(undo, redo, self._document.availableUndoSteps()))
        self._undone.clear()
        self.part()
        self.changed.emit()

    def forget(self) -> None:
        """Begin anew: nothing is left to undo or redo."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    def part(self) -> None:
        """Let the next letter typed begin a step of its own: Qt joins letters to an edit only in a modified text."""
        self._document.setModified(False)

    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._done) or self._document.isUndoAvailable()

    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(self._undone) or self._document.isRedoAvailable()

    def undo(self) -> int | None:
        """Take back what was done last; the cursor's place for it where the text changed."""
        edits = self._document.availableUndoSteps()
        if self._done and self._done[-1].at >= edits:
            step = self._done.pop()
            step.undo()
            self._undone.append(step)
            self._settled()
            return None
        return self._walk(back=True)

    def redo(self) -> int | None:
        """Do again what was undone last; the cursor's place for it where the text changed."""
        edits = self._document.availableUndoSteps()
        if self._undone and self._undone[-1].at <= edits:
            step = self._undone.pop()
            step.redo()
            self._done.append(step)
            self._settled()
            return None
        return self._walk(back=False)

    def _walk(self, *, back: bool) -> int | None:
        possible = self._document.isUndoAvailable() if back else self._document.isRedoAvailable()
        if not possible:
            return None
        from PySide6.QtGui import QTextCursor  # at first use: start-up time

        cursor = QTextCursor(self._document)
        self._busy = True
        self.returning.emit(True)
        if back:
            self._document.undo(cursor)
        else:
            self._document.redo(cursor)
        self.returning.emit(False)
        self._busy = False
        self._settled()
        return cursor.position()

    def _settled(self) -> None:
        if self._done and self._done[-1].at >= self._document.availableUndoSteps():
            self.part()
        self.changed.emit()

    def _edited(self) -> None:
        if not self._busy and self._undone:
            self._undone.clear()
            self.changed.emit()
