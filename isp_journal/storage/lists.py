"""Lists of entries: a page at a time, newest first, for any filter; the newest page costs the same at any size."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from isp_journal.model import EntryLine, Filter
from isp_journal.storage.filters import Source, exists, ordered, period, sources
from isp_journal.storage.first_page import COLUMNS, ROWS, SNIPPET
from isp_journal.storage.store import Transaction

# A hit in a snippet stands between these two characters, which no typed text holds.
HIT_STARTS, HIT_ENDS = "\x02", "\x03"
IN_THE_TRASH = "{place} IN (SELECT place FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL)"
_COUNT_ALL = """
SELECT (SELECT count(*) FROM entry INDEXED BY entry_kind)
     - (SELECT count(*) FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places that a filter lets through, as a query that is not yet cut to a page."""

    place: str
    select: str
    values: dict[str, Any]


def page(transaction: Transaction, asked: Filter, before: int | None, limit: int) -> list[EntryLine]:
    """Return the rows that come after the place `before` in the list, newest first."""
    found = chosen(transaction, asked)
    values = {**found.values, "limit": limit}
    places = found.select
    if before is not None:
        places += f" AND {found.place} < :before"
        values["before"] = before
    places += " ORDER BY 1 DESC LIMIT :limit"
    columns, rows = _with_hits() if "words" in values else (COLUMNS, ROWS)
    statement = text(f"WITH chosen(place) AS MATERIALIZED ({places}) {columns}{rows}")
    return [EntryLine(*row) for row in transaction.connection.execute(statement, values)]


def count(transaction: Transaction, asked: Filter) -> int:
    """Return how many entries the filter lets through."""
    if asked == Filter():
        return int(transaction.connection.scalar(text(_COUNT_ALL)) or 0)
    found = chosen(transaction, asked)
    return int(transaction.connection.scalar(text(f"SELECT count(*) FROM ({found.select})"), found.values) or 0)


def chosen(transaction: Transaction, asked: Filter) -> Chosen:
    """Return the query for the places that a filter lets through."""
    sets = ordered(transaction.connection, sources(asked))
    leader = sets[0] if sets else _all(asked.trashed)
    place = f"lead.{leader.column}"
    within, values = period(asked, place)
    conditions = [leader.condition, *(exists(one, place) for one in sets[1:]), *within]
    for one in (leader, *sets[1:]):
        values.update(one.values)
    if sets:
        trashed = IN_THE_TRASH.format(place=place)
        conditions.append(trashed if asked.trashed else f"NOT ({trashed})")
    select = f"SELECT DISTINCT {place} FROM {leader.named('lead')} WHERE {' AND '.join(conditions)}"
    return Chosen(place, select, values)


def _all(trashed: bool) -> Source:
    if trashed:
        return Source("entry", "lead.trashed_at IS NOT NULL", index="entry_trash")
    return Source("entry", "lead.trashed_at IS NULL")


def _with_hits() -> tuple[str, str]:
    """Return columns and joins whose snippet shows where the words stand."""
    snippet = f"snippet(entry_text, -1, '{HIT_STARTS}', '{HIT_ENDS}', '…', 24) AS snippet"
    matched = "CROSS JOIN entry_text ON entry_text.rowid = chosen.place AND entry_text MATCH :words"
    return (
        COLUMNS.replace(f"substr(entry.body, 1, {SNIPPET}) AS snippet", snippet),
        ROWS.replace("LEFT JOIN", matched + "\nLEFT JOIN"),
    )
