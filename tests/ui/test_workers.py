import gc
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull, JournalMissing, KeyFileRepaired, KnownError
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import Opening as RealOpening
from isp_journal.journal.opening import begin, create_journal
from isp_journal.model import EntryLine, Filter
from isp_journal.paths import log_file
from isp_journal.ui.bugs import Bug, NeverOpened
from isp_journal.ui.workers import JournalOpened, Workers
from tests.ui.dummies import SmallJournal, opener_of, small


@pytest.fixture
def journal() -> SmallJournal:
    return SmallJournal()


@pytest.fixture
def workers(journal: SmallJournal, tmp_path: Path, qapp: QCoreApplication) -> Iterator[Workers]:
    made = Workers(opener_of(journal))
    made.open(tmp_path, False)
    yield made
    made.close()


def raising(error: Exception) -> Callable[[Journal], str]:
    def work(_journal: Journal) -> str:
        raise error

    return work


def held_by(gate: threading.Event) -> Callable[[Journal], object]:
    return lambda _journal: gate.wait(10)


def noted(line: str) -> Callable[[Journal], str]:
    return lambda journal: small(journal).note(line)


def nobody(_value: object) -> None:
    """Take an answer that no one waits for."""


def on_gui_thread() -> bool:
    app = QCoreApplication.instance()
    return app is not None and QThread.currentThread() is app.thread()


def test_reads_and_changes_run_on_threads_of_their_own_and_answer_on_the_windows(
    workers: Workers, journal: SmallJournal, qtbot: QtBot
) -> None:
    answers: list[tuple[str, bool]] = []
    workers.read(lambda j: small(j).note("read"), lambda value: answers.append((value, on_gui_thread())))
    workers.change(lambda j: small(j).note("change"), lambda value: answers.append((value, on_gui_thread())))
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert sorted(answers) == [("change", True), ("read", True)]
    assert journal.threads == {"journal-reader", "journal-writer"}


def test_what_is_asked_for_before_the_journal_is_open_waits_for_it(journal: SmallJournal, qtbot: QtBot) -> None:
    workers = Workers(opener_of(journal))
    answers: list[str] = []
    workers.change(lambda j: small(j).note("typed early"), answers.append)
    workers.read(lambda j: "read early", answers.append)
    with qtbot.waitSignal(workers.opened) as opened:
        workers.open(Path("anywhere"), False)
    assert opened.args == [JournalOpened(False, None)]
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert journal.lines == ["typed early"]
    assert workers.close() == ()


def test_changes_are_done_in_the_order_in_which_they_were_asked_for(
    workers: Workers, journal: SmallJournal, qtbot: QtBot
) -> None:
    answers: list[str] = []
    for number in range(200):
        workers.change(noted(str(number)), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 200)
    assert journal.lines == answers == [str(number) for number in range(200)]


def test_a_newer_read_with_the_same_key_makes_the_older_ones_answers_void(workers: Workers, qtbot: QtBot) -> None:
    gate = threading.Event()
    answers: list[str] = []
    workers.read(lambda j: (gate.wait(10), "first")[1], answers.append, key="search")
    for word in ("s", "se", "sea"):
        workers.read(noted(word), answers.append, key="search")
    workers.read(lambda j: "other", answers.append, key="names")
    gate.set()
    qtbot.waitUntil(lambda: not workers.is_busy)
    assert answers == ["sea", "other"]


def test_an_answer_is_dropped_when_whoever_asked_is_gone(workers: Workers, qtbot: QtBot) -> None:
    gate = threading.Event()
    answers: list[object] = []
    asking = QObject()
    workers.read(held_by(gate), answers.append, owner=asking)
    workers.change(lambda j: small(j).note("kept"), answers.append, owner=asking)
    asking.deleteLater()
    QCoreApplication.sendPostedEvents(asking, 52)
    del asking
    gc.collect()
    gate.set()
    qtbot.waitUntil(lambda: not workers.is_busy)
    assert answers == []


def test_a_change_of_somebody_who_is_gone_is_done_all_the_same_and_its_failure_told(
    workers: Workers, journal: SmallJournal, qtbot: QtBot
) -> None:
    unheard: list[KnownError] = []
    asking = QObject()
    gate = threading.Event()
    workers.change(held_by(gate))
    workers.change(lambda j: small(j).note("written"), owner=asking)
    workers.change(raising(DiskFull()), failed=unheard.append, owner=asking)
    del asking
    gc.collect()
    with qtbot.waitSignal(workers.failed) as told:
        gate.set()
    assert isinstance(told.args[0], DiskFull)
    assert journal.lines == ["written"]
    assert unheard == []


def test_a_known_failure_goes_to_whoever_takes_it_and_else_to_all(workers: Workers, qtbot: QtBot) -> None:
    taken: list[KnownError] = []
    told: list[KnownError] = []
    changes: list[str] = []
    workers.failed.connect(told.append)
    workers.changed.connect(lambda: changes.append("changed"))
    workers.change(raising(DiskFull()), failed=taken.append)
    workers.read(raising(DiskFull()), nobody)
    qtbot.waitUntil(lambda: bool(taken and told))
    assert [type(one) for one in (*taken, *told)] == [DiskFull, DiskFull]
    assert changes == []


def test_a_bug_is_told_without_its_words_and_the_work_goes_on(
    workers: Workers, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    taken: list[KnownError] = []
    answers: list[str] = []
    with qtbot.waitSignal(workers.failed) as told:
        workers.change(raising(ValueError("what Dana said")), failed=taken.append)
        workers.change(lambda j: "after", answers.append)
    qtbot.waitUntil(lambda: answers == ["after"])
    assert [type(one) for one in (*taken, told.args[0])] == [Bug, Bug]
    log = log_file().read_text()
    assert "Dana" not in log + capfd.readouterr().err + str(told.args[0])
    assert "ValueError" in log and "test_workers.py" in log


def test_closing_finishes_every_change_that_waits(
    journal: SmallJournal, tmp_path: Path, qapp: QCoreApplication
) -> None:
    workers = Workers(opener_of(journal))
    gate = threading.Event()
    answers: list[str] = []
    workers.open(tmp_path, False)
    workers.change(held_by(gate))
    for number in range(50):
        workers.change(noted(str(number)), answers.append)
    threading.Timer(0.05, gate.set).start()
    assert workers.close() == ()
    assert journal.lines == answers == [str(number) for number in range(50)]
    assert journal.closed
    assert not [one for one in threading.enumerate() if one.name.startswith("journal-") and one.is_alive()]


def test_closing_says_what_could_not_be_kept(journal: SmallJournal, tmp_path: Path, qapp: QCoreApplication) -> None:
    workers = Workers(opener_of(journal))
    workers.open(tmp_path, False)
    workers.change(raising(DiskFull()))
    assert [type(one) for one in workers.close()] == [DiskFull]
    assert workers.close() == ()
    with pytest.raises(RuntimeError, match="closed"):
        workers.change(lambda j: None)


def test_waiting_ends_when_all_is_written_and_says_what_was_not(workers: Workers, journal: SmallJournal) -> None:
    workers.change(lambda j: small(j).note("one"))
    workers.change(raising(DiskFull()))
    workers.change(lambda j: small(j).note("two"))
    assert [type(one) for one in workers.wait()] == [DiskFull]
    assert journal.lines == ["one", "two"]
    assert workers.wait() == ()


def test_a_journal_that_does_not_open_leaves_the_work_for_the_next_one(
    journal: SmallJournal, tmp_path: Path, qtbot: QtBot
) -> None:
    def opener(folder: Path) -> Journal:
        if folder.name == "gone":
            raise JournalMissing(folder)
        return cast("Journal", journal)

    workers = Workers(opener)
    workers.change(lambda j: small(j).note("typed"))
    with qtbot.waitSignal(workers.opening_failed) as told:
        workers.open(tmp_path / "gone", True)
    assert isinstance(told.args[0], JournalMissing)
    assert journal.lines == []
    with qtbot.waitSignal(workers.opened):
        workers.open(tmp_path / "there", True)
    assert workers.close() == ()
    assert journal.lines == ["typed"]


def test_closing_without_any_journal_says_that_the_text_was_not_kept(qapp: QCoreApplication) -> None:
    workers = Workers(raising_opener)
    workers.open(Path("gone"), False)
    workers.change(lambda j: None)
    assert [type(one) for one in workers.close()] == [NeverOpened]


def raising_opener(folder: Path) -> Journal:
    raise JournalMissing(folder)


def test_a_newer_change_with_the_same_key_takes_the_place_of_one_that_waits(
    workers: Workers, journal: SmallJournal
) -> None:
    gate = threading.Event()
    workers.change(held_by(gate))
    workers.change(lambda j: small(j).note("half a sentence"), key="entry-1")
    workers.change(lambda j: small(j).note("a tag"))
    workers.change(lambda j: small(j).note("the whole sentence"), key="entry-1")
    gate.set()
    workers.wait()
    assert journal.lines == ["a tag", "the whole sentence"]


def test_busy_is_said_once_when_work_begins_and_once_when_it_ends(workers: Workers, qtbot: QtBot) -> None:
    said: list[bool] = []
    gate = threading.Event()
    workers.busy.connect(said.append)
    workers.change(held_by(gate))
    workers.change(lambda j: None)
    assert said == [True]
    gate.set()
    qtbot.waitUntil(lambda: said == [True, False])


def test_a_change_can_be_taken_back_and_done_again(workers: Workers, journal: SmallJournal, qtbot: QtBot) -> None:
    said: list[str] = []
    workers.undoable.connect(lambda text, _undo: said.append(text))
    workers.change(
        lambda j: small(j).note("to the trash"),
        undo=lambda j: small(j).note("back from the trash"),
        said="Moved to the trash",
    )
    qtbot.waitUntil(lambda: said == ["Moved to the trash"])
    assert workers.undo_stack.canUndo()
    with qtbot.waitSignal(workers.changed):
        workers.undo_stack.undo()
    with qtbot.waitSignal(workers.changed):
        workers.undo_stack.redo()
    assert journal.lines == ["to the trash", "back from the trash", "to the trash"]


def test_a_step_that_could_not_be_taken_back_can_be_tried_again(
    workers: Workers, journal: SmallJournal, qtbot: QtBot
) -> None:
    fails = [True]

    def undo(j: Journal) -> str:
        if fails:
            raise DiskFull
        return small(j).note("undone")

    workers.change(lambda j: small(j).note("done"), undo=undo)
    qtbot.waitUntil(workers.undo_stack.canUndo)
    with qtbot.waitSignal(workers.failed):
        workers.undo_stack.undo()
    assert workers.undo_stack.canUndo()
    fails.clear()
    with qtbot.waitSignal(workers.changed):
        workers.undo_stack.undo()
    assert journal.lines == ["done", "undone"]


def test_a_window_that_reads_without_end_is_a_bug_and_is_said(workers: Workers) -> None:
    gate = threading.Event()
    workers.read(held_by(gate), nobody)
    with pytest.raises(RuntimeError, match="key"):
        for _ in range(1000):
            workers.read(lambda j: None, nobody)
    gate.set()


def test_an_idle_journal_rests_once_after_it_was_changed(
    journal: SmallJournal, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isp_journal.ui.workers.REST_AFTER", 0.01)
    workers = Workers(opener_of(journal))
    workers.open(tmp_path, False)
    workers.change(lambda j: small(j).note("text"))
    qtbot.waitUntil(lambda: journal.rested == 1)
    workers.close()
    assert journal.rested == 1


def test_over_a_real_journal_the_newest_rows_come_before_the_whole(tmp_path: Path, qtbot: QtBot) -> None:
    create_journal(tmp_path / "journal", author="Jonas Aldren")
    workers = Workers(window_opening)
    heard: list[str] = []
    shown: list[list[EntryLine]] = []
    workers.rows.connect(lambda _lines: heard.append("rows"))
    workers.opened.connect(lambda _facts: heard.append("opened"))
    workers.change(lambda j: j.entries.save(j.entries.new(date(2026, 11, 24))))
    workers.open(tmp_path / "journal", True)
    workers.read(lambda j: j.entries.page(Filter()), shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert heard == ["rows", "opened"]
    assert workers.close() == ()


def window_opening(folder: Path) -> RealOpening:
    return begin(folder, writing=True, window=True)


def test_shutting_forgets_the_journal_and_lets_another_be_opened(
    journal: SmallJournal, tmp_path: Path, qtbot: QtBot
) -> None:
    second = SmallJournal()
    workers = Workers(opener_of(journal))
    workers.open(tmp_path, False)
    workers.change(noted("first"), undo=noted("undone"), said="Done")
    workers.wait()
    assert workers.undo_stack.canUndo()
    assert workers.shut() == ()
    assert journal.closed and not workers.undo_stack.canUndo() and journal.lines == ["first"]
    workers.change(noted("while it was closed"))
    answers: list[str] = []
    workers.read(lambda j: "read", answers.append)
    with qtbot.waitSignal(workers.opened):
        workers.open(tmp_path, False, opener=opener_of(second))
    qtbot.waitUntil(lambda: answers == ["read"])
    assert second.lines == ["while it was closed"]
    assert workers.close() == ()
    assert journal.lines == ["first"]


def test_shutting_says_what_could_not_be_kept(journal: SmallJournal, tmp_path: Path, qapp: QCoreApplication) -> None:
    workers = Workers(opener_of(journal))
    workers.open(tmp_path, False)
    workers.change(raising(DiskFull()))
    assert [type(one) for one in workers.shut()] == [DiskFull]
    assert workers.shut() == () and workers.close() == ()


def test_the_notices_found_at_opening_and_whether_there_is_a_passphrase_are_told(
    journal: SmallJournal, tmp_path: Path, qtbot: QtBot
) -> None:
    journal.told = (KeyFileRepaired("its copy"),)
    journal.keys.are_needed = True
    workers = Workers(opener_of(journal))
    with qtbot.waitSignal(workers.opened) as opened:
        workers.open(tmp_path, False)
    assert opened.args == [JournalOpened(False, None, journal.told, True)]
    workers.close()
