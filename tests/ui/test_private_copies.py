from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from isp_journal.journal.opening import create_journal
from isp_journal.ui.editor.copied import MARKS
from isp_journal.ui.private_copies import PrivateCopies
from tests.ui.desks import Sitting

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[QClipboard]:
    made = QGuiApplication.clipboard()
    # The platform without a screen never knows; desktops do.
    monkeypatch.setattr(type(made), "ownsClipboard", lambda _board: True)
    parent = QObject()
    PrivateCopies(parent)
    yield made
    made.clear()


def formats(board: QClipboard) -> list[str]:
    return board.mimeData().formats()


def test_what_a_field_copies_is_marked_as_private(board: QClipboard, qtbot: QtBot) -> None:
    field = QLineEdit("Dana Okafor")
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, CTRL)
    assert (board.text(), formats(board)) == ("Dana Okafor", ["text/plain", *MARKS])
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_X, CTRL)
    assert (field.text(), formats(board)) == ("", ["text/plain", *MARKS])


def test_what_is_selected_in_a_label_is_copied_as_private_words(board: QClipboard, qtbot: QtBot) -> None:
    title = QLabel("The team\nmeeting")
    qtbot.addWidget(title)
    title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    title.show()
    title.setSelection(0, 16)
    QTest.keyClick(title, Qt.Key.Key_C, CTRL)
    assert (board.text(), formats(board)) == ("The team\nmeeting", ["text/plain", *MARKS])


def test_an_open_journal_marks_what_is_copied_in_its_window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _board: True)
    create_journal(tmp_path / "journal", author="Jonas")
    sitting = Sitting(qapp, qtbot, tmp_path)
    window = sitting.starts(tmp_path / "journal")
    window.open_palette()
    field = window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Dana Okafor")
    field.selectAll()
    field.copy()
    assert formats(QGuiApplication.clipboard()) == ["text/plain", *MARKS]
    QGuiApplication.clipboard().clear()
    sitting.end()


def test_what_other_programs_copy_is_left_alone(board: QClipboard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(board), "ownsClipboard", lambda _board: False)
    board.setText("From elsewhere")
    assert formats(board) == ["text/plain"]
