"""The part of a scroll area that its contents are painted into, made here instead of by Qt."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QPlainTextEdit, QScrollArea, QTextEdit, QWidget

# Style sheets know a viewport by this name.
_NAME = "qt_scrollarea_viewport"


def give_viewport(area: QAbstractScrollArea) -> None:
    """Give a scroll area whose viewport is asked for early one like Qt's own, before anything else is done with it.

    Asked for a widget that Qt made, PySide6 first makes itself ready for every class of widget, which takes 17 ms.
    """
    made = QWidget()
    made.setObjectName(_NAME)
    role = QPalette.ColorRole
    made.setBackgroundRole(role.NoRole if isinstance(area, QScrollArea) else role.Base)
    made.setAutoFillBackground(True)
    if isinstance(area, QTextEdit | QPlainTextEdit):
        made.setCursor(Qt.CursorShape.IBeamCursor)
        # Its document was to be laid out for Qt's viewport, which goes now.
        area.document().documentLayout().setPaintDevice(made)
    area.setViewport(made)
