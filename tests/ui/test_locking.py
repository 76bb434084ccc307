import gc
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import DiskFull
from isp_journal.journal.entries import Entries
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Entry, Filter
from isp_journal.paths import opened_folder
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.lock import HOLDER
from isp_journal.storage.store import Store
from isp_journal.ui.locking import NOT_SAVED, forget_what_is_gone
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.pages.trouble import Trouble
from isp_journal.ui.pages.unlock import OPENING, UnlockPage
from isp_journal.ui.pages.write import WritePage
from tests.conftest import ACCOUNT
from tests.ui.desks import Sitting, seen, settle
from tests.ui.dummies import focused
from tests.ui.lock_words import holders, instances, said
from tests.ui.pages.opened import press
from tests.ui.test_one_window import ASKS, another, answer

PASSPHRASE = Passphrase("a lantern in the quarry")
CODE = RecoveryCode("legal winner thank year wave sausage worth useful legal winner thank yellow")
NAME = "Quillon Ravensby"
LINES = 80


def body(name: str) -> str:
    return "\n\n".join(f"{name} said sentence {at} about the visit." for at in range(LINES))


@pytest.fixture
def sitting(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(qapp, qtbot, tmp_path)
    yield made
    made.end()


def made(folder: Path, name: str) -> Path:
    """Make a journal with a passphrase; entries, a site and people bear a name."""
    create_journal(folder, author=name, protection=Protection(PASSPHRASE, CODE))
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    site = journal.sites.ensure(f"School of {name}")
    person = journal.people.ensure(f"Dr {name}")
    for day in (18, 19, 20):
        fresh = journal.entries.new(date(2026, 11, day))
        words = replace(fresh, title=f"About {name}", body=body(name))
        journal.entries.save(replace(words, site=site.id, people=(person.id,)))
    journal.close()
    return folder


@cache
def made_once() -> Path:
    """A journal that nobody opens."""
    return made(Path(mkdtemp(dir=ACCOUNT)) / "journal", NAME)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once(), tmp_path / "of Quarrystone"))


def stored(folder: Path) -> list[Entry]:
    journal = open_journal(folder, writing=False, secret=PASSPHRASE)
    try:
        return [journal.entries.get(row.id) for row in journal.entries.page(Filter())]
    finally:
        journal.close()


def newest(window: MainWindow) -> str:
    found: list[str] = []
    window.workers.read(lambda journal: [row.id for row in journal.entries.page(Filter(), limit=1)], found.extend)
    settle(window)
    return found[0]


def typed(page: UnlockPage, text: str = PASSPHRASE.text) -> None:
    page.passphrase.setFocus()
    QTest.keyClicks(page.passphrase, text)
    press(Qt.Key.Key_Return, page.passphrase)


def unlocked(sitting: Sitting, folder: Path) -> MainWindow:
    """Start on a journal with a passphrase and type it."""
    sitting.begin().start(folder)
    page = sitting.sees(UnlockPage)
    sitting.in_front()
    return sitting.opened(lambda: typed(page))


def locks(sitting: Sitting, qtbot: QtBot) -> UnlockPage:
    """Lock by the key, and wait until the journal is closed."""
    QTest.keySequence(sitting.window, QKeySequence("Ctrl+L"))
    qtbot.waitUntil(lambda: not sitting.window.pages)
    return sitting.sees(UnlockPage)


def page_of(window: MainWindow) -> WritePage:
    page = window.page("write")
    assert isinstance(page, WritePage)
    return page


def unlocks(sitting: Sitting, page: UnlockPage) -> MainWindow:
    return sitting.opened(lambda: typed(page))


def in_entry(sitting: Sitting, entry: str) -> WritePage:
    sitting.window.go("write", "open_entry", entry)
    settle(sitting.window)
    return page_of(sitting.window)


def test_a_journal_with_a_passphrase_opens_by_it(sitting: Sitting, folder: Path) -> None:
    window = unlocked(sitting, folder)
    assert window.current == "write" and not seen(window, UnlockPage)
    assert window.navigation.lock.isVisible() and window.deeds["lock"].isEnabled()


def test_before_the_passphrase_nothing_tells_whose_journal_it_is(sitting: Sitting, folder: Path) -> None:
    sitting.begin().start(folder)
    sitting.sees(UnlockPage)
    settle(sitting.window)
    assert [words for words in said() for part in (folder.name, *NAME.split()) if part in words] == []
    assert not sitting.window.navigation.isVisible()


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    sitting.begin().start(folder)
    page = sitting.sees(UnlockPage)
    sitting.in_front()
    typed(page, "a lantern in the quarrx")
    qtbot.waitUntil(lambda: bool(page.problem.text()))
    assert page.problem.text() == "That is not the passphrase. Try again."
    assert page.passphrase.selectedText() == "a lantern in the quarrx" and page.passphrase.hasFocus()
    assert unlocks(sitting, page).current == "write"


def test_the_recovery_code_opens_it_too(sitting: Sitting, folder: Path) -> None:
    sitting.begin().start(folder)
    page = sitting.sees(UnlockPage)
    sitting.in_front()
    page.use_code.click()
    QTest.keyClicks(page.code.field, CODE.words)
    window = sitting.opened(lambda: press(Qt.Key.Key_Return, page.code.field))
    assert window.current == "write"


def test_the_page_that_was_asked_for_is_shown_after_the_passphrase(sitting: Sitting, folder: Path) -> None:
    sitting.begin().start(folder, "components")
    page = sitting.sees(UnlockPage)
    sitting.in_front()
    assert unlocks(sitting, page).current == "components"


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
    assert seen(window, UnlockPage) and not window.navigation.isVisible()
    qtbot.waitUntil(lambda: not (folder / HOLDER).exists())
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
    qtbot.waitUntil(lambda: not holders(name))


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


def test_the_walk_back_goes_on_after_unlocking_and_tells_no_titles(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    in_entry(sitting, newest(window))
    window.go("components")
    settle(window)
    page = locks(sitting, qtbot)
    assert all(not place.title for place in window.places.latest(50))
    window = unlocks(sitting, page)
    assert window.current == "components" and window.back() and window.current == "write"
    settle(window)
    assert page_of(window).draft.fields.title == f"About {NAME}"


def test_unlocking_returns_to_the_same_word_at_the_same_height(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    window = unlocked(sitting, folder)
    entry = newest(window)
    page = in_entry(sitting, entry)
    cursor = page.editor.textCursor()
    cursor.setPosition(2_000)
    cursor.setPosition(2_010, cursor.MoveMode.KeepAnchor)
    page.editor.setTextCursor(cursor)
    settle(window)
    scrolled = page.editor.verticalScrollBar().value() + 30
    page.editor.verticalScrollBar().setValue(scrolled)
    window = unlocks(sitting, locks(sitting, qtbot))
    back = page_of(window)
    qtbot.waitUntil(lambda: back.draft.id == entry)
    after = back.editor.textCursor()
    assert (after.anchor(), after.position()) == (2_000, 2_010)
    assert back.editor.verticalScrollBar().value() == scrolled
    qtbot.waitUntil(back.editor.hasFocus)


def test_unlocking_returns_to_the_entry_that_was_read(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    window = unlocked(sitting, folder)
    entry = newest(window)
    window.go("journal", "open_entry", entry)
    settle(window)
    before = window.page("journal")
    assert isinstance(before, JournalPage)
    before.pane.scroll_bar().setValue(300)
    window = unlocks(sitting, locks(sitting, qtbot))
    page = window.page("journal")
    assert isinstance(page, JournalPage)
    qtbot.waitUntil(lambda: page.pane.reading is not None and page.pane.reading.entry.id == entry)
    qtbot.waitUntil(lambda: page.pane.scroll_bar().value() == 300)


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


def stored_beside(window: MainWindow) -> list[Entry]:
    found: list[Entry] = []
    window.workers.read(
        lambda journal: [journal.entries.get(row.id) for row in journal.entries.page(Filter())], found.extend
    )
    settle(window)
    return found


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


class FullDisk:
    """Lets saving fail for as long as it is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = True
        save = Entries.save

        def fails(entries: Entries, entry: Entry) -> Entry:
            if self.full:
                raise DiskFull
            return save(entries, entry)

        monkeypatch.setattr(Entries, "save", fails)


def holds(sitting: Sitting) -> bool:
    locking = sitting.desk._locking
    return locking is not None and locking.holds_unsaved


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


def test_a_window_that_waits_for_the_passphrase_answers_a_second_start_too(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    sitting.begin().start(folder)
    sitting.sees(UnlockPage)
    assert answer(qtbot, another(ASKS, folder)) == "True"


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


def test_a_secret_that_comes_while_the_journal_is_tried_without_is_used_next(sitting: Sitting, folder: Path) -> None:
    sitting.begin().start(folder)
    page = seen(sitting.window, UnlockPage)[0]
    # Before the window is painted for the first time, and so before anything is opened.
    window = sitting.opened(lambda: typed(page))
    assert window.current == "write"


def test_what_is_wrong_with_a_locked_journal_is_told_on_a_page_of_its_own(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    unlocked(sitting, folder)
    page = locks(sitting, qtbot)
    folder.rename(folder.with_name("moved"))
    typed(page)
    trouble = sitting.sees(Trouble)
    assert sitting.window.findChildren(UnlockPage) == []
    folder.with_name("moved").rename(folder)
    trouble.ways["again"].click()
    assert unlocks(sitting, sitting.sees(UnlockPage)).current == "write"


def test_another_journal_can_be_opened_from_the_lock_page(
    sitting: Sitting, folder: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_journal(tmp_path / "second", author="Mira Sandoval")
    begun: list[Path] = []

    def choose(_parent: object, _question: str, where: Path) -> Path:
        begun.append(where)
        return tmp_path / "second"

    monkeypatch.setattr("isp_journal.ui.panels.folder_choice.choose_folder", choose)
    unlocked(sitting, folder)
    page = locks(sitting, qtbot)
    window = sitting.opened(page.another.click)
    assert window.current == "write" and not window.navigation.lock.isVisible()
    # The dialog begins where nothing tells of the locked journal.
    assert folder not in begun[0].parents and begun[0] != folder


def test_the_passphrase_field_waits_while_the_journal_opens(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    sitting.begin().start(folder)
    page = sitting.sees(UnlockPage)
    sitting.in_front()

    def opening() -> None:
        typed(page)
        assert page.open.text() == OPENING and page.passphrase.isReadOnly()

    sitting.opened(opening)


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
