"""Keeps what is typed: at most a second later it is on the disk, and 'saved' is only said when it is."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Entry
    from isp_journal.ui.workers import Workers

_SAVE_AFTER = 500
_TRY_AGAIN_AFTER = 5_000


class Draft(Protocol):
    """Something that is being written and can be saved over and over."""

    def snapshot(self) -> "Callable[[Journal], Entry] | None":
        """Return what saves the content of now, or None where there is nothing to save."""

    def stored(self, entry: "Entry") -> None:
        """Hear that the last snapshot is on the disk."""


class Autosave(QObject):
    """Saves drafts: one at a time, the newest content next; a failed one is tried again until it is kept."""

    saved = Signal(str)
    not_saved = Signal(object, str)

    def __init__(self, workers: "Workers", clock: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._workers = workers
        self._clock = clock
        self._waiting: dict[int, Draft] = {}
        self._in_flight = 0
        self._due = False
        self._failing_since = ""
        self._flushes: list[Callable[[bool], None]] = []
        # Not started again by further typing: the first unsaved letter decides when it is time.
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._timer.timeout.connect(self._save_next)
        self._retry = QTimer(self, singleShot=True, interval=_TRY_AGAIN_AFTER)
        self._retry.timeout.connect(self._save_next)

    @property
    def failing_since(self) -> str:
        """The time of day since which nothing could be saved, or nothing."""
        return self._failing_since

    @property
    def is_clean(self) -> bool:
        """Whether everything that was touched is on the disk."""
        return not self._waiting and not self._in_flight

    def touched(self, draft: Draft) -> None:
        """Hear that a draft has changed."""
        self._waiting[id(draft)] = draft
        if not self._timer.isActive() and not self._due:
            self._timer.start()

    def save_now(self, draft: Draft | None = None, then: Callable[[bool], None] | None = None) -> None:
        """Save at once what waits; `then` hears whether all of it is on the disk."""
        if draft is not None:
            self._waiting[id(draft)] = draft
        if then is not None:
            self._flushes.append(then)
        self._timer.stop()
        self._save_next()

    def save_all(self) -> None:
        """Hand over everything that waits without waiting for one another, since the window is about to close."""
        self._timer.stop()
        for draft in self._waiting.values():
            self._hand_over(draft)
        self._waiting.clear()

    def waits(self, draft: Draft) -> bool:
        """Whether a draft is not on the disk yet."""
        return id(draft) in self._waiting or self._in_flight > 0

    def forget(self, draft: Draft) -> None:
        """Let go of a draft that shall not be saved any more, such as one in the trash."""
        self._waiting.pop(id(draft), None)

    def _save_next(self) -> None:
        self._due = False
        if self._in_flight:
            self._due = True
            return
        while self._waiting:
            draft = self._waiting.pop(next(iter(self._waiting)))
            if self._hand_over(draft):
                return
        self._tell_flushes(True)

    def _hand_over(self, draft: Draft) -> bool:
        work = draft.snapshot()
        if work is None:
            return False
        self._in_flight += 1

        def kept(entry: "Entry") -> None:
            draft.stored(entry)
            self._kept()

        def failed(error: "KnownError") -> None:
            self._waiting.setdefault(id(draft), draft)
            self._failed(error)

        self._workers.change(work, kept, failed=failed, owner=self)
        return True

    def _kept(self) -> None:
        self._in_flight -= 1
        self._failing_since = ""
        self._retry.stop()
        self.saved.emit(clock_text(self._clock()))
        if self._due or (self._flushes and self._waiting):
            self._save_next()
        elif not self._waiting and not self._in_flight:
            self._tell_flushes(True)
        if self._waiting and not self._in_flight and not self._timer.isActive():
            self._timer.start()

    def _failed(self, error: "KnownError") -> None:
        self._in_flight -= 1
        self._due = False
        if not self._failing_since:
            self._failing_since = clock_text(self._clock())
        self.not_saved.emit(error, self._failing_since)
        self._retry.start()
        self._tell_flushes(False)

    def _tell_flushes(self, kept: bool) -> None:
        told, self._flushes = self._flushes, []
        for then in told:
            then(kept)


def clock_text(now: datetime) -> str:
    """Return a moment's time of day as the locale writes it."""
    from isp_journal.ui.dates import clock  # at first use: start-up time

    return clock(now.hour, now.minute)
