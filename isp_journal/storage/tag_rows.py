"""Rows of tags: an activity on an entry or on a passage of it."""

from dataclasses import replace as with_values
from typing import Any

from sqlalchemy import bindparam, insert, select, text

from isp_journal.anchors import Anchor
from isp_journal.ids import new_id
from isp_journal.model import Tag
from isp_journal.storage import rows
from isp_journal.storage.prepared import Prepared
from isp_journal.storage.schema import entry, tag
from isp_journal.storage.store import Transaction

_ON = select(tag).where(tag.c.place == bindparam("at"))
_ORDER = (tag.c.start.is_(None), tag.c.start, tag.c.id)
_LIVE_ON = Prepared(_ON.where(tag.c.trashed_at.is_(None)).order_by(*_ORDER))
_TRASHED_ON = Prepared(_ON.where(tag.c.trashed_at == bindparam("since")).order_by(*_ORDER))
_LIVE_AT = (
    select(tag)
    .where(tag.c.place.in_(bindparam("places", expanding=True)), tag.c.trashed_at.is_(None))
    .order_by(*_ORDER)
)
INSERT = Prepared(insert(tag).values({column.name: bindparam(column.name) for column in tag.c}))


def on(transaction: Transaction, place: int, trashed_since: str | None = None) -> list[Tag]:
    """Return the tags of an entry in the order of its text; for one in the trash those that went there with it."""
    if trashed_since is None:
        return [_tag(row) for row in _LIVE_ON.rows(transaction, at=place)]
    return [_tag(row) for row in _TRASHED_ON.rows(transaction, at=place, since=trashed_since)]


def at_places(transaction: Transaction, wanted: list[int]) -> dict[int, list[Tag]]:
    """Return the tags of many entries by their places, each in the order of its text."""
    found: dict[int, list[Tag]] = {}
    for row in transaction.connection.execute(_LIVE_AT, {"places": wanted}):
        found.setdefault(row.place, []).append(_tag(row))
    return found


def replace(
    transaction: Transaction,
    place: int,
    before: tuple[Tag, ...],
    after: tuple[Tag, ...],
    since: str | None = None,
) -> tuple[Tag, ...]:
    """Write the differences between two sets of tags on an entry; returns them with ids.

    A tag that left goes to the trash, and one that comes back by its id leaves it. `since` is since when the entry is
    in the trash: its tags stay there with it.
    """
    after = tuple(with_values(one, id=one.id or new_id()) for one in after)
    known = {one.id: one for one in before}
    added = [one for one in after if one.id not in known]
    back = _trashed(transaction, place, [one.id for one in added]) if before or added else set()
    fresh = [one for one in added if one.id not in back]
    if fresh:
        stamps = (rows.fresh(transaction, one.id) | {"trashed_at": since} for one in fresh)
        written = [{"place": place, **columns(one), **stamp} for one, stamp in zip(fresh, stamps, strict=True)]
        INSERT.run_many(transaction, written)
    for one in after:
        if one.id in back or (one.id in known and known[one.id] != one):
            rows.change(transaction, tag, one.id, {**columns(one), "trashed_at": since})
    for identity in known.keys() - {one.id for one in after}:
        rows.change(transaction, tag, identity, {"trashed_at": transaction.now})
    return after


def entry_of(transaction: Transaction, identity: str) -> str | None:
    """Return the id of the entry that a tag is on."""
    asked = select(entry.c.id).join(tag, tag.c.place == entry.c.place)
    return transaction.connection.scalar(asked.where(tag.c.id == identity, tag.c.trashed_at.is_(None)))


def recent_activities(transaction: Transaction, limit: int) -> list[str]:
    """Return the activities tagged last, each once."""
    newest = "SELECT activity FROM tag WHERE trashed_at IS NULL ORDER BY updated_at DESC LIMIT 100"
    if _many(transaction):
        # In a long journal the tags of the newest entries are near enough, and found without sorting all of them.
        newest = "SELECT activity FROM tag INDEXED BY tag_place WHERE trashed_at IS NULL ORDER BY place DESC LIMIT 100"
    return list(dict.fromkeys(transaction.connection.scalars(text(newest))))[:limit]


def counts(transaction: Transaction, since_place: int = 0) -> dict[str, int]:
    """Return how many tags each activity has from a place on."""
    asked = (
        "SELECT activity, count(*) FROM tag INDEXED BY tag_activity "
        "WHERE trashed_at IS NULL AND place >= :since GROUP BY activity"
    )
    return {row[0]: row[1] for row in transaction.connection.execute(text(asked), {"since": since_place})}


def columns(one: Tag) -> dict[str, Any]:
    """Return a tag's columns, its id and its entry aside."""
    anchor = one.anchor
    placed = anchor is not None and not one.loose
    return {
        "component": one.component,
        "activity": one.activity,
        "start": anchor.start if anchor is not None and placed else None,
        "end": anchor.end if anchor is not None and placed else None,
        "quote": anchor.quote if anchor is not None else None,
        "prefix": anchor.prefix if anchor is not None else None,
        "suffix": anchor.suffix if anchor is not None else None,
        "because": one.because,
    }


def content(one: Tag) -> dict[str, Any]:
    """Return a tag's content for an entry's history of versions."""
    return {"id": one.id, **{name: value for name, value in columns(one).items() if value not in (None, "")}}


def of_content(told: dict[str, Any]) -> Tag:
    """Return the tag that a version of an entry tells of."""
    anchor = None
    placed = "start" in told
    if "quote" in told:
        start, end = (told["start"], told["end"]) if placed else (0, 0)
        anchor = Anchor(start, end, told["quote"], told.get("prefix", ""), told.get("suffix", ""))
    loose = anchor is not None and not placed
    return Tag(told["id"], told["activity"], anchor, loose=loose, because=told.get("because", ""))


def _many(transaction: Transaction) -> bool:
    counted = "SELECT count(*) FROM (SELECT 1 FROM tag INDEXED BY tag_activity WHERE trashed_at IS NULL LIMIT 5000)"
    return int(transaction.connection.scalar(text(counted)) or 0) == 5000


def _trashed(transaction: Transaction, place: int, identities: list[str]) -> set[str]:
    if not identities:
        return set()
    asked = select(tag.c.id).where(tag.c.place == place, tag.c.trashed_at.is_not(None), tag.c.id.in_(identities))
    return set(transaction.connection.scalars(asked))


def _tag(row: Any) -> Tag:
    anchor = None
    if row.quote is not None:
        placed = row.start is not None
        anchor = Anchor(
            row.start if placed else 0, row.end if placed else 0, row.quote, row.prefix or "", row.suffix or ""
        )
    return Tag(row.id, row.activity, anchor, loose=row.quote is not None and row.start is None, because=row.because)
