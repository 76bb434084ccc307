"""Backups that nobody has to think of: each minute it is seen whether one is due, beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

from isp_journal.errors import Cancelled

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.beside import Steady, Task
    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.workers import Workers

LOOK_EVERY = 60_000
BUTTON = "Look at backups"
TRIED = "The newest backup was tried, as each quarter: opened aside and compared. All is as it should be."


class Seen(NamedTuple):
    """What came of a look: what is in the way of backups, and whether one was tried, as each quarter."""

    problem: KnownError | None
    tried: bool


class AutoBackup(QObject):
    """Makes a backup when one is due, and says within a minute when none could be made, once for each cause."""

    def __init__(self, window: MainWindow, workers: Workers, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._workers = workers
        self._task: Task | None = None
        self._told = ""
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look each minute from now on, and clear away what an earlier run that was ended from outside has left."""
        self._timer.start()
        self._workers.beside(lambda journal, _steady: journal.backups.clean(), _nothing, failed=_nothing, owner=self)

    def end(self) -> None:
        """Look no longer, since the journal is closed."""
        self._timer.stop()

    def look(self) -> None:
        """Make a backup now if one is due, unless the one before is still being made."""
        if self._task is None or self._task.is_done:
            self._task = self._workers.beside(_look, self._heard, failed=self._failed, owner=self)

    def _heard(self, seen: Seen) -> None:
        if seen.tried:
            self._window.messages.show_notice(TRIED, "Fine")
        if seen.problem is not None:
            self._tell(seen.problem)
        elif self._told:
            # What was in the way is not there any more, such as a stick that is back.
            if self._window.messages.text() == self._told:
                self._window.messages.drop_error()
            self._told = ""

    def _failed(self, error: KnownError) -> None:
        if not isinstance(error, Cancelled):
            self._tell(error)

    def _tell(self, error: KnownError) -> None:
        if str(error) != self._told:
            self._told = str(error)
            self._window.messages.show_error(error, BUTTON, lambda: self._window.go("settings", "show_backups"))


def _look(journal: Journal, steady: Steady) -> Seen:
    before = journal.backups.health().last_drill
    journal.backups.make_if_due(steady.tell)
    health = journal.backups.health()
    # Trouble with the second place alone raises nothing: the journal has its backup.
    return Seen(health.problem, bool(health.last_drill) and health.last_drill != before)


def _nothing(_told: object) -> None:
    """Hear of something from which nothing follows."""
