"""The one place where the window is put together: who is given what, and how journals are opened and made."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal import hardening
from isp_journal.ui.qt_import import import_qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from isp_journal.credentials import Secret
    from isp_journal.errors import KnownError
    from isp_journal.journal.opening import Opening
    from isp_journal.model import Backup
    from isp_journal.ui.desk import Desk, Watch
    from isp_journal.ui.pages.first_run import Makers

Guard = Callable[[], object]


def run(
    journal: Path | None = None, page: str | None = None, watch: Watch | None = None, *, guard: Guard | None = None
) -> int:
    """Open the window on a journal (else the last one, else the usual place) and stay until it is closed.

    `watch` hears 'shown', 'rows' and 'opened' at their moments, for measuring. `guard` is called before a journal is
    opened, when the window is shown.
    """
    # Start-up makes many objects that stay: looking for garbage among them costs 30 ms and finds none.
    gc.disable()
    app = _application()
    from isp_journal.paths import settings_file  # after Qt, which has most of what it needs

    app.setApplicationName("ISP Journal")
    app.setDesktopFileName("isp-journal")
    desk = _desk(app, settings_file(), watch, guard)
    sys.excepthook = desk.note_bug
    hardening.print_no_words(desk.note)
    desk.start(journal, page or "write")
    return app.exec()


def paint_pictures(journal: Path, into: Path, secret: Secret | None = None) -> list[Path]:
    """Open a journal off-screen, paint its main pages as pictures into a folder, and return their files.

    A journal with a passphrase is painted for whoever says it alone: what is in its pictures is locked no more.
    """
    if secret is None and _has_key_file(journal):
        return []
    app = _application()
    from isp_journal.ui.pictures import paint, settle  # only where no window is shown

    # A cursor that blinks would be in one picture and not in the next.
    app.setCursorFlashTime(0)
    desk = _desk(app, into / "settings.json")
    desk.window.resize(1440, 900)
    desk.start(journal, secret=secret)
    settle(desk.window)
    painted = paint(desk.window, into)
    desk.window.close()
    return painted


def _application() -> QApplication:
    import_qt()
    # after Qt's core
    from PySide6.QtCore import QLoggingCategory
    from PySide6.QtWidgets import QApplication

    # Qt's warnings name files and links, and desktops keep what a program prints. QT_LOGGING_RULES brings them back.
    QLoggingCategory.setFilterRules("*=false")
    # As an argument, since to ask for the style or to set it makes PySide6 ready for all styles, which takes 6 ms.
    return QApplication([*sys.argv[:1], "-style", "fusion"])


def _desk(app: QApplication, settings: Path, watch: Watch | None = None, guard: Guard | None = None) -> Desk:
    # after Qt, and after what keeps it from reading all of this
    from isp_journal.ui.desk import Desk, Ways
    from isp_journal.ui.settings_store import SettingsStore

    def begin(folder: Path, secret: Secret | None) -> Opening:
        if guard is not None:
            guard()
        return _begin(folder, secret)

    ways = Ways(begin, _makers, _has_key_file, _get_ready, _newest_copy, _restore_newest)
    return Desk(app, SettingsStore(settings), ways, watch)


def _begin(folder: Path, secret: Secret | None) -> Opening:
    from isp_journal.journal.opening import begin  # at first use: start-up time

    return begin(folder, writing=True, window=True, secret=secret)


def _has_key_file(folder: Path) -> bool:
    # By the names alone: to look into the files takes what is not loaded yet, and whoever opens them does.
    return any(folder.glob("journal.key*"))


def _get_ready() -> None:
    from isp_journal.journal.opening import get_ready  # while the passphrase is typed

    get_ready()


def _newest_copy(folder: Path, secret: Secret | None) -> tuple[Opening, KnownError]:
    from isp_journal.journal.salvage import newest_readable  # hardly ever

    return newest_readable(folder, secret)


def _restore_newest(folder: Path, secret: Secret | None) -> object:
    from isp_journal.journal.restoring import restore_newest  # hardly ever

    return restore_newest(folder, secret)


def _makers() -> Makers:
    # at first use: start-up time
    from isp_journal.journal.opening import create_journal
    from isp_journal.journal.sample import sample_of_today
    from isp_journal.ui.pages.first_run import Makers

    return Makers(
        begin=lambda name, folder, protection: create_journal(folder, author=name, protection=protection),
        sample=sample_of_today,
        look=_look,
        restore=_restore,
    )


def _look(backup: Path) -> Backup:
    from isp_journal.storage.backup_places import told  # at first use: start-up time

    return told(backup)


def _restore(backup: Path, folder: Path, secret: Secret | None) -> None:
    from isp_journal.journal.restoring import restore  # at first use: start-up time

    restore(backup, folder, secret)
