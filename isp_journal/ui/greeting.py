"""What a window says when its journal has opened: that it is the sample or a copy, and what was found on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from isp_journal.ui.band import SAMPLE, Band, Told

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.workers import JournalOpened

RESTORE = "Put this backup in the place of the damaged journal?"
ASIDE = "The damaged files are set aside in the journal's folder and kept."
DO_RESTORE = "Restore it"


def greet(window: MainWindow, told: JournalOpened, start_own: Callable[[], object]) -> None:
    """Show the sample's band, what is here after the computer stopped, and the notices found at opening."""
    if told.sample:
        band = Band(window.theme, SAMPLE)
        band.wanted.connect(start_own)
        window.frame.put_band(band)
    found = [str(one) for one in told.told]
    if told.left_open is not None:
        found.insert(0, after_a_stop(told.left_open))
    if found:
        window.messages.show_notice("\n".join(found), "Fine")


def tell_copy(window: MainWindow, told: KnownError, restore: Callable[[], object]) -> None:
    """Show the band over a backup that is read in the place of a damaged journal, and ask before it is put there."""
    from isp_journal.ui.messages import choose  # at first use: hardly anybody ever sees one

    band = Band(window.theme, Told("history", str(told), DO_RESTORE))
    band.wanted.connect(
        lambda: choose(window, RESTORE, ASIDE, (DO_RESTORE, "Not now"), lambda taken: taken == DO_RESTORE and restore())
    )
    window.frame.put_band(band)


def after_a_stop(last_write: str) -> str:
    """Return the sentence about a journal whose window was not closed; the instant is in UTC, its words are local."""
    at = datetime.fromisoformat(last_write).astimezone()
    clock = at.strftime("%H:%M:%S")
    if at.date() != datetime.now().astimezone().date():
        day = QLocale().toString(QDate(at.year, at.month, at.day), "ddd d MMM")
        clock = f"{day}, {clock}"
    return f"The app stopped while this journal was open. Everything up to {clock} is here."
