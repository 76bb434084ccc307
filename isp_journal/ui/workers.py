"""The one way to read a journal and to change it: off the window's thread, in order, with answers on the window's."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar, runtime_checkable
from weakref import ref

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack
from shiboken6 import isValid

from isp_journal.errors import Cancelled, KnownError
from isp_journal.ui.jobs import Answer, Job, Line
from isp_journal.ui.undo_step import Step

if TYPE_CHECKING:
    from pathlib import Path

    from isp_journal.journal.journal import Journal
    from isp_journal.model import EntryLine
    from isp_journal.ui.beside import Steady, Task, Told

T = TypeVar("T")
OWN = 0  # the number of jobs that nobody outside asked for
REST_AFTER = 5.0
ROWS_ON_SCREEN_AFTER = 0.3
MOST_READS = 500
MOST_UNDO = 200


@runtime_checkable
class Opening(Protocol):
    """A journal opened in two steps: its newest rows at once, the whole of it when its parts are loaded."""

    def newest(self) -> list[EntryLine]:
        """Return the newest rows of the list."""

    def finish(self) -> Journal:
        """Load the rest and return the journal."""


class JournalOpened(NamedTuple):
    """What is known once a journal is open: whether it is the sample, has a passphrase, and what was found.

    `left_open` is the last save's UTC instant if the computer stopped, `told` are the notices found at opening.
    """

    sample: bool
    left_open: str | None
    told: tuple[KnownError, ...] = ()
    encrypted: bool = False


class Workers(QObject):
    """A reading and a writing thread over one journal; all its methods are called on the window's thread."""

    changed = Signal()
    failed = Signal(object)
    busy = Signal(bool)
    opened = Signal(object)
    opening_failed = Signal(object)
    rows = Signal(list)
    undoable = Signal(str, object)
    _arrived = Signal()

    def __init__(
        self,
        opener: Callable[[Path], Journal | Opening],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_UNDO)
        self._opener = opener
        self._reads = Line()
        self._changes = Line()
        self._long = Line()
        self._tasks: dict[int, Task] = {}
        self._answers: deque[Answer | Callable[[], None]] = deque()
        self._threads: list[threading.Thread] = []
        self._ready = threading.Event()
        self._painted = threading.Event()
        # A timer without time is due when the window has painted and nothing else is to be done.
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._painted.set)
        self._journal: Journal | None = None
        self._latest: dict[str, int] = {}
        self._number = 0
        self._waiting: set[int] = set()
        self._lost: list[KnownError] = []
        self._closed = False
        self._arrived.connect(self._deliver_one, Qt.ConnectionType.QueuedConnection)

    def open(
        self, folder: Path, first_rows: bool = True, *, opener: Callable[[Path], Journal | Opening] | None = None
    ) -> None:
        """Start the threads and open the journal there; work asked for before that waits until it is open.

        After `opening_failed` another folder may be opened, or the same one with another opener, such as one that
        knows the passphrase: what waits is done there. So it is after `shut`.
        """
        self._ready.clear()
        self._painted.clear()
        given = (opener or self._opener, folder, first_rows)
        writer = threading.Thread(target=self._write_in_order, args=given, name="journal-writer", daemon=True)
        reader = threading.Thread(target=self._read_in_order, name="journal-reader", daemon=True)
        self._threads = [writer, reader]
        # The reader first: it only waits, while the writer is busy from its start on and would hold this thread up.
        reader.start()
        writer.start()
        if self._long:
            self._start_beside()

    def read(
        self,
        work: Callable[[Journal], T],
        then: Callable[[T], None],
        *,
        key: str | None = None,
        owner: QObject | None = None,
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Read on the reading thread, then tell; a newer read with the same key makes this one's answer void."""
        if self._closed:
            return
        if len(self._reads) >= MOST_READS:
            raise RuntimeError("More reads are waiting than a window can need: give the page's reads a key.")
        job = Job(self._next_number(), work, then, failed, ref(owner) if owner is not None else None, key)
        if key is not None:
            self._latest[key] = job.number
        self._started(job)
        self._replaced(self._reads.put(job))

    def change(
        self,
        work: Callable[[Journal], T],
        then: Callable[[T], None] | None = None,
        *,
        undo: Callable[[Journal], object] | None = None,
        said: str = "",
        failed: Callable[[KnownError], None] | None = None,
        owner: QObject | None = None,
        key: str | None = None,
    ) -> None:
        """Change on the writing thread, in order, then tell.

        With `undo` one step comes on the undo stack (doing it again runs `work` again), with `said` a bar offers it. A
        newer change with the same key takes the place of one that still waits, such as two savings of one text.
        """
        if self._closed:
            raise RuntimeError("The journal is closed: nothing can be changed any more.")
        held = ref(owner) if owner is not None else None
        job = Job(self._next_number(), work, then, failed, held, key, undo, said, change=True)
        self._started(job)
        self._replaced(self._changes.put(job))

    def beside(
        self,
        work: Callable[[Journal, Steady], T],
        then: Callable[[T], None],
        *,
        told: Told | None = None,
        failed: Callable[[KnownError], None] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Do long work on a thread of its own, one piece after another; `told` hears how far it is.

        Closing and locking stop it, and wait until it has ended; then nobody is told.
        """
        from isp_journal.ui.beside import Steady, Task  # at first use: start-up time

        task = Task()
        if self._closed:
            task.stop()
            task.is_done = True
            return task
        held = ref(owner) if owner is not None else None
        heard = None if told is None else lambda *so_far: told(*so_far) if _is_there(held) else None
        steady = Steady(task, self._tell, heard)

        def run(journal: Journal) -> T:
            if task.is_stopped:
                raise Cancelled()
            return work(journal, steady)

        job = Job(self._next_number(), run, then, failed, held)
        self._tasks[job.number] = task
        self._long.put(job)
        if len(self._threads) == 2:
            self._start_beside()
        return task

    def stop_long(self) -> bool:
        """Ask all long work to end soon, and say whether none is under way."""
        for task in self._tasks.values():
            task.stop()
        return not self._tasks

    def run_step(self, work: Callable[[Journal], object], settled: Callable[[bool], None]) -> None:
        """Take a step of the undo stack back or do it again; `settled` hears whether it was done."""
        job = Job(self._next_number(), work, None, None, None, change=True, settled=settled)
        self._started(job)
        self._changes.put(job)

    def close(self) -> tuple[KnownError, ...]:
        """Finish the changes that wait, close the journal and end the threads; return what could not be done."""
        if self._closed:
            return ()
        self._closed = True
        self._painted.set()
        self._lost = []
        self.stop_long()
        for job in (*self._reads.end(drop=True), *self._long.end(drop=True)):
            self._replaced(job)
        self._changes.end()
        for thread in self._threads:
            thread.join()
        for job in self._changes.end(drop=True):
            self._answers.append(_never_opened(job))
        while self._answers:
            self._deliver_one()
        return tuple(self._lost)

    def shut(self) -> tuple[KnownError, ...]:
        """Close the journal as `close` does, forget it with its key and all that could be undone, and stay usable.

        `open` may follow; what is asked for before that waits, as it does before the first opening.
        """
        lost = self.close()
        self._journal = None
        self._threads = []
        self._reads, self._changes, self._long = Line(), Line(), Line()
        self._latest.clear()
        self.undo_stack.clear()
        self._closed = False
        return lost

    def wait(self) -> tuple[KnownError, ...]:
        """Wait until all changes asked for so far are done, tell of each, and return what could not be done."""
        if not self._threads or self._closed:
            return ()
        self._lost = []
        done = threading.Event()
        self._changes.put(Job(OWN, lambda _journal: done.set(), None, None, None))
        while not done.wait(0.01) and self._threads[0].is_alive():
            continue
        while self._answers:
            self._deliver_one()
        return tuple(self._lost)

    @property
    def is_busy(self) -> bool:
        """Whether anything that was asked for is still to be answered."""
        return bool(self._waiting)

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _started(self, job: Job) -> None:
        self._waiting.add(job.number)
        if len(self._waiting) == 1:
            self.busy.emit(True)

    def _ended(self, job: Job) -> None:
        task = self._tasks.pop(job.number, None)
        if task is not None:
            task.is_done = True
        if job.number in self._waiting:
            self._waiting.remove(job.number)
            if not self._waiting:
                self.busy.emit(False)

    def _replaced(self, job: Job | None) -> None:
        if job is not None:
            self._ended(job)

    def _tell(self, answer: Answer | Callable[[], None]) -> None:
        self._answers.append(answer)
        self._arrived.emit()

    def _deliver_one(self) -> None:
        if not self._answers:
            return
        answer = self._answers.popleft()
        if not isinstance(answer, Answer):
            answer()
            return
        job = answer.job
        self._ended(job)
        if job.change:
            self._deliver_change(answer)
        elif self._closed:
            return
        elif job.key is None or self._latest.get(job.key) == job.number:
            self._deliver_read(answer)

    def _deliver_read(self, answer: Answer) -> None:
        job = answer.job
        if not _is_there(job.owner):
            return
        if answer.error is not None:
            self._say_failure(job, answer.error)
        elif job.then is not None:
            job.then(answer.value)

    def _deliver_change(self, answer: Answer) -> None:
        job = answer.job
        if job.settled is not None:
            job.settled(answer.error is None)
        if answer.error is not None:
            self._lost.append(answer.error)
            self._say_failure(job, answer.error)
            return
        if job.undo is not None:
            self.undo_stack.push(Step(self.undo_stack, self.run_step, job))
            if job.said:
                self.undoable.emit(job.said, self.undo_stack.undo)
        try:
            if job.then is not None and _is_there(job.owner):
                job.then(answer.value)
        finally:
            self.changed.emit()

    def _say_failure(self, job: Job, error: KnownError) -> None:
        from isp_journal.ui.bugs import Bug  # at first use: start-up time

        handled = job.failed is not None and _is_there(job.owner)
        if handled and job.failed is not None:
            job.failed(error)
        if not handled or isinstance(error, Bug):
            self.failed.emit(error)

    def _start_beside(self) -> None:
        thread = threading.Thread(target=self._work_beside, name="journal-beside", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work_beside(self) -> None:
        self._ready.wait()
        journal = self._journal
        while journal is not None:
            job = self._long.take(None)
            if job is None:
                return
            self._tell(self._answer(job, journal))

    def _write_in_order(self, opener: Callable[[Path], Journal | Opening], folder: Path, first_rows: bool) -> None:
        opening = Job(OWN, lambda _none: self._open_there(opener, folder, first_rows), None, None, None)
        answer = self._answer(opening, None)
        self._ready.set()
        if answer.error is not None:
            failure = answer.error
            self._tell(lambda: self.opening_failed.emit(failure))
        if self._journal is not None:
            self._change_in_order(self._journal)

    def _change_in_order(self, journal: Journal) -> None:
        worked = False
        while True:
            job = self._changes.take(REST_AFTER if worked else None)
            if job is not None:
                self._do(job, journal)
                worked = True
            elif self._changes.ended:
                break
            else:
                self._answer(Job(OWN, lambda held: held.rest(), None, None, None), journal)
                worked = False
        for other in self._threads[1:]:
            other.join()
        closing = self._answer(Job(OWN, lambda held: held.close(), None, None, None, change=True), journal)
        if closing.error is not None:
            self._tell(closing)

    def _open_there(self, opener: Callable[[Path], Journal | Opening], folder: Path, first_rows: bool) -> None:
        begun = opener(folder)
        if isinstance(begun, Opening):
            if first_rows:
                lines = begun.newest()
                self._tell(lambda: self._show_rows(lines))
                # What comes now keeps Python busy, and the rows would be painted half as fast beside it.
                self._painted.wait(ROWS_ON_SCREEN_AFTER)
            begun = begun.finish()
        opened = JournalOpened(begun.is_sample(), begun.left_open, begun.told, begun.keys.are_needed)
        self._journal = begun
        self._tell(lambda: self.opened.emit(opened))

    def _show_rows(self, lines: list[EntryLine]) -> None:
        self.rows.emit(lines)
        self._idle.start()

    def _read_in_order(self) -> None:
        self._ready.wait()
        journal = self._journal
        while journal is not None:
            job = self._reads.take(None)
            if job is not None:
                self._do(job, journal)
            elif self._reads.ended:
                return

    def _do(self, job: Job, journal: Journal) -> None:
        if job.key is not None and not job.change and self._latest.get(job.key) != job.number:
            self._tell(Answer(job))
            return
        answer = self._answer(job, journal)
        if job.number != OWN:
            self._tell(answer)

    def _answer(self, job: Job, journal: Journal | None) -> Answer:
        try:
            return Answer(job, job.work(journal))
        except KnownError as known:
            return Answer(job, error=known)
        except Exception as bug:
            from isp_journal.ui.bugs import noted  # at first use: start-up time

            return Answer(job, error=noted(bug))


def _never_opened(job: Job) -> Answer:
    from isp_journal.ui.bugs import NeverOpened  # at first use: start-up time

    return Answer(job, error=NeverOpened())


def _is_there(owner: ref[QObject] | None) -> bool:
    if owner is None:
        return True
    held = owner()
    return held is not None and isValid(held)
