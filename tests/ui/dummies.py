"""Small stand-ins for tests of the frame: a journal of lists, and pages that note what they are asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QFont, QImage, QPalette
from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.errors import KnownError
from isp_journal.framework import load_catalogue
from isp_journal.journal.journal import Journal
from isp_journal.model import EntryLine, Filter, JournalFacts, Person, Role, Site
from isp_journal.paths import resources
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.main_window import MainWindow, Page
from isp_journal.ui.settings_store import SettingsStore
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import Widths
from isp_journal.ui.workers import Workers

FACTS = JournalFacts("j", "/j", "Jonas", 1, 1, 0, 0, 1, 1, 0, "2026-11-24", "2026-11-24", 4096, False)
TITLES = ("The team meeting that changed course", "A quiet visit")


class Listed:
    """Stands for sites and people: what is in the list is all there is."""

    def __init__(self, *values: Site | Person) -> None:
        self.values = list(values)

    def all(self, archived: bool = False) -> list[Site | Person]:
        return self.values


class Entries:
    """Stands for entries: search finds every title that has the words."""

    def page(self, filter: Filter, before: int | None = None, limit: int = 50) -> list[EntryLine]:
        found = [title for title in TITLES if filter.text.casefold() in title.casefold()]
        return [
            EntryLine(at, f"entry-{at}", "2026-11-24", "meeting", title, "", "", "") for at, title in enumerate(found)
        ]


class SmallKeys:
    """Stands for what opens a journal: here nothing is needed."""

    def __init__(self) -> None:
        self.are_needed = False


class SmallJournal:
    """A journal in memory that notes on which threads it was read and changed."""

    def __init__(self) -> None:
        self.framework = load_catalogue(resources() / "frameworks")
        self.sites = Listed(Site("site-1", "Harlow Bend School"))
        self.people = Listed(Person("person-1", "Dana Relling", Role.COACHEE))
        self.entries = Entries()
        self.left_open: str | None = None
        self.told: tuple[KnownError, ...] = ()
        self.keys = SmallKeys()
        self.lines: list[str] = []
        self.threads: set[str] = set()
        self.rested = 0
        self.closed = False

    def note(self, line: str) -> str:
        self.threads.add(threading.current_thread().name)
        self.lines.append(line)
        return line

    def facts(self) -> JournalFacts:
        return FACTS

    def is_sample(self) -> bool:
        return FACTS.sample

    def rest(self) -> None:
        self.rested += 1

    def close(self) -> None:
        self.closed = True


def opener_of(journal: SmallJournal) -> Callable[[Path], Journal]:
    return lambda _folder: cast("Journal", journal)


def small(journal: Journal) -> SmallJournal:
    return cast("SmallJournal", journal)


class NotingPage(QWidget):
    """A page with a text and a button that notes what the window asks of it."""

    component_wanted = Signal(str)
    page_wanted = Signal(str)
    saved = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []
        self.widths: list[Widths] = []
        self.text = QTextEdit()
        self.text.setAccessibleName("Text")
        self.button = plain_button(window.theme, "Press")
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(self.button)
        own = QAction("Count the words", self)
        own.setObjectName("count")
        own.triggered.connect(lambda: self.asked.append(("count",)))
        self.addAction(own)

    def shown(self) -> None:
        self.asked.append(("shown",))

    def focus_first(self) -> None:
        self.text.setFocus()

    def set_widths(self, widths: Widths) -> None:
        self.widths.append(widths)

    def open_about(self, key: str) -> None:
        self.asked.append(("open_about", key))

    def open_entry(self, id_: str) -> None:
        self.asked.append(("open_entry", id_))

    def open_site(self, id_: str) -> None:
        self.asked.append(("open_site", id_))

    def open_person(self, id_: str) -> None:
        self.asked.append(("open_person", id_))

    def new_entry(self) -> None:
        self.asked.append(("new_entry",))

    def open_part(self, name: str) -> None:
        self.asked.append(("open_part", name))

    def back_up(self) -> None:
        self.asked.append(("back_up",))

    def save_now(self) -> None:
        self.asked.append(("save_now",))
        self.saved.emit("Saved 14:32")

    def leaving(self) -> None:
        self.asked.append(("leaving",))


PAGES = (
    Page("write", "Write", "pen-line", "", NotingPage, 0),
    Page("journal", "Journal", "book-open", "", NotingPage, 0),
    Page("components", "Components", "layout-grid", "", NotingPage, 1),
    Page("room", "Component room", "layout-grid", "", NotingPage, 1, False),
    Page("sites", "Sites & people", "map-pin", "", NotingPage, 2),
    Page("settings", "Settings", "settings", "", NotingPage, 3),
)


def window_on(folder: Path, journal: SmallJournal | None = None, theme: Theme | None = None) -> MainWindow:
    """Return a window with noting pages over a small journal; the caller shows and closes it."""
    workers = Workers(opener_of(journal or SmallJournal()))
    workers.open(folder, False)
    window = MainWindow(theme or Theme(), workers, SettingsStore(folder / "settings.json"), PAGES)
    window.resize(1440, 900)
    window.go("write")
    return window


def noting(window: MainWindow, name: str) -> NotingPage:
    page = window.page(name)
    assert isinstance(page, NotingPage)
    return page


@contextmanager
def dressed(app: QApplication, choice: str = "light") -> Iterator[Theme]:
    """Dress the app in a theme for one test, and take it off again."""
    font, palette = QFont(app.font()), QPalette(app.palette())
    theme = Theme()
    theme.set_choice(choice)
    theme.apply(app)
    yield theme
    app.setStyleSheet("")
    app.setFont(font)
    app.setPalette(palette)


def focused() -> Any:
    return QApplication.focusWidget()


def add(window: QWidget, *widgets: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
    window.show()


def activate(window: QWidget, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def grabbed(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours_of(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
