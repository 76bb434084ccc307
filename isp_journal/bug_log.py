"""Where bugs are noted: what kind of failure it was and where in the code, without its words, which may be private."""

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

LARGEST = 1_000_000


def note(error: BaseException, file: Path) -> bool:
    """Note a bug in the log file; return whether that could be done. Messages and values are left out."""
    places = [f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kind = type(error)
    lines = [f"{now} {kind.__module__}.{kind.__qualname__} in Python {sys.version.split()[0]}", *places]
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = os.O_TRUNC if file.exists() and file.stat().st_size > LARGEST else 0
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | fresh, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return False
    return True
