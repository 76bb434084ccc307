"""The window's frame: navigation, the pages that it opens, messages above them, and the keys that work everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from isp_journal.ui import shortcuts
from isp_journal.ui.areas import next_area
from isp_journal.ui.messages import announce
from isp_journal.ui.navigation import Listed, Navigation
from isp_journal.ui.page_frame import PageFrame
from isp_journal.ui.places import Place, Places, Standing
from isp_journal.ui.widths import SMALLEST, Widths, widths_for

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from isp_journal.errors import KnownError
    from isp_journal.ui.controls.columns import Columns
    from isp_journal.ui.controls.focus_ring import FocusRing
    from isp_journal.ui.settings_store import SettingsStore
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

TITLE = "ISP Journal"
FIRST_SIZE = (1440, 900)
# What the desktop's border and title bar take at most: they are not known before the window is shown.
FRAME = (8, 44)


class Page(NamedTuple):
    """A page of the window: built by `factory(window)` when it is first shown; unlisted ones are opened by others."""

    name: str
    title: str
    icon: str
    key: str
    factory: Callable[[MainWindow], QWidget]
    group: int = 0
    listed: bool = True


class MainWindow(QMainWindow):
    """The one window; pages ask for each other by signals, and it opens what they ask for."""

    first_painted = Signal()
    page_shown = Signal(str)
    journal_wanted = Signal()
    lock_wanted = Signal()
    # Work on the folder while the journal is closed, and the secret that opens it afterwards (or None).
    rekeying_wanted = Signal(object, object)
    stayed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, workers: Workers, settings: SettingsStore, pages: Sequence[Page]) -> None:
        super().__init__()
        self.theme = theme
        self.workers = workers
        self.settings = settings
        self.places = Places()
        self.pages: dict[str, QWidget] = {}
        self._known = {page.name: page for page in pages}
        self._current = ""
        self._painted = False
        self._insists = False
        self._lockable = False
        self._reading = False
        self._ring: FocusRing | None = None
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*SMALLEST)
        self.navigation = Navigation(theme, [_listed(page) for page in pages if page.listed])
        self.frame = PageFrame(theme)
        self.messages = self.frame.messages
        self._build()
        self.widths: Widths = widths_for(*FIRST_SIZE, theme.factor)
        self._take_widths(self.widths)
        self.deeds = shortcuts.bind(self, self._deeds())
        self.deeds["lock"].setEnabled(False)
        self._connect()
        self._restore()

    def page(self, name: str) -> QWidget:
        """Return a page, built now if it was not shown before."""
        built = self.pages.get(name)
        if built is None:
            built = self._known[name].factory(self)
            self.pages[name] = built
            self.frame.stack.addWidget(built)
            self.frame.lay_corner()
            self._wire(built)
            _ask(built, "set_widths", self.widths)
            _ask(built, "set_single_keys", self.settings.settings.single_keys)
            _ask(built, "set_reading", self._reading)
        return built

    @property
    def current(self) -> str:
        """The name of the page that is open."""
        return self._current

    def go(self, name: str, ask: str = "", target: str = "", title: str = "") -> None:
        """Open a page, and let its method `ask` show a target there, such as `open_about` a component."""
        if self._reading and name == "write":
            name, ask = "journal", ask if ask == "open_entry" else ""
        if name in self._known:
            self._retitle()
            self.places.visit(Place(name, ask, target, title))
            self._show(Place(name, ask, target, title))

    def back(self) -> bool:
        """Go back to the place before; say whether there was one."""
        return self._walk(self.places.back)

    def forward(self) -> bool:
        """Go forward again; say whether there was a place."""
        return self._walk(self.places.forward)

    def new_entry(self) -> None:
        """Open Write with an empty page."""
        self.go("write", "new_entry")

    def show_saved(self, words: str, *, asked: bool = False) -> None:
        """Show when the text was saved, such as `Saved 14:32`; a screen reader hears of it when asked or in doubt."""
        saved = words.startswith("Saved")
        was_saved = self.navigation.saved.words().startswith("Saved")
        self.navigation.saved.set_words(words, saved=saved)
        if asked or saved != was_saved:
            announce(self.navigation.saved, words)

    def show_full(self, page: QWidget) -> None:
        """Show a page instead of the whole frame: the first run, a locked journal, or trouble with one."""
        self._drop_full()
        self._outer.addWidget(page)
        self._outer.setCurrentWidget(page)
        for made in self.deeds.values():
            made.setEnabled(made.objectName() in {"close", "quit", "larger", "smaller", "normal_size", "keys"})
        _ask(page, "set_widths", self.widths)
        _ask(page, "shown")
        _ask(page, "focus_first")

    def show_frame(self) -> None:
        """Show the frame again, and let go of a page that stood in its place."""
        self._drop_full()
        for name, made in self.deeds.items():
            closed = self._reading and name in shortcuts.OF_THE_JOURNAL
            made.setEnabled(self._lockable if name == "lock" else not closed)

    def show_opened(self) -> None:
        """Show the frame once a journal is open, with the page that was asked for, or Write."""
        if self._current:
            self.show_frame()
        else:
            self.go("write")

    def lock(self) -> None:
        """Lock the journal at once, where it has a passphrase."""
        self.lock_wanted.emit()

    def set_lockable(self, lockable: bool) -> None:
        """Offer to lock the journal where it has a passphrase."""
        self._lockable = lockable
        self.navigation.set_lockable(lockable)
        self.deeds["lock"].setEnabled(lockable)

    def set_reading(self, reading: bool) -> None:
        """Offer nothing to write in where the journal is open for reading alone."""
        self._reading = reading
        self.navigation.buttons["write"].setVisible(not reading)
        for page in self.pages.values():
            _ask(page, "set_reading", reading)

    def save_all(self) -> tuple[KnownError, ...]:
        """Let all pages hand over what is typed, wait until it is on the disk, and return what could not be kept."""
        for page in self.pages.values():
            _ask(page, "leaving")
        return self.workers.wait()

    def standing(self) -> Standing | None:
        """Return where the person is, without a word of the journal."""
        place, page = self.places.here, self.pages.get(self._current)
        if place is None or page is None:
            return None
        told = getattr(page, "where", None)
        return Standing(place._replace(title=""), told() if told is not None else None)

    def go_back_to(self, standing: Standing) -> None:
        """Show where the person was before the pages were let go of."""
        if standing.spot is None:
            self._show(standing.place)
        else:
            self._show(Place(standing.place.page))
            _ask(self.page(standing.place.page), "go_back_to", standing.spot)

    def drop_pages(self) -> None:
        """Let go of all pages, and of all that the frame and what lay over it tell of the journal."""
        own = {self.centralWidget(), self._ring}
        for over in self.children():
            if over not in own and type(over).__module__.startswith("isp_journal"):
                _ask(over, "leave")
                over.deleteLater()
        if hasattr(self, "_palette"):
            del self._palette
        for page in self.pages.values():
            self.frame.stack.removeWidget(page)
            page.setParent(None)
            page.deleteLater()
        self.pages.clear()
        self.places.forget_titles()
        self.messages.clear()
        self.frame.drop_bands()
        self.navigation.saved.set_words("")

    def set_single_keys(self, on: bool) -> None:
        """Let single letters be keys in lists and bars of all pages, or not."""
        for page in self.pages.values():
            _ask(page, "set_single_keys", on)

    def come_forward(self) -> None:
        """Show the window above others, as whoever starts the app a second time expects."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def actions_here(self) -> list[QAction]:
        """Return what can be done here: the page's own actions first, then the window's."""
        page = self.pages.get(self._current)
        return [*(page.actions() if page is not None else []), *self.actions()]

    def all_actions(self) -> list[QAction]:
        """Return the actions of the window and of every page that was shown, for the sheet of keys."""
        return [*self.actions(), *(one for page in self.pages.values() for one in page.actions())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.messages.dismiss() or self.back()):
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        lost = self.save_all()
        if lost and not self._insists:
            event.ignore()
            self.stayed.emit()
            self.messages.show_error(lost[0], "Close without it", self._close_anyway)
            return
        self._keep_place()
        self.workers.close()
        event.accept()
        self.closed.emit()

    def _drop_full(self) -> None:
        while (page := self._outer.widget(1)) is not None:
            self._outer.removeWidget(page)
            page.deleteLater()

    def _build(self) -> None:
        body = QWidget()
        body.setObjectName("window")
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self.frame, 1)
        self._outer = QStackedWidget()
        self._outer.addWidget(body)
        self.setCentralWidget(self._outer)

    def _connect(self) -> None:
        self.navigation.palette_wanted.connect(self.open_palette)
        self.navigation.page_wanted.connect(self.go)
        self.navigation.lock_wanted.connect(self.lock)
        self.workers.failed.connect(self.messages.show_error)
        self.workers.undo_stack.indexChanged.connect(self.messages.drop_undo)
        self.workers.undoable.connect(self.messages.show_undo)
        self.theme.changed.connect(self._theme_changed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)

    def _deeds(self) -> dict[str, Callable[[], object]]:
        deeds: dict[str, Callable[[], object]] = {
            "new_entry": self.new_entry,
            "open_journal": self.journal_wanted.emit,
            "save": self._save_now,
            "lock": self.lock,
            "close": self.close,
            "quit": QApplication.closeAllWindows,
            "undo": partial(self._take_back, "undo_last", self.workers.undo_stack.undo),
            "redo": partial(self._take_back, "redo_last", self.workers.undo_stack.redo),
            "find": lambda: self._ask_current("find_here"),
            "find_all": self._find_all,
            "larger": lambda: self.theme.step_scale(1),
            "smaller": lambda: self.theme.step_scale(-1),
            "normal_size": lambda: self.theme.set_scale(100),
            "navigation": self._toggle_navigation,
            "side_panel": lambda: self._ask_current("toggle_side"),
            "full_screen": self._toggle_full_screen,
            "palette": self.open_palette,
            "back": self.back,
            "forward": self.forward,
            "next_area": lambda: next_area(self._areas(), 1),
            "previous_area": lambda: next_area(self._areas(), -1),
            "menu": self.open_menu,
            "keys": self.open_keys,
        }
        for name in self._known:
            if shortcuts.has(name):
                deeds[name] = partial(self.go, name)
        of_settings = {name: partial(self._in_settings, *told) for name, told in shortcuts.OF_SETTINGS.items()}
        return deeds | of_settings

    def open_palette(self) -> None:
        """Open the palette over the page."""
        from isp_journal.ui.command_palette import CommandPalette, Offer  # at first use: start-up time

        if not hasattr(self, "_palette"):
            pages = [_listed(page) for page in self._known.values() if page.listed]
            offer = Offer(pages, self.actions_here, self.places.latest, self.go)
            self._palette = CommandPalette(self.theme, self.workers, offer, self)
        self._retitle()
        self._palette.open()

    def open_keys(self) -> None:
        """Open the sheet with all keys."""
        from isp_journal.ui.keys_sheet import KeysSheet  # at first use: start-up time

        KeysSheet(self.theme, self).open(self.all_actions())

    def open_menu(self, below: QWidget | None = None) -> None:
        """Open the main menu, below a button or at the upper left."""
        from isp_journal.ui.main_menu import open_main_menu  # at first use: start-up time

        open_main_menu(self.theme, self.actions_here(), below or self.navigation.go_to)

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._ring is None and now is not None and now.property("ring") and now.window() is self:
            from isp_journal.ui.controls.focus_ring import FocusRing  # at first use: start-up time

            self._ring = FocusRing(self.theme, self)
            self._ring.follow(before, now)

    def _wire(self, page: QWidget) -> None:
        slots: dict[str, Callable[..., object]] = {
            "entry_wanted": lambda id_: self.go("write", "open_entry", id_),
            "entry_reading_wanted": lambda id_: self.go("journal", "open_entry", id_),
            "component_wanted": lambda key: self.go("room", "open_about", key),
            "writing_about_wanted": lambda key: self.go("write", "write_about", key),
            "site_wanted": lambda id_: self.go("sites", "open_site", id_),
            "person_wanted": lambda id_: self.go("sites", "open_person", id_),
            "page_wanted": self.go,
            "saved": self.show_saved,
            "menu_wanted": self.open_menu,
        }
        for name, slot in slots.items():
            signal = getattr(page, name, None)
            if signal is not None and hasattr(signal, "connect"):
                signal.connect(slot)
        for part in page.findChildren(QWidget, "columns"):
            columns = cast("Columns", part)
            columns.restore(self.settings.settings.columns.get(columns.name, []))
            columns.moved.connect(self._keep_columns)

    def _show(self, place: Place) -> None:
        page = self.page(place.page)
        self._current = place.page
        self.show_frame()
        self.frame.stack.setCurrentWidget(page)
        self.navigation.set_current("components" if place.page == "room" else place.page)
        if place.ask:
            _ask(page, place.ask, *((place.target,) if place.target else ()))
        _ask(page, "shown")
        _ask(page, "focus_first")
        self.page_shown.emit(place.page)

    def _walk(self, step: Callable[[], Place | None]) -> bool:
        self._retitle()
        place = step()
        if place is not None:
            self._show(place)
        return place is not None

    def _retitle(self) -> None:
        page = self.pages.get(self._current)
        told = getattr(page, "title_here", None)
        self.places.retitle(told() if told is not None else "", self._title(self._current))

    def _title(self, name: str) -> str:
        return self._known[name].title if name in self._known else ""

    def _ask_current(self, name: str) -> None:
        page = self.pages.get(self._current)
        if page is not None:
            _ask(page, name)

    def _find_all(self) -> None:
        self.go("journal", "search")
        # Whoever comes to a page is given its first control; whoever came to search is in the field.
        self._ask_current("find_here")

    def _take_back(self, name: str, otherwise: Callable[[], object]) -> None:
        """Let the page that is open undo or redo what was done in it; elsewhere that concerns the journal."""
        page = self.pages.get(self._current)
        if page is None or not _ask(page, name):
            otherwise()

    def _in_settings(self, part: str, then: str) -> None:
        self.go("settings", "open_part", part)
        # Not part of the place, since who comes back to it asks for nothing.
        self._ask_current(then)

    def _save_now(self) -> None:
        writing = self.pages.get("write")
        if writing is None or not _ask(writing, "save_now"):
            announce(self.navigation.saved, self.navigation.saved.words())

    def _areas(self) -> list[QWidget]:
        page = self.pages.get(self._current)
        told = getattr(page, "areas", None)
        parts = told() if told is not None else [page] if page is not None else []
        return [one for one in (self.navigation, self.messages, *parts) if one.isVisible()]

    def _toggle_navigation(self) -> None:
        shown = not self.navigation.isVisible()
        self.navigation.setVisible(shown)
        self.settings.update(navigation=shown)

    def _toggle_full_screen(self) -> None:
        full = not self.isFullScreen()
        self.navigation.setVisible(not full and self.settings.settings.navigation)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _theme_changed(self) -> None:
        self.settings.update(theme=self.theme.choice, text_size=self.theme.percent, motion=self.theme.motion)
        self._take_widths(self.widths)
        self._lay_out()
        self.frame.lay_corner()

    def _lay_out(self) -> None:
        widths = widths_for(self.width(), self.height(), self.theme.factor)
        if widths == self.widths:
            return
        self._take_widths(widths)
        for page in self.pages.values():
            _ask(page, "set_widths", widths)

    def _take_widths(self, widths: Widths) -> None:
        self.widths = widths
        self.navigation.set_rail(widths.rail)
        self.messages.set_margin(self.theme.px(widths.margin))

    def _restore(self) -> None:
        self.resize(*FIRST_SIZE)
        kept = self.settings.settings
        free = self.screen().availableSize() - QSize(*FRAME)
        if free.width() < FIRST_SIZE[0] or free.height() < FIRST_SIZE[1]:
            self.resize(free.boundedTo(QSize(*FIRST_SIZE)))
        if kept.geometry:
            self.restoreGeometry(QByteArray.fromBase64(kept.geometry.encode("ascii", "ignore")))
        self.navigation.setVisible(kept.navigation)

    def _keep_place(self) -> None:
        if not self.isFullScreen():
            self.settings.update(geometry=bytes(self.saveGeometry().toBase64().data()).decode("ascii"))

    def _keep_columns(self, name: str, widths: list[int]) -> None:
        self.settings.update(columns={**self.settings.settings.columns, name: widths})

    def _close_anyway(self) -> None:
        self._insists = True
        self.close()


def _listed(page: Page) -> Listed:
    key = shortcuts.key_text(page.name) if shortcuts.has(page.name) else page.key
    return Listed(page.name, page.title, page.icon, key, page.group)


def _ask(page: QObject, name: str, *values: Any) -> bool:
    method = getattr(page, name, None)
    if method is None:
        return False
    method(*values)
    return True
