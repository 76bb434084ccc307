"""Starts the app as a person does and tells its moments: cursor ready, first rows painted, every page used.

Used by benchmarks.window: `python -m benchmarks.started JOURNAL PAGE [room | use]`; without these it ends at the first
moment.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal import app

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def main() -> int:
    """Open the window on a journal and a page, and watch it."""
    page, manner = sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""

    def watch(moment: str, window: "QWidget") -> None:
        # Only now, so that the app itself decides what is imported before its window is there.
        from benchmarks.watching import hear

        hear(moment, window, page, manner)

    return app.run(Path(sys.argv[1]), page, watch)


if __name__ == "__main__":
    sys.exit(main())
