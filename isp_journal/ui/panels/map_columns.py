"""Where the columns of the map stand; what has no room is left out."""

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from isp_journal.ui.charts import dots
from isp_journal.ui.theme import Theme

INSET = 12
_GAP = 24
_NAME_LEAST = 212
_NAME_SHORT = 132
_NAME_MOST = 340
_MONTHS = 84
_COUNT = 60


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
    number: Column
    latest: Column
    ago: Column


class Wanted(NamedTuple):
    """What the rows need: the most dots of any, what a small bar stands for, and the widths of the last two columns."""

    most_dots: int
    each: str
    with_months: bool
    latest: float
    ago: float


def map_columns(theme: Theme, width: int, wanted: Wanted) -> MapColumns:
    """Return the columns for a width: the number of passages goes first, which the dots tell roughly."""
    px = theme.px
    gap = px(_GAP)
    widths: dict[str, float] = {
        "activities": px(dots.SLOT) * max(1, wanted.most_dots),
        "months": px(_MONTHS) if wanted.with_months else 0,
        "number": px(_COUNT),
        "latest": wanted.latest,
        "ago": wanted.ago,
    }
    heads = {
        "activities": "Activities, by passages tagged",
        "months": f"By {wanted.each}",
        "number": "Passages",
        "latest": "Latest",
        "ago": "How long ago",
    }
    room = width - 2 * px(INSET)
    for name, least in (
        ("number", _NAME_LEAST),
        ("months", _NAME_SHORT),
        ("ago", _NAME_SHORT),
        ("latest", _NAME_SHORT),
    ):
        if _taken(widths, gap) + px(least) > room:
            widths[name] = 0
    name_width = min(px(_NAME_MOST), room - _taken(widths, gap))
    if name_width < px(_NAME_SHORT):
        widths["activities"] = max(px(80), widths["activities"] - (px(_NAME_SHORT) - name_width))
        name_width = px(_NAME_SHORT)
    left = float(px(INSET))
    made = {"name": Column("Component", left, name_width)}
    left += name_width
    for name, column_width in widths.items():
        left += gap if column_width else 0
        made[name] = Column(heads[name], left, column_width)
        left += column_width
    return MapColumns(**made)


def name_that_fits(name: str, short: str, font: QFont, width: float) -> str:
    """Return a component's name, or its short one where there is no room for the whole."""
    return name if QFontMetricsF(font).horizontalAdvance(name) <= width else short


def _taken(widths: dict[str, float], gap: int) -> float:
    return sum(width + gap for width in widths.values() if width)
