import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

PAINTS = 10_000
# Other code may let go of a few in between; a binding that loses one a call loses many thousands.
SLACK = 500


def test_ten_thousand_paints_lose_no_reference_to_none(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    image = QImage(4, 4, QImage.Format.Format_ARGB32_Premultiplied)
    colour = QColor(Qt.GlobalColor.black)
    before = sys.getrefcount(None)
    for _ in range(PAINTS):
        painter = QPainter(image)
        painter.setPen(colour)
        painter.fillRect(0, 0, 2, 2, colour)
        painter.end()
        widget.update()
    assert sys.getrefcount(None) > before - SLACK
