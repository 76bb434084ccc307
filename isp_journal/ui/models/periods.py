"""Periods of days that lists and charts are filtered by."""

from datetime import date
from typing import NamedTuple

from isp_journal.ui import wording

_MONTHS = 12
_QUARTER = 3


class Period(NamedTuple):
    """A span of days, both included, None where it is open; `within` goes on a sentence: 'Not in your journal ...'."""

    key: str
    words: str
    since: date | None
    until: date | None
    within: str

    def told(self, today: date) -> str:
        """Return the period as a sentence goes on: 'December 2025 to today'."""
        if self.since is None and self.until is None:
            return "from your first entry to today"
        if self.key == "days":
            return self.words
        first = wording.month_long(self.since.year, self.since.month) if self.since else "your first entry"
        last = wording.month_long(self.until.year, self.until.month) if self.until else "today"
        return f"{first} to {last}"


def periods(today: date) -> tuple[Period, ...]:
    """Return the periods that are offered on a day, the first of which is the usual one."""
    return (
        Period("12 months", "Last 12 months", _first_day(today, _MONTHS - 1), None, "this year"),
        Period("3 months", "Last 3 months", _first_day(today, _QUARTER - 1), None, "in the last 3 months"),
        Period("year", "This year", date(today.year, 1, 1), None, f"in {today.year}"),
        Period(
            "last year",
            "Last year",
            date(today.year - 1, 1, 1),
            date(today.year - 1, 12, 31),
            f"in {today.year - 1}",
        ),
        all_time(),
    )


def all_time() -> Period:
    """Return the period that leaves nothing out."""
    return Period("all", "All time", None, None, "yet")


def between(one: date, other: date, today: date) -> Period:
    """Return the period from one day to another, whichever is earlier."""
    since, until = min(one, other), max(one, other)
    words = f"{wording.day(since, today)} to {wording.day(until, today)}"
    return Period("days", words, since, until, f"from {words}")


def _first_day(today: date, months_back: int) -> date:
    number = today.year * _MONTHS + today.month - 1 - months_back
    return date(number // _MONTHS, number % _MONTHS + 1, 1)
