"""What every check of a journal works with: the opened file, how far it is, and the words for what is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isp_journal.errors import Cancelled
from isp_journal.model import Problem

if TYPE_CHECKING:
    from isp_journal.storage.data_key import DataKey

Told = Callable[[int, int, str], object]
"""Hears how much is done of how much, and what is looked at; False ends the check."""

# So many of one kind are named one by one; more say nothing more.
MOST = 20
# Steps of SQLite's machine between two looks at whether somebody wants to stop: a few milliseconds.
STEPS = 1_000
_EVERY = 0.1
RESTORE = "Keep the file, and restore the newest good backup: isp-journal restore, or Settings, Backups."
TAKE_BACK = "Compare it with the newest good backup; one entry alone can be taken back from there."
REBUILD = "If nothing else is wrong, build the index anew: isp-journal verify --rebuild-index."
REPORT = "Nothing of yours is lost; please report it as a fault of the app."


@dataclass(frozen=True, slots=True)
class Subject:
    """An opened journal that is checked: its file, its key if it has one, and what its catalogue knows."""

    folder: Path
    connection: Any
    key: DataKey | None
    knows: Callable[[str], bool]


class Pace:
    """Says how far a check is to whoever asked for it, and ends it soon once nobody wants it any more."""

    def __init__(self, told: Told | None, total: int) -> None:
        self._told = told
        self._total = total
        self._done = 0
        self._what = ""
        self._last = 0.0
        self.is_stopped = False
        """Whether somebody said that the check shall end."""

    def begin(self, what: str) -> None:
        """Say what is looked at now."""
        self._what = what
        self._last = 0.0
        self.look()

    def end(self) -> None:
        """Say that one more part is done."""
        self._done += 1

    def look(self) -> None:
        """Raise Cancelled once somebody wants to stop; cheap enough to be asked for each row."""
        if self.interrupt():
            raise Cancelled

    def interrupt(self) -> bool:
        """Tell SQLite whether to break off, from inside a long statement."""
        now = time.monotonic()
        if now - self._last > _EVERY and not self.is_stopped:
            self._last = now
            self.is_stopped = self._told is not None and self._told(self._done, self._total, self._what) is False
        return self.is_stopped


Check = Callable[[Subject, Pace], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A question for rows that break a rule: it gives what they are, as far as a problem may name them."""

    what: str
    asked: str
    todo: str = TAKE_BACK


def broken(subject: Subject, rule: Rule) -> Iterator[Problem]:
    """Yield what breaks a rule, up to a limit, and say when there is more."""
    rows = subject.connection.execute(f"SELECT * FROM ({rule.asked}) LIMIT {MOST + 1}").fetchall()
    for row in rows[:MOST]:
        yield Problem(rule.what, named(*row), rule.todo)
    if len(rows) > MOST:
        yield Problem(rule.what, "and others", rule.todo)


def named(*parts: object) -> str:
    """Return what names a row: a kind of thing, an id, a date; never words of the person."""
    return " ".join(str(part) for part in parts if part not in (None, ""))


def tables(subject: Subject) -> set[str]:
    """Return the tables that a journal has: one of an earlier schema has fewer."""
    return {row[0] for row in subject.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
