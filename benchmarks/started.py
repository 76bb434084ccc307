"""Starts the app as a person does and tells its moments: cursor ready, first rows painted, every page used.

Used by benchmarks.window: `python -m benchmarks.started JOURNAL PAGE [MANNER [PASSPHRASE]]`. Without a manner it ends
at the first moment; with `room` and `use` see benchmarks.watching, with the others benchmarks.watching_locks.
A passphrase is given with the journal, except for the manners that type it; `key:SALT:KEY` gives what it opens.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal import app

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from isp_journal.journal.opening import Opening

TYPED = ("ask", "type", "wait")
KEY = "key:"


def run(journal: Path, page: str, watch: "Callable[[str, QWidget], object]", secret: str = "") -> int:
    """Open the window on a journal, with what opens it given if it is said."""
    if secret:
        give(secret)
    return app.run(journal, page, watch)


def give(given: str) -> None:
    """Let the app open journals with this passphrase or key and not ask for it."""

    def begin(folder: Path, secret: object) -> "Opening":
        from dataclasses import replace

        from isp_journal.credentials import Passphrase
        from isp_journal.journal import opening
        from isp_journal.storage.data_key import DataKey

        if given.startswith(KEY):
            salt, key = (bytes.fromhex(part) for part in given.split(":")[1:])
            opening._unlocked = lambda folder, found, secret, writing: replace(found, key=DataKey(key, salt))
        return opening.begin(folder, writing=True, window=True, secret=Passphrase(given))

    app._begin = begin
    app._has_key_file = lambda folder: False


def main() -> int:
    """Open the window on a journal and a page, and watch it."""
    page, manner, secret = (*sys.argv[2:5], "", "")[:3]

    def watch(moment: str, window: "QWidget") -> None:
        # Only now, so that the app itself decides what is imported before its window is there.
        if manner in ("", "room", "use"):
            from benchmarks.watching import hear

            hear(moment, window, page, manner)
        else:
            from benchmarks.watching_locks import hear_lock

            hear_lock(moment, window, page, (manner, secret))

    return run(Path(sys.argv[1]), page, watch, "" if manner in TYPED else secret)


if __name__ == "__main__":
    sys.exit(main())
