"""Paints one row of the journal's list: date and title, the text's beginning or search hits, marks and site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from isp_journal.anchors import from_utf16
from isp_journal.ui import wording
from isp_journal.ui.controls.rows import draw_marks, draw_words, draw_words_right, paint_row, parts_with_hits
from isp_journal.ui.models.entry_list import READING
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from isp_journal.model import EntryLine
    from isp_journal.ui.models.entry_list import EntryList

SIDE = 8
PAD = 12
GAP = 4
BETWEEN = 2
HEADING = 36
LEADING = 1.4
LEAD = 28
MOST_LEAD = 40
TITLE_FROM_TEXT = 60
# A row holds the beginning of the text, cut at so many letters, which may be inside a word.
CUT_AT = 200
_LINE_MARKS = re.compile(r"(^|\n)[ \t]*(?:#{1,6}[ \t]+|(?:>[ \t]?)+|[-*+][ \t]+(?:\[[ xX]\][ \t])?)")
_INLINE_MARKS = re.compile(r"\*\*|__|~~|`+|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_SENTENCE_END = re.compile(r"[.!?…]['\"’”)]*\s|\n")


class Shown(NamedTuple):
    """How a component is shown on a row: its short name, and the domain whose mark it has."""

    name: str
    domain: str


class Piece(NamedTuple):
    """A stretch of one painted line, and whether it is a search hit."""

    text: str
    hit: bool


class EntryDelegate(QStyledItemDelegate):
    """Paints rows of an `EntryList`; `components` says by full key how each component is shown."""

    def __init__(self, theme: Theme, rows: EntryList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self.components: Mapping[str, Shown] = {}

    def row_height(self, *, heading: bool) -> int:
        """Return the height of a row, with the heading of a month above it or without."""
        px = self._theme.px
        box = self._line("body") + 3 * self._line("small") + 2 * px(GAP) + 2 * px(PAD)
        return box + px(BETWEEN) + (px(HEADING) if heading else 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self.row_height(heading=bool(self._rows.begins_month(index.row()))))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        px = self._theme.px
        area = QRectF(option.rect).adjusted(px(SIDE), 0, -px(SIDE), -px(BETWEEN))
        month = self._rows.begins_month(index.row())
        if month:
            self._paint_month(painter, area, month)
            area.setTop(area.top() + px(HEADING))
        paint_row(painter, self._theme, option, area)
        inner = area.adjusted(px(PAD), px(PAD), -px(PAD), -px(PAD))
        line = self._rows.line(index.row())
        if line is None:
            draw_words(painter, inner, READING, self._theme.font("small"), self._theme.colour("text3"))
            return
        self._paint_entry(painter, inner, line)

    def _paint_month(self, painter: QPainter, area: QRectF, month: str) -> None:
        px = self._theme.px
        words = area.adjusted(px(PAD), px(HEADING) - px(30), 0, 0)
        words.setHeight(px(24))
        year, number = month.split("-")
        font = self._theme.font("small", QFont.Weight.DemiBold)
        draw_words(painter, words, wording.month_long(int(year), int(number)), font, self._theme.colour("text2"))

    def _paint_entry(self, painter: QPainter, inner: QRectF, line: EntryLine) -> None:
        theme = self._theme
        gap = theme.px(GAP)
        title, rest = title_and_snippet(line)
        small = theme.font("small")
        height = self._line("small")
        lines = self._paint_title(painter, inner, line, title)
        # A title of two lines takes the place of one line of the text: all rows are equally high.
        y = inner.top() + self._line("body") + gap + (lines - 1) * height
        for pieces in in_lines(rest, small, [inner.width()] * (3 - lines)):
            self._paint_pieces(painter, QRectF(inner.left(), y, inner.width(), height), pieces)
            y += height
        foot = QRectF(inner.left(), inner.bottom() - height, inner.width(), height)
        marks = domains_of(line.components, self.components)
        width = draw_marks(painter, theme, QPointF(foot.left(), foot.center().y()), marks)
        foot.setLeft(foot.left() + width + (theme.px(GAP) if marks else 0))
        draw_words(painter, foot, line.site, small, theme.colour("text2"))

    def _paint_title(self, painter: QPainter, inner: QRectF, line: EntryLine, title: str) -> int:
        """Paint the date and the title beside it, which may go on below; return how many lines it took."""
        theme = self._theme
        top = QRectF(inner.left(), inner.top(), inner.width(), self._line("body"))
        figures = theme.figures("small")
        taken = draw_words_right(painter, top, date_of(line, date.today()), figures, theme.colour("text3"))
        font = self._title_font()
        lines = in_lines(title, font, [inner.width() - taken - theme.px(12), inner.width()])
        for pieces in lines:
            words = "".join(piece.text for piece in pieces).rstrip()
            draw_words(painter, top, words, font, theme.colour("text"))
            top.translate(0, self._line("small"))
        return max(1, len(lines))

    def _paint_pieces(self, painter: QPainter, area: QRectF, pieces: list[Piece]) -> None:
        theme = self._theme
        font = theme.font("small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        above = (area.height() - metrics.height()) / 2
        baseline = area.top() + above + metrics.ascent()
        before = ""
        for piece in pieces:
            left = area.left() + metrics.horizontalAdvance(before)
            before += piece.text
            if piece.hit:
                box = QRectF(left, area.top() + above, metrics.horizontalAdvance(piece.text), metrics.height())
                painter.save()
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("find"))
                painter.drawRoundedRect(box.adjusted(-1, 0, 1, 0), theme.px(2), theme.px(2))
                painter.restore()
            painter.setPen(theme.colour("text" if piece.hit else "text2"))
            painter.drawText(QPointF(left, baseline), piece.text)

    def _line(self, role: str) -> int:
        """Return how far lines of a role stand apart."""
        return round(self._theme.text_px(role) * LEADING)

    def _title_font(self) -> QFont:
        return self._theme.font("body", QFont.Weight.DemiBold)


def date_of(line: EntryLine, today: date) -> str:
    """Return the date of a row: 'Today', 'Yesterday', else without the weekday."""
    on = date.fromisoformat(line.occurred_on)
    days = (today - on).days
    return wording.day_in_list(on, today) if days in (0, 1) else wording.day(on, today)


def spoken(line: EntryLine, components: Mapping[str, Shown], today: date) -> str:
    """Return what a screen reader says of a row: title, date, site, components."""
    names = [components[key].name for key in components if key in line.components.split(",")]
    parts = (title_and_snippet(line)[0], date_of(line, today), line.site, *names)
    return ", ".join(part for part in parts if part)


def domains_of(keys: str, components: Mapping[str, Shown]) -> list[str]:
    """Return the domains of some components (full keys with commas between) in the order of the framework."""
    tagged = set(keys.split(","))
    return list(dict.fromkeys(shown.domain for key, shown in components.items() if key in tagged))


def title_and_snippet(line: EntryLine) -> tuple[str, str]:
    """Return what stands in bold and what below it; without a title the text's first sentence is one."""
    text = near_hit(plain(line.snippet))
    if len(line.snippet) >= CUT_AT and "\x02" not in text:
        text = text.rpartition(" ")[0] + " …"
    if line.title:
        return line.title, "" if without_hits(text).strip("…") in line.title else text
    if text.startswith("…") or "\x02" in text or not text:
        return line.kind.capitalize(), text
    end = _SENTENCE_END.search(text[: TITLE_FROM_TEXT + 1])
    at = end.end() if end else text.rfind(" ", 0, TITLE_FROM_TEXT)
    if len(text) <= TITLE_FROM_TEXT and not end:
        return text, ""
    return (text[:at].strip() + ("" if end else " …"), text[at:].strip()) if at > 0 else (text, "")


def plain(text: str) -> str:
    """Return Markdown as running text: without marks, in one line; the signs around search hits stay."""
    return " ".join(_INLINE_MARKS.sub("", _LINE_MARKS.sub(r"\1", text)).split())


def near_hit(text: str) -> str:
    """Return a snippet that begins shortly before its first search hit, so that two lines of it show the hit."""
    hit = text.find("\x02")
    if hit <= MOST_LEAD:
        return text
    start = text.find(" ", hit - LEAD)
    return text if start < 0 or start > hit else "…" + text[start + 1 :]


def without_hits(text: str) -> str:
    """Return a snippet without the signs around its search hits."""
    return text.replace("\x02", "").replace("\x03", "")


def in_lines(text: str, font: QFont, widths: Sequence[float]) -> list[list[Piece]]:
    """Return the pieces of the lines that a text takes, one or two; what does not fit into them ends in dots."""
    words = without_hits(text)
    if not words:
        return []
    split = _first_line(words, font, widths[0]) if len(widths) > 1 else 0
    rest = words[split:]
    shown = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, int(widths[-1]))
    kept = split + (len(rest) if shown == rest else max(0, len(shown) - 1))
    parts = parts_with_hits(text)
    lines = [_cut(parts, 0, split), _cut(parts, split, kept)]
    if shown != rest:
        lines[1].append(Piece("…", False))
    return [line for line in lines if line]


def _first_line(words: str, font: QFont, width: float) -> int:
    """Return how many letters the first line of a text takes."""
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    layout.endLayout()
    return from_utf16(words, first.textLength())


def _cut(parts: list[tuple[str, bool]], start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for text, hit in parts:
        piece = text[max(0, start - at) : max(0, end - at)]
        if piece:
            found.append(Piece(piece, hit))
        at += len(text)
    return found
