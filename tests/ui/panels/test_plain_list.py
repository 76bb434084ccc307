import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from isp_journal.ui.models.plain_rows import Index, PlainRow
from isp_journal.ui.panels.plain_list import PlainDelegate, PlainList, row_height
from isp_journal.ui.theme import Theme
from tests.ui.dummies import colours_of, grabbed
from tests.ui.pages.opened import nameless, press

ROWS = [PlainRow(f"id-{at}", f"Name {at}", "beside", "since today, 9:00", "tag") for at in range(9)]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> PlainList:
    made = PlainList(theme, "Backups", 6)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    return made


def test_the_first_row_is_chosen_and_stays_so_while_it_is_there(shown: PlainList) -> None:
    assert shown.current() == ""
    shown.set_rows(ROWS)
    assert shown.current() == "id-0"
    shown.point_at("id-4")
    shown.set_rows(ROWS[2:])
    assert shown.current() == "id-4"


def test_a_row_that_goes_leaves_the_choice_to_its_neighbour(shown: PlainList) -> None:
    shown.set_rows(ROWS)
    shown.point_at("id-4")
    shown.set_rows([row for row in ROWS if row.id != "id-4"])
    assert shown.current() == "id-5"
    shown.set_rows(ROWS[:2])
    assert shown.current() == "id-1"
    shown.set_rows([])
    assert shown.current() == ""


def test_keys_and_the_mouse_say_which_row_is_meant(qtbot: QtBot, shown: PlainList) -> None:
    shown.set_rows(ROWS)
    opened: list[str] = []
    removed: list[str] = []
    shown.opened.connect(opened.append)
    shown.removal_wanted.connect(removed.append)
    press(Qt.Key.Key_Down, shown)
    press(Qt.Key.Key_Return, shown)
    press(Qt.Key.Key_Delete, shown)
    at = shown.visualRect(shown.rows.index(2)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert (opened, removed) == (["id-1", "id-2"], ["id-1"])
    shown.step(-9)
    assert shown.current() == "id-0"
    shown.step(99)
    assert shown.current() == "id-8"


def test_nothing_happens_in_an_empty_list(shown: PlainList) -> None:
    said: list[str] = []
    shown.opened.connect(said.append)
    shown.removal_wanted.connect(said.append)
    shown.step(1)
    shown.point_at("id-1")
    press(Qt.Key.Key_Return, shown)
    press(Qt.Key.Key_Delete, shown)
    assert said == []


def test_it_is_as_high_as_its_rows_but_no_higher_than_six(shown: PlainList, theme: Theme) -> None:
    shown.set_rows(ROWS[:2])
    assert shown.height() == 2 * row_height(theme) + 2
    shown.set_rows(ROWS)
    assert shown.height() == 6 * row_height(theme) + 2
    theme.set_scale(200)
    shown.fit()
    assert shown.height() == 6 * row_height(theme) + 2 > 6 * 100
    assert nameless(shown) == []


def test_a_row_shows_its_icon_name_and_what_stands_at_the_right(shown: PlainList, theme: Theme) -> None:
    shown.set_rows([PlainRow("a", "Name", "beside", "right", "tag"), PlainRow("b", "Name")])
    image = grabbed(shown)
    first, second = (shown.visualRect(shown.rows.index(at)) for at in (0, 1))
    left = QRect(0, 0, theme.px(30), first.height())
    assert len(colours_of(image.copy(left.translated(first.topLeft())))) > 3
    right = QRect(first.width() - theme.px(60), 0, theme.px(50), first.height())
    assert len(colours_of(image.copy(right.translated(first.topLeft())))) > 3
    assert len(colours_of(image.copy(right.translated(second.topLeft())))) == 1


def test_a_list_of_thousands_is_laid_out_at_once(shown: PlainList, theme: Theme) -> None:
    rows = [PlainRow(f"id-{at}", f"Name {at}", "beside") for at in range(20_000)]
    shown.set_rows(rows)
    # Asking each row for its height would ask the delegate twenty thousand times.
    asked: list[int] = []

    class Counting(PlainDelegate):
        def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
            asked.append(index.row())
            return super().sizeHint(option, index)

    shown.setItemDelegate(Counting(theme, shown))
    shown.set_rows(rows[1:])
    shown.grab()
    assert 0 < len(asked) < 100
