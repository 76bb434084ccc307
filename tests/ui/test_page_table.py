from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.paths import resources
from isp_journal.ui import shortcuts
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.page_table import page_table
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.pages.settings import SettingsPage
from isp_journal.ui.pages.sites_people import SitesPeople
from tests.ui.desks import Sitting, sample_in, settle

Part = TypeVar("Part", bound=QWidget)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    sitting = Sitting(qapp, qtbot, tmp_path)
    yield sitting.starts(sample_in(tmp_path))
    sitting.end()


def test_only_what_works_is_listed_in_the_order_of_the_keys() -> None:
    pages = page_table()
    assert [page.title for page in pages if page.listed] == [
        "Write",
        "Journal",
        "Components",
        "Sites & people",
        "Settings",
    ]
    groups = [page.group for page in pages if page.listed]
    assert groups == sorted(groups)
    assert [page.key for page in pages if page.key] == [
        shortcuts.keys_of(page.name, mac=False)[0] for page in pages if page.key
    ]


def test_every_page_has_an_icon_of_ours() -> None:
    there = {file.stem for file in (resources() / "icons").glob("*.svg")}
    assert {page.icon for page in page_table()} <= there


def test_every_page_is_built_when_it_is_first_shown_and_takes_the_focus(window: MainWindow) -> None:
    assert set(window.pages) == {"write"}
    for page in page_table():
        ask, target = ("open_about", "isp-3.0/facilitation") if page.name == "room" else ("", "")
        window.go(page.name, ask, target)
        settle(window)
        shown = window.pages[page.name]
        focus = QApplication.focusWidget()
        assert shown.isVisible()
        assert focus is not None and shown.isAncestorOf(focus), page.name
    assert set(window.pages) == {page.name for page in page_table()}


def test_entries_of_a_site_and_of_a_person_are_shown_in_the_journal(window: MainWindow) -> None:
    sites = part(window, "sites", SitesPeople)
    found: list[tuple[str, str]] = []
    window.workers.read(lambda j: (j.sites.all()[0].id, j.people.all()[0].id), found.append)
    settle(window)
    site, person = found[0]
    sites.entries_of_site_wanted.emit(site)
    settle(window)
    journal = part(window, "journal", JournalPage)
    assert (window.current, journal.filters.filter.site) == ("journal", site)
    sites.entries_of_person_wanted.emit(person)
    settle(window)
    assert (journal.filters.filter.site, journal.filters.filter.person) == (None, person)


def test_single_keys_and_other_journals_are_asked_for_in_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    journal = part(window, "journal", JournalPage)
    settings = part(window, "settings", SettingsPage)
    settings.single_keys_changed.emit(False)
    assert not journal.table.single_keys
    window.journal_wanted.disconnect()
    with qtbot.waitSignal(window.journal_wanted):
        settings.open_wanted.emit()


def part(window: MainWindow, name: str, kind: type[Part]) -> Part:
    page = window.page(name)
    assert isinstance(page, kind)
    return page
