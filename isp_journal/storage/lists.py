"""Lists of entries: a page at a time, newest first, for any filter; the newest page costs the same at any size."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from isp_journal.model import EntryLine, Filter
from isp_journal.storage.filters import TEXT, Source, among, exists, ordered, period, sources
from isp_journal.storage.first_page import BEGINNING, COLUMNS, ROWS
from isp_journal.storage.store import Transaction

# A hit in a snippet stands between these two characters, which no typed text holds.
HIT_STARTS, HIT_ENDS = "\x02", "\x03"
_SNIPPET = f"snippet({TEXT}, 1, '{HIT_STARTS}', '{HIT_ENDS}', '…', 24)"
IN_THE_TRASH = "{place} IN (SELECT place FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL)"
_COUNT_ALL = """
SELECT (SELECT count(*) FROM entry INDEXED BY entry_kind)
     - (SELECT count(*) FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places that a filter lets through, as a query not yet cut to a page; `source` is what follows its FROM."""

    place: str
    select: str
    source: str
    values: dict[str, Any]
    hits: bool


def page(transaction: Transaction, asked: Filter, before: int | None, limit: int) -> list[EntryLine]:
    """Return the rows that come after the place `before` in the list, newest first."""
    found = chosen(transaction, asked)
    values = {**found.values, "limit": limit}
    places = found.select
    if before is not None:
        places += f" AND {found.place} < :before"
        values["before"] = before
    places += " ORDER BY 1 DESC LIMIT :limit"
    # The words around a hit are cut out while the search goes: asking again for each row would search again.
    columns = COLUMNS.replace(BEGINNING, "chosen.snippet") if found.hits else COLUMNS
    named = "place, snippet" if found.hits else "place"
    statement = text(f"WITH chosen({named}) AS MATERIALIZED ({places}) {columns}{ROWS}")
    return [EntryLine(*row) for row in transaction.connection.execute(statement, values)]


def count(transaction: Transaction, asked: Filter) -> int:
    """Return how many entries the filter lets through."""
    if asked == Filter():
        return int(transaction.connection.scalar(text(_COUNT_ALL)) or 0)
    found = chosen(transaction, asked)
    return int(transaction.connection.scalar(text(f"SELECT count(*) FROM ({found.select})"), found.values) or 0)


def chosen(transaction: Transaction, asked: Filter) -> Chosen:
    """Return the query for the places that a filter lets through."""
    sets, narrow = ordered(transaction.connection, sources(asked))
    leader = sets[0] if sets else _all(asked.trashed)
    place = f"lead.{leader.column}"
    within, values = period(asked, place)
    side = IN_THE_TRASH if asked.trashed else f"NOT ({IN_THE_TRASH})"
    if narrow:
        others = [among(sets[1:], place, side)]
    else:
        others = [exists(one, place) for one in sets[1:]]
        others += [side.format(place=place)] if sets else []
    conditions = [leader.condition, *others, *within]
    for one in (leader, *sets[1:]):
        values.update(one.values)
    # Several tags of one entry may fit; elsewhere a place stands once, and DISTINCT would only undo the index's order.
    each = "DISTINCT " if leader.table == "tag" else ""
    hits = leader.table == TEXT
    columns = f"{place}, {_SNIPPET}" if hits else place
    source = f"{leader.named('lead')} WHERE {' AND '.join(conditions)}"
    return Chosen(place, f"SELECT {each}{columns} FROM {source}", source, values, hits)


def _all(trashed: bool) -> Source:
    if trashed:
        return Source("entry", "lead.trashed_at IS NOT NULL", index="entry_trash")
    return Source("entry", "lead.trashed_at IS NULL")
