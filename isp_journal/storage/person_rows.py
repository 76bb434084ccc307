"""Rows of people, and their part in entries."""

from typing import Any

from sqlalchemy import Row, bindparam, insert, select, text

from isp_journal.model import Person, Role
from isp_journal.storage import rows
from isp_journal.storage.places import day_of
from isp_journal.storage.schema import person
from isp_journal.storage.store import Transaction

_USED = """
SELECT person_id, count(*) AS entries, max(place) AS latest FROM entry_person
WHERE place NOT IN (SELECT place FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL) GROUP BY person_id
"""
_ALL = f"""
SELECT person.*, coalesce(used.entries, 0) AS entries, used.latest FROM person
LEFT JOIN ({_USED}) used ON used.person_id = person.id
WHERE person.trashed_at IS NULL ORDER BY person.folded, person.id
"""
_BY_ID = select(person).where(person.c.id == bindparam("id"))


def all_people(transaction: Transaction) -> list[Person]:
    """Return everybody outside the trash by name, archived or not, with their entries."""
    return [_person(row, row.entries, row.latest) for row in transaction.connection.execute(text(_ALL))]


def get(transaction: Transaction, identity: str) -> Person | None:
    """Return a person, in the trash or not; entries are not counted."""
    found = transaction.connection.execute(_BY_ID, {"id": identity}).first()
    return None if found is None else _person(found, 0, None)


def named(transaction: Transaction, name: str) -> Person | None:
    """Return the person with this name, case aside; one who is not archived first."""
    asked = select(person).where(person.c.trashed_at.is_(None)).order_by(person.c.archived_at.is_not(None), person.c.id)
    found = transaction.connection.execute(asked.where(person.c.folded == rows.folded(name))).first()
    return None if found is None else _person(found, 0, None)


def add(transaction: Transaction, value: Person) -> str:
    """Write a new person and return the id."""
    new = rows.fresh(transaction, value.id or None)
    transaction.connection.execute(insert(person), {**_columns(transaction, value), **new})
    return str(new["id"])


def change(transaction: Transaction, value: Person) -> None:
    """Write a person's new name, role or other facts."""
    rows.keep_version(transaction, person, value.id)
    rows.change(transaction, person, value.id, _columns(transaction, value))


def set_trashed(transaction: Transaction, identity: str, trashed: bool) -> None:
    """Move a person into or out of the trash; the entries keep who took part, shown again when restored."""
    rows.stamp_entries(transaction, "place IN (SELECT place FROM entry_person WHERE person_id = :id)", id=identity)
    rows.keep_version(transaction, person, identity)
    rows.change(transaction, person, identity, {"trashed_at": transaction.now if trashed else None})


def merge(transaction: Transaction, keep: str, other: str) -> list[str]:
    """Put `keep` in the place of `other`, who goes to the trash; returns the ids of entries that changed."""
    both = {"keep": keep, "other": other}
    only = (
        "SELECT entry.id FROM entry_person JOIN entry ON entry.place = entry_person.place WHERE person_id = :other "
        "AND entry_person.place NOT IN (SELECT place FROM entry_person WHERE person_id = :keep)"
    )
    moved = list(transaction.connection.scalars(text(only), both))
    again = "INSERT OR IGNORE INTO entry_person SELECT :keep, place FROM entry_person WHERE person_id = :other"
    transaction.connection.execute(text(again), both)
    rows.keep_merge(transaction, person, (keep, other), moved)
    set_trashed(transaction, other, True)
    return moved


def unmerge(transaction: Transaction, keep: str, other: str, entries: list[str]) -> None:
    """Undo a merge: in these entries only the other one took part."""
    gone = "DELETE FROM entry_person WHERE person_id = :keep AND place = (SELECT place FROM entry WHERE id = :entry)"
    for there, changed in rows.stands_on(transaction, person, keep, entries).items():
        if changed:
            transaction.connection.execute(text(gone), [{"keep": there, "entry": one} for one in changed])
    set_trashed(transaction, other, False)


def _columns(transaction: Transaction, value: Person) -> dict[str, Any]:
    return {
        "name": value.name,
        "folded": rows.folded(value.name),
        "role": str(value.role),
        "organisation": value.organisation,
        "pseudonym": value.pseudonym,
        "position": value.position,
        "archived_at": transaction.now if value.archived else None,
    }


def _person(row: Row[Any], entries: int, latest: int | None) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        organisation=row.organisation,
        pseudonym=row.pseudonym,
        position=row.position,
        archived=row.archived_at is not None,
        trashed=row.trashed_at is not None,
        revision=row.revision,
        entries=entries,
        latest="" if latest is None else day_of(latest).isoformat(),
    )
