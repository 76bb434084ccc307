"""What a person does to begin a journal: with a passphrase and a recovery code on paper, or without."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.begin_steps import BeginSteps
from isp_journal.ui.panels.code_steps import ShowCode, TypeBack
from isp_journal.ui.panels.key_steps import KeySteps
from isp_journal.ui.panels.new_passphrase import NewPassphrase
from tests.ui.pages.opened import press

PASSPHRASE = "harbour violet seven stones"
Kind = TypeVar("Kind", AskSecret, NewPassphrase, ShowCode, TypeBack)


def step(keys: KeySteps, kind: type[Kind]) -> Kind:
    """Return the step of a kind, which must be there."""
    found = keys.step(kind)
    assert found is not None
    return found


def choose_passphrase(keys: KeySteps, words: str = PASSPHRASE) -> None:
    """Type a passphrase twice, and Enter."""
    chosen = step(keys, NewPassphrase)
    assert chosen.first.field.hasFocus()
    QTest.keyClicks(chosen.first.field, words)
    press(Qt.Key.Key_Return)
    assert chosen.second.field.hasFocus()
    QTest.keyClicks(chosen.second.field, words)
    press(Qt.Key.Key_Return)


def copy_code(keys: KeySteps) -> str:
    """Write the code down, go on, and return it; the last step waits for it to be typed."""
    shown = step(keys, ShowCode)
    assert shown.isVisible()
    written = shown.code().words
    keys.go_on.click()
    return written


def type_back(keys: KeySteps, words: str) -> None:
    """Type the code from paper, and Enter."""
    typed = step(keys, TypeBack)
    assert typed.entry.field.hasFocus()
    typed.entry.field.clear()
    QTest.keyClicks(typed.entry.field, words)
    press(Qt.Key.Key_Return)


def go_to_keys(qtbot: QtBot, steps: BeginSteps) -> None:
    """Go on from the name and the place, which are fine."""
    steps.form.go_on.click()
    qtbot.waitUntil(lambda: step(steps.keys, NewPassphrase).first.field.hasFocus())


def lock(qtbot: QtBot, steps: BeginSteps, words: str = PASSPHRASE) -> str:
    """Go all the way with a passphrase; returns the recovery code."""
    go_to_keys(qtbot, steps)
    choose_passphrase(steps.keys, words)
    code = copy_code(steps.keys)
    type_back(steps.keys, code)
    return code


def go_without(qtbot: QtBot, steps: BeginSteps) -> None:
    """Go all the way and want no passphrase."""
    go_to_keys(qtbot, steps)
    step(steps.keys, NewPassphrase).none.click()
    steps.without.begin.click()
