"""Which backups are kept: many of the last day, then one a day, one a week and one a month."""

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import datetime, timedelta

HOURS = timedelta(hours=24)
HALF_HOUR = timedelta(minutes=30)
DAYS = 12
WEEKS = 10
MONTHS = 12
# How long those are kept that did not come by themselves, and how many of them.
WANTED = timedelta(days=12)
MOST_WANTED = 12


def to_drop(made: Sequence[datetime], now: datetime, wanted: Collection[datetime] = ()) -> set[datetime]:
    """Return which of the backups made at these instants are no longer needed; never the newest one.

    Kept are: of the last 24 hours one each half hour; the last one of each of the newest 12 days, 10 weeks and 12
    months that have any. Days without a backup do not count, so that neither a long pause nor a clock that is wrong by
    years empties the shelf. `wanted` are those that somebody asked for, or that were made before a larger change: the
    newest 12 of the last 12 days stay, however many there are in one half hour.
    """
    newest_first = sorted(set(made), reverse=True)
    keep = set(newest_first[:1])
    keep |= set([one for one in newest_first if one <= now][:1])
    recent = [one for one in newest_first if now - HOURS < one <= now]
    keep |= _last_of_each(recent, lambda one: one.timestamp() // HALF_HOUR.total_seconds(), len(recent))
    keep |= _last_of_each(newest_first, lambda one: one.date(), DAYS)
    keep |= _last_of_each(newest_first, lambda one: one.isocalendar()[:2], WEEKS)
    keep |= _last_of_each(newest_first, lambda one: (one.year, one.month), MONTHS)
    keep |= set([one for one in newest_first if one in wanted and now - WANTED < one <= now][:MOST_WANTED])
    return set(made) - keep


def _last_of_each(newest_first: list[datetime], span: Callable[[datetime], Hashable], spans: int) -> set[datetime]:
    """Return the newest of each span of time, of the newest so many spans."""
    found: dict[Hashable, datetime] = {}
    for one in newest_first:
        found.setdefault(span(one), one)
    return set(list(found.values())[:spans])
