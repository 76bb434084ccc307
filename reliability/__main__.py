"""Runs the programs of this folder and keeps what they found.

python -m reliability quick|full [NAME[=COUNT] ...]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from reliability import report

RESULTS = Path(__file__).with_name("results")


def programs() -> dict[str, tuple[Callable[..., dict[str, Any]], tuple[int, int] | None]]:
    """Return the programs by name, each with its sizes: what CI has time for, and the full one."""
    # each only when it is asked for: some need a window, some a compiler
    from reliability import disk_faults, drills, five_years, flips, forced, kills, plain_text, power_loss, sockets

    return {
        "power_loss": (power_loss.run, (520, 10_010)),
        "kills": (kills.run, (20, 1_000)),
        "disk_faults": (disk_faults.run, (120, 100_000)),
        "flips": (flips.run, (400, 10_000)),
        "plain_text": (plain_text.run, None),
        "forced": (forced.run, (60, 500)),
        "drills": (drills.run, None),
        "five_years": (five_years.run, (600, 30_000)),
        "sockets": (sockets.run, None),
    }


def main(arguments: list[str]) -> None:
    """Run what is named (else all), print the results, and keep those of a full run."""
    if not arguments or arguments[0] not in ("quick", "full", "report"):
        sys.exit(__doc__)
    long = arguments[0] == "full"
    for asked in (arguments[1:] or programs()) if arguments[0] != "report" else ():
        name, _, count = asked.partition("=")
        run, sizes = programs()[name]
        size = () if sizes is None else (int(count) if count else sizes[long],)
        began = time.monotonic()
        found = run(*size, Path(gettempdir()))
        ran = {"on": datetime.now(UTC).date().isoformat(), "seconds": round(time.monotonic() - began), "asked": asked}
        print(name, json.dumps({**ran, **found}, indent=1), flush=True)
        if long:
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / f"{name}.json").write_text(json.dumps({**ran, **found}, indent=1, sort_keys=True) + "\n")
    if arguments[0] != "quick":
        report.write(RESULTS)


if __name__ == "__main__":
    main(sys.argv[1:])
