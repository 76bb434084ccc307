from collections import Counter

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.ui import shortcuts
from isp_journal.ui.controls.fields import SearchField, line_field
from isp_journal.ui.shortcuts import DEEDS, FIELD_KEYS, action, keep_window_keys, key_hint, key_text, keys_of
from isp_journal.ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


def test_every_key_means_one_thing() -> None:
    for mac in (False, True):
        used = Counter(QKeySequence(key).toString() for row in DEEDS for key in keys_of(row.name, mac=mac))
        assert {key: count for key, count in used.items() if count > 1} == {}


def test_every_key_is_one_that_qt_knows() -> None:
    for row in DEEDS:
        for key in (*row.keys, *row.mac_keys):
            assert not QKeySequence(key).isEmpty() and QKeySequence(key).toString() != "", key


def test_no_key_is_one_that_the_system_keeps() -> None:
    kept = {"Ctrl+H", "Ctrl+M", "Ctrl+Space", "Alt+F4"}
    for row in DEEDS:
        assert not kept & set(row.keys)
        assert not any("Ctrl+Alt" in key for key in row.keys)
        assert row.menu in shortcuts.MENUS


def test_keys_are_written_as_the_system_writes_them() -> None:
    assert key_text("palette") == "Ctrl+K"
    assert key_hint("palette") == "Ctrl K"
    assert key_hint("keys") == "F1"


def test_the_pages_keep_their_numbers() -> None:
    assert [keys_of(name) for name in ("write", "journal", "components", "sites")] == [
        ("Ctrl+1",),
        ("Ctrl+2",),
        ("Ctrl+3",),
        ("Ctrl+7",),
    ]


class GreedyLine(QLineEdit):
    """Takes Ctrl+K for itself, as fields do under desktops that bind it to 'delete to the line's end'."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def override_accepted(field: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> bool:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.ignore()
    QApplication.sendEvent(field, event)
    return event.isAccepted()


def test_a_field_that_would_take_a_key_of_the_window_does_not_get_it(qtbot: QtBot) -> None:
    field = GreedyLine()
    qtbot.addWidget(field)
    assert override_accepted(field, Qt.Key.Key_K)
    keep_window_keys(field)
    assert not override_accepted(field, Qt.Key.Key_K)
    assert not override_accepted(field, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)


def test_keys_that_belong_to_the_text_stay_with_the_field(qtbot: QtBot) -> None:
    field = QTextEdit()
    qtbot.addWidget(field)
    keep_window_keys(field)
    for key in (Qt.Key.Key_Z, Qt.Key.Key_C, Qt.Key.Key_A):
        assert override_accepted(field, key), key
    assert set(FIELD_KEYS) <= {row.name for row in DEEDS}


@pytest.mark.parametrize("kind", ["line", "search", "text", "plain"])
def test_the_palettes_key_works_from_inside_every_kind_of_field(kind: str, qtbot: QtBot) -> None:
    fields = {"text": QTextEdit, "plain": QPlainTextEdit}
    field = (
        line_field("Name") if kind == "line" else SearchField(Theme(), "Search") if kind == "search" else fields[kind]()
    )
    keep_window_keys(field)
    window = QWidget()
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    opened: list[str] = []
    action("palette", window, lambda: opened.append("opened"))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    QTest.keyClicks(field, "a b")
    QTest.keyClick(field, Qt.Key.Key_K, CTRL)
    assert opened == ["opened"]


def test_an_action_of_a_part_works_only_while_the_focus_is_there(qtbot: QtBot) -> None:
    window, part = QWidget(), QTextEdit()
    other = QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(part)
    column.addWidget(other)
    qtbot.addWidget(window)
    done: list[str] = []
    made = action("tag", part, lambda: done.append("tag"), here=True)
    assert made.text() == "Tag the selection or the sentence"
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_T, CTRL)
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_T, CTRL)
    assert done == ["tag"]
    part.moveCursor(QTextCursor.MoveOperation.End)
