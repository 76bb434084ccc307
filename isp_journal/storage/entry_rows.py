"""Rows of entries with what belongs to them: who took part, labels and tags."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, delete, insert, select, text, update

from isp_journal.errors import Refused
from isp_journal.model import Entry, Kind, Mode, Tag
from isp_journal.storage import label_rows, places, rows, tag_rows
from isp_journal.storage.prepared import Prepared
from isp_journal.storage.schema import attachment, entry, entry_label, entry_person, label, person, site, tag
from isp_journal.storage.store import Transaction

_SHOWN_SITE = site.c.id.label("shown_site")
_BY_ID = Prepared(
    select(entry, _SHOWN_SITE)
    .outerjoin(site, and_(site.c.id == entry.c.site_id, site.c.trashed_at.is_(None)))
    .where(entry.c.id == bindparam("identity"))
)
_PEOPLE = Prepared(
    select(entry_person.c.person_id)
    .join(person, person.c.id == entry_person.c.person_id)
    .where(entry_person.c.place == bindparam("at"), person.c.trashed_at.is_(None))
    .order_by(person.c.name, person.c.id)
)
_AMONG: BindParameter[int] = bindparam("places", expanding=True)
_AT = (
    select(entry, _SHOWN_SITE)
    .outerjoin(site, and_(site.c.id == entry.c.site_id, site.c.trashed_at.is_(None)))
    .where(entry.c.place.in_(_AMONG), entry.c.trashed_at.is_(None))
)
_PEOPLE_AT = (
    select(entry_person.c.place, entry_person.c.person_id)
    .join(person, person.c.id == entry_person.c.person_id)
    .where(entry_person.c.place.in_(_AMONG), person.c.trashed_at.is_(None))
    .order_by(person.c.name, person.c.id)
)
_LABELS_AT = (
    select(entry_label.c.place, label.c.name)
    .join(label, label.c.id == entry_label.c.label_id)
    .where(entry_label.c.place.in_(_AMONG), label.c.trashed_at.is_(None))
    .order_by(label.c.name)
)
EXPORTED_AT_ONCE = 200
# What belongs to entries, by their places: people, labels and tags.
Belongings = tuple[dict[int, list[str]], dict[int, list[str]], dict[int, list[Tag]]]
INSERT = Prepared(insert(entry).values({column.name: bindparam(column.name) for column in entry.c}))
_UPDATE = update(entry).where(entry.c.id == bindparam("which"))


def _setting(*names: str) -> Prepared:
    return Prepared(_UPDATE.values({name: bindparam(f"new_{name}") for name in names}))


# Each group of columns has its own statement: what is not set starts neither the index nor a move of what hangs on it.
_STAMP = _setting("kind", "mode", "minutes", "revision", "updated_at")
_WRITE = _setting("title", "body")
_PLACE_AT_SITE = _setting("site_id")
_MOVE = _setting("occurred_on", "occurred_time", "place")
LINK_PERSON = Prepared(insert(entry_person).values(person_id=bindparam("person_id"), place=bindparam("place")))
LINK_LABEL = Prepared(insert(entry_label).values(label_id=bindparam("label_id"), place=bindparam("place")))
_TAKEN = Prepared(
    select(entry.c.place)
    .where(entry.c.place.between(bindparam("lowest"), bindparam("highest")))
    .order_by(entry.c.place)
)


def get(transaction: Transaction, identity: str) -> Entry | None:
    """Return an entry with its people, labels and tags, in the trash or not."""
    found = _BY_ID.first(transaction, identity=identity)
    return None if found is None else _whole(transaction, found)


def beginning_with(transaction: Transaction, beginning: str, limit: int = 2) -> list[str]:
    """Return ids that begin with some characters, for a person who types a part of one."""
    asked = select(entry.c.id).where(entry.c.id.between(beginning, beginning + "\uffff")).order_by(entry.c.id)
    return list(transaction.connection.scalars(asked.limit(limit)))


def insert_entry(transaction: Transaction, value: Entry) -> Entry:
    """Write a new entry with all that belongs to it, and return it as it is kept."""
    stamps = rows.fresh(transaction, value.id)
    place = free_place(transaction, value.occurred_on, value.occurred_time)
    INSERT.run(transaction, place=place, **columns(value), **stamps)
    _link_people(transaction, place, value.people)
    _link_labels(transaction, place, value.labels)
    tags = tag_rows.replace(transaction, place, (), value.tags)
    return replace(
        value,
        place=place,
        tags=tags,
        revision=1,
        created_at=transaction.now,
        updated_at=transaction.now,
        trashed_at=None,
    )


def update_entry(transaction: Transaction, before: Entry, value: Entry) -> Entry:
    """Write what changed between two states of an entry, and return it as it is kept."""
    place = before.place or 0
    was, now = columns(before), columns(value)
    changed = {name for name, content in now.items() if content != was[name]}
    new = {f"new_{name}": content for name, content in now.items()}
    revision = before.revision + 1
    _STAMP.run(transaction, which=value.id, new_revision=revision, new_updated_at=transaction.now, **new)
    if changed & {"title", "body"}:
        _WRITE.run(transaction, which=value.id, **new)
    if "site_id" in changed:
        _PLACE_AT_SITE.run(transaction, which=value.id, **new)
    if changed & {"occurred_on", "occurred_time"}:
        place = free_place(transaction, value.occurred_on, value.occurred_time)
        _MOVE.run(transaction, which=value.id, new_place=place, **new)
    if set(before.people) != set(value.people):
        gone = and_(entry_person.c.place == place, entry_person.c.person_id.in_(before.people))
        transaction.connection.execute(delete(entry_person).where(gone))
        _link_people(transaction, place, value.people)
    if set(before.labels) != set(value.labels):
        shown = select(label.c.id).where(label.c.trashed_at.is_(None))
        gone = and_(entry_label.c.place == place, entry_label.c.label_id.in_(shown))
        transaction.connection.execute(delete(entry_label).where(gone))
        _link_labels(transaction, place, value.labels)
    tags = tag_rows.replace(transaction, place, before.tags, value.tags, before.trashed_at)
    return replace(
        value,
        place=place,
        tags=tags,
        revision=revision,
        created_at=before.created_at,
        updated_at=transaction.now,
        trashed_at=before.trashed_at,
    )


def content(value: Entry) -> dict[str, Any]:
    """Return an entry's content for its history of versions."""
    tags = [tag_rows.content(one) for one in value.tags]
    return {**columns(value), "people": value.people, "labels": value.labels, "tags": tags}


def of_content(now: Entry, told: dict[str, Any]) -> Entry:
    """Return an entry as one of its versions tells it, with the stamps that it has now."""
    at, mode = told["occurred_time"], told["mode"]
    return replace(
        now,
        occurred_on=date.fromisoformat(told["occurred_on"]),
        kind=Kind(told["kind"]),
        title=told["title"],
        body=told["body"],
        occurred_time=None if at is None else time.fromisoformat(at),
        site=told["site_id"],
        people=tuple(told["people"]),
        labels=tuple(told["labels"]),
        mode=None if mode is None else Mode(mode),
        minutes=told["minutes"],
        tags=tuple(tag_rows.of_content(one) for one in told["tags"]),
    )


def free_place(transaction: Transaction, day: date, at: time | None) -> int:
    """Return a place that no entry has yet on this day; raises Refused when the day is full."""
    slot = places.Day(taken_slots(transaction, day)).take(at)
    if slot is None:
        raise Refused(f"{day.isoformat()} holds {places.SLOTS} entries already, more than a day can keep.")
    return places.first_of_day(day) | slot


def taken_slots(transaction: Transaction, day: date) -> list[int]:
    """Return the slots of a day that entries have, ascending."""
    taken = _TAKEN.values(transaction, lowest=places.first_of_day(day), highest=places.last_of_day(day))
    return [places.slot_of(place) for place in taken]


def set_trashed(transaction: Transaction, identities: list[str], trashed: bool) -> list[str]:
    """Move entries with their tags and attachments into or out of the trash; returns those that were elsewhere.

    What was in the trash by itself before the entry stays there when the entry comes back.
    """
    moved: list[str] = []
    for identity in identities:
        found = _BY_ID.first(transaction, identity=identity)
        if found is None or (found.trashed_at is not None) is trashed:
            continue
        since = transaction.now if trashed else None
        for table in (tag, attachment):
            # Those outside the trash have no such instant, as the entry has none.
            along = table.c.trashed_at.is_not_distinct_from(found.trashed_at)
            stamps = {"trashed_at": since, "revision": table.c.revision + 1, "updated_at": transaction.now}
            transaction.connection.execute(update(table).where(table.c.place == found.place, along).values(stamps))
        rows.change(transaction, entry, identity, {"trashed_at": since})
        moved.append(identity)
    return moved


def newest_sites(transaction: Transaction, limit: int) -> list[str]:
    """Return the ids of the sites of the newest entries, the most recent first."""
    newest = "SELECT site_id FROM entry WHERE trashed_at IS NULL ORDER BY place DESC LIMIT 200"
    known = text(
        f"SELECT s.site_id FROM ({newest}) s JOIN site ON site.id = s.site_id "
        "WHERE site.trashed_at IS NULL AND site.archived_at IS NULL"
    )
    return list(dict.fromkeys(transaction.connection.scalars(known)))[:limit]


def all_places(transaction: Transaction) -> list[int]:
    """Return the places of all entries outside the trash in the order in which they are exported, oldest first."""
    # Within a day by time and id, not by place: a place may remember neighbours that have left since.
    asked = text(
        f"SELECT place FROM entry WHERE trashed_at IS NULL "
        f"ORDER BY place >> {places.DAY_SHIFT}, occurred_time IS NULL, occurred_time, id"
    )
    return list(transaction.connection.scalars(asked))


def at_places(transaction: Transaction, wanted: list[int]) -> list[Entry]:
    """Return entries outside the trash by their places, in the same order, with a handful of statements for all."""
    at = {"places": wanted}
    connection = transaction.connection
    people = _grouped(connection.execute(_PEOPLE_AT, at))
    labels = _grouped(connection.execute(_LABELS_AT, at))
    tags = tag_rows.at_places(transaction, wanted)
    found = {row.place: _entry(row, (people, labels, tags)) for row in connection.execute(_AT, at)}
    return [found[place] for place in wanted if place in found]


def whole(transaction: Transaction) -> Iterator[Entry]:
    """Yield all entries outside the trash in the order in which they are exported."""
    wanted = all_places(transaction)
    for start in range(0, len(wanted), EXPORTED_AT_ONCE):
        yield from at_places(transaction, wanted[start : start + EXPORTED_AT_ONCE])


def named_anew(transaction: Transaction, before: Entry | None, value: Entry) -> Entry:
    """Return an entry with the people and the site that are there: a draft may name some that are in the trash by now.

    One that was merged stands for what it went into; one that was deleted is left out, and its hidden row stays.
    """
    people, at = value.people, value.site
    if people and (before is None or people != before.people):
        found = (rows.standing_for(transaction, person, one) for one in people)
        people = tuple(dict.fromkeys(one for one in found if one is not None))
    if at is not None and (before is None or at != before.site):
        at = rows.standing_for(transaction, site, at)
    return value if people == value.people and at == value.site else replace(value, people=people, site=at)


def _link_people(transaction: Transaction, place: int, people: tuple[str, ...]) -> None:
    for one in dict.fromkeys(people):
        LINK_PERSON.run(transaction, person_id=one, place=place)


def _link_labels(transaction: Transaction, place: int, labels: tuple[str, ...]) -> None:
    for one in dict.fromkeys(label_rows.ensure(transaction, name) for name in labels):
        LINK_LABEL.run(transaction, label_id=one, place=place)


def _whole(transaction: Transaction, found: Any) -> Entry:
    people = {found.place: _PEOPLE.values(transaction, at=found.place)}
    labels = {found.place: label_rows.names_on(transaction, found.place)}
    tags = {found.place: tag_rows.on(transaction, found.place, found.trashed_at)}
    return _entry(found, (people, labels, tags))


def _entry(found: Any, belongings: Belongings) -> Entry:
    people, labels, tags = belongings
    return Entry(
        id=found.id,
        occurred_on=date.fromisoformat(found.occurred_on),
        kind=Kind(found.kind),
        title=found.title,
        body=found.body,
        occurred_time=None if found.occurred_time is None else time.fromisoformat(found.occurred_time),
        site=found.shown_site,
        people=tuple(people.get(found.place, ())),
        labels=tuple(labels.get(found.place, ())),
        mode=None if found.mode is None else Mode(found.mode),
        minutes=found.minutes,
        tags=tuple(tags.get(found.place, ())),
        place=found.place,
        revision=found.revision,
        created_at=found.created_at,
        updated_at=found.updated_at,
        trashed_at=found.trashed_at,
    )


def _grouped(rows_of_places: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for place, value in rows_of_places:
        found.setdefault(place, []).append(value)
    return found


def columns(value: Entry) -> dict[str, Any]:
    """Return the columns of an entry that its author fills, in the table's words."""
    return {
        "kind": str(value.kind),
        "occurred_on": value.occurred_on.isoformat(),
        "occurred_time": None if value.occurred_time is None else value.occurred_time.isoformat("minutes"),
        "site_id": value.site,
        "mode": None if value.mode is None else str(value.mode),
        "minutes": value.minutes,
        "title": value.title,
        "body": value.body,
    }
