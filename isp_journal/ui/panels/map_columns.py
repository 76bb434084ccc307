"""Where the columns of the map stand: what has no room is left out, months first, then how long ago."""

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from isp_journal.ui.charts import dots
from isp_journal.ui.theme import Theme

INSET = 12
_GAP = 24
_NAME_LEAST = 168
_NAME_MOST = 340
_MONTHS = 84
_LATEST = 88
_AGO = 104
_COUNT = 72


class Column(NamedTuple):
    """One column: its head, its place and width; a width of 0 leaves it out."""

    head: str
    left: float
    width: float

    def within(self, row: QRectF) -> QRectF:
        """Return the column's part of a row."""
        return QRectF(self.left, row.top(), self.width, row.height())


class MapColumns(NamedTuple):
    """The columns from left to right."""

    name: Column
    activities: Column
    months: Column
    count: Column
    latest: Column
    ago: Column


def map_columns(theme: Theme, width: int, most_dots: int, *, each: str, with_months: bool) -> MapColumns:
    """Return the columns for a width; `each` is what a small bar stands for, such as a month."""
    px = theme.px
    gap = px(_GAP)
    wanted = {
        "activities": px(dots.SLOT) * max(1, most_dots),
        "months": px(_MONTHS) if with_months else 0,
        "count": px(_COUNT),
        "latest": px(_LATEST),
        "ago": px(_AGO),
    }
    heads = {
        "activities": "Activities, by passages tagged",
        "months": f"By {each}",
        "count": "Passages",
        "latest": "Latest",
        "ago": "How long ago",
    }
    room = width - 2 * px(INSET)
    for name in ("months", "ago", "latest"):
        if _taken(wanted, gap) + px(_NAME_LEAST) > room:
            wanted[name] = 0
    name_width = min(px(_NAME_MOST), room - _taken(wanted, gap))
    if name_width < px(_NAME_LEAST):
        wanted["activities"] = max(px(80), wanted["activities"] - (px(_NAME_LEAST) - name_width))
        name_width = px(_NAME_LEAST)
    left = px(INSET)
    made = {"name": Column("Component", left, name_width)}
    left += name_width
    for name, column_width in wanted.items():
        left += gap if column_width else 0
        made[name] = Column(heads[name], left, column_width)
        left += column_width
    return MapColumns(**made)


def name_that_fits(name: str, short: str, font: QFont, width: float) -> str:
    """Return a component's name, or its short one where there is no room for the whole."""
    return name if QFontMetricsF(font).horizontalAdvance(name) <= width else short


def _taken(wanted: dict[str, int], gap: int) -> int:
    return sum(width + gap for width in wanted.values() if width)
