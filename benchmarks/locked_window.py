"""The window of a journal with a passphrase, against the same journal without one; needs a display.

`xvfb-run -a python -m benchmarks.locked_window CACHE [RUNS] [start] [room] [lock] [backup] [memory]`
"""

import shutil
import statistics
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import SECRET, journal_of, locked_journal_of
from benchmarks.figures import Figure, report
from benchmarks.keys import text
from benchmarks.locked import ASKED
from benchmarks.window import Moment, moment, room, started
from isp_journal.journal.opening import open_journal
from isp_journal.model import ImportedEntry
from isp_journal.storage.unlock import unlock

LARGE, MANY = 100_000, 20_000
# In milliseconds: what a passphrase may take more than a start without one, and what locking and long work may take.
MORE, BLANK, HELD = 300, 200, 50
BACKUP_ASKED = 1.0
STARTED = "benchmarks.started"


class Start(NamedTuple):
    """One way to begin: the program's arguments, and the moment that is waited for."""

    name: str
    arguments: tuple[str, ...]
    wanted: str


def starts(plain: str, locked: str) -> dict[str, Start]:
    """Return the starts that are compared."""
    secret, key = SECRET.text, unlock(Path(locked), SECRET, settle=False).key
    given = f"key:{key.salt.hex()}:{key.key.hex()}"
    return {
        "ready": Start("cursor ready, no passphrase", (plain, "write"), "ready"),
        "ready given": Start("cursor ready, key given", (locked, "write", "", given), "ready"),
        "ready ask": Start("cursor in the field for the passphrase", (locked, "write", "ask"), "ready"),
        "rows": Start("newest rows, no passphrase", (plain, "journal"), "rows"),
        "rows given": Start("newest rows, key given", (locked, "journal", "", given), "rows"),
        "derived": Start("newest rows, passphrase given", (locked, "journal", "", secret), "rows"),
        "typed": Start("window usable, passphrase typed at once", (locked, "write", "type", secret), "usable"),
        "typed rows": Start("newest rows, passphrase typed at once", (locked, "journal", "type", secret), "usable"),
    }


def measure_starts(plain: str, locked: str, runs: int, cache: Path) -> None:
    """Measure all starts in turns."""
    ways = starts(plain, locked)
    found: dict[str, list[Moment]] = {name: [] for name in ways}
    for run in range(runs + 1):
        for name, way in ways.items():
            told = moment(STARTED, *way.arguments, wanted=way.wanted, cache=cache)
            if run:  # the first run warms the page cache
                found[name].append(told)
    for clock in ("wall", "cpu"):
        mid = {name: statistics.median(getattr(one, clock) for one in told) * 1000 for name, told in found.items()}
        print(f"By {'the wall clock' if clock == 'wall' else 'CPU time, which other programs disturb less'}:")
        report([Figure(ways[name].name, value, "ms", *_ratio(name, mid)) for name, value in mid.items()])


def _ratio(name: str, mid: dict[str, float]) -> tuple[float | None, float | None]:
    limit, _, way = name.partition(" ")
    return (mid[name] / mid[limit], ASKED) if way in ("given", "ask") else (None, None)


def measure_waiting(plain: str, locked: str, runs: int, cache: Path) -> None:
    """Measure what a person waits for: until the passphrase can be typed, and from Enter on, after three seconds."""
    for page, wanted, name in (("write", "ready", "usable window"), ("journal", "rows", "newest rows")):
        start, asked, entered = [], [], []
        for run in range(runs + 1):
            without = moment(STARTED, plain, page, wanted=wanted, cache=cache).wall
            with started(STARTED, locked, page, "wait", SECRET.text, cache=cache) as program:
                field = program.until("ready").wall
                given, usable = program.until("given").wall, program.until("usable").wall
            if run:
                start.append(without * 1000)
                asked.append(field * 1000)
                entered.append((usable - given) * 1000)
        limit, field_ready, opened = (statistics.median(took) for took in (start, asked, entered))
        report(
            [
                Figure(f"start to {name}, no passphrase", limit, "ms"),
                Figure("start to the field for the passphrase", field_ready, "ms"),
                Figure(f"Enter to {name}", opened, "ms"),
                Figure("both together, more than without a passphrase", field_ready + opened - limit, "ms", None, MORE),
            ]
        )


def measure_rooms(plain: str, locked: str, runs: int, cache: Path) -> None:
    """Measure the busiest component's room, in turns."""
    took: dict[str, list[tuple[float, float]]] = {"plain": [], "locked": []}
    for _ in range(runs):
        took["plain"].append(room(plain, cache))
        took["locked"].append(room(locked, cache, SECRET.text))
    for which, name in enumerate(("busiest room, first visit", "busiest room, later visits")):
        mid = {way: statistics.median(one[which] for one in told) * 1000 for way, told in took.items()}
        report(
            [
                Figure(f"{name}, no passphrase", mid["plain"], "ms"),
                Figure(f"{name}, passphrase", mid["locked"], "ms", mid["locked"] / mid["plain"], ASKED),
            ]
        )


def measure_lock(locked: Path, runs: int, cache: Path) -> None:
    """Measure locking with an entry of 5 000 words open in a journal of 100 000 entries."""
    folder = cache / "lock-run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(locked, folder)
    journal = open_journal(folder, writing=True, secret=SECRET)
    body, tags = text(one=False)
    journal.imports.take([ImportedEntry(number=1, occurred_on=date(2026, 11, 25), body=body, tags=tags)], source="lock")
    journal.close()
    blank, closed = [], []
    for _ in range(runs):
        with started(STARTED, str(folder), "write", "lock", SECRET.text, cache=cache) as program:
            begun = program.until("locking").wall
            blank.append((program.until("blank").wall - begun) * 1000)
            closed.append((program.until("closed").wall - begun) * 1000)
    shutil.rmtree(folder)
    report(
        [
            Figure("locking: the window is blank, median", statistics.median(blank), "ms", None, BLANK),
            Figure("the same, slowest", max(blank), "ms", None, BLANK),
            Figure("locking: the journal is saved, closed and forgotten", statistics.median(closed), "ms"),
        ]
    )


def measure_backup(plain: str, locked: str, runs: int, cache: Path) -> None:
    """Measure a backup of 20 000 entries beside the window, and how long it holds the window's thread."""
    for source, secret, name in ((plain, "", "no passphrase"), (locked, SECRET.text, "passphrase")):
        told: dict[str, list[float]] = {"rest": [], "held": [], "own": [], "took": []}
        for _ in range(runs):
            folder = cache / "held-run"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(source, folder)
            with started(STARTED, str(folder), "write", "backup", secret, cache=cache) as program:
                for what, numbers in told.items():
                    numbers.append(program.number(what))
            shutil.rmtree(folder)
        report(
            [
                Figure(
                    f"backup of 20 000 entries beside the window, {name}",
                    statistics.median(told["took"]),
                    "s",
                    None,
                    BACKUP_ASKED,
                ),
                Figure(
                    "the window's thread held at most, median", statistics.median(told["held"]) * 1000, "ms", None, HELD
                ),
                Figure("the same, worst run", max(told["held"]) * 1000, "ms", None, HELD),
                Figure("the same less its waiting for a CPU, worst run", max(told["own"]) * 1000, "ms", None, HELD),
                Figure("held without a backup, worst run", max(told["rest"]) * 1000, "ms"),
            ]
        )


def measure_memory(plain: str, locked: str, cache: Path) -> None:
    """Measure what the window holds after a minute's use of every page."""
    held = []
    for journal, secret in ((plain, ""), (locked, SECRET.text)):
        with started(STARTED, journal, "write", "use", secret, cache=cache) as program:
            program.until("used")
            held.append(program.memory()["alone"])
    report(
        [
            Figure("memory after a minute's use, no passphrase", held[0], "MB"),
            Figure("memory after a minute's use, passphrase", held[1], "MB", held[1] / held[0], ASKED),
        ]
    )


def main() -> None:
    """Measure all of it, or what is named after the number of runs."""
    cache = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    parts = sys.argv[3:] or ["start", "room", "lock", "backup", "memory"]
    plain, locked = str(journal_of(LARGE, cache)), str(locked_journal_of(LARGE, cache))
    if "start" in parts:
        measure_starts(plain, locked, runs, cache)
        measure_waiting(plain, locked, runs, cache)
    if "room" in parts:
        measure_rooms(plain, locked, runs, cache)
    if "lock" in parts:
        measure_lock(Path(locked), runs, cache)
    if "backup" in parts:
        measure_backup(str(journal_of(MANY, cache)), str(locked_journal_of(MANY, cache)), runs, cache)
    if "memory" in parts:
        measure_memory(plain, locked, cache)


if __name__ == "__main__":
    main()
