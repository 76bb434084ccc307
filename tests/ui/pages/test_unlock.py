from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, RecoveryCode, Secret
from isp_journal.errors import DiskFails, WrongPassphrase, WrongRecoveryCode
from isp_journal.ui.pages.unlock import CAPS_LOCK, OPEN, OPENING, UnlockPage
from isp_journal.ui.theme import Theme
from tests.ui.dummies import activate
from tests.ui.pages.opened import clipped, fits, press

WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow"


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Iterator[UnlockPage]:
    made = UnlockPage(theme)
    made.resize(1440, 900)
    qtbot.addWidget(made)
    made.show()
    activate(made, qtbot)
    made.focus_first()
    yield made


@pytest.fixture
def given(page: UnlockPage) -> list[Secret]:
    heard: list[Secret] = []
    page.secret_given.connect(heard.append)
    return heard


def code_asked(page: UnlockPage) -> None:
    press(Qt.Key.Key_Return, page.use_code)


def test_the_cursor_is_in_the_field_and_what_is_typed_is_covered(page: UnlockPage) -> None:
    assert page.passphrase.hasFocus()
    assert page.passphrase.echoMode() == QLineEdit.EchoMode.Password


def test_enter_gives_the_passphrase_as_it_was_typed(page: UnlockPage, given: list[Secret]) -> None:
    page.passphrase.insert("  A quiet place, öpen ")
    press(Qt.Key.Key_Return)
    assert given == [Passphrase("  A quiet place, öpen ")]


def test_an_empty_field_gives_nothing(page: UnlockPage, given: list[Secret]) -> None:
    press(Qt.Key.Key_Return)
    page.open.click()
    assert given == [] and page.open.text() == OPEN


def test_while_the_journal_opens_nothing_is_given_twice_or_changed(page: UnlockPage, given: list[Secret]) -> None:
    QTest.keyClicks(page.passphrase, "a quiet place")
    page.open.click()
    assert page.open.text() == OPENING
    press(Qt.Key.Key_Return, page.passphrase)
    QTest.keyClicks(page.passphrase, "more")
    assert given == [Passphrase("a quiet place")] and page.passphrase.text() == "a quiet place"


def test_a_wrong_passphrase_is_chosen_whole_so_that_typing_begins_anew(page: UnlockPage) -> None:
    QTest.keyClicks(page.passphrase, "a loud place")
    page.open.click()
    page.show_error(WrongPassphrase())
    assert page.problem.text() == "That is not the passphrase. Try again."
    assert page.passphrase.hasFocus() and page.open.text() == OPEN
    QTest.keyClicks(page.passphrase, "a")
    assert page.passphrase.text() == "a" and page.problem.text() == ""


def test_caps_lock_is_told_while_typing_and_with_the_refusal(page: UnlockPage) -> None:
    assert not page.caps_lock.isVisible()
    QTest.keyClicks(page.passphrase, "A")
    assert page.caps_lock.isVisible()
    page.open.click()
    page.show_error(WrongPassphrase())
    assert page.problem.text() == f"That is not the passphrase. {CAPS_LOCK} Try again."
    assert not page.caps_lock.isVisible()
    QTest.keyClicks(page.passphrase, "b")
    assert not page.caps_lock.isVisible() and page.problem.text() == ""


def test_any_other_reason_is_told_in_its_own_words(page: UnlockPage) -> None:
    QTest.keyClicks(page.passphrase, "a quiet place")
    page.open.click()
    page.show_error(DiskFails())
    assert page.problem.text() == str(DiskFails())


def test_the_recovery_code_is_typed_with_the_help_of_its_list(page: UnlockPage, given: list[Secret]) -> None:
    code_asked(page)
    assert page.code.field.hasFocus() and not page.passphrase.isVisible()
    for word in WORDS.split():
        QTest.keyClicks(page.code.field, f"{word[:4]} ")
    press(Qt.Key.Key_Return, page.code.field)
    assert given == [RecoveryCode(WORDS)] and page.code.field.isReadOnly()
    page.show_error(WrongRecoveryCode())
    assert page.problem.text() == str(WrongRecoveryCode())
    assert page.code.field.hasFocus() and page.code.field.text().split() == WORDS.split()


def test_words_that_cannot_be_a_code_are_told_before_anything_is_tried(page: UnlockPage, given: list[Secret]) -> None:
    code_asked(page)
    QTest.keyClicks(page.code.field, "legal winner")
    press(Qt.Key.Key_Return, page.code.field)
    assert given == [] and "twelve words" in page.code.problem.text()


def test_one_can_go_back_to_the_passphrase_by_its_link_and_by_escape(page: UnlockPage) -> None:
    for back in (page.use_passphrase.click, lambda: press(Qt.Key.Key_Escape, page.code.field)):
        code_asked(page)
        QTest.keyClicks(page.code.field, "legal")
        assert page.use_passphrase.isVisible() and not page.use_code.isVisible()
        back()
        assert page.passphrase.hasFocus() and page.use_code.isVisible()
        code_asked(page)
        assert page.code.field.text() == ""
        press(Qt.Key.Key_Escape, page.code.field)


def test_the_way_to_another_journal_is_offered_unless_something_waits_to_be_saved(page: UnlockPage) -> None:
    wanted: list[bool] = []
    page.another_wanted.connect(lambda: wanted.append(True))
    page.another.click()
    assert wanted == [True]
    page.offer_another(False)
    assert not page.another.isVisible()


def test_wiping_leaves_nothing_that_could_come_back(page: UnlockPage) -> None:
    QTest.keyClicks(page.passphrase, "a quiet place")
    page.passphrase.eye.click()
    code_asked(page)
    QTest.keyClicks(page.code.field, "legal winner")
    page.wipe()
    assert (page.passphrase.text(), page.code.field.text()) == ("", "")
    assert not page.passphrase.isUndoAvailable() and not page.code.field.isUndoAvailable()
    assert page.passphrase.echoMode() == QLineEdit.EchoMode.Password


def test_tab_walks_in_the_order_of_reading(page: UnlockPage) -> None:
    walked = []
    for _ in range(5):
        walked.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert walked == [page.passphrase, page.passphrase.eye, page.open, page.use_code, page.another]
    code_asked(page)
    walked = []
    for _ in range(4):
        walked.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert walked == [page.code.field, page.open, page.use_passphrase, page.another]


@pytest.mark.parametrize("code", [False, True])
@pytest.mark.parametrize("choice", ["light", "dark", "contrast"])
@pytest.mark.parametrize(
    ("scale", "size"),
    [(100, QSize(1440, 900)), (100, QSize(1366, 724)), (200, QSize(1280, 800)), (200, QSize(840, 480))],
)
def test_everything_fits_and_has_a_name(
    page: UnlockPage, theme: Theme, qtbot: QtBot, code: bool, choice: str, scale: int, size: QSize
) -> None:
    theme.set_choice(choice)
    theme.set_scale(scale)
    page.resize(size)
    if code:
        code_asked(page)
    page.say("That is not the passphrase. Caps Lock is on. Try again.")
    page.caps_lock.setVisible(not code)
    qtbot.waitUntil(lambda: not clipped(page))
    fits(page)
