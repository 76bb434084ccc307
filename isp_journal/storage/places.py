"""The place of an entry: one number that orders entries by date and is their row's key in table and index.

A place is (year * 12 + month - 1) << 17 | day << 12 | slot. An entry with a time takes the slot of twice its minute,
or the next free one; one without a time takes a slot above those, in the order of writing.
"""

from bisect import insort
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


def free_slot(taken: list[int], at: time | None) -> int | None:
    """Return a free slot for the time and note it in `taken` (ascending), or None when the day is full."""
    slot = max(taken[-1] + 1, UNTIMED) if at is None and taken else wished_slot(at)
    used = set(taken)
    upwards = (free for free in range(slot, SLOTS) if free not in used)
    downwards = (free for free in range(min(slot, SLOTS) - 1, -1, -1) if free not in used)
    found = next(upwards, None)
    if found is None:
        found = next(downwards, None)
    if found is not None:
        insort(taken, found)
    return found
