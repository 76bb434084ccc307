from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.ui.command_palette import CommandPalette
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.models.palette_rows import spoken
from isp_journal.ui.palette_names import short_date
from tests.ui.dummies import dressed, focused, noting, window_on


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with dressed(qapp) as theme:
        made = window_on(tmp_path, theme=theme)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        made.go("write")
        yield made
        made.workers.close()


def opened(window: MainWindow, qtbot: QtBot) -> CommandPalette:
    QTest.keyClick(focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    qtbot.waitUntil(lambda: not window.workers.is_busy)
    return palette


def titles(palette: CommandPalette) -> list[str]:
    rows = (palette.rows.row(at) for at in range(palette.rows.rowCount()))
    return [row.title for row in rows if row is not None]


def typed(palette: CommandPalette, window: MainWindow, qtbot: QtBot, words: str) -> list[str]:
    palette.field.clear()
    QTest.keyClicks(palette.field, words)
    qtbot.waitUntil(lambda: not window.workers.is_busy)
    return titles(palette)


def test_before_typing_it_shows_the_last_places_and_what_can_be_done_here(window: MainWindow, qtbot: QtBot) -> None:
    for page in ("journal", "sites", "write"):
        window.go(page)
    rows = titles(opened(window, qtbot))
    assert rows[:3] == ["Sites & people", "Journal", "Count the words"]


def test_it_finds_actions_pages_components_sites_people_and_entries(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    assert typed(palette, window, qtbot, "larger") == ["Larger text"]
    assert typed(palette, window, qtbot, "compo")[0] == "Components"
    assert "Grow and sustain relationships" in typed(palette, window, qtbot, "relationsh")
    assert "Harlow Bend School" in typed(palette, window, qtbot, "harlow")
    assert "Dana Relling" in typed(palette, window, qtbot, "dana")
    assert "The team meeting that changed course" in typed(palette, window, qtbot, "team meeting")


def test_a_first_sign_narrows_it_to_one_kind(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    assert "Find in the whole journal" in typed(palette, window, qtbot, ">journal")
    assert "Journal" not in titles(palette)
    assert typed(palette, window, qtbot, "@dana") == ["Dana Relling"]
    activities = typed(palette, window, qtbot, "#trust")
    assert activities and "Grow and sustain relationships" not in activities


@pytest.mark.parametrize(
    ("words", "page", "asked"),
    [
        ("facilitation", "room", ("open_about", "isp-3.0/facilitation")),
        ("harlow", "sites", ("open_site", "site-1")),
        ("dana", "sites", ("open_person", "person-1")),
        ("quiet visit", "journal", ("open_entry", "entry-0")),
    ],
)
def test_enter_goes_to_what_is_chosen(
    window: MainWindow, qtbot: QtBot, words: str, page: str, asked: tuple[str, str]
) -> None:
    palette = opened(window, qtbot)
    typed(palette, window, qtbot, words)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.current == page
    assert asked in noting(window, page).asked
    assert not palette.popup.isVisible()


def test_an_action_of_the_page_is_done_with_the_focus_back_in_the_page(window: MainWindow, qtbot: QtBot) -> None:
    page = noting(window, "write")
    page.text.setFocus()
    palette = opened(window, qtbot)
    assert palette.field.hasFocus()
    typed(palette, window, qtbot, "count")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ("count",) in page.asked
    assert page.text.hasFocus()


def test_escape_leaves_everything_as_it_was(window: MainWindow, qtbot: QtBot) -> None:
    page = noting(window, "write")
    page.text.setPlainText("Eleven people came")
    page.text.setFocus()
    palette = opened(window, qtbot)
    typed(palette, window, qtbot, "journal")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert (window.current, page.text.toPlainText()) == ("write", "Eleven people came")
    assert page.text.hasFocus()
    assert titles(opened(window, qtbot))
    assert palette.field.text() == ""


def test_its_key_closes_it_again(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    assert palette.popup.isVisible()
    opened(window, qtbot)
    assert not palette.popup.isVisible()


def test_arrows_and_tab_walk_the_rows_and_a_screen_reader_hears_them(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("isp_journal.ui.command_palette.announce", lambda _widget, text: heard.append(text))
    palette = opened(window, qtbot)
    count = palette.rows.rowCount()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(palette.field, key)
    assert palette.list.currentIndex().row() == count - 1
    last = palette.rows.row(count - 1)
    assert last is not None and heard[-1] == spoken(last)
    QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == count - 1
    assert palette.field.hasFocus()


def test_nothing_that_fits_is_said_in_words(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    assert typed(palette, window, qtbot, "xyzzyq") == []
    assert not palette.list.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.popup.isVisible()


def test_it_stands_over_the_page_in_the_middle_and_moves_with_the_window(window: MainWindow, qtbot: QtBot) -> None:
    popup: Popup = opened(window, qtbot).popup
    assert popup.width() == 600
    assert popup.y() == round(900 * 0.15)
    assert abs(popup.geometry().center().x() - 720) <= 1
    window.resize(840, 480)
    assert popup.geometry().right() < 840 and popup.geometry().bottom() < 480


def test_each_row_shows_its_key(window: MainWindow, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    typed(palette, window, qtbot, "new entry")
    row = palette.rows.row(0)
    assert row is not None and (row.title, row.key) == ("New entry", "Ctrl+N")


def test_dates_of_other_years_have_their_year() -> None:
    assert short_date("2019-11-24") == "24 Nov 2019"
