"""Start-up and memory of the window, against a bare window of the same run; needs a display.

`xvfb-run -a python -m benchmarks.window CACHE [RUNS]`; prints a line a figure: name, median, ratio to the limit.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.corpus import journal_of
from benchmarks.figures import Figure, report


def environment(folder: Path) -> dict[str, str]:
    """Return an environment with settings of its own, and compiled bytecode allowed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_CACHE_HOME": str(folder / "cache")}


def moment(module: str, *arguments: str, wanted: str, cache: Path) -> float:
    """Start a program and return the seconds from its start until it tells of a moment."""
    command = [sys.executable, "-m", module, *arguments]
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(cache)) as program:
        assert program.stdout is not None
        for line in program.stdout:
            name, at = line.split()
            if name == wanted:
                program.kill()
                return float(at) - begun
    raise RuntimeError(f"{module} ended before it told of {wanted}")


def memory(module: str, *arguments: str, wanted: str, cache: Path) -> float:
    """Start a program, wait for a moment, and return its proportional set size in MB."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(cache)) as program:
        assert program.stdout is not None
        for line in program.stdout:
            if line.split()[0] == wanted:
                break
        rollup = Path(f"/proc/{program.pid}/smaps_rollup").read_text()
        program.kill()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def main() -> None:
    """Measure limit and app in turn, so that both meet the same machine."""
    cache = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    large, small = str(journal_of(100_000, cache)), str(journal_of(100, cache))
    found: dict[str, list[float]] = {"bare": [], "ready": [], "ready at 100": [], "rows": []}
    for run in range(runs + 1):
        timed = {
            "bare": moment("benchmarks.bare", wanted="ready", cache=cache),
            "ready": moment("benchmarks.started", large, "write", wanted="ready", cache=cache),
            "ready at 100": moment("benchmarks.started", small, "write", wanted="ready", cache=cache),
            "rows": moment("benchmarks.started", large, "journal", wanted="rows", cache=cache),
        }
        if run:  # the first run warms the page cache
            for name, seconds in timed.items():
                found[name].append(seconds)
    middle = {name: statistics.median(times) for name, times in found.items()}
    report(
        [
            Figure("bare window, cursor ready", middle["bare"] * 1000, "ms"),
            Figure(
                "cursor ready, 100 000 entries", middle["ready"] * 1000, "ms", middle["ready"] / middle["bare"], 1.7
            ),
            Figure(
                "the same against 100 entries",
                middle["ready at 100"] * 1000,
                "ms",
                middle["ready"] / middle["ready at 100"],
                1.1,
            ),
            Figure("newest rows on screen", middle["rows"] * 1000, "ms", middle["rows"] / middle["bare"], 2.2),
        ]
    )
    bare = memory("benchmarks.bare", "stay", wanted="ready", cache=cache)
    used = memory("benchmarks.started", large, "write", "use", wanted="used", cache=cache)
    report(
        [Figure("bare window, memory", bare, "MB"), Figure("memory after a minute's use", used, "MB", used / bare, 3.0)]
    )


if __name__ == "__main__":
    main()
