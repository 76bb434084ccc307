import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from isp_journal.errors import Cancelled, DiskFull, KnownError
from isp_journal.journal.journal import Journal
from isp_journal.ui.beside import Steady, Task
from isp_journal.ui.workers import Workers
from tests.ui.dummies import SmallJournal, opener_of, small
from tests.ui.test_workers import nobody, on_gui_thread


@pytest.fixture
def journal() -> SmallJournal:
    return SmallJournal()


@pytest.fixture
def workers(journal: SmallJournal, tmp_path: Path, qapp: QCoreApplication) -> Iterator[Workers]:
    made = Workers(opener_of(journal))
    made.open(tmp_path, False)
    yield made
    made.close()


def counting(gate: threading.Event, told: list[bool]) -> Callable[[Journal, Steady], str]:
    """Long work in three steps, which waits once at the gate."""

    def work(journal: Journal, steady: Steady) -> str:
        small(journal).note("begun")
        for done in range(3):
            told.append(steady.tell(done, 3, "reading"))
            if not told[-1]:
                raise Cancelled()
            if done == 0:
                gate.wait(10)
        return "all of it"

    return work


def test_long_work_goes_on_beside_reads_and_changes_and_says_how_far_it_is(
    workers: Workers, journal: SmallJournal, qtbot: QtBot
) -> None:
    gate = threading.Event()
    told: list[bool] = []
    answers: list[str] = []
    heard: list[tuple[int, int, str, bool]] = []
    task = workers.beside(
        counting(gate, told), answers.append, told=lambda *so_far: heard.append((*so_far, on_gui_thread()))
    )
    qtbot.waitUntil(lambda: heard == [(0, 3, "reading", True)])
    workers.read(lambda j: "read meanwhile", answers.append)
    workers.change(lambda j: "changed meanwhile", answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert not task.is_done and not workers.is_busy
    gate.set()
    qtbot.waitUntil(lambda: task.is_done)
    assert answers[2:] == ["all of it"] and told == [True, True, True]
    assert journal.threads == {"journal-beside"}


def test_only_the_newest_word_of_how_far_it_is_is_passed_on(qapp: QCoreApplication) -> None:
    posted: list[Callable[[], None]] = []
    heard: list[tuple[int, int, str]] = []
    steady = Steady(Task(), posted.append, lambda *so_far: heard.append(so_far))
    for done in range(1_000):
        assert steady.tell(done, 1_000, "reading")
    assert len(posted) == 1
    posted.pop()()
    assert heard == [(999, 1_000, "reading")]
    assert steady.tell(1_000, 1_000) and len(posted) == 1


def test_long_work_can_be_stopped_and_says_so(workers: Workers, qtbot: QtBot) -> None:
    gate = threading.Event()
    told: list[bool] = []
    failures: list[KnownError] = []
    task = workers.beside(counting(gate, told), nobody, failed=failures.append)
    qtbot.waitUntil(lambda: told == [True])
    task.stop()
    gate.set()
    qtbot.waitUntil(lambda: task.is_done)
    assert [type(one) for one in failures] == [Cancelled]
    assert told == [True, False]


def test_long_work_that_is_stopped_before_its_turn_is_never_begun(
    workers: Workers, journal: SmallJournal, qtbot: QtBot
) -> None:
    gate = threading.Event()
    failures: list[KnownError] = []
    workers.beside(counting(gate, []), nobody)
    waiting = workers.beside(lambda j, _steady: small(j).note("second"), nobody, failed=failures.append)
    waiting.stop()
    gate.set()
    qtbot.waitUntil(lambda: waiting.is_done)
    assert [type(one) for one in failures] == [Cancelled] and journal.lines == ["begun"]


def test_long_work_that_is_asked_for_early_waits_until_the_journal_is_open(
    journal: SmallJournal, tmp_path: Path, qtbot: QtBot
) -> None:
    workers = Workers(opener_of(journal))
    answers: list[str] = []
    workers.beside(lambda j, _steady: small(j).note("early"), answers.append)
    workers.open(tmp_path, False)
    qtbot.waitUntil(lambda: answers == ["early"])
    workers.close()


def test_nobody_is_told_of_long_work_whose_page_is_gone(workers: Workers, qtbot: QtBot) -> None:
    gate = threading.Event()
    told: list[bool] = []
    heard: list[object] = []
    asking = QObject()
    task = workers.beside(counting(gate, told), heard.append, told=lambda *so_far: heard.append(so_far), owner=asking)
    qtbot.waitUntil(lambda: len(heard) == 1)
    asking.deleteLater()
    QCoreApplication.sendPostedEvents(asking, 52)
    gate.set()
    qtbot.waitUntil(lambda: task.is_done)
    assert len(heard) == 1


def test_a_failure_of_long_work_that_nobody_takes_is_said(workers: Workers, qtbot: QtBot) -> None:
    def work(_journal: Journal, _steady: Steady) -> str:
        raise DiskFull

    with qtbot.waitSignal(workers.failed) as told:
        workers.beside(work, nobody)
    assert isinstance(told.args[0], DiskFull)


def test_closing_stops_long_work_and_waits_until_it_has_ended(
    journal: SmallJournal, tmp_path: Path, qtbot: QtBot
) -> None:
    workers = Workers(opener_of(journal))
    workers.open(tmp_path, False)
    gate = threading.Event()
    told: list[bool] = []
    answers: list[object] = []
    ended: list[bool] = []

    def work(j: Journal, steady: Steady) -> str:
        try:
            return counting(gate, told)(j, steady)
        finally:
            ended.append(journal.closed)

    running = workers.beside(work, answers.append, failed=answers.append)
    waiting = workers.beside(counting(gate, told), answers.append, failed=answers.append)
    qtbot.waitUntil(lambda: told == [True])
    threading.Timer(0.05, gate.set).start()
    assert workers.close() == ()
    # It had ended before the journal was closed, and a closed window is told of nothing.
    assert ended == [False] and journal.closed and answers == []
    assert told == [True, False] and running.is_done and waiting.is_done
    assert workers.beside(counting(gate, told), answers.append).is_done


def test_all_long_work_is_asked_to_stop_and_told_of_when_none_is_left(workers: Workers, qtbot: QtBot) -> None:
    assert workers.stop_long()
    gate = threading.Event()
    told: list[bool] = []
    failures: list[KnownError] = []
    workers.beside(counting(gate, told), nobody, failed=failures.append)
    qtbot.waitUntil(lambda: told == [True])
    assert not workers.stop_long()
    gate.set()
    qtbot.waitUntil(workers.stop_long)
    assert [type(one) for one in failures] == [Cancelled]
