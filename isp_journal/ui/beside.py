"""Long work beside the window, such as a backup or a check: it tells how far it is, and it can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias

Post: TypeAlias = Callable[[Callable[[], None]], None]
Told: TypeAlias = Callable[[int, int, str], object]


class Task:
    """A piece of long work, for whoever asked for it and may want to stop it."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.is_done = False
        """Whether it was answered: with what came of it, or why nothing did."""

    def stop(self) -> None:
        """Ask the work to end soon; what it has done so far is left as the work itself leaves it."""
        self._stop.set()

    @property
    def is_stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()


class Steady:
    """What long work is given to say how far it is; the newest word is passed on when the window has time for it."""

    def __init__(self, task: Task, post: Post, told: Told | None) -> None:
        self._task = task
        self._post = post
        self._told = told
        self._newest: tuple[int, int, str] | None = None
        self._there = threading.Lock()

    def tell(self, done: int, total: int, what: str = "") -> bool:
        """Say how much of the work is done; False says that it shall end now."""
        if self._told is not None:
            with self._there:
                waits, self._newest = self._newest is not None, (done, total, what)
            if not waits:
                self._post(self._pass_on)
        return not self._task.is_stopped

    def _pass_on(self) -> None:
        with self._there:
            newest, self._newest = self._newest, None
        if newest is not None and self._told is not None and not self._task.is_done:
            self._told(*newest)
