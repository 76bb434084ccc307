"""Pieces for painting the rows of lists: background, focus inside the row, words cut to the room, marks of domains."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from isp_journal.ui.controls.marks import draw_mark
from isp_journal.ui.theme import Theme

HIT_START = "\x02"
HIT_END = "\x03"
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine


def paint_row(painter: QPainter, theme: Theme, option: QStyleOptionViewItem, rect: QRectF | None = None) -> None:
    """Paint a row's background: chosen, under the pointer, and the focus ring inside when the list has the focus."""
    area = QRectF(option.rect) if rect is None else rect
    state = option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    hover = bool(state & QStyle.StateFlag.State_MouseOver)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = theme.px(8)
    if chosen or hover:
        painter.setBrush(theme.colour("select" if chosen else "hover"))
        painter.drawRoundedRect(area, radius, radius)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("focus"), 2))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
    painter.restore()


def draw_words(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str | QColor) -> int:
    """Paint one line, cut with dots where it does not fit, and return the width that it took."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, LEFT, shown)
    return metrics.horizontalAdvance(shown)


def draw_words_right(painter: QPainter, rect: QRectF, text: str, font: QFont, colour: str | QColor) -> int:
    """Paint one line that ends at the right edge, and return the width that it took."""
    width = QFontMetrics(font).horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, RIGHT, text)
    return width


def draw_marks(painter: QPainter, theme: Theme, at: QPointF, domains: Sequence[str]) -> float:
    """Paint the marks of some domains in a row from a point (left, middle), and return the width that they took."""
    side = theme.px(9)
    left = at.x()
    for domain in domains:
        colours = theme.domain(domain)
        draw_mark(painter, QRectF(left, at.y() - side / 2, side, side), colours.mark, colours.hue)
        left += side + theme.px(4)
    return left - at.x()


def parts_with_hits(text: str) -> list[tuple[str, bool]]:
    """Return a snippet in pieces, each with whether it is a search hit (which the search marks)."""
    parts: list[tuple[str, bool]] = []
    hit = False
    piece = ""
    for letter in text:
        if letter in {HIT_START, HIT_END}:
            if piece:
                parts.append((piece, hit))
            piece, hit = "", letter == HIT_START
        else:
            piece += letter
    if piece:
        parts.append((piece, hit))
    return parts
