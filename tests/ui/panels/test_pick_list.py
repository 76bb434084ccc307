from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.ui.panels.pick_list import Asked, Choice, PickList
from tests.ui.dummies import dressed

CHOICES = (
    Choice("h", "Harlow Bend School", "", True),
    Choice("t", "Tidewell Clinic"),
    Choice("m", "Marsh Lane Nursery"),
)


def offer(typed: str) -> str | None:
    return f"Add “{typed}”" if typed not in {"no"} else None


@pytest.fixture
def picked(qtbot: QtBot, qapp: QApplication) -> Iterator[PickList]:
    with dressed(qapp) as theme:
        made = PickList(theme, Asked("Site", "Name of a site", CHOICES, offer))
        qtbot.addWidget(made)
        made.show()
        yield made


def rows(picked: PickList) -> list[str]:
    return [picked.list.item(row).text() for row in range(picked.list.count())]


def test_typing_keeps_the_choices_with_a_word_that_begins_so(picked: PickList) -> None:
    QTest.keyClicks(picked.field, "ben")
    assert rows(picked) == ["Harlow Bend School", "Add “ben”"]


def test_enter_takes_the_row_in_focus(picked: PickList, qtbot: QtBot) -> None:
    QTest.keyClick(picked.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(picked.picked) as taken:
        QTest.keyClick(picked.field, Qt.Key.Key_Return)
    assert taken.args == ["t"]


def test_what_is_not_there_yet_can_be_made(picked: PickList, qtbot: QtBot) -> None:
    QTest.keyClicks(picked.field, "Orchard Street")
    with qtbot.waitSignal(picked.new_wanted) as wanted:
        QTest.keyClick(picked.field, Qt.Key.Key_Return)
    assert wanted.args == ["Orchard Street"]


def test_nothing_to_take_takes_nothing(picked: PickList, qtbot: QtBot) -> None:
    QTest.keyClicks(picked.field, "no")
    assert rows(picked) == []
    with qtbot.assertNotEmitted(picked.picked), qtbot.assertNotEmitted(picked.new_wanted):
        QTest.keyClick(picked.field, Qt.Key.Key_Return)


def test_backspace_in_an_empty_field_takes_the_last_one_back(picked: PickList, qtbot: QtBot) -> None:
    QTest.keyClicks(picked.field, "a")
    with qtbot.assertNotEmitted(picked.taken_back):
        QTest.keyClick(picked.field, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(picked.taken_back):
        QTest.keyClick(picked.field, Qt.Key.Key_Backspace)


def test_new_choices_keep_the_row_in_focus(picked: PickList) -> None:
    QTest.keyClick(picked.field, Qt.Key.Key_Down)
    picked.ask(picked.asked._replace(choices=(Choice("o", "Orchard Street"), *CHOICES)))
    assert picked.list.currentItem().text() == "Tidewell Clinic"


def test_a_chosen_row_is_read_out_as_chosen(picked: PickList) -> None:
    said = picked.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Harlow Bend School, chosen"
