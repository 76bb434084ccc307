"""The desk as the app puts it together, on journals in a folder of the test, and what a person does at it."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from isp_journal import app
from isp_journal.journal.opening import create_journal
from isp_journal.journal.sample import make_sample
from isp_journal.ui.desk import Desk, Watch, Ways
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.pages.first_run import Makers
from isp_journal.ui.settings_store import SettingsStore
from tests.conftest import ACCOUNT

TODAY = date(2026, 11, 24)
QUIET_LOOKS = 5
PATIENCE_MS = 10_000
Shown = TypeVar("Shown", bound=QWidget)


@cache
def made_sample() -> Path:
    """Return the sample as it was made once for all tests of this process; nobody opens this one."""
    folder = Path(mkdtemp(prefix="sample-", dir=ACCOUNT)) / "sample"
    make_sample(folder, TODAY)
    return folder


def sample_in(folder: Path) -> Path:
    """Return a sample of the test's own."""
    return Path(shutil.copytree(made_sample(), folder / "sample"))


def makers_in(folder: Path) -> Makers:
    """Return what makes real journals, and the sample in a folder."""
    return Makers(
        lambda name, where, protection: create_journal(where, author=name, protection=protection),
        lambda: sample_in(folder),
        app._look,
        app._restore,
    )


def ways_with(makers: Makers) -> Ways:
    """Return the app's own ways to a journal, with makers of the test's own."""
    return Ways(
        app._begin,
        lambda: makers,
        app._has_key_file,
        app._get_ready,
        app._newest_copy,
        app._restore_newest,
    )


@contextmanager
def desk_in(app: QApplication, folder: Path, watch: Watch | None = None) -> Iterator[Desk]:
    """Give a desk whose settings and sample lie in a folder; its window is closed afterwards."""
    font, palette = QFont(app.font()), QPalette(app.palette())
    makers = makers_in(folder)
    desk = Desk(app, SettingsStore(folder / "settings.json"), ways_with(makers), watch)
    desk.theme.set_choice("light")
    desk.theme.motion = False
    yield desk
    desk.window.close()
    desk.workers.close()
    desk.window.deleteLater()
    desk.deleteLater()
    app.setStyleSheet("")
    app.setFont(font)
    app.setPalette(palette)
    # The desk keeps what it has made out of the sight of Python's collector, which is of use to a program only.
    gc.unfreeze()


class Sitting:
    """Somebody at a desk: starts the app in a folder, opens and closes journals, and looks at what is shown."""

    def __init__(self, app: QApplication, qtbot: QtBot, folder: Path) -> None:
        self._app = app
        self._qtbot = qtbot
        self._open: list[AbstractContextManager[Desk]] = []
        self.folder = folder
        self.moments: list[str] = []

    @property
    def desk(self) -> Desk:
        """The desk that was begun last."""
        return self._desk

    @property
    def window(self) -> MainWindow:
        """The window of now."""
        return self._desk.window

    def begin(self) -> Desk:
        """Make the desk of another start of the app."""
        made = desk_in(self._app, self.folder, lambda moment, _window: self.moments.append(moment))
        self._desk = made.__enter__()
        self._open.append(made)
        self.window.resize(1440, 900)
        return self._desk

    def end(self) -> None:
        """Close the window and end the app."""
        while self._open:
            self._open.pop().__exit__(None, None, None)

    def opened(self, do: Callable[[], object]) -> MainWindow:
        """Do what opens a journal, and wait until it is open and shown."""
        before = self.moments.count("opened")
        do()
        self._qtbot.waitUntil(lambda: self.moments.count("opened") > before, timeout=PATIENCE_MS)
        return self.in_front()

    def starts(self, journal: Path | None = None) -> MainWindow:
        """Start the app on a journal that opens."""
        desk = self.begin()
        return self.opened(lambda: desk.start(journal))

    def in_front(self) -> MainWindow:
        """Wait until the window is in front and all that was asked for is answered."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE_MS)
        settle(self.window)
        return self.window

    def sees(self, kind: type[Shown]) -> Shown:
        """Wait until one widget of a kind can be seen, and return it."""
        self._qtbot.waitUntil(lambda: len(seen(self.window, kind)) == 1, timeout=PATIENCE_MS)
        return seen(self.window, kind)[0]


def seen(window: MainWindow, kind: type[Shown]) -> list[Shown]:
    """Return the widgets of a kind that can be seen."""
    return [one for one in window.findChildren(kind) if one.isVisible()]


def settle(window: MainWindow) -> None:
    """Wait until all that was asked of the journal is answered, and answers have led to no more questions."""
    loop, until = QEventLoop(), QDeadlineTimer(PATIENCE_MS)
    quiet = [0]

    def look() -> None:
        quiet[0] = 0 if window.workers.is_busy else quiet[0] + 1
        if quiet[0] >= QUIET_LOOKS or until.hasExpired():
            loop.quit()

    timer = QTimer(loop)
    timer.timeout.connect(look)
    timer.start(5)
    loop.exec()
    assert not until.hasExpired(), "not everything that was asked of the journal was answered"
