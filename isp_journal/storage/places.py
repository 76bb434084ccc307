"""The place of an entry: one number that orders entries by date and is their row's key in table and index.

A place is (year * 12 + month - 1) << 17 | day << 12 | slot. An entry with a time takes the slot of twice its minute,
or the next free one; one without a time takes a slot above those, in the order of writing.
"""

from collections.abc import Iterable
from datetime import date, time

MONTH_SHIFT = 17
DAY_SHIFT = 12
SLOTS = 1 << DAY_SHIFT
UNTIMED = 2880


def first_of_day(day: date) -> int:
    """Return the lowest place of a date."""
    return (day.year * 12 + day.month - 1) << MONTH_SHIFT | day.day << DAY_SHIFT


def last_of_day(day: date) -> int:
    """Return the highest place of a date."""
    return first_of_day(day) | SLOTS - 1


def day_of(place: int) -> date:
    """Return the date of a place."""
    year, month = month_of(place >> MONTH_SHIFT)
    return date(year, month, place >> DAY_SHIFT & 31)


def month_of(number: int) -> tuple[int, int]:
    """Return (year, month) of a place shifted down to its month."""
    return number // 12, number % 12 + 1


def slot_of(place: int) -> int:
    """Return the place's slot within its day."""
    return place & SLOTS - 1


def wished_slot(at: time | None) -> int:
    """Return the slot that an entry with this time would like to have."""
    return UNTIMED if at is None else 2 * (at.hour * 60 + at.minute)


class Day:
    """The slots of one day: which are taken, and the next free one for an entry."""

    def __init__(self, taken: Iterable[int]) -> None:
        self._taken = set(taken)
        self._highest = max(self._taken, default=-1)

    def take(self, at: time | None) -> int | None:
        """Return a free slot for an entry with this time and count it as taken, or None when the day is full."""
        wished = wished_slot(at) if at is not None else max(self._highest + 1, UNTIMED)
        if wished in self._taken or wished >= SLOTS:
            free = next((slot for slot in range(wished, SLOTS) if slot not in self._taken), None)
            if free is None:
                free = next((slot for slot in range(min(wished, SLOTS) - 1, -1, -1) if slot not in self._taken), None)
            if free is None:
                return None
            wished = free
        self._taken.add(wished)
        self._highest = max(self._highest, wished)
        return wished
