from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, Thing, TrashContents, Trashed
from isp_journal.ui.panels.settings_trash import STOPPED, TrashSettings, listed
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.storage.journals import fresh, written
from tests.ui.dummies import activate
from tests.ui.pages.opened import fits, press, settled, told, working_on

TODAY = date(2026, 3, 2)


def fill(journal: Journal) -> None:
    """Put one thing of each kind into the trash, and merge two labels."""
    kept = written(journal, "Stays.", title="It stays", labels=("data", "figures"))
    gone = written(journal, "Goes.", title="The team meeting")
    journal.entries.trash([gone.id])
    journal.people.delete(journal.people.ensure("Dana Relling").id)
    journal.sites.delete(journal.sites.ensure("Harlow Bend").id, with_entries=False)
    labels = {one.name: one.id for one in journal.labels.all()}
    journal.labels.merge(labels["data"], labels["figures"])
    journal.notes.trash(journal.notes.save("isp-3.0/relationships", date(2026, 3, 2), "Here I stand").id)
    journal.attachments.trash(journal.attachments.add(kept.id, "notes.txt", b"words").id)


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    journal = fresh(tmp_path / "journal")
    fill(journal)
    journal.close()
    with working_on(tmp_path / "journal") as made:
        yield made


@pytest.fixture
def part(qtbot: QtBot, theme: Theme, workers: Workers) -> TrashSettings:
    made = TrashSettings(theme, workers)
    qtbot.addWidget(made)
    made.resize(632, 600)
    made.show()
    activate(made, qtbot)
    workers.changed.connect(made.read)
    made.read()
    qtbot.waitUntil(made.list.isVisible)
    return made


def names(part: TrashSettings) -> list[str]:
    rows = part.list.rows
    return [row.name for at in range(rows.rowCount()) if (row := rows.row(at))]


def choose(part: TrashSettings, name: str) -> None:
    rows = part.list.rows
    part.list.point_at(next(row.id for at in range(rows.rowCount()) if (row := rows.row(at)) and row.name == name))


def dialog(qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return box


def button(box: QMessageBox, words: str) -> QPushButton:
    return next(one for one in box.findChildren(QPushButton) if one.text() == words)


def count(qtbot: QtBot, workers: Workers) -> int:
    return told(qtbot, workers, lambda journal: journal.trash.contents().total)


def test_everything_is_listed_with_its_kind_and_since_when(part: TrashSettings) -> None:
    assert sorted(names(part)) == [
        "Dana Relling",
        "Harlow Bend",
        "Here I stand",
        "The team meeting",
        "figures",
        "notes.txt",
    ]
    rows = {row.name: row for at in range(6) if (row := part.list.rows.row(at))}
    assert rows["figures"].beside == "Label, merged into data"
    assert rows["The team meeting"].beside.startswith("Entry of Mon 2 Mar")
    assert rows["notes.txt"].beside.startswith("Attached file of the entry of Mon 2 Mar")
    assert all(row.right.startswith("since today, ") for row in rows.values())
    assert part.told.text() == "6 things, the latest first. Only you empty the trash."


@pytest.mark.parametrize("name", ["The team meeting", "Dana Relling", "Here I stand", "notes.txt"])
def test_what_is_put_back_leaves_the_trash_and_goes_there_again_by_undo(
    qtbot: QtBot, part: TrashSettings, workers: Workers, name: str
) -> None:
    said: list[str] = []
    workers.undoable.connect(lambda words, _undo: said.append(words))
    choose(part, name)
    part.put_back.click()
    qtbot.waitUntil(lambda: name not in names(part))
    assert said == [f"{name} is back in the journal"]
    workers.undo_stack.undo()
    qtbot.waitUntil(lambda: name in names(part))
    assert count(qtbot, workers) == 6


@pytest.mark.parametrize("name", ["Harlow Bend", "figures"])
def test_a_site_or_what_was_merged_comes_back_and_the_page_says_so(
    qtbot: QtBot, part: TrashSettings, workers: Workers, name: str
) -> None:
    choose(part, name)
    press(Qt.Key.Key_Return, part.list)
    assert part.put_back.hasFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.result.text() == f"{name} is back in the journal.")
    assert not workers.undo_stack.canUndo()
    qtbot.waitUntil(lambda: name not in names(part))


def test_nothing_goes_by_enter_or_escape(qtbot: QtBot, part: TrashSettings, workers: Workers) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
        part.empty.setFocus()
        press(Qt.Key.Key_Return)
        box = dialog(qtbot)
        # Even from the button that would do it.
        press(Qt.Key.Key_Tab, box)
        button(box, "Empty the trash").setFocus()
        QTest.keyClick(button(box, "Empty the trash"), key)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert not part.progress.is_busy
    assert count(qtbot, workers) == 6


def test_the_trash_is_emptied_after_one_question(qtbot: QtBot, part: TrashSettings, workers: Workers) -> None:
    workers.change(lambda journal: journal.labels.all(), undo=lambda journal: None)
    settled(qtbot, workers)
    part.empty.click()
    box = dialog(qtbot)
    assert box.text() == "Empty the trash?"
    assert "6 things go for good" in box.informativeText() and "backup" in box.informativeText()
    button(box, "Empty the trash").click()
    qtbot.waitUntil(lambda: part.told.text().startswith("Nothing is in the trash."))
    assert part.result.text() == "6 things have left the journal for good."
    assert not part.list.isVisible() and not part.empty.isVisible()
    assert not workers.undo_stack.canUndo()
    assert count(qtbot, workers) == 0
    assert told(qtbot, workers, lambda journal: journal.entries.count(Filter())) == 1


def test_one_thing_alone_goes_for_good(qtbot: QtBot, part: TrashSettings, workers: Workers) -> None:
    choose(part, "The team meeting")
    press(Qt.Key.Key_Delete, part.list)
    box = dialog(qtbot)
    assert box.text() == "Delete “The team meeting” for good?"
    button(box, "Keep it").click()
    part.remove.click()
    button(dialog(qtbot), "Delete it for good").click()
    qtbot.waitUntil(lambda: "The team meeting" not in names(part))
    assert part.result.text() == "1 thing has left the journal for good."
    assert count(qtbot, workers) == 5


def test_emptying_can_be_stopped_and_everything_is_still_there(
    qtbot: QtBot, part: TrashSettings, workers: Workers
) -> None:
    part.empty.click()
    button(dialog(qtbot), "Empty the trash").click()
    part.progress.stop.click()
    qtbot.waitUntil(lambda: part.result.text() == STOPPED)
    assert part.empty.isEnabled()
    assert count(qtbot, workers) == 6


def test_an_empty_trash_says_what_it_is_for(part: TrashSettings) -> None:
    part.show_listed(listed(TrashContents(), TODAY))
    assert part.told.text().startswith("Nothing is in the trash.")
    assert not part.list.isVisible() and not part.put_back.isVisible()


def test_a_long_title_is_cut_in_the_question_and_one_without_has_words(qtbot: QtBot, part: TrashSettings) -> None:
    long = Trashed(Thing.ENTRY, "a", "word " * 60, "2026-03-02T10:00:00.000Z", "2026-03-02")
    other = Trashed(Thing.PERSON, "b", "", "2026-03-01T10:00:00.000Z")
    part.show_listed(listed(TrashContents(entries=(long, other)), TODAY))
    part.list.step(-9)
    part.remove.click()
    box = dialog(qtbot)
    assert len(box.text()) < 120 and box.text().endswith("…” for good?")
    button(box, "Keep it").click()
    assert names(part)[1] == "Without a title"


def test_a_trash_of_thousands_lists_the_latest(part: TrashSettings) -> None:
    things = tuple(
        Trashed(Thing.LABEL, str(at), f"label {at}", f"2026-03-02T10:00:00.{at:03}Z", entries=at % 3)
        for at in range(1000)
    )
    part.show_listed(listed(TrashContents(labels=things, total=2345), TODAY))
    assert part.told.text().endswith("The latest 1000 are listed.")
    assert names(part)[0] == "label 999"


@pytest.mark.parametrize(("width", "percent"), [(632, 100), (500, 100), (700, 200)])
def test_every_control_has_a_name_and_room(
    qtbot: QtBot, part: TrashSettings, theme: Theme, width: int, percent: int
) -> None:
    theme.set_scale(percent)
    part.resize(width, 900)
    qtbot.waitUntil(lambda: fits(part))
