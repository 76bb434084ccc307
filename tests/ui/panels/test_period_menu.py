from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.ui.models.periods import Period
from isp_journal.ui.panels.period_menu import DaysPanel, PeriodChip
from isp_journal.ui.theme import Theme

TODAY = date(2026, 11, 24)


@pytest.fixture
def chip(qtbot: QtBot, theme: Theme) -> Iterator[PeriodChip]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    made = PeriodChip(theme, lambda: TODAY)
    column.addWidget(made.button)
    column.addStretch(1)
    window.resize(500, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made


def asked_days(chip: PeriodChip) -> DaysPanel:
    """Open the last choice of the menu by keys."""
    chip.button.setFocus()
    QTest.keyClick(chip.button, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    return chip.button.window().findChildren(DaysPanel)[-1]


def typed(panel: DaysPanel, first: str, last: str) -> Period:
    chosen: list[Period] = []
    panel.chosen.connect(chosen.append)
    panel.first.setText(first)
    panel.last.setText(last)
    QTest.keyClick(panel.last, Qt.Key.Key_Return)
    return chosen[0]


def test_any_two_days_can_be_typed(chip: PeriodChip, qtbot: QtBot) -> None:
    panel = asked_days(chip)
    assert panel.first.hasFocus()
    assert panel.first.text() == "Mon 1 Dec 2025"
    with qtbot.waitSignal(chip.chosen):
        period = typed(panel, "2026-02-03", "5 march")
    assert (period.since, period.until) == (date(2026, 2, 3), date(2026, 3, 5))
    assert chip.button.text() == "3 Feb to 5 Mar"
    assert chip.button.accessibleName() == "Period: 3 Feb to 5 Mar"
    assert chip.button.hasFocus()


def test_an_empty_day_leaves_the_period_open(chip: PeriodChip) -> None:
    until = typed(asked_days(chip), "", "2026-03-05")
    assert (until.since, until.until, until.words) == (None, date(2026, 3, 5), "Up to 5 Mar")
    since = typed(asked_days(chip), "2026-03-05", "")
    assert (since.since, since.until) == (date(2026, 3, 5), TODAY)


def test_what_is_no_day_is_said_with_what_would_be_one(chip: PeriodChip) -> None:
    panel = asked_days(chip)
    panel.last.setText("blue")
    panel.show_button.click()
    assert panel.last.hasFocus()
    assert panel.said.isVisible()
    assert panel.said.text() == "“blue” is no day that is known here. Try 12 May, or 2026-05-12."
