"""The pages of the window, each imported and built when it is first shown, and what they ask of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isp_journal.ui.main_window import MainWindow, Page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def page_table() -> tuple[Page, ...]:
    """Return the pages in the order of the navigation."""
    return (
        Page("write", "Write", "pen-line", "Ctrl+1", _write),
        Page("journal", "Journal", "book-open", "Ctrl+2", _journal),
        Page("components", "Components", "layout-grid", "Ctrl+3", _components, group=1),
        Page("room", "Component", "layout-grid", "", _room, listed=False),
        Page("sites", "Sites & people", "map-pin", "Ctrl+7", _sites, group=2),
        Page("settings", "Settings", "settings", "Ctrl+,", _settings, group=3),
    )


def import_pages() -> None:
    """Import the pages ahead of their first showing; this creates no widgets, so another thread than Qt's may do it."""
    # when the window is there and has nothing else to do
    import isp_journal.ui.locking
    import isp_journal.ui.pages.components
    import isp_journal.ui.pages.journal
    import isp_journal.ui.pages.room
    import isp_journal.ui.pages.sites_people
    import isp_journal.ui.pages.write
    import isp_journal.ui.renderers  # noqa: F401 - all of these for later


def _write(window: MainWindow) -> QWidget:
    from isp_journal.ui.pages.write import WritePage  # at first use: the window is made without its pages

    page = WritePage(window.theme, window.workers, window.messages)
    page.begin_with(window.settings.settings.model)
    page.model_chosen.connect(lambda model: window.settings.update(model=model))
    return page


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

    page = SitesPeople(window.theme, window.workers)
    page.entries_of_site_wanted.connect(lambda site: window.go("journal", "show_site", site))
    page.entries_of_person_wanted.connect(lambda person: window.go("journal", "show_person", person))
    return page


def _settings(window: MainWindow) -> QWidget:
    from isp_journal.ui.pages.settings import SettingsPage  # at first use: start-up time

    page = SettingsPage(window.theme, window.workers, window.settings)
    page.open_wanted.connect(window.journal_wanted)
    page.single_keys_changed.connect(window.set_single_keys)
    page.rekeying_wanted.connect(window.rekeying_wanted)
    return page
