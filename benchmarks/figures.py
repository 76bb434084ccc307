"""How a figure is told: its value, its ratio to the limit of the same run, and what was asked for."""

from collections.abc import Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured figure; `ratio` is to the limit of the same run, `asked` the ratio or value to reach."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    asked: float | None = None


def report(figures: Iterable[Figure]) -> None:
    """Print a line a figure."""
    for one in figures:
        told = f"{one.name:<58} {one.value:10.2f} {one.unit:<3}"
        if one.ratio is not None:
            told += f"  {one.ratio:5.2f} x"
        if one.asked is not None:
            reached = (one.value if one.ratio is None else one.ratio) <= one.asked
            told += f"  (asked: {one.asked:g}{' x' if one.ratio is not None else ' ' + one.unit})"
            told += "" if reached else "  MISSED"
        print(told, flush=True)
