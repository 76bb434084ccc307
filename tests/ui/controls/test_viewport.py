import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QListWidget, QPlainTextEdit, QScrollArea, QTextEdit
from pytestqt.qtbot import QtBot

from isp_journal.ui.controls.viewport import give_viewport


@pytest.mark.parametrize("kind", [QTextEdit, QPlainTextEdit, QListWidget, QScrollArea])
def test_a_viewport_of_our_own_is_like_the_one_that_qt_makes(qtbot: QtBot, kind: type[QAbstractScrollArea]) -> None:
    plain, ours = kind(), kind()
    for area in (plain, ours):
        qtbot.addWidget(area)
    give_viewport(ours)
    told = [
        (port.objectName(), port.backgroundRole(), port.autoFillBackground(), port.cursor().shape())
        for port in (plain.viewport(), ours.viewport())
    ]
    assert told[0] == told[1]


def test_what_is_typed_into_a_field_with_such_a_viewport_is_shown(qtbot: QtBot) -> None:
    field = QTextEdit()
    qtbot.addWidget(field)
    give_viewport(field)
    field.resize(300, 200)
    field.show()
    qtbot.waitExposed(field)
    empty = field.grab().toImage()
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field, "What happened")
    assert field.toPlainText() == "What happened"
    assert field.grab().toImage() != empty
    assert field.document().documentLayout().documentSize().width() <= 300
