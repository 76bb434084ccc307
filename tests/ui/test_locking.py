import gc
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull, KnownError
from isp_journal.journal.entries import Entries
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.paths import opened_folder
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.lock import HOLDER
from isp_journal.storage.store import Store
from isp_journal.ui.beside import Steady
from isp_journal.ui.locking import NOT_SAVED, forget_what_is_gone
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.pages.unlock import UnlockPage
from tests.ui.desks import Sitting, seen, settle
from tests.ui.dummies import focused
from tests.ui.lock_words import holders, instances, said
from tests.ui.locked import (
    PASSPHRASE,
    FullDisk,
    holds,
    in_entry,
    locks,
    made,
    made_once,
    newest,
    page_of,
    stored,
    stored_beside,
    typed,
    unlocked,
    unlocks,
)
from tests.ui.pages.opened import press
from tests.ui.test_one_window import ASKS, another, answer


@pytest.fixture
def sitting(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(qapp, qtbot, tmp_path)
    yield made
    made.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once(), tmp_path / "of Quarrystone"))


def test_a_journal_without_a_passphrase_cannot_be_locked(sitting: Sitting, tmp_path: Path) -> None:
    create_journal(tmp_path / "open", author="Jonas Aldren")
    window = sitting.starts(tmp_path / "open")
    assert not window.navigation.lock.isVisible() and not window.deeds["lock"].isEnabled()
    window.lock()
    settle(window)
    assert not seen(window, UnlockPage) and window.pages


def test_locking_blanks_at_once_and_closes_the_journal(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    window = unlocked(sitting, folder)
    window.lock()
    # Not a turn of the loop later: what was to be seen is gone when the call returns.
    (page,) = seen(window, UnlockPage)
    assert not window.navigation.isVisible() and page.passphrase.hasFocus()
    qtbot.waitUntil(lambda: not (folder / HOLDER).exists())
    assert page.passphrase.hasFocus()
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    journal.close()


def visits_everything(sitting: Sitting, entry: str, name: str, qtbot: QtBot) -> None:
    """Look at every page, search, edit and open what lies over the pages, as in a morning of work."""
    window = sitting.window
    page = in_entry(sitting, entry)
    QTest.keyClicks(page.editor, f"{name} again. ")
    page.editor.selectAll()
    page.editor.copy()
    window.go("journal", "open_entry", entry)
    settle(window)
    journal_page = window.page("journal")
    assert isinstance(journal_page, JournalPage)
    QTest.keyClicks(journal_page.filters.search, name)
    settle(window)
    journal_page.move_to_trash(entry)
    qtbot.waitUntil(window.workers.undo_stack.canUndo)
    window.workers.undo_stack.undo()
    settle(window)
    for place in ("components", "sites", "settings"):
        window.go(place)
        settle(window)
    window.go("room", "open_about", "isp-3.0/relationships", f"A title of {name}")
    settle(window)
    page = in_entry(sitting, entry)
    for field in ("site", "people"):
        page.ask_field(field)
        settle(window)
    window.open_palette()
    QTest.keyClicks(focused(), name[:7])
    settle(window)
    window.messages.show_notice(f"Something about {name}")
    window.show_saved("Saved 14:32")


def left(name: str) -> list[str]:
    """What the window says that a locked one must not say."""
    return [words for words in said() if any(part in words for part in (*name.split(), "14:32", "undoable"))]


def test_nothing_of_the_journal_stays_in_a_locked_window_or_in_memory(
    sitting: Sitting, tmp_path: Path, qtbot: QtBot
) -> None:
    kinds = (DataKey, Store, Journal, Entries)
    forget_what_is_gone()
    # Of other tests' journals something may be left, and a name of this test's own tells it apart.
    before = {id(one) for one in instances(*kinds)}
    name = f"Quarrystone {token_hex(4)}"
    window = unlocked(sitting, made(tmp_path / "journal", name))
    visits_everything(sitting, newest(window), name, qtbot)
    assert left(name), "the walk finds nothing where something is"
    gc.unfreeze()
    assert [one for one in instances(*kinds) if id(one) not in before] and holders(name)
    locks(sitting, qtbot)
    # Widgets go at the end of a turn of the loop; by then nothing is to be seen of them any more.
    qtbot.waitUntil(lambda: not left(name))
    qtbot.waitUntil(lambda: not [one for one in instances(*kinds) if id(one) not in before])
    # Each look goes through all that Python holds, which takes seconds behind a thousand other tests.
    qtbot.waitUntil(lambda: not holders(name), timeout=60_000)


@pytest.mark.parametrize("ours", [True, False])
def test_the_clipboard_is_emptied_if_what_is_in_it_is_ours(
    sitting: Sitting, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ours: bool
) -> None:
    unlocked(sitting, folder)
    board = QGuiApplication.clipboard()
    board.setText("Said in confidence")
    # The platform without a screen never knows; desktops do.
    monkeypatch.setattr(type(board), "ownsClipboard", lambda _board: ours)
    locks(sitting, qtbot)
    assert board.text() == ("" if ours else "Said in confidence")


def test_what_was_typed_last_is_kept_by_locking_and_undo_is_forgotten(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    QTest.keyClicks(page_of(window).editor, "The last words before I went.")
    window = unlocks(sitting, locks(sitting, qtbot))
    qtbot.waitUntil(lambda: page_of(window).editor.text() == "The last words before I went.")
    assert page_of(window).editor.textCursor().position() == len("The last words before I went.")
    assert not page_of(window).editor.entry.history.can_undo()
    assert "The last words before I went." in [entry.body for entry in stored_beside(window)]


def test_a_change_that_has_begun_is_finished_before_the_journal_closes(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    gate = threading.Event()

    def slow(journal: Journal) -> None:
        gate.wait(10)
        journal.sites.ensure("A site that came late")

    window.workers.change(slow)
    window.lock()
    assert seen(window, UnlockPage)
    threading.Timer(0.1, gate.set).start()
    qtbot.waitUntil(lambda: not window.pages)
    journal = open_journal(folder, writing=False, secret=PASSPHRASE)
    assert "A site that came late" in [site.name for site in journal.sites.all()]
    journal.close()


def test_text_that_cannot_be_saved_is_kept_behind_the_blank_page_and_told_of_after(
    sitting: Sitting, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unlocked(sitting, folder)
    disk = FullDisk(monkeypatch)
    QTest.keyClicks(page_of(window).editor, "Not on the disk.")
    window.lock()
    page = sitting.sees(UnlockPage)
    qtbot.waitUntil(lambda: holds(sitting))
    assert not page.another.isVisible() and page.problem.text() == ""
    typed(page, "not the passphrase at all")
    qtbot.waitUntil(lambda: "not the passphrase" in page.problem.text())
    page.passphrase.clear()
    typed(page)
    qtbot.waitUntil(lambda: not seen(window, UnlockPage))
    assert page_of(window).editor.text() == "Not on the disk."
    assert str(DiskFull()) in window.messages.text()
    disk.full = False
    assert window.save_all() == ()
    assert "Not on the disk." in [entry.body for entry in stored_beside(window)]


def test_long_work_that_cannot_stop_keeps_the_page_awake_and_the_journal_open_behind_it(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    gate = threading.Event()
    stopped: list[bool] = []

    def work(_journal: Journal, steady: Steady) -> None:
        gate.wait(10)
        stopped.append(not steady.tell(1, 2))

    window.workers.beside(work, lambda _none: None, failed=lambda _error: None)
    window.lock()
    page = sitting.sees(UnlockPage)
    qtbot.waitUntil(lambda: not page.another.isVisible())
    QTest.keyClicks(page.passphrase, "the page takes keys")
    assert window.pages and (folder / HOLDER).exists()
    gate.set()
    qtbot.waitUntil(lambda: not window.pages)
    assert stopped == [True] and page.another.isVisible() and not (folder / HOLDER).exists()
    assert page.passphrase.text() == "the page takes keys"


def test_whoever_is_back_before_the_journal_could_be_closed_finds_it_as_it_was(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    gate = threading.Event()
    QTest.keyClicks(page_of(window).editor, "Still here.")
    window.workers.beside(lambda _journal, _steady: gate.wait(10), lambda _there: None)
    window.lock()
    page = sitting.sees(UnlockPage)
    qtbot.waitUntil(lambda: not page.another.isVisible())
    typed(page)
    qtbot.waitUntil(lambda: not seen(window, UnlockPage))
    assert page_of(window).editor.text() == "Still here." and window.messages.text() == ""
    gate.set()
    page = locks(sitting, qtbot)
    assert unlocks(sitting, page).current == "write"


def test_whoever_is_back_while_the_journal_is_saved_finds_it_open(
    sitting: Sitting, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unlocked(sitting, folder)
    gate = threading.Event()
    QTest.keyClicks(page_of(window).editor, "Still here.")
    window.workers.beside(lambda _journal, _steady: gate.wait(10), lambda _there: None)
    window.lock()
    page = sitting.sees(UnlockPage)
    qtbot.waitUntil(lambda: not page.another.isVisible())
    save_all = window.save_all

    def save_slowly() -> tuple[KnownError, ...]:
        gate.set()
        lost = save_all()
        qtbot.waitUntil(lambda: not seen(window, UnlockPage) and window.workers.stop_long())
        return lost

    monkeypatch.setattr(window, "save_all", save_slowly)
    typed(page)
    qtbot.waitUntil(lambda: not seen(window, UnlockPage))
    QTest.keyClicks(page_of(window).editor, " And on.")
    assert save_all() == ()
    assert page_of(window).editor.text() == "Still here. And on." and window.messages.text() == ""


def test_a_passphrase_that_comes_as_the_journal_closes_opens_it_again(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    checked = threading.Event()
    gate = threading.Event()
    window.workers.beside(lambda _journal, _steady: gate.wait(10), lambda _there: None)
    # The reading thread is busy until the journal is closed, so that nobody says whether the passphrase is right.
    window.workers.read(lambda _journal: checked.wait(10), lambda _there: None)
    window.lock()
    page = sitting.sees(UnlockPage)
    qtbot.waitUntil(lambda: not page.another.isVisible())
    typed(page)
    gate.set()
    threading.Timer(0.3, checked.set).start()
    sitting.opened(lambda: None)
    assert not seen(window, UnlockPage) and window.current == "write"


def test_a_disk_that_has_room_again_ends_the_holding(
    sitting: Sitting, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isp_journal.ui.locking.TRY_AGAIN", 50)
    window = unlocked(sitting, folder)
    disk = FullDisk(monkeypatch)
    QTest.keyClicks(page_of(window).editor, "Soon on the disk.")
    window.lock()
    qtbot.waitUntil(lambda: holds(sitting))
    disk.full = False
    qtbot.waitUntil(lambda: not window.pages)
    assert not holds(sitting) and sitting.sees(UnlockPage).another.isVisible()
    assert "Soon on the disk." in [entry.body for entry in stored(folder)]


def test_a_locked_window_with_unsaved_text_stays_and_says_no_word_of_it(
    sitting: Sitting, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = unlocked(sitting, folder)
    disk = FullDisk(monkeypatch)
    QTest.keyClicks(page_of(window).editor, "Not on the disk.")
    window.lock()
    qtbot.waitUntil(lambda: holds(sitting))
    assert not window.close()
    assert sitting.sees(UnlockPage).problem.text() == NOT_SAVED
    disk.full = False
    assert window.close()
    assert "Not on the disk." in [entry.body for entry in stored(folder)]


def test_a_second_start_brings_the_locked_window_forward(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    window = unlocked(sitting, folder)
    page = locks(sitting, qtbot)
    window.showMinimized()
    assert answer(qtbot, another(ASKS, folder)) == "True"
    assert not window.isMinimized() and page.isVisible()


def test_copies_that_other_programs_were_given_are_taken_away(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    unlocked(sitting, folder)
    (opened_folder() / "deadbeef").mkdir(parents=True)
    (opened_folder() / "deadbeef" / "picture.png").write_bytes(b"x")
    locks(sitting, qtbot)
    assert not opened_folder().exists()


def test_a_menu_that_is_open_is_closed_by_locking(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    window = unlocked(sitting, folder)
    window.open_menu()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    window.lock()
    assert QApplication.activePopupWidget() is None
    qtbot.waitUntil(lambda: not window.pages)


def test_keys_of_the_window_lead_nowhere_while_it_is_locked(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    window = unlocked(sitting, folder)
    page = locks(sitting, qtbot)
    for keys in ("Ctrl+1", "Ctrl+2", "Ctrl+K", "Ctrl+N", "F10", "Alt+Left", "Ctrl+L", "Ctrl+O"):
        QTest.keySequence(page.passphrase, QKeySequence(keys))
    press(Qt.Key.Key_Escape, page.passphrase)
    assert seen(window, UnlockPage) and not window.pages
