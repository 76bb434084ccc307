"""Paints tagged passages behind the text: a tint and a line under each, line by line, and nothing outside the clip."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QTextBlock, QTextDocument, QTextLine


class Look(NamedTuple):
    """How one stretch is painted; an empty colour is left out, `underline` is its thickness in pixels."""

    tint: QColor | None
    hue: QColor | None
    underline: int


class Piece(NamedTuple):
    """One line's part of a stretch, in the document's coordinates, with the baseline of its letters."""

    left: float
    right: float
    baseline: float


class Band(NamedTuple):
    """How far tint and underline reach above and below the baseline."""

    above: float
    below: float


def band(letters: int) -> Band:
    """Return the reach of the tint around letters of a height."""
    return Band(round(letters * 1.0), round(letters * 0.35))


def paint_stretch(
    painter: QPainter, document: QTextDocument, span: tuple[int, int], look: Look, reach: tuple[Band, QRectF]
) -> bool:
    """Paint one stretch where it meets the clip; False once it begins below the clip, as later ones do."""
    reached, clip = reach
    below = True
    for piece in pieces(document, span, clip):
        below = False
        top = piece.baseline - reached.above
        height = reached.above + reached.below
        width = piece.right - piece.left
        if look.tint is not None:
            painter.fillRect(QRectF(piece.left, top, width, height), look.tint)
        if look.hue is not None:
            bottom = round(piece.baseline + reached.below)
            painter.fillRect(QRectF(piece.left, bottom - look.underline, width, look.underline), look.hue)
    return not below or not _begins_below(document, span[0], clip)


def pieces(document: QTextDocument, span: tuple[int, int], clip: QRectF | None = None) -> Iterator[Piece]:
    """Yield the parts of a stretch, a line each, that meet the clip."""
    start, end = span
    block = document.findBlock(start)
    layout = document.documentLayout()
    while block.isValid() and block.position() < end:
        box = layout.blockBoundingRect(block)
        if clip is not None and box.top() > clip.bottom():
            return
        if clip is None or box.bottom() >= clip.top():
            yield from _lines(block, box, (start - block.position(), end - block.position()), clip)
        block = block.next()


def top_of(document: QTextDocument, position: int) -> float | None:
    """Return where the line of a place begins, or None while it is not laid out."""
    block = document.findBlock(position)
    lines = block.layout()
    if not block.isValid() or lines.lineCount() == 0:
        return None
    line = lines.lineForTextPosition(position - block.position())
    if not line.isValid():
        return None
    return float(document.documentLayout().blockBoundingRect(block).top() + line.y() + line.ascent())


def _lines(block: QTextBlock, box: QRectF, span: tuple[int, int], clip: QRectF | None) -> Iterator[Piece]:
    start, end = max(0, span[0]), min(span[1], block.length() - 1)
    lines = block.layout()
    if lines.lineCount() == 0 or start >= end:
        return
    number = lines.lineForTextPosition(start).lineNumber()
    for at in range(number, lines.lineCount()):
        line = lines.lineAt(at)
        first = line.textStart()
        if first >= end:
            return
        baseline = box.top() + line.y() + line.ascent()
        if clip is not None:
            if baseline - line.height() * 2 > clip.bottom():
                return
            if baseline + line.height() < clip.top():
                continue
        left, right = _x(line, max(start, first)), _x(line, min(end, first + line.textLength()))
        yield Piece(box.left() + left, box.left() + min(right, line.naturalTextWidth() + line.x()), baseline)


def _x(line: QTextLine, position: int) -> float:
    # PySide6 gives the place back beside the length that was asked for.
    told: Any = line.cursorToX(position)
    return float(told[0] if isinstance(told, tuple) else told)


def _begins_below(document: QTextDocument, start: int, clip: QRectF) -> bool:
    block = document.findBlock(start)
    return bool(document.documentLayout().blockBoundingRect(block).top() > clip.bottom())
