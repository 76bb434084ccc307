"""What stands in the place of the frame before a journal is open: the ways to one, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal.ui.pages.first_run import FirstRun, Makers
from isp_journal.ui.pages.trouble import Trouble

if TYPE_CHECKING:
    from isp_journal.credentials import Secret
    from isp_journal.errors import KnownError
    from isp_journal.ui.main_window import MainWindow

# Opens the journal in a folder, with what opens it where the person has just said that.
Open = Callable[[Path, "Secret | None"], object]


def ask_first(window: MainWindow, makers: Makers, folder: Path, then: Open) -> None:
    """Offer to begin a journal (in this folder, unless another is chosen), to look around, or to open one."""
    page = FirstRun(window.theme, makers, folder)
    page.open_wanted.connect(then)
    window.show_full(page)


def ask_own(window: MainWindow, makers: Makers, folder: Path, then: Open) -> None:
    """Ask somebody who looks around in the sample for a journal of their own, with a way back."""
    page = FirstRun(window.theme, makers, folder)
    page.open_wanted.connect(then)
    page.offer_back("Back to the sample")
    page.back_wanted.connect(window.show_frame)
    window.show_full(page)
    page.ask_begin()


def tell_trouble(window: MainWindow, makers: Makers, folder: Path, then: Open, error: KnownError) -> Trouble:
    """Say why the journal in this folder could not be opened, with the ways that fit; returns the page."""
    page = Trouble(window.theme, makers, folder)
    page.open_wanted.connect(then)
    page.again_wanted.connect(lambda: then(folder, None))
    page.show_error(error)
    window.show_full(page)
    return page
