"""The one place where the window is put together: who is given what, and how journals are opened and made."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from isp_journal import paths
from isp_journal.ui.desk import Desk, Watch, Ways
from isp_journal.ui.settings_store import SettingsStore

if TYPE_CHECKING:
    from isp_journal.journal.opening import Opening
    from isp_journal.ui.pages.first_run import Makers


def run(journal: Path | None = None, page: str | None = None, watch: Watch | None = None) -> int:
    """Open the window on a journal (else the last one, else the usual place) and stay until it is closed.

    `watch` hears 'shown', 'rows' and 'opened' at their moments, for measuring.
    """
    # Start-up makes many objects that stay: looking for garbage among them costs 30 ms and finds none.
    gc.disable()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("ISP Journal")
    app.setDesktopFileName("isp-journal")
    desk = Desk(app, SettingsStore(paths.settings_file()), Ways(_begin, _makers), watch)
    sys.excepthook = desk.note_bug
    desk.start(journal, page or "write")
    return app.exec()


def paint_pictures(journal: Path, into: Path) -> list[Path]:
    """Open a journal off-screen, paint its main pages as pictures into a folder, and return their files."""
    from isp_journal.ui.pictures import paint, settle  # only where no window is shown

    app = QApplication(sys.argv[:1])
    desk = Desk(app, SettingsStore(into / "settings.json"), Ways(_begin, _makers))
    desk.window.resize(1440, 900)
    desk.start(journal)
    settle(desk.window)
    painted = paint(desk.window, into)
    desk.window.close()
    return painted


def _begin(folder: Path) -> Opening:
    from isp_journal.journal.opening import begin  # at first use: start-up time

    return begin(folder, writing=True, window=True)


def _makers() -> Makers:
    # at first use: start-up time
    from isp_journal.journal.opening import create_journal
    from isp_journal.journal.sample import sample_of_today
    from isp_journal.ui.pages.first_run import Makers

    return Makers(begin=lambda name, folder: create_journal(folder, author=name), sample=sample_of_today)
