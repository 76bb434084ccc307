"""The desk: opens one journal after another in the window, and shows the ways to one where none can be opened."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from isp_journal import paths
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.page_table import import_pages, page_table
from isp_journal.ui.settings_store import SettingsStore
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.pages.first_run import Makers
    from isp_journal.ui.workers import JournalOpened, Opening

PAGES_AFTER = 1_000

Watch = Callable[[str, QWidget], object]


class Ways(NamedTuple):
    """The ways to a journal: `begin` opens the one in a folder, `makers` returns what makes new ones."""

    begin: Callable[[Path], Journal | Opening]
    makers: Callable[[], Makers]


class Desk(QObject):
    """Opens one journal after another, each in a window of its own, and only one at a time."""

    def __init__(self, app: QApplication, settings: SettingsStore, ways: Ways, watch: Watch | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._ways = ways
        self._settings = settings
        self._watch: Watch = watch or (lambda _moment, _window: None)
        self._folder = paths.default_journal()
        self._is_open = False
        self.theme = Theme(self)
        self.theme.set_choice(settings.settings.theme)
        self.theme.set_scale(settings.settings.text_size)
        self.theme.motion = settings.settings.motion
        self.theme.apply(app)
        self._build()

    def start(self, named: Path | None, page: str = "write") -> None:
        """Open the journal that is named, or the last one; without any, ask what to begin with."""
        last = self._settings.settings.journal
        self._folder = named or (Path(last) if last else paths.default_journal())
        if named or last or self._folder.exists():
            self.window.go(page)
            # Queued, so that keys pressed meanwhile are taken first: the threads are busy from their start on.
            self.window.first_painted.connect(self._open, Qt.ConnectionType.QueuedConnection)
        else:
            from isp_journal.ui.entrance import ask_first  # at first use: start-up time

            ask_first(self.window, self._ways.makers(), self._folder, self.open)
        self.window.show()
        self._watch("shown", self.window)

    def open(self, folder: Path) -> None:
        """Open a journal; where another one is open its window is closed first, with all that waits in it kept."""
        self._folder = folder
        if not self._is_open:
            self._open()
            return
        self._app.setQuitOnLastWindowClosed(False)
        if self.window.close():
            self.window.deleteLater()
            self._build()
            self.start(folder)
        self._app.setQuitOnLastWindowClosed(True)

    def note_bug(self, _kind: object, error: BaseException, _trace: object) -> None:
        """Note a failure that nobody expected, and say so in the window; the hook for what nobody caught."""
        from isp_journal.ui.bugs import noted  # at first use: start-up time

        self.window.messages.show_error(noted(error))

    def _build(self) -> None:
        self._is_open = False
        self.workers = Workers(self._ways.begin, self)
        self.window = MainWindow(self.theme, self.workers, self._settings, page_table())
        self.window.journal_wanted.connect(self._choose)
        self.workers.rows.connect(lambda _rows: self._watch("rows", self.window))
        self.workers.opened.connect(self._opened)
        self.workers.opening_failed.connect(self._failed)

    def _open(self) -> None:
        self.workers.open(self._folder)

    def _opened(self, told: JournalOpened) -> None:
        from isp_journal.ui import entrance, greeting, one_window  # at first use: start-up time

        gc.freeze()
        gc.enable()
        self._is_open = True
        self.window.show_opened()
        one_window.listen(self._folder, self.window.come_forward, self.workers)
        if not told.facts.sample:
            self._settings.update(journal=str(self._folder))
        own = (self.window, self._ways.makers(), paths.default_journal(), self.open)
        greeting.greet(self.window, told, lambda: entrance.ask_own(*own))
        self._watch("opened", self.window)
        QTimer.singleShot(
            PAGES_AFTER, self.workers, lambda: self.workers.read(lambda _journal: import_pages(), _nothing)
        )

    def _failed(self, error: KnownError) -> None:
        from isp_journal.ui import entrance, one_window  # at first use: start-up time

        if one_window.has_window(error) and one_window.bring_forward(self._folder):
            self._app.quit()
        else:
            entrance.tell_trouble(self.window, self._ways.makers(), self._folder, self.open, error)

    def _choose(self) -> None:
        from isp_journal.ui.panels.folder_choice import choose_folder  # at first use: start-up time

        chosen = choose_folder(self.window, "Which folder is the journal's?", self._folder)
        if chosen is not None:
            self.open(chosen)


def _nothing(_told: None) -> None:
    """Hear that the pages are imported, of which nothing follows."""
