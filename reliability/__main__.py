"""Runs the programs of this folder and keeps what they found: python -m reliability quick|full [NAME ...]."""

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


def programs(long: bool) -> dict[str, Callable[[Path], dict[str, Any]]]:
    """Return the programs by name, at the size that CI has time for or at the full one."""
    # each only when it is asked for: some need a window, some a compiler
    from reliability import disk_faults, drills, five_years, flips, forced, kills, plain_text, power_loss, sockets

    return {
        "power_loss": lambda folder: power_loss.run(10_010 if long else 520, folder),
        "kills": lambda folder: kills.run(1_000 if long else 20, folder),
        "disk_faults": lambda folder: disk_faults.run(None if long else 120, folder),
        "flips": lambda folder: flips.run(10_000 if long else 400, folder),
        "plain_text": plain_text.run,
        "forced": lambda folder: forced.run(500 if long else 60, folder),
        "drills": drills.run,
        "five_years": lambda folder: five_years.run(30_000 if long else 600, folder),
        "sockets": sockets.run,
    }


def main(arguments: list[str]) -> None:
    """Run what is named (else all), print the results, and keep those of a full run."""
    if not arguments or arguments[0] not in ("quick", "full", "report"):
        sys.exit(__doc__)
    long = arguments[0] == "full"
    if arguments[0] != "report":
        known = programs(long)
        for name in arguments[1:] or known:
            began = time.monotonic()
            found = known[name](Path(gettempdir()))
            told = {"on": datetime.now(UTC).date().isoformat(), "seconds": round(time.monotonic() - began), **found}
            print(name, json.dumps(told, indent=1), flush=True)
            if long:
                RESULTS.mkdir(exist_ok=True)
                (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")
    if arguments[0] != "quick":
        report.write(RESULTS)


if __name__ == "__main__":
    main(sys.argv[1:])
