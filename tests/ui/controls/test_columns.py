import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from isp_journal.ui.controls.columns import Columns
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import Widths, widths_for
from tests.ui.dummies import add


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def columns_in(window: QWidget, theme: Theme) -> Columns:
    page = line_field("Page")
    made = Columns(theme, "journal", page, list_=QLineEdit(), side=QLineEdit())
    add(window, made)
    return made


def widths(width: int) -> Widths:
    return widths_for(width, 900, 1.0)


def test_with_room_for_all_list_page_and_side_stand_side_by_side(theme: Theme, window: QWidget) -> None:
    window.resize(1232, 800)
    columns = columns_in(window, theme)
    columns.set_widths(widths(1440))
    columns.show_list()
    assert columns.areas() == [columns.list, columns.page, columns.side]
    assert columns.list is not None and abs(columns.list.width() - 324) <= 1


def test_with_little_room_the_side_panel_opens_over_the_page(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    window.resize(1100, 700)
    columns = columns_in(window, theme)
    columns.set_widths(widths(1100))
    assert columns.areas() == [columns.list, columns.page]
    columns.toggle_side()
    assert columns.side in columns.areas()
    page_right = columns.page.mapTo(columns, columns.page.rect().topRight()).x()
    assert columns.side is not None and columns.side.mapTo(columns, columns.side.rect().topLeft()).x() < page_right
    QTest.keyClick(columns, Qt.Key.Key_Escape)
    assert columns.areas() == [columns.list, columns.page]


def test_with_very_little_room_list_and_page_take_turns(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    columns = columns_in(window, theme)
    columns.set_widths(widths(900))
    assert columns.areas() == [columns.list]
    columns.show_page()
    assert columns.areas() == [columns.page]
    with qtbot.waitSignal(columns.returned):
        QTest.keyClick(columns, Qt.Key.Key_Escape)
    assert columns.areas() == [columns.list]


def test_a_splitter_keeps_its_place_and_a_double_click_resets_it(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    window.resize(1300, 800)
    columns = columns_in(window, theme)
    columns.restore([400, 320])
    assert columns.list is not None and abs(columns.list.width() - 400) <= 1
    handle = columns.splitter.handle(1)
    with qtbot.waitSignal(columns.moved) as moved:
        QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert moved.args == ["journal", []]
    assert abs(columns.list.width() - 324) <= 1
