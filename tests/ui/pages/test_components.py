from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.model import Filter
from isp_journal.ui.models.periods import all_time, periods
from isp_journal.ui.models.practice_rows import MONTHS_FROM
from isp_journal.ui.pages.components import ComponentsPage
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.ui.pages.opened import fits, press, settled, told, working_on
from tests.ui.pages.practised import (
    BRICKS,
    POWER,
    RELATIONSHIPS,
    TODAY,
    components_page,
    practised,
    sized,
    unwritten,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return practised(tmp_path_factory.mktemp("kept") / "journal")


@pytest.fixture
def workers(kept: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(kept) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workers: Workers) -> ComponentsPage:
    return components_page(qtbot, theme, workers)


def test_every_component_stands_with_how_much_and_how_recently_in_words(page: ComponentsPage) -> None:
    names = [row.accessibleName() for row in page.map.rows.values()]
    assert f"Grow and sustain relationships, {BRICKS + 2} passages, last 24 Nov" in names
    assert "Address power differentials, no passages" in names
    assert page.subtitle.text() == "Where your practice has been, December 2025 to today"


def test_the_component_practised_last_is_chosen_and_told_of_beside_the_map(page: ComponentsPage) -> None:
    assert page.chosen == RELATIONSHIPS
    assert page.map.rows[RELATIONSHIPS].isChecked()
    assert page.map.rows[RELATIONSHIPS].hasFocus()
    side = page.side
    assert side.name.text() == "Grow and sustain relationships"
    assert side.count.text() == f"{BRICKS + 2} passages in {BRICKS + 1} entries, December 2025 to today."
    assert side.latest_head.text() == "Latest passage, 24 Nov"
    assert side.quote.accessibleName() == "I read the cards aloud."
    assert side.site.text() == "Harlow Bend School"


def test_arrows_walk_rows_and_dots_and_each_is_read_out(page: ComponentsPage, qtbot: QtBot) -> None:
    row = page.map.rows[RELATIONSHIPS]
    for _ in range(4):
        press(Qt.Key.Key_Right)
    assert row.dot == 3
    assert row.accessibleName() == "Regulate distress in relationships, 1 passage, last 24 Nov"
    press(Qt.Key.Key_Right)
    assert row.dot == 3
    press(Qt.Key.Key_Home)
    assert row.accessibleName().startswith("Grow and sustain relationships")
    press(Qt.Key.Key_Down)
    assert page.map.rows["isp-3.0/capacity"].hasFocus()
    assert page.chosen == "isp-3.0/capacity"
    assert page.side.name.text() == "Build capacity"
    press(Qt.Key.Key_Up)
    assert row.hasFocus()


def test_enter_opens_the_room_of_the_component_or_of_the_activity_in_focus(page: ComponentsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.component_wanted) as component:
        press(Qt.Key.Key_Return)
    assert component.args == [RELATIONSHIPS]
    press(Qt.Key.Key_Right)
    with qtbot.waitSignal(page.component_wanted) as activity:
        press(Qt.Key.Key_Enter)
    assert activity.args == [f"{RELATIONSHIPS}.1"]
    with qtbot.waitSignal(page.component_wanted) as by_mouse:
        QTest.mouseDClick(page.map.rows[POWER], Qt.MouseButton.LeftButton)
    assert by_mouse.args == [POWER]
    with qtbot.waitSignal(page.component_wanted) as by_button:
        press(Qt.Key.Key_Return, page.side.room_button)
    assert by_button.args == [page.chosen]


def test_m_turns_the_map_into_a_table_with_the_same_numbers(
    page: ComponentsPage, qtbot: QtBot, workers: Workers
) -> None:
    asked = page.filters.asked()
    counted = told(qtbot, workers, lambda journal: journal.overview.practice(asked))
    press(Qt.Key.Key_M)
    table, rows = page.table, page.table.rows
    assert table.isVisible()
    assert table.hasFocus()
    assert table.key() == RELATIONSHIPS
    shown = {rows.index(at, 0).data(): rows.index(at, 1).data() for at in range(rows.rowCount())}
    framework = told(qtbot, workers, lambda journal: journal.framework)
    for one in counted:
        component = framework.component(one.component)
        assert shown[component.name] == str(one.passages)
        assert [shown[activity.label] for activity in component.activities] == [
            str(number) for number, _ in one.activities.values()
        ]
    at = rows.row_of(RELATIONSHIPS)
    months = [int(rows.index(at, column).data()) for column in range(MONTHS_FROM, rows.columnCount())]
    assert sum(months) == BRICKS + 2
    press(Qt.Key.Key_M)
    assert page.map.rows[RELATIONSHIPS].hasFocus()


def test_the_table_is_walked_and_opened_by_keys_too(page: ComponentsPage, qtbot: QtBot) -> None:
    page.views.segments["table"].click()
    page.focus_first()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert page.chosen == RELATIONSHIPS
    with qtbot.waitSignal(page.component_wanted) as opened:
        press(Qt.Key.Key_Return)
    assert opened.args == [f"{RELATIONSHIPS}.2"]


def test_single_keys_can_be_switched_off(page: ComponentsPage) -> None:
    page.set_single_keys(False)
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_F)
    assert page.views.value() == "map"
    page.set_single_keys(True)
    press(Qt.Key.Key_F)
    assert page.filters.period_chip.button.hasFocus()


def test_what_is_not_in_the_journal_is_said_without_blame_and_named_on_demand(
    page: ComponentsPage, qtbot: QtBot
) -> None:
    side = page.side
    activities = [dot for row in page.map.rows.values() for dot in row.line.dots]
    absent = [dot for dot in activities if not dot.number]
    assert len(absent) == len(activities) - 3
    assert side.absent_head.text() == "Not in your journal this year"
    total = len(activities)
    assert side.absent_words.text() == f"{len(absent)} of {total} activities. Nobody needs all {total}."
    assert side.absent_list.isHidden()
    press(Qt.Key.Key_Return, side.which_button)
    assert [button.counted.key for button in side.absent_list.buttons] == [dot.key for dot in absent]
    with qtbot.waitSignal(page.component_wanted) as wanted:
        side.absent_list.buttons[0].click()
    assert wanted.args == [absent[0].key]
    press(Qt.Key.Key_Return, side.which_button)
    assert side.absent_list.isHidden()


def test_another_period_and_another_site_give_other_numbers(
    page: ComponentsPage, qtbot: QtBot, workers: Workers
) -> None:
    page.filters.period_chip.set_period(all_time())
    page.filters.changed.emit()
    settled(qtbot, workers)
    assert page.map.rows[RELATIONSHIPS].line.number == BRICKS + 3
    assert page.subtitle.text() == "Where your practice has been, from your first entry to today"
    site = next(one.id for one in told(qtbot, workers, lambda journal: journal.sites.all()) if "Tide" in one.name)
    page.filters.site_chip.value = site
    page.filters.changed.emit()
    settled(qtbot, workers)
    assert page.map.rows[RELATIONSHIPS].line.number == BRICKS // 2
    assert page.side.absent_head.text() == "Not in your journal yet with these filters"
    last_year = periods(TODAY)[3]
    page.filters.period_chip.set_period(last_year)
    page.filters.changed.emit()
    settled(qtbot, workers)
    assert page.subtitle.text() == "Nothing in these filters. Tag a sentence and its dot fills."
    assert page.side.latest_head.isHidden()


def test_the_period_is_chosen_from_a_menu(page: ComponentsPage, qtbot: QtBot, workers: Workers) -> None:
    press(Qt.Key.Key_Return, page.filters.period_chip.button)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    press(Qt.Key.Key_Down, menu)
    press(Qt.Key.Key_Down, menu)
    press(Qt.Key.Key_Return, menu)
    settled(qtbot, workers)
    assert page.filters.period_chip.button.text() == "Last 3 months"
    asked = Filter(since=page.filters.period.since)
    counted = told(qtbot, workers, lambda journal: journal.overview.practice(asked))
    assert [row.line.number for row in page.map.rows.values()] == [one.passages for one in counted]


def test_an_empty_journal_has_rings_and_says_how_they_fill(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    with working_on(unwritten(tmp_path / "unwritten")) as workers:
        page = components_page(qtbot, theme, workers)
        assert page.subtitle.text() == "Tag a sentence and its dot fills."
        assert all(row.accessibleName().endswith("no passages") for row in page.map.rows.values())
        assert page.side.absent_words.isHidden()
        assert page.side.quote.isHidden()


def test_changes_are_read_at_once_or_when_the_page_is_shown_again(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    with working_on(practised(tmp_path / "journal")) as workers:
        page = components_page(qtbot, theme, workers)
        line = page.map.rows[RELATIONSHIPS]
        entries = told(qtbot, workers, lambda journal: journal.entries.page(Filter(), limit=2))
        workers.change(lambda journal: journal.entries.trash([entries[0].id]))
        qtbot.waitUntil(lambda: line.line.number == BRICKS)
        page.hide()
        workers.change(lambda journal: journal.entries.trash([entries[1].id]))
        settled(qtbot, workers)
        assert line.line.number == BRICKS
        page.show()
        page.shown()
        qtbot.waitUntil(lambda: line.line.number == BRICKS - 1)


def test_a_narrow_window_leaves_out_months_and_keeps_the_day_of_the_latest(
    page: ComponentsPage, theme: Theme, qtbot: QtBot
) -> None:
    assert page.map.columns is not None
    assert page.map.columns.months.width
    sized(page, (1000, 700), theme)
    qtbot.waitUntil(lambda: page.map.columns is not None and not page.map.columns.months.width)
    assert page.map.columns.latest.width
    assert page.side_button.isVisibleTo(page)
    page.toggle_side()
    assert page.side.isVisibleTo(page)
    assert page.side.close_button.isVisibleTo(page)
    page.side.close_button.click()
    assert not page.side.isVisibleTo(page)


def test_a_low_window_hides_legend_and_line_under_the_title(page: ComponentsPage, theme: Theme) -> None:
    sized(page, (1440, 600), theme)
    assert not page.legend.isVisibleTo(page)
    assert not page.subtitle.isVisibleTo(page)


@pytest.mark.parametrize("window", [(1440, 900), (1366, 768), (1100, 700), (1000, 700)])
@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("view", ["map", "table"])
def test_everything_has_a_name_and_room_in_every_window(
    page: ComponentsPage, window: tuple[int, int], scale: int, view: str, qtbot: QtBot
) -> None:
    theme = page.theme
    theme.set_scale(scale)
    page.show_view(view)
    sized(page, (1280, 800) if window[0] / scale < 7 else window, theme)
    qtbot.waitUntil(lambda: fits(page))


def test_the_side_panel_keeps_its_proportions_at_any_text_size(page: ComponentsPage, theme: Theme) -> None:
    before = page.side._column.contentsMargins()
    theme.set_scale(200)
    after = page.side._column.contentsMargins()
    assert (after.left(), after.top()) == (2 * before.left(), 2 * before.top())
    theme.set_scale(100)
