"""The one place where the window is put together: who is given what, and how journals are opened and made."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal.ui.qt_import import import_qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from isp_journal.journal.opening import Opening
    from isp_journal.ui.desk import Desk, Watch
    from isp_journal.ui.pages.first_run import Makers


def run(journal: Path | None = None, page: str | None = None, watch: Watch | None = None) -> int:
    """Open the window on a journal (else the last one, else the usual place) and stay until it is closed.

    `watch` hears 'shown', 'rows' and 'opened' at their moments, for measuring.
    """
    # Start-up makes many objects that stay: looking for garbage among them costs 30 ms and finds none.
    gc.disable()
    app = _application()
    from isp_journal.paths import settings_file  # after Qt, which has most of what it needs

    app.setApplicationName("ISP Journal")
    app.setDesktopFileName("isp-journal")
    desk = _desk(app, settings_file(), watch)
    sys.excepthook = desk.note_bug
    desk.start(journal, page or "write")
    return app.exec()


def paint_pictures(journal: Path, into: Path) -> list[Path]:
    """Open a journal off-screen, paint its main pages as pictures into a folder, and return their files."""
    app = _application()
    from isp_journal.ui.pictures import paint, settle  # only where no window is shown

    # A cursor that blinks would be in one picture and not in the next.
    app.setCursorFlashTime(0)
    desk = _desk(app, into / "settings.json")
    desk.window.resize(1440, 900)
    desk.start(journal)
    settle(desk.window)
    painted = paint(desk.window, into)
    desk.window.close()
    return painted


def _application() -> QApplication:
    import_qt()
    from PySide6.QtWidgets import QApplication  # after Qt's core

    # As an argument, since to ask for the style or to set it makes PySide6 ready for all styles, which takes 6 ms.
    return QApplication([*sys.argv[:1], "-style", "fusion"])


def _desk(app: QApplication, settings: Path, watch: Watch | None = None) -> Desk:
    # after Qt, and after what keeps it from reading all of this
    from isp_journal.ui.desk import Desk, Ways
    from isp_journal.ui.settings_store import SettingsStore

    return Desk(app, SettingsStore(settings), Ways(_begin, _makers), watch)


def _begin(folder: Path) -> Opening:
    from isp_journal.journal.opening import begin  # at first use: start-up time

    return begin(folder, writing=True, window=True)


def _makers() -> Makers:
    # at first use: start-up time
    from isp_journal.journal.opening import create_journal
    from isp_journal.journal.sample import sample_of_today
    from isp_journal.ui.pages.first_run import Makers

    return Makers(begin=lambda name, folder: create_journal(folder, author=name), sample=sample_of_today)
