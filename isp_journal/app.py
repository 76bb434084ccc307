"""The one place where the window is put together: who is given what, and which journal is opened in it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from isp_journal import paths
from isp_journal.ui.main_window import MainWindow, Page
from isp_journal.ui.settings_store import SettingsStore
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.opening import Opening
    from isp_journal.ui.pages.first_run import Makers
    from isp_journal.ui.workers import JournalOpened

Watch = Callable[[str, QWidget], object]


def run(journal: Path | None = None, page: str | None = None, watch: Watch | None = None) -> int:
    """Open the window on a journal (else the last one, else the usual place) and stay until it is closed.

    `watch` hears 'shown', 'rows' and 'opened' at their moments, for measuring.
    """
    # Start-up makes many objects that stay: looking for garbage among them costs 30 ms and finds none.
    gc.disable()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("ISP Journal")
    app.setDesktopFileName("isp-journal")
    desk = Desk(app, SettingsStore(paths.settings_file()), watch)
    desk.start(journal, page or "write")
    return app.exec()


class Desk(QObject):
    """Opens one journal after another, each in a window of its own, and only one at a time."""

    def __init__(self, app: QApplication, settings: SettingsStore, watch: Watch | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._watch: Watch = watch or (lambda _moment, _window: None)
        self._folder = paths.default_journal()
        self._opened_folder: Path | None = None
        self.theme = Theme(self)
        self.theme.set_choice(settings.settings.theme)
        self.theme.set_scale(settings.settings.text_size)
        self.theme.apply(app)
        self._build()

    def start(self, named: Path | None, page: str = "write") -> None:
        """Open the journal that is named, or the last one; without any, ask what to begin with."""
        last = self._settings.settings.journal
        self._folder = named or (Path(last) if last else paths.default_journal())
        if named or last or self._folder.exists():
            self.window.go(page)
            self.window.first_painted.connect(self._open)
        else:
            self.ask_first()
        self.window.show()
        self._watch("shown", self.window)

    def open(self, folder: Path) -> None:
        """Open a journal; where another one is open its window is closed first, with all that waits in it kept."""
        self._folder = folder
        if self._opened_folder is None:
            self._open()
            return
        self._app.setQuitOnLastWindowClosed(False)
        if self.window.close():
            self._build()
            self.start(folder)
        self._app.setQuitOnLastWindowClosed(True)

    def ask_first(self, *, begin: bool = False) -> None:
        """Show the ways to a journal, or at once the form for one of one's own."""
        from isp_journal.ui.pages.first_run import FirstRun  # at first use: start-up time

        page = FirstRun(self.theme, self._makers(), paths.default_journal())
        page.open_wanted.connect(self.open)
        self.window.show_full(page)
        if begin:
            page.ask_begin()

    def _build(self) -> None:
        self._opened_folder = None
        self.workers = Workers(_begin, self)
        self.window = MainWindow(self.theme, self.workers, self._settings, self._pages())
        self.window.journal_wanted.connect(self._choose)
        self.workers.rows.connect(lambda _rows: self._watch("rows", self.window))
        self.workers.opened.connect(self._opened)
        self.workers.opening_failed.connect(self._failed)

    def _open(self) -> None:
        self.workers.open(self._folder)

    def _opened(self, told: JournalOpened) -> None:
        from isp_journal.ui import greeting, one_window  # at first use: start-up time

        gc.freeze()
        gc.enable()
        self._opened_folder = self._folder
        if self.window.current == "":
            self.window.go("write")
        self.window.show_frame()
        one_window.listen(self._folder, self.window.come_forward, self.workers)
        if not told.facts.sample:
            self._settings.update(journal=str(self._folder))
        greeting.greet(self.window, told, lambda: self.ask_first(begin=True))
        self._watch("opened", self.window)

    def _failed(self, error: KnownError) -> None:
        from isp_journal.errors import OpenElsewhere  # at first use: start-up time
        from isp_journal.ui import one_window
        from isp_journal.ui.pages.trouble import Trouble

        if isinstance(error, OpenElsewhere) and one_window.bring_forward(self._folder):
            self._app.quit()
            return
        page = Trouble(self.theme, self._makers(), self._folder)
        page.open_wanted.connect(self.open)
        page.again_wanted.connect(self._open)
        page.show_error(error)
        self.window.show_full(page)

    def _choose(self) -> None:
        from isp_journal.ui.panels.folder_choice import choose_folder  # at first use: start-up time

        chosen = choose_folder(self.window, "Which folder is the journal's?", self._folder)
        if chosen is not None:
            self.open(chosen)

    def _makers(self) -> Makers:
        from isp_journal.ui.making import makers  # at first use: start-up time

        return makers()

    def _pages(self) -> tuple[Page, ...]:
        return (
            Page("write", "Write", "pen-line", "Ctrl+1", _write),
            Page("journal", "Journal", "book-open", "Ctrl+2", _journal),
            Page("components", "Components", "layout-grid", "Ctrl+3", _components, group=1),
            Page("room", "Component", "layout-grid", "", _room, listed=False),
            Page("sites", "Sites & people", "map-pin", "Ctrl+7", _sites, group=2),
            Page("settings", "Settings", "settings", "Ctrl+,", self._settings_page, listed=False),
        )

    def _settings_page(self, window: MainWindow) -> QWidget:
        from isp_journal.ui.pages.settings import SettingsPage  # at first use: start-up time

        page = SettingsPage(window.theme, window.workers, window.settings)
        page.open_wanted.connect(self._choose)
        return page


def _begin(folder: Path) -> Opening:
    from isp_journal.journal.opening import begin  # at first use: start-up time

    return begin(folder, writing=True, window=True)


def _write(window: MainWindow) -> QWidget:
    from isp_journal.ui.pages.write import WritePage

    return WritePage(window.theme, window.workers, window.messages)


def _journal(window: MainWindow) -> QWidget:
    from isp_journal.ui.pages.journal import JournalPage  # at first use: start-up time

    page = JournalPage(window.theme, window.workers)
    window.workers.rows.connect(page.show_rows)
    return page


def _components(window: MainWindow) -> QWidget:
    from isp_journal.ui.pages.components import ComponentsPage  # at first use: start-up time

    return ComponentsPage(window.theme, window.workers)


def _room(window: MainWindow) -> QWidget:
    # at first use: start-up time
    from isp_journal.ui.pages.room import RoomPage
    from isp_journal.ui.renderers import NoteRenderer, PassageRenderer, Renderers

    return RoomPage(window.theme, window.workers, Renderers((PassageRenderer(), NoteRenderer())))


def _sites(window: MainWindow) -> QWidget:
    from isp_journal.ui.pages.sites_people import SitesPeople  # at first use: start-up time

    return SitesPeople(window.theme, window.workers)
