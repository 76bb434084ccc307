import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull
from isp_journal.journal.opening import create_journal
from isp_journal.storage.lock import HOLDER
from isp_journal.ui.pages.unlock import UnlockPage
from tests.ui.desks import Sitting, seen, settle
from tests.ui.locked import PASSPHRASE, FullDisk, in_entry, made_once, newest, page_of, unlocked, unlocks


@pytest.fixture
def sitting(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(qapp, qtbot, tmp_path)
    yield made
    made.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once(), tmp_path / "of Quarrystone"))


def test_work_on_a_closed_journal_is_done_and_the_journal_opens_again(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    entry = newest(window)
    in_entry(sitting, entry)
    seen_by_work: list[bool] = []

    def work(where: Path) -> str:
        seen_by_work.append((where / HOLDER).exists())
        return "Done with it."

    sitting.opened(lambda: window.rekeying_wanted.emit(work, PASSPHRASE))
    assert seen_by_work == [False]
    assert window.messages.text() == "Done with it."
    qtbot.waitUntil(lambda: page_of(window).draft.id == entry)


def failing(_where: Path) -> object:
    raise DiskFull


def test_work_on_a_closed_journal_that_fails_is_told_where_the_passphrase_is_asked(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    window.rekeying_wanted.emit(failing, PASSPHRASE)
    page = sitting.sees(UnlockPage)
    qtbot.waitUntil(lambda: page.problem.text() == str(DiskFull()))
    assert unlocks(sitting, page).current == "write"


def test_work_that_fails_on_a_journal_without_a_passphrase_is_told_in_it(sitting: Sitting, tmp_path: Path) -> None:
    create_journal(tmp_path / "open", author="Jonas Aldren")
    window = sitting.starts(tmp_path / "open")
    sitting.opened(lambda: window.rekeying_wanted.emit(failing, None))
    assert str(DiskFull()) in window.messages.text()


def test_work_is_not_begun_while_something_is_not_saved(
    sitting: Sitting, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unlocked(sitting, folder)
    disk = FullDisk(monkeypatch)
    QTest.keyClicks(page_of(window).editor, "Not on the disk.")
    done: list[Path] = []
    window.rekeying_wanted.emit(done.append, PASSPHRASE)
    assert done == [] and page_of(window).editor.text() == "Not on the disk."
    assert str(DiskFull()) in window.messages.text()
    disk.full = False


def gated(gate: threading.Event) -> Callable[[Path], object]:
    return lambda _where: gate.wait(10)


def test_a_lock_that_comes_while_the_journal_is_worked_on_is_kept_afterwards(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    gate = threading.Event()
    window.rekeying_wanted.emit(gated(gate), PASSPHRASE)
    window.lock()
    gate.set()
    sitting.sees(UnlockPage)
    settle(window)
    assert seen(window, UnlockPage) and not window.pages


def test_a_window_that_is_closed_meanwhile_closes_when_the_work_is_done(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    gate = threading.Event()
    window.rekeying_wanted.emit(gated(gate), PASSPHRASE)
    assert not window.close() and window.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
