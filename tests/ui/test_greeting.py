from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import KeyFileRepaired, OlderCopy
from isp_journal.ui.band import Band
from isp_journal.ui.greeting import after_a_stop, greet
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.workers import JournalOpened
from tests.ui.desks import seen
from tests.ui.dummies import dressed, window_on


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with dressed(qapp) as theme:
        made = window_on(tmp_path, theme=theme)
        qtbot.addWidget(made)
        made.show()
        yield made
        made.workers.close()


def test_a_journal_of_ones_own_that_was_closed_is_opened_without_a_word(window: MainWindow) -> None:
    greet(window, JournalOpened(False, None), lambda: None)
    assert seen(window, Band) == []
    assert window.messages.text() == ""


def test_the_sample_wears_a_band_that_leads_to_a_journal_of_ones_own(window: MainWindow, qtbot: QtBot) -> None:
    wanted: list[bool] = []
    greet(window, JournalOpened(True, None), lambda: wanted.append(True))
    qtbot.waitUntil(lambda: len(seen(window, Band)) == 1)
    (band,) = seen(window, Band)
    band.button.click()
    assert wanted == [True]
    window.go("journal")
    assert seen(window, Band) == [band]


def test_after_a_sudden_stop_one_line_says_what_is_here(window: MainWindow) -> None:
    now = datetime.now(UTC)
    greet(window, JournalOpened(False, now.isoformat()), lambda: None)
    assert window.messages.text() == after_a_stop(now.isoformat())
    assert window.messages.bar.button.text() == "Fine"


def test_the_time_of_another_day_comes_with_its_day() -> None:
    today = datetime.now(UTC).replace(hour=12, minute=5, second=9, microsecond=0)
    words = "The app stopped while this journal was open. Everything up to"
    assert after_a_stop(today.isoformat()) == f"{words} 12:05:09 is here."
    before = today - timedelta(days=3)
    told = f"{before:%a} {before.day} {before:%b}"
    assert after_a_stop(before.isoformat()) == f"{words} {told}, 12:05:09 is here."


def test_notices_found_at_opening_are_told_after_it_each_in_its_line(window: MainWindow) -> None:
    found = (KeyFileRepaired("its copy"), OlderCopy("2026-11-24", "2026-11-20"))
    greet(window, JournalOpened(False, None, found), lambda: None)
    assert window.messages.text() == f"{found[0]}\n{found[1]}"
