"""Labels in the roles and tones of the theme; their words are always plain text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def label(text: str, role: str = "body", tone: str = "text", *, wrap: bool = False) -> QLabel:
    """Return a label in a text role (`caption` ... `welcome`) and a tone (`text`, `text2`, `text3`, `ink`)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def heavier(made: QLabel, weight: int) -> QLabel:
    """Return the label in weight 500 or 600."""
    made.setProperty("weight", str(weight))
    return made


def set_tone(made: QLabel, tone: str) -> None:
    """Change a label's tone after it was shown."""
    made.setProperty("tone", tone)
    made.style().unpolish(made)
    made.style().polish(made)


def divider(*, upright: bool = False) -> QFrame:
    """Return a thin line between two parts."""
    made = QFrame()
    made.setProperty("divider", "upright" if upright else "true")
    return made


def surface(widget: QWidget, token: str) -> QWidget:
    """Give a widget the background `page`, `sunken`, `raised` or `window`."""
    widget.setProperty("surface", token)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget
