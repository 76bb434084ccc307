from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.ids import new_id
from isp_journal.model import EntryLine, Filter, Mode, Tag
from isp_journal.ui.panels.reading_pane import ReadingPane
from isp_journal.ui.panels.search_hits import wanted
from isp_journal.ui.panels.tag_lines import GONE, WHOLE
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.ui.dummies import activate, colours_of, grabbed
from tests.ui.pages.opened import clipped, fits, press, settled, told, working_on
from tests.ui.reflections import MEETING, small_journal


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(small_journal(tmp_path / "journal")) as made:
        yield made


@pytest.fixture
def lines(workers: Workers, qtbot: QtBot) -> list[EntryLine]:
    return told(qtbot, workers, lambda journal: journal.entries.page(Filter()))


@pytest.fixture
def pane(workers: Workers, theme: Theme, lines: list[EntryLine], qtbot: QtBot) -> ReadingPane:
    made = ReadingPane(theme, workers)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    activate(made, qtbot)
    made.read(lines[0].id)
    settled(qtbot, workers)
    return made


def test_an_entry_is_read_with_where_and_when_it_was_and_who_took_part(
    pane: ReadingPane, workers: Workers, lines: list[EntryLine], qtbot: QtBot
) -> None:
    assert pane.sheet.meta.text() == "Tue 24 Nov 2026  ·  General  ·  Harlow Bend School  ·  90 min"
    assert pane.sheet.title.text() == "The team meeting that changed course"
    assert pane.text.toPlainText().split("\n")[0] == MEETING.split("\n")[0]
    pane.read(lines[1].id)
    settled(qtbot, workers)
    assert (pane.sheet.people.text(), pane.sheet.labels.text()) == ("Dana Okafor", "data")
    assert pane.sheet.meta.text() == "Mon 2 Nov 2026  ·  Call  ·  Tidewell Clinic"


def test_tags_are_listed_in_the_order_of_the_text_with_why(pane: ReadingPane) -> None:
    said = [(line.text(), line.accessibleDescription()) for line in pane.sheet.tags.lines]
    assert [description for _, description in said] == ["Room to say it first.", ""]
    assert [line.shown.domain for line in pane.sheet.tags.lines] == ["sustaining-change", "ongoing-improvement"]


def test_tags_on_the_whole_entry_and_tags_without_words_are_named_so(
    pane: ReadingPane, workers: Workers, qtbot: QtBot
) -> None:
    entry = told(qtbot, workers, lambda journal: journal.entries.get(pane.identity))
    whole = Tag(new_id(), "isp-3.0/co-learning.1", because="All of it.")
    changed = replace(
        entry, body=MEETING.replace("I asked everyone to write down", "We noted"), tags=(*entry.tags, whole)
    )
    workers.change(lambda journal: journal.entries.save(changed))
    settled(qtbot, workers)
    pane.read_again()
    settled(qtbot, workers)
    states = [(line.state(), line.accessibleDescription()) for line in pane.sheet.tags.lines]
    assert states == [("", ""), (GONE, f"Room to say it first. {GONE}"), (WHOLE, f"All of it. {WHOLE}")]


def test_passages_are_painted_in_the_colours_of_their_domains_and_hits_behind_the_words(
    pane: ReadingPane, theme: Theme, lines: list[EntryLine], workers: Workers, qtbot: QtBot
) -> None:
    tokens = theme.tokens
    before = colours_of(grabbed(pane.text))
    assert {tokens.sustaining_change.tint.lower(), tokens.ongoing_improvement.hue.lower()} <= before
    assert tokens.find.lower() not in before
    pane.read(lines[0].id, wanted("greeting"))
    settled(qtbot, workers)
    assert tokens.find.lower() in colours_of(grabbed(pane.text))


def test_matches_are_counted_and_walked_round(
    pane: ReadingPane, lines: list[EntryLine], workers: Workers, qtbot: QtBot
) -> None:
    assert pane.match.isHidden()
    pane.read(lines[0].id, wanted("greeting"))
    settled(qtbot, workers)
    said = [pane.match.text()]
    for by in (1, 1, -1):
        pane.step_hit(by)
        said.append(pane.match.text())
    assert said == ["Match 1 of 2 here", "Match 2 of 2 here", "Match 1 of 2 here", "Match 2 of 2 here"]
    pane.next.click()
    assert pane.match.text() == "Match 1 of 2 here"


def test_keys_edit_leave_trash_and_scroll(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.focus_text()
    for key, signal in (
        (Qt.Key.Key_Return, pane.edit_wanted),
        (Qt.Key.Key_Delete, pane.trash_wanted),
        (Qt.Key.Key_Escape, pane.left),
    ):
        with qtbot.waitSignal(signal):
            press(key)
    pane.resize(600, 260)
    bar = pane.scroll_bar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    places = []
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Space, Qt.Key.Key_Up):
        press(key)
        places.append(bar.value())
    assert places[:2] == [bar.maximum(), 0]
    assert 0 <= places[3] < places[2]


def test_words_are_copied_as_they_were_written(pane: ReadingPane) -> None:
    pane.focus_text()
    QTest.keyClick(pane.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pane.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == MEETING
    QTest.keyClicks(pane.text, "x")
    assert pane.text.entry.text() == MEETING


def test_selecting_by_keys_shows_a_cursor_which_reading_does_not(pane: ReadingPane) -> None:
    pane.focus_text()
    assert pane.text.cursorWidth() == 0
    QTest.keyClick(pane.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert (pane.text.cursorWidth() > 0, pane.text.textCursor().selectedText()) == (True, "E")


def test_an_entry_that_is_in_the_trash_now_is_let_go(pane: ReadingPane, workers: Workers, qtbot: QtBot) -> None:
    identity = pane.identity
    workers.change(lambda journal: journal.entries.trash([identity]))
    workers.wait()
    with qtbot.waitSignal(pane.gone) as gone:
        pane.read_again()
    assert (gone.args, pane.identity) == ([identity], "")


def test_an_entry_that_never_was_is_let_go_too(pane: ReadingPane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.gone):
        pane.read("nobody-knows-this")


def test_a_tag_opens_the_history_of_its_activity_and_brings_out_its_passage(pane: ReadingPane, qtbot: QtBot) -> None:
    line = pane.sheet.tags.lines[0]
    heavy = grabbed(pane.text)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert grabbed(pane.text) != heavy
    with qtbot.waitSignal(pane.component_wanted) as told_of:
        press(Qt.Key.Key_Return)
    assert told_of.args == ["isp-3.0/relationships.4"]


def test_reading_again_keeps_the_place_in_the_text(pane: ReadingPane, workers: Workers, qtbot: QtBot) -> None:
    pane.resize(600, 260)
    bar = pane.scroll_bar()
    qtbot.waitUntil(lambda: bar.maximum() > 40)
    bar.setValue(40)
    pane.read_again()
    settled(qtbot, workers)
    assert bar.value() == 40


def test_facts_that_were_given_are_told_and_others_are_not(
    pane: ReadingPane, workers: Workers, lines: list[EntryLine], qtbot: QtBot
) -> None:
    entry = told(qtbot, workers, lambda journal: journal.entries.get(lines[2].id))
    workers.change(lambda journal: journal.entries.save(replace(entry, mode=Mode.PHONE, occurred_on=date(2025, 6, 18))))
    settled(qtbot, workers)
    pane.read(lines[2].id)
    settled(qtbot, workers)
    assert pane.sheet.meta.text() == "Wed 18 Jun 2025  ·  General  ·  phone"
    assert pane.sheet.title.isHidden()
    assert pane.sheet.below.isHidden()


@pytest.mark.parametrize("percent", [100, 200])
def test_every_control_has_a_name_room_and_a_place_to_press(
    pane: ReadingPane, theme: Theme, percent: int, lines: list[EntryLine], workers: Workers, qtbot: QtBot
) -> None:
    theme.set_scale(percent)
    pane.set_turns(True)
    pane.resize(theme.px(420), theme.px(500))
    pane.read(lines[0].id, wanted("greeting"))
    settled(qtbot, workers)
    qtbot.waitUntil(lambda: not clipped(pane))
    fits(pane)
