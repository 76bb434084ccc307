from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.ui.charts.chart import ChartOrTable
from isp_journal.ui.charts.steps import Steps, in_steps
from isp_journal.ui.theme import Theme

MONTHS = {(2026, 9): 3, (2026, 11): 7}
STEPS = in_steps(MONTHS, (2026, 8), (2026, 11), 12)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Iterator[ChartOrTable]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QLineEdit())
    chart = ChartOrTable(theme, "Passages per month")
    column.addWidget(chart)
    chart.set_steps(STEPS)
    window.resize(400, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield chart


def test_keys_walk_the_bars_and_each_is_read_out(shown: ChartOrTable) -> None:
    chart = shown.chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.accessibleName() == "Passages per month: November 2026, 7 passages"
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleName() == "Passages per month: October 2026, no passages"
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.current == 0
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == 3


def test_a_chart_that_is_left_is_named_as_a_whole_again(shown: ChartOrTable) -> None:
    shown.chart.setFocus(Qt.FocusReason.TabFocusReason)
    shown.window().findChildren(QLineEdit)[0].setFocus()
    assert shown.chart.current == -1
    assert shown.chart.accessibleName() == "Passages per month"
    assert "10 in all" in shown.chart.accessibleDescription()


def test_a_bar_is_found_by_the_mouse(shown: ChartOrTable) -> None:
    chart = shown.chart
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() // 8 * 3, 30))
    assert chart.current == 1


def test_the_table_has_the_numbers_of_the_bars_and_their_names(shown: ChartOrTable) -> None:
    shown.show_table(True)
    assert shown.as_table
    table = shown.table
    model = table.model()
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    numbers = [model.index(0, column).data() for column in range(4)]
    spoken = model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert (heads, numbers) == (["Aug 26", "Sep", "Oct", "Nov"], ["0", "3", "0", "7"])
    assert spoken == "November 2026, 7 passages"
    shown.set_steps(Steps("month", STEPS.steps[1:]))
    assert table.columnCount() == 3
    shown.show_table(False)
    assert not shown.as_table


def test_keys_on_a_chart_without_bars_do_nothing(qtbot: QtBot, theme: Theme) -> None:
    chart = ChartOrTable(theme, "Passages per month")
    qtbot.addWidget(chart)
    chart.show()
    QTest.keyClick(chart.chart, Qt.Key.Key_Right)
    assert chart.chart.current == -1
