from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.ui.pages.first_run import NOT_MADE, FirstRun
from isp_journal.ui.panels.code_steps import NOT_SAVED, PRINTED, SAVED, ShowCode, TypeBack
from isp_journal.ui.panels.new_passphrase import AGAIN_EMPTY, ESTIMATE, NOT_THE_SAME, RULE, NewPassphrase
from isp_journal.ui.theme import Theme
from tests.ui.beginning import PASSPHRASE, choose_passphrase, copy_code, go_to_keys, lock, step, type_back
from tests.ui.making import Making, first_run, words
from tests.ui.pages.opened import fits, press


@pytest.fixture
def making(tmp_path: Path) -> Making:
    return Making(tmp_path)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, making: Making) -> FirstRun:
    return first_run(qtbot, theme, making)


def test_nothing_of_the_passphrase_or_the_code_is_left_on_the_page_of_a_journal_that_was_made(
    qtbot: QtBot, page: FirstRun
) -> None:
    page.ask_begin()
    with qtbot.waitSignal(page.open_wanted):
        lock(qtbot, page.begin)
    keys = page.begin.keys
    chosen = step(keys, NewPassphrase)
    assert (chosen.first.value(), chosen.second.value()) == ("", "")
    assert (step(keys, ShowCode).code().words, step(keys, TypeBack).entry.field.text()) == ("", "")


def test_enter_leads_through_all_steps(qtbot: QtBot, page: FirstRun, tmp_path: Path) -> None:
    page.ask_begin()
    press(Qt.Key.Key_Return)
    keys = page.begin.keys
    qtbot.waitUntil(lambda: step(keys, NewPassphrase).first.field.hasFocus())
    choose_passphrase(keys)
    assert step(keys, ShowCode).print.hasFocus()
    code = step(keys, ShowCode).code().words
    keys.go_on.setFocus()
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(page.open_wanted):
        type_back(keys, code)


def test_going_without_a_passphrase_is_warned_of_and_can_be_thought_over(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    chosen.none.click()
    assert "Without a passphrase anybody who gets the journal's file can read it" in words(page)
    assert page.begin.without.choose.hasFocus()
    press(Qt.Key.Key_Escape)
    assert chosen.first.field.hasFocus()
    chosen.none.click()
    press(Qt.Key.Key_Return)
    assert chosen.first.field.hasFocus()
    assert making.threads == []
    chosen.none.click()
    making.gate.clear()
    page.begin.without.begin.click()
    assert "Making your journal …" in words(page)
    assert not page.begin.without.choose.isEnabled()
    with qtbot.waitSignal(page.open_wanted) as wanted:
        making.gate.set()
    assert wanted.args == [tmp_path / "journal", None]


def test_a_passphrase_that_is_too_short_is_refused_and_none_is_too(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    page.begin.keys.go_on.click()
    assert "12 characters" in chosen.first.problem.text()
    choose_passphrase(page.begin.keys, "violet")
    assert chosen.isVisible()
    assert chosen.first.field.hasFocus()
    assert "12 characters" in chosen.first.problem.text()
    QTest.keyClicks(chosen.first.field, PASSPHRASE)
    assert chosen.first.problem.text() == ""


def test_two_passphrases_that_differ_are_told(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    QTest.keyClicks(chosen.first.field, PASSPHRASE)
    page.begin.keys.go_on.click()
    assert chosen.second.problem.text() == AGAIN_EMPTY
    QTest.keyClicks(chosen.second.field, PASSPHRASE.title())
    press(Qt.Key.Key_Return)
    assert chosen.second.problem.text() == NOT_THE_SAME
    assert chosen.second.field.hasFocus() and chosen.isVisible()


def test_the_strength_is_told_in_words_once_the_typing_rests(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    assert chosen.strength.text() == RULE
    QTest.keyClicks(chosen.first.field, PASSPHRASE)
    qtbot.waitUntil(lambda: chosen.strength.text().endswith(ESTIMATE))
    assert chosen.strength.text() != ESTIMATE
    QTest.keyClicks(chosen.first.field, "x")
    chosen.first.field.setText("violet")
    qtbot.waitUntil(lambda: chosen.strength.text() == RULE)
    chosen.first.field.setText(PASSPHRASE)
    qtbot.waitUntil(lambda: chosen.strength.text().endswith(ESTIMATE))
    chosen.first.field.setText("")
    assert chosen.strength.text() == RULE


def test_caps_lock_is_told_beside_the_field(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    QTest.keyClicks(chosen.first.field, "V")  # as a keyboard sends it without Shift
    assert chosen.first.caps_lock.text() == "Caps Lock is on."
    QTest.keyClicks(chosen.first.field, "v")
    assert chosen.first.caps_lock.text() == ""


def test_a_word_that_no_code_has_is_told_with_its_place(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    code = copy_code(keys).split()
    typed = step(keys, TypeBack)
    type_back(keys, " ".join([*code[:2], "crdle", *code[3:]]))
    assert "The 3rd word, “crdle”" in typed.entry.problem.text()
    assert [cell.accessibleName() for cell in typed.entry.grid.cells][2] == "3 crdle, not a word of a code"
    type_back(keys, " ".join(code[:11]))
    assert "twelve words" in typed.entry.problem.text()
    assert typed.isVisible() and making.threads == []


def test_a_known_word_that_is_not_the_one_on_paper_is_told_with_its_place(
    qtbot: QtBot, page: FirstRun, making: Making
) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    code = copy_code(keys).split()
    typed = step(keys, TypeBack)
    other = "zoo" if code[4] != "zoo" else "zone"
    type_back(keys, " ".join([*code[:4], other, *code[5:]]))
    assert typed.entry.problem.text().startswith("The 5th word is another one than was shown.")
    press(Qt.Key.Key_Escape)
    assert step(keys, ShowCode).code().words.split() == code
    keys.go_on.click()
    type_back(keys, " ".join(["zoo", *code[1:4], other, *code[5:]]))
    assert typed.entry.problem.text().startswith("2 words are others than were shown, first the 1st.")
    assert making.threads == []
    with qtbot.waitSignal(page.open_wanted):
        type_back(keys, " ".join(code).upper())


def test_the_first_letters_of_a_word_are_enough(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    code = copy_code(keys).split()
    with qtbot.waitSignal(page.open_wanted):
        type_back(keys, " ".join(word[:4] for word in code))


def test_the_code_is_printed_and_saved_as_a_page(qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    choose_passphrase(page.begin.keys)
    shown = step(page.begin.keys, ShowCode)
    shown.print.click()
    assert shown.told.text() == PRINTED
    (printed,) = making.printed
    assert [word in printed for word in shown.code().words.split()] == [True] * 12
    shown.save.click()
    assert list(tmp_path.glob("*.pdf")) == []
    making.pdf = tmp_path / "page.pdf"
    shown.save.click()
    assert shown.told.text() == SAVED
    assert making.pdf.read_bytes().startswith(b"%PDF")
    making.pdf = tmp_path / "away" / "page.pdf"
    shown.save.click()
    assert shown.problem.text() == NOT_SAVED


def test_leaving_half_way_makes_nothing_and_says_that_the_page_is_void(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    before = copy_code(keys)
    for _step in range(4):
        press(Qt.Key.Key_Escape)
    assert page.ways["begin"].hasFocus()
    assert page.problem.text() == NOT_MADE
    assert making.threads == [] and list(tmp_path.iterdir()) == []
    page.ask_begin()
    assert page.problem.text() == ""
    go_to_keys(qtbot, page.begin)
    assert step(keys, NewPassphrase).first.value() == ""
    choose_passphrase(keys)
    assert copy_code(keys) != before


@pytest.mark.parametrize(("size", "percent"), [((1440, 900), 100), ((900, 600), 100), ((1280, 800), 200)])
def test_every_step_has_names_and_room_for_its_words(
    qtbot: QtBot, page: FirstRun, theme: Theme, making: Making, size: tuple[int, int], percent: int
) -> None:
    theme.set_scale(percent)
    page.resize(QSize(*size))
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    qtbot.waitUntil(lambda: fits(page))
    step(keys, NewPassphrase).none.click()
    qtbot.waitUntil(lambda: fits(page))
    page.begin.without.choose.click()
    choose_passphrase(keys, "violet")
    qtbot.waitUntil(lambda: fits(page))
    step(keys, NewPassphrase).forget()
    step(keys, NewPassphrase).focus_first()
    choose_passphrase(keys)
    qtbot.waitUntil(lambda: fits(page))
    copy_code(keys)
    type_back(keys, "abandon crdle")
    qtbot.waitUntil(lambda: fits(page))
    keys.set_busy("Making your journal …")
    qtbot.waitUntil(lambda: fits(page))
