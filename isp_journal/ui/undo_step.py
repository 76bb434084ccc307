"""A change on the undo stack, which the workers take back or do again."""

from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtGui import QUndoCommand, QUndoStack

from isp_journal.ui.jobs import Job

RunStep: TypeAlias = Callable[[Callable[[Any], object], Callable[[bool], None]], None]


class Step(QUndoCommand):
    """One change that can be taken back and done again."""

    def __init__(self, stack: QUndoStack, run: RunStep, job: Job) -> None:
        super().__init__(job.said)
        self._stack = stack
        self._run = run
        self._job = job
        self._skip = True  # pushing a step calls redo, but the change is done already

    def undo(self) -> None:
        if self._skipped() or self._job.undo is None:
            return
        self._run(self._job.undo, self._undone)

    def redo(self) -> None:
        if self._skipped():
            return
        self._run(self._job.work, self._redone)

    def _skipped(self) -> bool:
        skipped, self._skip = self._skip, False
        return skipped

    def _undone(self, done: bool) -> None:
        stack = self._stack
        if not done and stack.command(stack.index()) is self:
            self._skip = True
            stack.redo()

    def _redone(self, done: bool) -> None:
        stack = self._stack
        if not done and stack.command(stack.index() - 1) is self:
            self._skip = True
            stack.undo()
