"""Months of a period in steps that a chart has room for: months, or quarters, or years."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from isp_journal.ui.wording import month_long, month_short, passages

Month = tuple[int, int]
_SIZES = (1, 3, 12)
_NAMES = {1: "month", 3: "quarter", 12: "year"}


class Step(NamedTuple):
    """One bar: its short label, its full name, and how many passages."""

    label: str
    name: str
    number: int

    @property
    def words(self) -> str:
        """The bar in words, such as 'November 2026, 4 passages'."""
        return f"{self.name}, {passages(self.number)}"


class Steps(NamedTuple):
    """The bars of a period in order; `each` is 'month', 'quarter' or 'year'."""

    each: str
    steps: tuple[Step, ...]

    @property
    def total(self) -> int:
        """How many passages all bars have together."""
        return sum(step.number for step in self.steps)


def span(months: Mapping[Month, int], since: date | None, until: date | None, today: date) -> tuple[Month, Month]:
    """Return the first and the last month that a chart of a period shows; without a period those of the passages."""
    now = (today.year, today.month)
    known = [*months, now]
    first = (since.year, since.month) if since else min(known)
    last = (until.year, until.month) if until else max(known)
    return min(first, last), last


def in_steps(months: Mapping[Month, int], first: Month, last: Month, most: int) -> Steps:
    """Return the months from first to last as at most so many bars, or as years where even those are more."""
    ends = _number(first), _number(last)
    size = next((size for size in _SIZES if ends[1] // size - ends[0] // size < most), _SIZES[-1])
    start = ends[0] // size * size
    steps = []
    for number in range(start, ends[1] + 1, size):
        count = sum(months.get(_month(one), 0) for one in range(number, number + size))
        steps.append(_step(number, size, count))
    return Steps(_NAMES[size], tuple(steps))


def _step(number: int, size: int, count: int) -> Step:
    year, month = _month(number)
    if size == 1:
        return Step(month_short(month), month_long(year, month), count)
    if size == _SIZES[-1]:
        return Step(str(year), str(year), count)
    quarter = (month - 1) // size + 1
    return Step(f"Q{quarter}", f"quarter {quarter} of {year}", count)


def _number(month: Month) -> int:
    return month[0] * 12 + month[1] - 1


def _month(number: int) -> Month:
    return number // 12, number % 12 + 1
