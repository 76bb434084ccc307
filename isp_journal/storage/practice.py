"""How much and how recently components and activities were practised: counts straight from narrow indexes.

No table of counts is kept: it would have to be kept true by every tag, merge, restore and import, and the counts cost
some milliseconds at 300 000 tags.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import text

from isp_journal.model import Filter, Kind, Passage
from isp_journal.storage import lists
from isp_journal.storage.filters import Source, exists, period, sources
from isp_journal.storage.first_page import SNIPPET
from isp_journal.storage.places import MONTH_SHIFT, day_of, month_of
from isp_journal.storage.store import Transaction

_LIVE = "tag.trashed_at IS NULL"


class Spot(NamedTuple):
    """Where a timeline of passages stands: the entry's place and the tag's id."""

    place: int
    tag: str


def by_activity(transaction: Transaction, keys: Sequence[str], asked: Filter) -> dict[str, tuple[int, str]]:
    """Return (passages, latest ISO date) for each of these activities that was practised within the filter."""
    tags, values = _tags(transaction, asked, "tag_activity", _among("activity", keys))
    found = transaction.connection.execute(
        text(f"SELECT tag.activity, count(*), max(tag.place) {tags} GROUP BY tag.activity"), values
    )
    return {row[0]: (row[1], day_of(row[2]).isoformat()) for row in found}


def by_month(transaction: Transaction, keys: Sequence[str], asked: Filter) -> dict[str, dict[tuple[int, int], int]]:
    """Return for each of these components that was practised how many passages each (year, month) has."""
    tags, values = _tags(transaction, asked, "tag_component", _among("component", keys))
    counted = text(f"SELECT tag.component, tag.place >> {MONTH_SHIFT}, count(*) {tags} GROUP BY 1, 2")
    months: dict[str, dict[tuple[int, int], int]] = {}
    for component, month, passages in transaction.connection.execute(counted, values):
        months.setdefault(component, {})[month_of(month)] = passages
    return months


def months_of(transaction: Transaction, about: Source, asked: Filter) -> dict[tuple[int, int], int]:
    """Return how many passages of one component or activity each (year, month) has."""
    tags, values = _tags(transaction, asked, about.index, about)
    counted = text(f"SELECT tag.place >> {MONTH_SHIFT}, count(*) {tags} GROUP BY 1")
    return {month_of(row[0]): row[1] for row in transaction.connection.execute(counted, values)}


def activities_of(transaction: Transaction, component: str, asked: Filter) -> dict[str, tuple[int, str]]:
    """Return (passages, latest ISO date) for each activity of one component that was practised."""
    # By range of the activities' keys, since their index is in the order in which they are counted.
    keys = Source("tag", f"activity > :component || '.' AND activity < :component || '/' AND {_LIVE}")
    tags, values = _tags(transaction, asked, "tag_activity", keys)
    counted = text(f"SELECT tag.activity, count(*), max(tag.place) {tags} GROUP BY tag.activity")
    found = transaction.connection.execute(counted, {**values, "component": component})
    return {row[0]: (row[1], day_of(row[2]).isoformat()) for row in found}


def entries_of(transaction: Transaction, about: Source, asked: Filter) -> int:
    """Return in how many entries a component or activity was practised."""
    tags, values = _tags(transaction, asked, about.index, about)
    return int(transaction.connection.scalar(text(f"SELECT count(DISTINCT tag.place) {tags}"), values) or 0)


def passages(transaction: Transaction, about: Source, asked: Filter, before: Spot | None, limit: int) -> list[Passage]:
    """Return passages tagged to a component or activity, newest first, from a spot in the timeline on."""
    where, values = _within(asked, "tag.place", about)
    values["limit"] = limit
    if before is not None:
        where += " AND place <= :place AND (place, id) < (:place, :spot)"
        values.update(place=before.place, spot=before.tag)
    rows = f"""
        WITH chosen AS MATERIALIZED (
          SELECT id, place FROM tag INDEXED BY {about.index} {where} ORDER BY place DESC, id DESC LIMIT :limit)
        SELECT tag.id, entry.id, tag.place, tag.activity, coalesce(tag.quote, ''), tag.because,
               tag.quote IS NOT NULL AND tag.start IS NULL, entry.title, substr(entry.body, 1, {SNIPPET}),
               entry.kind, coalesce(site.name, '')
        FROM chosen CROSS JOIN tag ON tag.id = chosen.id CROSS JOIN entry ON entry.place = chosen.place
        LEFT JOIN site ON site.id = entry.site_id AND site.trashed_at IS NULL
        ORDER BY chosen.place DESC, chosen.id DESC"""
    return [_passage(*row) for row in transaction.connection.execute(text(rows), values)]


def subject(about: str) -> Source:
    """Return the set of tags of a component's or an activity's full key."""
    on_activity = "." in about.rsplit("/", 1)[-1]
    return sources(Filter(activity=about) if on_activity else Filter(component=about))[0]


def _among(column: str, keys: Sequence[str]) -> Source:
    """Return the tags of these keys; naming them lets the index go to the period of each at once."""
    condition = f"tag.{column} IN (SELECT value FROM json_each(:keys)) AND {_LIVE}"
    return Source("tag", condition, values={"keys": json.dumps(list(keys))})


def _tags(transaction: Transaction, asked: Filter, index: str, about: Source) -> tuple[str, dict[str, Any]]:
    """Return the FROM and WHERE of a count of tags, and its values.

    Where the filter names a site, a person or words, their entries lead and the tags are looked up entry by entry;
    else the index of the tags is walked.
    """
    condition, values = about.condition, dict(about.values)
    narrowed = _sets(asked)
    if narrowed == Filter():
        within, bounds = period(asked, "tag.place")
        where = " AND ".join([condition, *within])
        return f"FROM tag INDEXED BY {index} WHERE {where}", {**values, **bounds}
    found = lists.chosen(transaction, replace(narrowed, since=asked.since, until=asked.until))
    wanted = f"SELECT {found.place} AS place FROM {found.source}"
    return (
        f"FROM ({wanted}) AS wanted CROSS JOIN tag INDEXED BY tag_place ON tag.place = wanted.place WHERE {condition}",
        {**values, **found.values},
    )


def _within(asked: Filter, place: str, about: Source) -> tuple[str, dict[str, Any]]:
    """Return the WHERE of a page of passages: the subject leads, the filter's sets are asked about each."""
    conditions, values = period(asked, place)
    values.update(about.values)
    conditions.insert(0, about.condition)
    for one in sources(_sets(asked)):
        conditions.append(exists(one, place))
        values.update(one.values)
    return "WHERE " + " AND ".join(conditions), values


def _sets(asked: Filter) -> Filter:
    """Return only what a timeline is filtered by beside its subject and period."""
    return Filter(text=asked.text, site=asked.site, person=asked.person, kind=asked.kind, label=asked.label)


def _passage(*row: Any) -> Passage:
    tag, entry, place, activity, quote, because, loose, title, snippet, kind, site = row
    return Passage(
        tag=tag,
        entry=entry,
        place=place,
        occurred_on=day_of(place),
        activity=activity,
        quote=quote,
        because=because,
        loose=bool(loose),
        title=title,
        snippet=snippet,
        kind=Kind(kind),
        site=site,
    )
