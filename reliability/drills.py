"""The drill: every backup that the test suite makes is restored aside and compared with the journal it was made from.

As a plug-in of pytest (`-p reliability.drills`) it stands behind the one function that writes backups, whose key it has.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from reliability import disk

RESULT = "DRILLS"


def run(folder: Path, *arguments: str) -> dict[str, Any]:
    """Run the tests (or those that are named) with a drill behind each backup; returns counts."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        into = Path(place) / "told"
        words = ["-m", "pytest", "-q", "-n", "2", "-p", "reliability.drills", *(arguments or ("tests",))]
        ran = disk.run_plain(words, **{RESULT: str(into)})
        if ran.code:
            raise RuntimeError(ran.out[-2_000:])
        told = Counter(into.read_text().splitlines()) if into.exists() else Counter[str]()
        return {
            "backups": sum(told.values()),
            "same": told["same"],
            "others": {k: v for k, v in told.items() if k != "same"},
        }
