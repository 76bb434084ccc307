import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, ImportedEntry, ImportedTag
from isp_journal.ui.controls.empty import EmptyState
from isp_journal.ui.models.periods import all_time
from isp_journal.ui.pages.room import RoomPage
from isp_journal.ui.panels.timeline import MOST, PAGE
from isp_journal.ui.renderers import NoteRenderer, PassageRenderer, Renderers
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.storage.journals import fresh
from tests.ui.pages.opened import fits, press, settled, told, working_on
from tests.ui.pages.practised import (
    BRICKS,
    RELATIONSHIPS,
    TODAY,
    click_row,
    opening,
    practised,
    room_page,
    sized,
    spoken,
    unwritten,
)


def said(state: EmptyState) -> list[str]:
    labels = [part.text() for part in state.findChildren(QLabel) if part.isVisible()]
    return labels + [part.text() for part in state.findChildren(QAbstractButton) if part.isVisible()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return practised(tmp_path_factory.mktemp("kept") / "journal")


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(practised(tmp_path / "journal")) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workers: Workers) -> RoomPage:
    return room_page(qtbot, theme, workers)


@pytest.fixture
def empty(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[RoomPage]:
    with working_on(unwritten(tmp_path / "unwritten")) as made:
        yield room_page(qtbot, theme, made)


def test_the_head_says_what_the_component_means_in_whose_words(page: RoomPage) -> None:
    assert page.head.name.text() == page.title_here() == "Grow and sustain relationships"
    assert page.head.domain.isVisible()
    meaning = page.head.meaning
    assert meaning.words.text().startswith("“Grow and sustain diverse, authentic")
    assert meaning.words.text().endswith("”")
    assert "Implementation Support Practitioner Profile" in meaning.whose.text()
    assert meaning.more_button.isHidden()


def test_a_definition_of_ours_is_marked_as_our_summary(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    page.open_about("isp-3.0/facilitation")
    settled(qtbot, workers)
    assert page.head.meaning.whose.text() == "Our summary"
    assert "“" not in page.head.meaning.words.text()


def test_a_long_definition_folds_to_three_lines_and_opens(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    page.open_about("isp-3.0/capacity")
    settled(qtbot, workers)
    meaning = page.head.meaning
    qtbot.waitUntil(lambda: meaning.more_button.isVisible())
    folded = meaning.words.heightForWidth(meaning.words.width())
    press(Qt.Key.Key_Return, meaning.more_button)
    assert meaning.words.heightForWidth(meaning.words.width()) > 3 * folded
    assert meaning.more_button.text() == "Less"
    press(Qt.Key.Key_Return, meaning.more_button)
    assert meaning.words.heightForWidth(meaning.words.width()) == folded


def test_the_timeline_quotes_passages_newest_first_with_all_that_goes_with_them(page: RoomPage) -> None:
    first, second, third, fourth = spoken(page)[:4]
    assert first.startswith("Tue 24 Nov. ")
    assert {first, second} == {
        "Tue 24 Nov. Passage. I read the cards aloud. because: Room to say it first. "
        "Regulate distress in relationships. The team meeting. Harlow Bend School",
        "Tue 24 Nov. Whole entry. I read the cards aloud. Nobody left. After We ate. The whole entry. "
        "Encourage and use feedback. The team meeting. Harlow Bend School",
    }
    assert third.startswith("Mon 23 Nov. Passage. I asked for a word, time 0")
    assert fourth == "Sun 22 Nov. Note. I wait longer now. Where I stand"


def test_words_that_are_gone_are_said_to_be_gone(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    page.filters.show_all()
    settled(qtbot, workers)
    page.open_about(f"{RELATIONSHIPS}.4")
    settled(qtbot, workers)
    assert "She said it was her fault. These words are no longer in the entry" in spoken(page)[-1]
    assert spoken(page)[-1].startswith("Mon 3 Jun 2024")


def test_older_rows_are_read_when_the_end_comes_near(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    rows = page.history.timeline.rows
    assert rows.rowCount() == PAGE
    assert not rows.complete
    bar = page.history.scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: rows.rowCount() == BRICKS + 4)
    assert rows.complete
    assert len(set(spoken(page))) == BRICKS + 4


def test_enter_and_a_click_open_the_entry_to_read_and_ctrl_enter_to_write(page: RoomPage, qtbot: QtBot) -> None:
    timeline = page.history.timeline
    entry = page.history.timeline.rows.item_at(0).value.entry  # type: ignore[attr-defined]  # the first is a passage
    assert timeline.hasFocus()
    with qtbot.waitSignal(page.entry_reading_wanted) as read:
        press(Qt.Key.Key_Return)
    assert read.args == [entry]
    with qtbot.waitSignal(page.entry_reading_wanted) as clicked:
        click_row(page, 2)
    assert clicked.args != [entry]
    press(Qt.Key.Key_Home)
    with qtbot.waitSignal(page.entry_wanted) as written:
        QTest.keyClick(timeline, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert written.args == [entry]


def test_activities_stand_beside_by_number_and_those_never_seen_are_named(page: RoomPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(page.side.activities.buttons) == 4)
    names = [button.accessibleName() for button in page.side.activities.buttons]
    assert names == [
        f"Build trust through transparent action, {BRICKS} passages",
        "Encourage and use feedback, 1 passage",
        "Regulate distress in relationships, 1 passage",
        "Self-assess relationship strengths, not in your journal yet",
    ]
    assert page.side.question.text().endswith("?")


def test_choosing_an_activity_narrows_the_room_and_its_component_widens_it(
    page: RoomPage, qtbot: QtBot, workers: Workers
) -> None:
    with qtbot.waitSignal(page.component_wanted) as narrowed:
        press(Qt.Key.Key_Return, page.side.activities.buttons[2])
    settled(qtbot, workers)
    assert narrowed.args == [f"{RELATIONSHIPS}.4"]
    assert page.head.name.text() == "Regulate distress in relationships"
    assert page.head.meaning.words.text().startswith("“Support stakeholders") or "“" in page.head.meaning.words.text()
    assert [row.split(". ")[1] for row in spoken(page)] == ["Passage", "Note"]
    assert page.side.activities.buttons[2].isChecked()
    with qtbot.waitSignal(page.component_wanted) as widened:
        press(Qt.Key.Key_Return, page.head.domain.component)
    assert widened.args == [RELATIONSHIPS]
    settled(qtbot, workers)
    assert page.history.timeline.rows.rowCount() == PAGE


def test_period_site_and_person_narrow_rows_chart_and_numbers(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    people: list[str] = [one.id for one in told(qtbot, workers, lambda journal: journal.people.all())]
    dana = next(
        one.id for one in told(qtbot, workers, lambda journal: journal.people.all()) if one.name != "Jonas Aldren"
    )
    assert dana in people
    page.filters.person_chip.value = dana
    page.filters.changed.emit()
    settled(qtbot, workers)
    assert page.history.timeline.rows.rowCount() == 2
    assert page.history.count.text() == "2 passages, newest first"
    page.filters.show_all()
    settled(qtbot, workers)
    assert page.filters.period == all_time()
    assert page.history.count.text() == f"{BRICKS + 3} passages, newest first"


def test_a_site_is_chosen_from_a_list_that_is_read_when_it_opens(
    page: RoomPage, qtbot: QtBot, workers: Workers
) -> None:
    chip = page.filters.site_chip
    press(Qt.Key.Key_Return, chip.button)
    qtbot.waitUntil(lambda: chip.list is not None)
    assert chip.list is not None
    QTest.keyClicks(chip.list.field, "tide")
    press(Qt.Key.Key_Return, chip.list.field)
    settled(qtbot, workers)
    assert chip.button.text() == "Tidewell Clinic"
    assert chip.button.accessibleName() == "Site: Tidewell Clinic"
    assert all("Tidewell Clinic" in row for row in spoken(page))


def test_without_passages_the_room_asks_where_and_leads_to_writing(empty: RoomPage, qtbot: QtBot) -> None:
    state = empty.history.empty
    qtbot.waitUntil(lambda: state.isVisible())
    assert said(state) == ["No passages yet. Where did you last do this?", "Write about it"]
    assert empty.history.chart_row.isHidden()
    with qtbot.waitSignal(empty.writing_about_wanted) as wanted:
        state.pressed.emit()
    assert wanted.args == [RELATIONSHIPS]
    focused = QApplication.focusWidget()
    assert focused is not None and focused.isVisible() and state.isAncestorOf(focused)


def test_without_passages_in_the_filters_the_room_offers_to_show_all(
    page: RoomPage, qtbot: QtBot, workers: Workers
) -> None:
    page.filters.site_chip.value = "nowhere"
    page.filters.changed.emit()
    settled(qtbot, workers)
    state = page.history.empty
    assert state.isVisible()
    assert said(state) == ["No passages here in these filters.", "Show all time, sites and people"]
    state.pressed.emit()
    settled(qtbot, workers)
    assert state.isHidden()
    assert page.history.timeline.rows.rowCount() == PAGE


def test_chart_and_table_hold_the_same_numbers(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    months = told(qtbot, workers, lambda journal: journal.history.months(RELATIONSHIPS, page.filters.asked()))
    press(Qt.Key.Key_Return, page.history.table_button)
    table = page.history.chart.table
    assert table.isVisible()
    assert table.columnCount() == 12
    numbers = [int(table.model().index(0, column).data()) for column in range(12)]
    assert sum(numbers) == sum(months.values()) == BRICKS + 2
    assert numbers[-1] == months[(2026, 11)]
    assert page.history.table_button.accessibleName() == "Show these numbers as a chart"


def test_what_was_written_is_shown_before_any_count(qtbot: QtBot, theme: Theme, kept: Path) -> None:
    counting = threading.Event()

    def slow_counts(journal: Journal) -> None:
        months = journal.history.months

        def waits(about: str, asked: Filter) -> dict[tuple[int, int], int]:
            counting.wait(5)
            return months(about, asked)

        journal.history.months = waits  # type: ignore[method-assign]  # stands for a journal that counts slowly

    workers = Workers(opening(slow_counts))
    workers.open(kept, False)
    page = RoomPage(theme, workers, Renderers((PassageRenderer(), NoteRenderer())), lambda: TODAY)
    qtbot.addWidget(page)
    page.resize(1232, 900)
    page.show()
    page.open_about(RELATIONSHIPS)
    qtbot.waitUntil(lambda: page.history.timeline.rows.rowCount() == PAGE)
    assert page.history.count.text() == ""
    assert page.history.empty.isHidden()
    counting.set()
    qtbot.waitUntil(lambda: page.history.count.text().startswith("62 passages"))
    workers.close()


def test_a_room_with_very_many_rows_is_read_on_further_back_and_from_the_newest_again(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    journal = fresh(tmp_path / "journal")
    tags = tuple(ImportedTag(f"relationships.{place}", quote) for place, quote in enumerate("ABCD", 1))
    day = TODAY
    journal.imports.take(
        ImportedEntry(number=number, occurred_on=day, body="A then B then C then D", title=f"{number}", tags=tags)
        for number in range(1, MOST // 4 + 30)
    )
    journal.close()
    with working_on(tmp_path / "journal") as workers:
        page = room_page(qtbot, theme, workers)
        history = page.history
        bar = history.scroll.verticalScrollBar()
        newest = spoken(page)[0]

        def to_the_end() -> bool:
            bar.setValue(bar.maximum())
            return history.older_button.isVisible()

        qtbot.waitUntil(to_the_end, timeout=20_000)
        rows = history.timeline.rows
        oldest = rows.row_at(rows.rowCount() - 1)
        press(Qt.Key.Key_Return, history.older_button)
        settled(qtbot, workers)
        assert history.newest_button.isVisible()
        assert history.older_button.isHidden()
        assert rows.row_at(0) != oldest
        assert rows.rowCount() < MOST
        press(Qt.Key.Key_Return, history.newest_button)
        settled(qtbot, workers)
        assert spoken(page)[0] == newest


def test_changes_elsewhere_are_read_at_once_or_when_the_room_is_shown_again(
    page: RoomPage, qtbot: QtBot, workers: Workers
) -> None:
    workers.change(lambda journal: journal.notes.save(RELATIONSHIPS, TODAY, "Seen at once."))
    qtbot.waitUntil(lambda: any("Seen at once" in row for row in spoken(page)))
    page.hide()
    workers.change(lambda journal: journal.notes.save(RELATIONSHIPS, TODAY, "Seen later."))
    settled(qtbot, workers)
    assert not any("Seen later" in row for row in spoken(page))
    page.show()
    page.shown()
    qtbot.waitUntil(lambda: any("Seen later" in row for row in spoken(page)))


def test_a_change_elsewhere_leaves_the_row_in_focus_where_it_is(page: RoomPage, qtbot: QtBot, workers: Workers) -> None:
    timeline = page.history.timeline
    timeline.setCurrentIndex(timeline.rows.index(7))
    words = timeline.currentIndex().data()
    workers.change(lambda journal: journal.notes.save(RELATIONSHIPS, TODAY, "One row more above."))
    qtbot.waitUntil(lambda: any("One row more" in row for row in spoken(page)))
    assert timeline.currentIndex().data() == words
    assert timeline.hasFocus()


def test_f_goes_to_the_filters_unless_single_keys_are_off(page: RoomPage) -> None:
    page.set_single_keys(False)
    press(Qt.Key.Key_F, page.history.timeline)
    assert page.history.timeline.hasFocus()
    page.set_single_keys(True)
    press(Qt.Key.Key_F, page.history.timeline)
    assert page.filters.period_chip.button.hasFocus()


def test_the_keyboard_scrolls_the_page_to_the_row_that_it_reaches(page: RoomPage, qtbot: QtBot) -> None:
    timeline, bar = page.history.timeline, page.history.scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)
    press(Qt.Key.Key_PageDown)
    assert timeline.currentIndex().row() > 2
    press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    shown = timeline.visualRect(timeline.currentIndex()).translated(timeline.mapTo(page, timeline.rect().topLeft()))
    assert page.rect().contains(shown)
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_PageUp)
    assert timeline.currentIndex().row() == 0


@pytest.mark.parametrize("window", [(1440, 900), (1366, 768), (1100, 700), (840, 600)])
@pytest.mark.parametrize("scale", [100, 200])
def test_everything_has_a_name_and_room_in_every_window(
    window: tuple[int, int], scale: int, qtbot: QtBot, theme: Theme, kept: Path
) -> None:
    if window[0] / scale < 8:
        window = (1280, 800)
    with working_on(kept) as workers:
        theme.set_scale(scale)
        page = room_page(qtbot, theme, workers)
        sized(page, window, theme)
        settled(qtbot, workers)
        if page.columns.widths.side_over:
            page.toggle_side()
        # Qt lays out when it comes to it.
        qtbot.waitUntil(lambda: fits(page))


def test_the_room_keeps_its_proportions_at_any_text_size(page: RoomPage, theme: Theme) -> None:
    gaps = [gap.sizeHint().height() for gap, _ in page.history._gaps]
    side = page.side._column.contentsMargins().left()
    theme.set_scale(200)
    assert [gap.sizeHint().height() for gap, _ in page.history._gaps] == [2 * gap for gap in gaps]
    assert page.side._column.contentsMargins().left() == 2 * side
    theme.set_scale(100)
