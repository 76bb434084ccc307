"""What happens to a bug: its place in the code is noted in a file, without any text of the journal."""

import os
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

from isp_journal.cli.output import complain
from isp_journal.paths import log_file

LARGEST = 1_000_000


def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in one sentence that the program has a fault, and note where; the hook for what nobody caught."""
    noted = f"The place in the code is noted in {log_file()}, without any of your words."
    try:
        _note(kind, trace)
    except OSError:
        noted = "It could not be noted."
    complain(f"ISP Journal has a fault here ({kind.__name__}). What was saved before is safe. {noted}")


def _note(kind: type[BaseException], trace: TracebackType | None) -> None:
    """Write the kind of the error and the lines of code that led to it; messages and values may hold private words."""
    file = log_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    places = [f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [f"{now} {kind.__module__}.{kind.__name__} in Python {sys.version.split()[0]}", *places]
    fresh = os.O_TRUNC if file.exists() and file.stat().st_size > LARGEST else 0
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | fresh, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n")
