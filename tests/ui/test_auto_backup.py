from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from isp_journal.errors import BackupFailed, Cancelled, KnownError
from isp_journal.model import Backup, BackupHealth
from isp_journal.ui.auto_backup import TRIED, AutoBackup
from isp_journal.ui.main_window import MainWindow
from tests.ui.dummies import SmallJournal, noting, window_on

FULL = BackupFailed(Path("/j/backups"), "The disk is full.")
GONE = BackupFailed(Path("/media/stick"), "The folder is not there.")
WELL = BackupHealth(None, 0, "", None, "", False, False)


class Shelf:
    """Stands for the backups of a journal: fails, has trouble, or tries one, as it is told."""

    def __init__(self) -> None:
        self.looks = 0
        self.cleaned = 0
        self.error: KnownError | None = None
        self.told = WELL
        self.next_drill = ""

    def clean(self) -> int:
        self.cleaned += 1
        return 0

    def health(self) -> BackupHealth:
        return self.told

    def make_if_due(self, _told: object) -> Backup | None:
        self.looks += 1
        if self.next_drill:
            self.told = replace(self.told, last_drill=self.next_drill)
        if self.error is not None:
            raise self.error
        return None


class JournalWithBackups(SmallJournal):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.backups = shelf


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, shelf: Shelf) -> Iterator[MainWindow]:
    made = window_on(tmp_path, JournalWithBackups(shelf))
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def backups(window: MainWindow) -> AutoBackup:
    return AutoBackup(window, window.workers, window)


def look(qtbot: QtBot, backups: AutoBackup) -> None:
    backups.look()
    qtbot.waitUntil(lambda: backups._task is not None and backups._task.is_done)


def test_a_minute_is_the_longest_that_trouble_stays_unsaid(
    qtbot: QtBot, window: MainWindow, backups: AutoBackup, shelf: Shelf
) -> None:
    backups.begin()
    assert backups._timer.isActive() and backups._timer.interval() <= 60_000
    qtbot.waitUntil(lambda: shelf.cleaned == 1)
    shelf.error = FULL
    backups._timer.timeout.emit()
    qtbot.waitUntil(lambda: window.messages.text() == str(FULL))
    backups.end()
    assert not backups._timer.isActive()


def test_trouble_is_said_once_with_the_way_to_the_backups(
    qtbot: QtBot, window: MainWindow, backups: AutoBackup, shelf: Shelf
) -> None:
    asked: list[str] = []
    noting(window, "settings").show_backups = lambda: asked.append("backups")  # type: ignore[attr-defined]  # noting pages have no parts
    shelf.error = FULL
    look(qtbot, backups)
    assert window.messages.bar.button.text() == "Look at backups"
    window.messages.bar.button.click()
    assert window.current == "settings" and asked == ["backups"]
    look(qtbot, backups)
    assert window.messages.text() == ""


def test_trouble_with_the_second_place_alone_is_said_too_and_goes_when_it_is_over(
    qtbot: QtBot, window: MainWindow, backups: AutoBackup, shelf: Shelf
) -> None:
    shelf.told = replace(WELL, problem=GONE)
    look(qtbot, backups)
    assert window.messages.text() == str(GONE)
    shelf.told = WELL
    look(qtbot, backups)
    assert window.messages.text() == ""
    shelf.told = replace(WELL, problem=GONE)
    look(qtbot, backups)
    assert window.messages.text() == str(GONE)


def test_other_words_are_left_alone_when_trouble_is_over(
    qtbot: QtBot, window: MainWindow, backups: AutoBackup, shelf: Shelf
) -> None:
    shelf.error = FULL
    look(qtbot, backups)
    window.messages.show_error(GONE)
    shelf.error = None
    look(qtbot, backups)
    assert window.messages.text() == str(GONE)


def test_a_backup_that_was_tried_is_said_to_have_been(
    qtbot: QtBot, window: MainWindow, backups: AutoBackup, shelf: Shelf
) -> None:
    shelf.next_drill = "2026-11-24T08:00:00.000Z"
    look(qtbot, backups)
    assert window.messages.text() == TRIED
    window.messages.dismiss()
    look(qtbot, backups)
    assert window.messages.text() == ""


def test_a_look_that_was_stopped_is_no_trouble(
    qtbot: QtBot, window: MainWindow, backups: AutoBackup, shelf: Shelf
) -> None:
    shelf.error = Cancelled()
    look(qtbot, backups)
    assert window.messages.text() == ""
    assert shelf.looks == 1
