import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from isp_journal.ui.controls.buttons import (
    plain_button,
)
from isp_journal.ui.controls.focus_ring import AROUND, FocusRing
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.theme import Theme
from tests.ui.dummies import activate, add, colours_of, grabbed


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def test_a_popup_takes_the_focus_and_gives_it_back(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    before = plain_button(theme, "Open")
    add(window, before)
    activate(window, qtbot)
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    popup = Popup(theme, window, "Sites")
    field = QLineEdit()
    popup.column.addWidget(field)
    popup.open_at(QRect(10, 10, 200, 100), field)
    assert field.hasFocus()
    with qtbot.waitSignal(popup.closed):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert before.hasFocus()
    assert popup.isHidden()


def test_a_press_beside_a_popup_closes_it_and_one_inside_does_not(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    popup = Popup(theme, window, "Sites")
    field = QLineEdit()
    popup.column.addWidget(field)
    add(window, QWidget())
    popup.open_at(QRect(10, 10, 200, 100), field)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert popup.isVisible()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=window.rect().bottomRight())
    assert not popup.isVisible()


def test_a_popup_closes_when_the_focus_goes_elsewhere(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    popup = Popup(theme, window, "Sites")
    field, outside = QLineEdit(), QLineEdit()
    popup.column.addWidget(field)
    add(window, outside)
    activate(window, qtbot)
    popup.open_at(QRect(10, 10, 200, 100), field)
    outside.setFocus()
    assert not popup.isVisible()
    assert outside.hasFocus()


def test_the_ring_stands_around_the_control_that_has_the_focus_and_moves_with_it(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    ring = FocusRing(theme, window)
    button, field = plain_button(theme, "Press"), QLineEdit()
    add(window, button, field)
    activate(window, qtbot)
    button.setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert ring.geometry() == button.geometry().adjusted(-AROUND, -AROUND, AROUND, AROUND)
    button.move(button.x() + 50, button.y() + 5)
    assert ring.geometry() == button.geometry().adjusted(-AROUND, -AROUND, AROUND, AROUND)
    assert QColor(theme.tokens.focus).name() in colours_of(grabbed(window).copy(ring.geometry()))
    field.setFocus()
    assert not ring.isVisible()
