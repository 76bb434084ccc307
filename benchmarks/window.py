"""Start-up, room and memory of the window, against a bare window of the same run; needs a display.

`xvfb-run -a python -m benchmarks.window CACHE [RUNS]`; prints a line a figure: name, median, ratio to the limit.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import journal_of
from benchmarks.figures import Figure, report

ROOM_ASKED = 60


class Moment(NamedTuple):
    """When something happened, in seconds of the wall clock and of CPU time since the program's start."""

    wall: float
    cpu: float


class Started:
    """A program that tells its moments."""

    def __init__(self, module: str, *arguments: str, cache: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        own = {"XDG_CONFIG_HOME": str(cache / "config"), "XDG_CACHE_HOME": str(cache / "cache")}
        self._begun = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True, env=kept | own
        )
        self._module = module

    def until(self, wanted: str) -> Moment:
        """Wait until it tells of a moment."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            name, at, cpu = line.split()
            if name == wanted:
                return Moment(float(at) - self._begun, float(cpu))
        raise RuntimeError(f"{self._module} ended before it told of {wanted}")

    def number(self, wanted: str) -> float:
        """Wait until it tells a number, and return that."""
        return self.until(wanted).wall + self._begun

    def memory(self) -> dict[str, float]:
        """Return its proportional set size in MB: as it is, and as if no other program used Qt at the same time."""
        found = dict.fromkeys(("now", "alone"), 0)
        of_qt = False
        for line in Path(f"/proc/{self._process.pid}/smaps").read_text().splitlines():
            name, _, rest = line.partition(":")
            if "-" in name:
                of_qt = "PySide6" in rest or "shiboken6" in rest
            elif name == "Pss":
                found["now"] += int(rest.split()[0])
                found["alone"] += 0 if of_qt else int(rest.split()[0])
            elif name == "Rss" and of_qt:
                found["alone"] += int(rest.split()[0])
        return {name: size / 1024 for name, size in found.items()}

    def end(self) -> None:
        """End it; nothing that it holds is wanted any more."""
        self._process.kill()
        self._process.wait()


@contextmanager
def started(module: str, *arguments: str, cache: Path) -> Iterator[Started]:
    """Start a program for a while."""
    program = Started(module, *arguments, cache=cache)
    try:
        yield program
    finally:
        program.end()


def moment(module: str, *arguments: str, wanted: str, cache: Path) -> Moment:
    """Start a program and return when it told of a moment."""
    with started(module, *arguments, cache=cache) as program:
        return program.until(wanted)


def room(journal: str, cache: Path, secret: str = "") -> tuple[float, float]:
    """Return the seconds from asking for the room to the first paint of its rows: built anew, and when it is there."""
    with started("benchmarks.started", journal, "write", "room", secret, cache=cache) as program:
        first = -program.until("asked").wall + program.until("painted").wall
        again = -program.until("asked").wall + program.until("painted").wall
        return first, again


def measure_start(large: str, small: str, runs: int, cache: Path) -> None:
    """Measure limit and app in turn, so that both meet the same machine."""
    asked = {
        "bare": ("benchmarks.bare",),
        "ready": ("benchmarks.started", large, "write"),
        "small": ("benchmarks.started", small, "write"),
        "rows": ("benchmarks.started", large, "journal"),
    }
    found: dict[str, list[Moment]] = {name: [] for name in asked}
    for run in range(runs + 1):
        for name, command in asked.items():
            told = moment(*command, wanted="rows" if name == "rows" else "ready", cache=cache)
            if run:  # the first run warms the page cache
                found[name].append(told)
    for clock in ("wall", "cpu"):
        mid = {name: statistics.median(getattr(one, clock) for one in told) * 1000 for name, told in found.items()}
        print(f"By {'the wall clock' if clock == 'wall' else 'CPU time, which other programs disturb less'}:")
        report(
            [
                Figure("bare window, cursor ready", mid["bare"], "ms"),
                Figure("cursor ready, 100 000 entries", mid["ready"], "ms", mid["ready"] / mid["bare"], 1.7),
                Figure("against 100 entries", mid["small"], "ms", mid["ready"] / mid["small"], 1.1),
                Figure("newest rows on screen", mid["rows"], "ms", mid["rows"] / mid["bare"], 2.2),
            ]
        )


def measure_room(journal: str, runs: int, cache: Path) -> None:
    """Measure the room of the busiest component."""
    rooms = [room(journal, cache) for _ in range(runs)]
    first, again = (statistics.median(one[which] for one in rooms) * 1000 for which in (0, 1))
    report(
        [
            Figure("busiest room, first paint of its rows, page not built yet", first, "ms", None, ROOM_ASKED),
            Figure("the same once the page is there", again, "ms", None, ROOM_ASKED),
        ]
    )


def measure_memory(journal: str, cache: Path) -> None:
    """Measure what a window holds after a minute's use of every page."""
    with started("benchmarks.bare", "stay", cache=cache) as program:
        program.until("ready")
        bare = program.memory()
    with started("benchmarks.started", journal, "write", "use", cache=cache) as program:
        program.until("used")
        used = program.memory()
    report(
        [
            Figure("bare window, memory", bare["alone"], "MB"),
            Figure("the app's after a minute's use", used["alone"], "MB", used["alone"] / bare["alone"], 3.0),
            Figure("bare window, beside what runs now", bare["now"], "MB"),
            Figure("the app's, beside what runs now", used["now"], "MB", used["now"] / bare["now"]),
        ]
    )


def main() -> None:
    """Measure all of it, or what is named after the number of runs: start, room, memory."""
    cache = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    parts = sys.argv[3:] or ["start", "room", "memory"]
    large, small = str(journal_of(100_000, cache)), str(journal_of(100, cache))
    if "start" in parts:
        measure_start(large, small, runs, cache)
    if "room" in parts:
        measure_room(large, runs, cache)
    if "memory" in parts:
        measure_memory(large, cache)


if __name__ == "__main__":
    main()
