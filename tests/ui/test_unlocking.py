import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.journal.opening import create_journal
from isp_journal.paths import opened_folder
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.pages.settings import SettingsPage
from isp_journal.ui.pages.trouble import Trouble
from isp_journal.ui.pages.unlock import OPENING, UnlockPage
from tests.cli.terminal import command, surroundings
from tests.source import ROOT
from tests.ui.desks import Sitting, seen, settle
from tests.ui.lock_words import said
from tests.ui.locked import CODE, NAME, in_entry, locks, made_once, newest, page_of, typed, unlocked, unlocks
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


def test_a_window_that_waits_for_the_passphrase_answers_a_second_start_too(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    sitting.begin().start(folder)
    sitting.sees(UnlockPage)
    assert answer(qtbot, another(ASKS, folder)) == "True"


def test_a_second_start_of_the_app_ends_and_the_locked_window_comes_up(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    window = unlocked(sitting, folder)
    page = locks(sitting, qtbot)
    window.showMinimized()
    second = subprocess.Popen(
        command("--journal", folder), cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, text=True
    )
    assert answer(qtbot, second) == "" and second.returncode == 0
    assert not window.isMinimized() and page.isVisible()


def test_what_an_earlier_run_gave_to_other_programs_is_taken_away_at_the_start(sitting: Sitting, folder: Path) -> None:
    (opened_folder() / "deadbeef").mkdir(parents=True)
    (opened_folder() / "deadbeef" / "picture.png").write_bytes(b"x")
    unlocked(sitting, folder)
    assert not opened_folder().exists()


def test_a_secret_that_comes_while_the_journal_is_tried_without_is_used_next(sitting: Sitting, folder: Path) -> None:
    sitting.begin().start(folder)
    page = seen(sitting.window, UnlockPage)[0]
    # Before the window is painted for the first time, and so before anything is opened.
    window = sitting.opened(lambda: typed(page))
    assert window.current == "write"


def test_a_passphrase_typed_before_the_first_paint_opens_the_journal_exactly_once(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    desk = sitting.begin()
    painted: list[bool] = []
    desk.window.first_painted.connect(lambda: painted.append(True))
    desk.start(folder)
    page = seen(sitting.window, UnlockPage)[0]
    sitting.opened(lambda: typed(page))
    qtbot.waitUntil(lambda: bool(painted))
    settle(sitting.window)
    assert sitting.moments.count("opened") == 1 and sitting.window.messages.text() == ""


def test_what_other_programs_were_given_is_taken_away_when_the_window_closes(sitting: Sitting, folder: Path) -> None:
    window = unlocked(sitting, folder)
    (opened_folder() / "deadbeef").mkdir(parents=True)
    (opened_folder() / "deadbeef" / "picture.png").write_bytes(b"x")
    window.close()
    assert not opened_folder().exists()


def test_unlocking_returns_to_the_part_of_the_settings(sitting: Sitting, folder: Path, qtbot: QtBot) -> None:
    window = unlocked(sitting, folder)
    window.deeds["open_trash"].trigger()
    window.deeds["backups"].trigger()
    settle(window)
    unlocks(sitting, locks(sitting, qtbot))
    page = window.page("settings")
    assert isinstance(page, SettingsPage) and window.current == "settings"
    qtbot.waitUntil(lambda: page.where().part == "Backups")
    assert page.title_here() == "Settings: Backups"
    assert page.parts["Backups"].visibleRegion().boundingRect().top() == 0


def test_what_is_wrong_with_a_locked_journal_is_told_on_a_page_of_its_own(
    sitting: Sitting, folder: Path, qtbot: QtBot
) -> None:
    unlocked(sitting, folder)
    page = locks(sitting, qtbot)
    folder.rename(folder.with_name("moved"))
    typed(page)
    trouble = sitting.sees(Trouble)
    qtbot.waitUntil(lambda: sitting.window.findChildren(UnlockPage) == [])
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
