"""What a window says when its journal has opened: that it is the sample, or what was found after a sudden stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from isp_journal.ui.sample_band import SampleBand

if TYPE_CHECKING:
    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.workers import JournalOpened


def greet(window: MainWindow, told: JournalOpened, start_own: Callable[[], object]) -> None:
    """Show the sample's band, or one line about what is here after the computer stopped."""
    if told.facts.sample:
        band = SampleBand(window.theme)
        band.start_wanted.connect(start_own)
        window.frame.put_band(band)
    if told.left_open is not None:
        window.messages.show_notice(after_a_stop(told.left_open), "Fine")


def after_a_stop(last_write: str) -> str:
    """Return the sentence about a journal whose window was not closed; the instant is in UTC, its words are local."""
    at = datetime.fromisoformat(last_write).astimezone()
    clock = at.strftime("%H:%M:%S")
    if at.date() != datetime.now().astimezone().date():
        day = QLocale().toString(QDate(at.year, at.month, at.day), "ddd d MMM")
        clock = f"{day}, {clock}"
    return f"The app stopped while this journal was open. Everything up to {clock} is here."
