from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.storage import rows
from isp_journal.ui.dates import moment
from isp_journal.ui.panels.versions_view import LEGEND, NONE_YET, SAME_TEXT, VersionsView
from isp_journal.ui.theme import Theme
from tests.storage.journals import written
from tests.ui.dummies import colours_of, focused, grabbed
from tests.ui.pages.opened import clipped, fits, nameless, press
from tests.ui.panels.attached import Reading, reading_in

FIRST = "We met at noon.\n\nLuis opened with the chart."
SECOND = FIRST.replace("noon", "nine")
THIRD = f"{SECOND} It rained."
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def reading(tmp_path: Path, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    monkeypatch.setattr(rows, "STEP", rows.STEP * 0)
    create_journal(tmp_path / "journal", author="Jonas")
    journal = open_journal(tmp_path / "journal", writing=True)
    entry = written(journal, FIRST, title="A meeting")
    entry = journal.entries.save(replace(entry, body=SECOND))
    journal.entries.save(replace(entry, body=THIRD, title="The meeting"))
    journal.close()
    with reading_in(tmp_path / "journal", theme, qtbot) as made:
        yield made


@pytest.fixture
def view(reading: Reading) -> VersionsView:
    reading.pane.sheet.versions.click()
    reading.settle()
    assert reading.pane.versions is not None
    return reading.pane.versions


def choose(reading: Reading, view: VersionsView, row: int) -> None:
    view.list.setCurrentRow(row)
    reading.settle()


def test_versions_are_listed_by_local_time_newest_first(reading: Reading, view: VersionsView, qtbot: QtBot) -> None:
    kept: list[str] = []
    identity = reading.pane.identity
    reading.workers.read(
        lambda journal: [moment(one.kept_at, date.today()) for one in journal.entries.versions(identity)], kept.extend
    )
    qtbot.waitUntil(lambda: bool(kept))
    listed = [view.list.item(at) for at in range(view.list.count())]
    assert [item.text() for item in listed] == kept
    assert listed[0].data(Qt.ItemDataRole.AccessibleTextRole) == f"Until {kept[0]}"
    assert focused() is view.list
    fits(reading.pane)


def test_what_only_one_says_is_struck_through_or_underlined_and_said_in_words(
    reading: Reading, view: VersionsView, theme: Theme
) -> None:
    assert view.text.toPlainText() == "We met at nine.\nLuis opened with the chart. It rained."
    assert (view.legend.text(), view.change.text()) == (LEGEND, "1 change")
    assert view.facts.text() == "Title: “A meeting” then, “The meeting” now."
    assert (view.text.shown.gone, len(view.text.shown.new)) == ((), 1)
    choose(reading, view, 1)
    assert "noonnine" in view.text.toPlainText()
    assert (len(view.text.shown.gone), view.change.text()) == (1, "2 changes")
    assert theme.tokens.ink.lower() in colours_of(grabbed(view.text))


def test_a_line_stands_over_what_is_gone(reading: Reading, view: VersionsView) -> None:
    choose(reading, view, 1)
    before = grabbed(view.text)
    view.text.shown = view.text.shown._replace(gone=())
    view.text.viewport().update()
    assert grabbed(view.text) != before


def test_f3_goes_from_change_to_change_and_says_each(reading: Reading, view: VersionsView, theme: Theme) -> None:
    choose(reading, view, 1)
    said = []
    for held in (Qt.KeyboardModifier(0), Qt.KeyboardModifier(0), Qt.KeyboardModifier(0), SHIFT):
        QTest.keyClick(view.list, Qt.Key.Key_F3, held)
        said.append(f"{view.change.text()}: {view.text.shown.changes[view.text.at].words()}")
    first, second = "Change 1 of 2: Then “noon”, now “nine”", "Change 2 of 2: Only now: “It rained.”"
    assert said == [first, second, first, second]
    view.previous.click()
    assert view.change.text() == "Change 1 of 2"
    assert theme.tokens.select.lower() in colours_of(grabbed(view.text))


def test_the_first_step_back_goes_to_the_last_change(reading: Reading, view: VersionsView) -> None:
    choose(reading, view, 1)
    view.previous.click()
    assert view.change.text() == "Change 2 of 2"


def test_a_version_is_read_as_it_was(reading: Reading, view: VersionsView) -> None:
    choose(reading, view, 1)
    view.views.segments["then"].click()
    assert view.text.toPlainText() == FIRST.replace("\n\n", "\n")
    assert (view.legend.isVisible(), view.next.isVisible(), view.change.text()) == (False, False, "")
    view.views.segments["changes"].click()
    assert view.legend.text() == LEGEND


def test_restoring_is_offered_to_be_taken_back_and_loses_nothing(
    reading: Reading, view: VersionsView, qtbot: QtBot
) -> None:
    choose(reading, view, 1)
    view.restore_button.click()
    qtbot.waitUntil(lambda: reading.pane.versions is None)
    reading.settle()
    assert reading.pane.text.toPlainText() == FIRST.replace("\n\n", "\n")
    assert reading.pane.sheet.title.text() == "A meeting"
    assert focused() is reading.pane.text
    assert reading.offers[0].startswith("The entry says again what it said until ")
    reading.workers.undo_stack.undo()
    qtbot.waitUntil(lambda: "rained" in reading.pane.text.toPlainText())
    reading.workers.undo_stack.redo()
    qtbot.waitUntil(lambda: "noon" in reading.pane.text.toPlainText())
    reading.pane.open_versions()
    reading.settle()
    made = reading.pane.versions
    assert made is not None
    made.views.segments["then"].click()
    texts = []
    for row in range(made.list.count()):
        choose(reading, made, row)
        texts.append(made.text.toPlainText())
    assert {text.replace("\n", "\n\n") for text in texts} >= {FIRST, SECOND, THIRD}


def test_only_other_facts_may_differ(reading: Reading, view: VersionsView, qtbot: QtBot) -> None:
    identity = reading.pane.identity
    reading.workers.change(
        lambda journal: journal.entries.save(replace(journal.entries.get(identity), labels=("data",)))
    )
    reading.settle()
    choose(reading, view, 0)
    qtbot.waitUntil(lambda: view.facts.text() == "Labels: data only now.")
    assert (view.legend.text(), view.next.isVisible()) == (SAME_TEXT, False)


def test_keys_that_mean_the_entry_do_nothing_to_it_while_versions_are_shown(
    reading: Reading, view: VersionsView
) -> None:
    asked: list[str] = []
    reading.pane.edit_wanted.connect(asked.append)
    reading.pane.trash_wanted.connect(asked.append)
    reading.pane.left.connect(lambda: asked.append("left"))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_Escape):
        press(key)
    assert (asked, reading.pane.versions) == ([], None)
    assert reading.pane.text.isVisible()


def test_copied_words_are_plain(reading: Reading, view: VersionsView) -> None:
    view.text.setFocus()
    view.text.selectAll()
    QTest.keyClick(view.text, Qt.Key.Key_C, CTRL)
    held = QGuiApplication.clipboard().mimeData()
    assert (held.text(), held.hasHtml()) == (f"{SECOND} It rained.", False)
    view.text.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(view.text, Qt.Key.Key_Right, SHIFT)
    assert view.text.textCursor().selectedText() == "W"


def test_an_entry_that_was_never_changed_says_when_a_version_is_kept(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    create_journal(tmp_path / "new", author="Jonas")
    journal = open_journal(tmp_path / "new", writing=True)
    written(journal, FIRST)
    journal.close()
    with reading_in(tmp_path / "new", theme, qtbot) as reading:
        assert not reading.pane.sheet.versions.isVisible()
        reading.pane.open_versions()
        reading.settle()
        view = reading.pane.versions
        assert view is not None
        assert (view.about.text(), view.list.isVisible(), view.restore_button.isVisible()) == (NONE_YET, False, False)
        assert focused() is view.back


def test_an_entry_that_goes_to_the_trash_takes_its_versions_along(
    reading: Reading, view: VersionsView, qtbot: QtBot
) -> None:
    identity = reading.pane.identity
    reading.workers.change(lambda journal: journal.entries.trash([identity]))
    qtbot.waitUntil(lambda: reading.pane.versions is None)
    assert reading.pane.identity == ""


def test_another_entry_leaves_the_versions(reading: Reading, view: VersionsView) -> None:
    reading.pane.read("another")
    assert reading.pane.versions is None


def test_nothing_is_clipped_at_twice_the_text_size(reading: Reading, view: VersionsView, theme: Theme) -> None:
    theme.set_scale(200)
    reading.pane.resize(1120, 700)
    reading.settle()
    assert view.list.width() > view.width() // 2
    assert (clipped(reading.pane), nameless(reading.pane)) == ([], [])
    theme.set_scale(100)
