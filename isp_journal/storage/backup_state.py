"""What a journal's folder of backups remembers beside the files themselves: no counts, no words, no names of people."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from isp_journal.errors import KnownError
from isp_journal.storage import durable

FILE = "state.json"
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class State:
    """The second place, when the last drill went well, what the newest backup covers, and what was in the way last.

    `covers` is the instant of the journal's newest change at the time of the newest backup; `changed` says that
    something was changed since, which a clock that was set back would hide from that instant.
    """

    second: str = ""
    last_drill: str = ""
    covers: str = ""
    changed: bool = False
    problem: tuple[str, str, str] | None = None

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        """Return the state that a file tells; raises what a wrong form raises."""
        problem = told["problem"]
        what = None if problem is None else (str(problem[0]), str(problem[1]), str(problem[2]))
        words = [str(told[name]) for name in ("second", "last_drill", "covers")]
        return cls(words[0], words[1], words[2], bool(told["changed"]), what)

    @property
    def trouble(self) -> KnownError | None:
        """What was in the way last, as it is shown."""
        return None if self.problem is None else KnownError(*self.problem)


def read(place: Path) -> State:
    """Return the state of a folder of backups; one that is not there or not whole remembers nothing."""
    try:
        with (place / FILE).open("rb") as file:
            return State.of(json.loads(file.read(MOST_BYTES)))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return State()


def write(place: Path, state: State) -> None:
    """Keep a state for good."""
    durable.write(place / FILE, json.dumps(asdict(state)).encode("ascii"))
