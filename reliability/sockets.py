"""The network: the whole suite runs with internet connections refused and counted by the preload library."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from reliability import disk


def run(folder: Path, *arguments: str) -> dict[str, Any]:
    """Run the tests (or those that are named) and return how many passed and how many connections were tried."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        log = Path(place) / "connections"
        ran = disk.run(["-m", "pytest", "-q", "-n", "2", *arguments], NET_LOG=str(log))
        if ran.code:
            raise RuntimeError(ran.out[-2_000:])
        found = re.search(r"(\d+) passed", ran.out)
        tried = len(log.read_text().splitlines()) if log.exists() else 0
        return {"tests": int(found[1]) if found else 0, "connections": tried}
