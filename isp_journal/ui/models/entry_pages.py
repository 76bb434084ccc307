"""How rows of the journal are read on the reading thread: page after page by the place of the last row seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.model import EntryLine, Filter

PAGE = 50
MOST_AT_ONCE = 20 * PAGE
AROUND = 3


class End(NamedTuple):
    """Where a page ends, from which the next one is read: the place and the month (`2026-11`) of its last row."""

    place: int
    month: str


class Pages(NamedTuple):
    """Pages read one after the other from number `first` on: where each ends, and the rows of the last few.

    `rows` is how many rows the whole list has when its end was reached, else None.
    """

    first: int
    ends: list[End]
    kept: dict[int, list[EntryLine]]
    rows: int | None


def read_pages(
    journal: Journal,
    asked: Filter,
    after: End | None,
    *,
    first: int = 0,
    enough: Callable[[int, list[EntryLine]], bool],
    at_once: int = PAGE,
) -> Pages:
    """Read pages from number `first`, which follows `after`, until one is enough or the list ends."""
    found = Pages(first, [], {}, None)
    before = after.place if after else None
    while True:
        rows = journal.entries.page(asked, before, at_once)
        for start in range(0, len(rows), PAGE):
            number = first + len(found.ends)
            chunk = rows[start : start + PAGE]
            found.ends.append(End(chunk[-1].place, chunk[-1].occurred_on[:7]))
            found.kept[number] = chunk
            found.kept.pop(number - AROUND, None)
            if enough(number, chunk):
                ended = len(rows) < at_once and start + PAGE >= len(rows)
                return found._replace(rows=number * PAGE + len(chunk) if ended else None)
        if len(rows) < at_once:
            return found._replace(rows=_length(found))
        before = rows[-1].place


def read_until(journal: Journal, asked: Filter, last: int) -> tuple[Pages, int]:
    """Read all pages up to a number anew, and count the rows of the list."""
    at_once = min(MOST_AT_ONCE, PAGE * (last + 1))
    pages = read_pages(journal, asked, None, enough=lambda number, _rows: number >= last, at_once=at_once)
    return pages, pages.rows if pages.rows is not None else journal.entries.count(asked)


def read_around(journal: Journal, asked: Filter, place: int) -> tuple[Pages, int]:
    """Read anew up to the page after the one in which an entry's place lies, and count the rows of the list."""
    seen: list[int] = []

    def enough(number: int, rows: list[EntryLine]) -> bool:
        if rows[-1].place <= place:
            seen.append(number)
        return len(seen) > 1

    pages = read_pages(journal, asked, None, enough=enough, at_once=MOST_AT_ONCE)
    return pages, pages.rows if pages.rows is not None else journal.entries.count(asked)


def _length(found: Pages) -> int:
    if not found.ends:
        return found.first * PAGE
    number = found.first + len(found.ends) - 1
    return number * PAGE + len(found.kept[number])
