"""A journal of one practitioner whose days are known, and the pages about components on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Tag
from isp_journal.ui.pages.components import ComponentsPage
from isp_journal.ui.pages.room import RoomPage
from isp_journal.ui.renderers import NoteRenderer, PassageRenderer, Renderers
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.storage.journals import fresh, on_words, written
from tests.ui.pages.opened import settled

TODAY = date(2026, 11, 24)
RELATIONSHIPS = "isp-3.0/relationships"
POWER = "isp-3.0/power"
BRICKS = 60


def practised(folder: Path) -> Path:
    """Make a journal: 60 passages on trust one every four days, a whole entry, a loose one, and two notes."""
    journal = fresh(folder)
    bend, clinic = journal.sites.ensure("Harlow Bend School"), journal.sites.ensure("Tidewell Clinic")
    dana = journal.people.ensure("Dana Okafor")
    for number in range(BRICKS):
        day = TODAY - timedelta(days=4 * number + 1)
        values = {"occurred_on": day, "site": (bend if number % 2 else clinic).id, "title": f"Visit {number}"}
        entry = written(journal, f"I asked for a word, time {number}. Then we went on.", **values)
        journal.entries.save(on_words(entry, f"I asked for a word, time {number}.", f"{RELATIONSHIPS}.1"))
    _today(journal, bend.id, dana.id)
    _long_ago(journal)
    journal.notes.save(RELATIONSHIPS, date(2026, 11, 22), "I wait longer now.")
    journal.notes.save(f"{RELATIONSHIPS}.4", date(2026, 5, 3), "Anger still scares me.")
    journal.close()
    return folder


def _today(journal: Journal, site: str, person: str) -> None:
    values = {"occurred_on": TODAY, "site": site, "people": (person,), "title": "The team meeting"}
    entry = written(journal, "I read the cards aloud. Nobody left.\n\n## After\n\nWe ate.", **values)
    entry = on_words(entry, "I read the cards aloud.", f"{RELATIONSHIPS}.4", "Room to say it first.")
    whole = Tag("", f"{RELATIONSHIPS}.3")
    journal.entries.save(replace(entry, tags=(*entry.tags, whole)))


def _long_ago(journal: Journal) -> None:
    entry = written(journal, "She said it was her fault. I disagreed.", occurred_on=date(2024, 6, 3))
    entry = journal.entries.save(on_words(entry, "She said it was her fault.", f"{RELATIONSHIPS}.4"))
    journal.entries.save(replace(entry, body="Other words stand here now.", tags=(replace(entry.tags[0], loose=True),)))


def unwritten(folder: Path) -> Path:
    """Make a journal without entries."""
    create_journal(folder, author="Jonas Aldren")
    return folder


def room_page(qtbot: QtBot, theme: Theme, workers: Workers, about: str = RELATIONSHIPS) -> RoomPage:
    """Show a room once its rows and numbers are there."""
    page = RoomPage(theme, workers, Renderers((PassageRenderer(), NoteRenderer())), lambda: TODAY)
    return shown_room(qtbot, page, workers, about)


def shown_room(qtbot: QtBot, page: RoomPage, workers: Workers, about: str) -> RoomPage:
    """Show a room about something."""
    qtbot.addWidget(page)
    page.resize(1232, 900)
    page.set_widths(widths_for(1440, 900, 1.0))
    page.show()
    page.activateWindow()
    page.open_about(about)
    page.shown()
    settled(qtbot, workers)
    page.focus_first()
    return page


def components_page(qtbot: QtBot, theme: Theme, workers: Workers) -> ComponentsPage:
    """Show the map once its numbers are there."""
    page = ComponentsPage(theme, workers, lambda: TODAY)
    qtbot.addWidget(page)
    page.resize(1232, 900)
    page.set_widths(widths_for(1440, 900, 1.0))
    page.show()
    page.activateWindow()
    page.shown()
    page.focus_first()
    settled(qtbot, workers)
    return page


def sized(page: RoomPage | ComponentsPage, window: tuple[int, int], theme: Theme) -> None:
    """Give a page what it has in a window of a size, with the navigation beside it."""
    widths = widths_for(*window, theme.factor)
    page.resize(window[0] - theme.px(56 if widths.rail else 208), window[1])
    page.set_widths(widths)


def opening(change: Callable[[Journal], object]) -> Callable[[Path], Journal]:
    """Return how a journal is opened with something changed in it before the window has it."""

    def opened(folder: Path) -> Journal:
        journal = open_journal(folder, writing=True, window=True)
        change(journal)
        return journal

    return opened


def click_row(page: RoomPage, row: int) -> None:
    """Click on a row of the timeline."""
    timeline = page.history.timeline
    place = timeline.visualRect(timeline.rows.index(row)).center()
    QTest.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))


def spoken(page: RoomPage) -> list[str]:
    """Return the rows of the timeline as a screen reader says them."""
    rows = page.history.timeline.rows
    return [rows.index(at).data() for at in range(rows.rowCount())]
