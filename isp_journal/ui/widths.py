"""What fits beside what: the areas of the window by its logical size."""

from typing import NamedTuple

SMALLEST = (840, 480)
NAVIGATION = 208
RAIL = 56


class Widths(NamedTuple):
    """How the areas share a window; `list_width` and `side_width` are given at text size 100 %.

    `turns`: list and page show one at a time. `side_over`: the side panel opens over the page. `low`: no room for
    question line, legends and key hints. `margin`: the page's margin.
    """

    rail: bool
    turns: bool
    side_over: bool
    low: bool
    list_width: int
    side_width: int
    margin: int


def widths_for(width: int, height: int, factor: float) -> Widths:
    """Return what fits into a window; larger text makes it as good as smaller."""
    logical = width / factor
    rail = logical < 1280
    wide = logical >= 1600
    return Widths(
        rail=rail,
        turns=logical < 1024,
        side_over=rail,
        low=height / factor < 620,
        list_width=392 if wide else 292 if rail else 324,
        side_width=340 if wide else 308 if not rail else 300,
        margin=24 if logical < 1180 else 40,
    )
