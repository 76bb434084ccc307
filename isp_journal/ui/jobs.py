"""Pieces of work on their way to a thread and back, and the line in which they wait."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from weakref import ref

    from PySide6.QtCore import QObject

    from isp_journal.errors import KnownError


class Job(NamedTuple):
    """A piece of work on its way to a thread, with whom to tell."""

    number: int
    work: Callable[[Any], Any]
    then: Callable[[Any], None] | None
    failed: Callable[[KnownError], None] | None
    owner: ref[QObject] | None
    key: str | None = None
    undo: Callable[[Any], object] | None = None
    said: str = ""
    change: bool = False
    settled: Callable[[bool], None] | None = None


class Answer(NamedTuple):
    """What a thread has to say about a job: its value, or why there is none."""

    job: Job
    value: Any = None
    error: KnownError | None = None


class Line:
    """Jobs in the order in which they are to be done by one thread."""

    def __init__(self) -> None:
        self._jobs: deque[Job] = deque()
        self._there = threading.Condition()
        self._ended = False

    def put(self, job: Job) -> Job | None:
        """Add a job; one with a key takes the place of a waiting one with the same, which is returned."""
        with self._there:
            older = next((kept for kept in self._jobs if job.key is not None and kept.key == job.key), None)
            if older is not None:
                self._jobs.remove(older)
            self._jobs.append(job)
            self._there.notify()
            return older

    def take(self, patience: float | None) -> Job | None:
        """Return the next job, or None when nothing came in `patience` seconds or the line has ended."""
        with self._there:
            self._there.wait_for(lambda: self._jobs or self._ended, patience)
            return self._jobs.popleft() if self._jobs else None

    def end(self, *, drop: bool = False) -> list[Job]:
        """Take no more jobs; those waiting are still done, or dropped and returned."""
        with self._there:
            self._ended = True
            dropped = list(self._jobs) if drop else []
            if drop:
                self._jobs.clear()
            self._there.notify_all()
            return dropped

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._ended

    def __len__(self) -> int:
        return len(self._jobs)
