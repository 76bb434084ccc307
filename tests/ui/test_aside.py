import threading

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull, KnownError
from isp_journal.ui.aside import Aside
from isp_journal.ui.bugs import Bug


def nobody(_value: object) -> None:
    """Take an answer that no one waits for."""


def test_work_is_done_off_the_windows_thread_and_told_on_it(qtbot: QtBot) -> None:
    owner = QObject()
    aside = Aside(owner)
    told: list[tuple[str, bool]] = []

    def then(name: str) -> None:
        app = QCoreApplication.instance()
        told.append((name, app is not None and QThread.currentThread() is app.thread()))

    aside.run(lambda: threading.current_thread().name, then, nobody)
    assert aside.busy
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("aside", True)]
    assert not aside.busy


def test_a_known_failure_is_told_as_it_is(qtbot: QtBot) -> None:
    owner = QObject()
    aside = Aside(owner)
    failures: list[KnownError] = []

    def work() -> None:
        raise DiskFull()

    aside.run(work, nobody, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], DiskFull)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_is_told_without_its_words_and_goes_on_to_the_hook(qtbot: QtBot) -> None:
    owner = QObject()
    aside = Aside(owner)
    failures: list[KnownError] = []

    def work() -> None:
        raise ValueError("Dana said no")

    aside.run(work, nobody, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], Bug)
    assert "Dana" not in str(failures[0])


def test_one_piece_of_work_is_done_at_a_time_and_none_is_told_to_who_is_gone(qtbot: QtBot) -> None:
    owner = QObject()
    aside = Aside(owner)
    gate = threading.Event()
    told: list[object] = []
    aside.run(lambda: gate.wait(10), told.append, nobody)
    aside.run(lambda: told.append("second"), told.append, nobody)
    owner.deleteLater()
    owner.destroyed.connect(lambda: gate.set())
    qtbot.waitUntil(lambda: not aside.busy)
    assert told == []
