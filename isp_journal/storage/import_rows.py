"""Many entries at once: a batch is checked for what is known, and written with few statements."""

import json
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, text, update

from isp_journal.model import Entry, ImportBatch, Person, Site
from isp_journal.storage import entry_rows, label_rows, person_rows, places, rows, site_rows, tag_rows
from isp_journal.storage.prepared import Prepared
from isp_journal.storage.schema import (
    entry,
    import_batch,
    import_line,
    label,
    person,
    site,
    tag,
)
from isp_journal.storage.store import Transaction

# Bound values of one question; SQLite takes many more, the statement stays short.
ASKED_AT_ONCE = 500
_INSERT_LINE = Prepared(insert(import_line).values({column.name: bindparam(column.name) for column in import_line.c}))


class Names:
    """The ids behind names met during an import, and which of them the import made."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}
        self.made: dict[str, list[str]] = {"site": [], "person": [], "label": []}

    def site(self, transaction: Transaction, name: str) -> str:
        """Return the id of a site with this name, made when there is none."""
        return self._id(transaction, "site", name)

    def person(self, transaction: Transaction, name: str) -> str:
        """Return the id of a person with this name, made when there is none."""
        return self._id(transaction, "person", name)

    def label(self, transaction: Transaction, name: str) -> str:
        """Return the id of a label with this name, made when there is none."""
        return self._id(transaction, "label", name)

    def _id(self, transaction: Transaction, kind: str, name: str) -> str:
        met = (kind, name if kind == "label" else rows.folded(name))
        if met not in self.known:
            found = _named(transaction, kind, name)
            if found is None:
                found = _add(transaction, kind, name)
                self.made[kind].append(found)
            self.known[met] = found
        return self.known[met]


class Days:
    """The slots of each day that are taken, looked up once a day."""

    def __init__(self) -> None:
        self.taken: dict[date, list[int]] = {}

    def place(self, transaction: Transaction, value: Entry) -> int | None:
        """Return a free place for an entry, or None when its day is full."""
        day = value.occurred_on
        if day not in self.taken:
            self.taken[day] = entry_rows.taken_slots(transaction, day)
        slot = places.free_slot(self.taken[day], value.occurred_time)
        return None if slot is None else places.first_of_day(day) | slot


def known_ids(transaction: Transaction, identities: list[str]) -> set[str]:
    """Return those ids that entries of the journal have, in the trash or not."""
    return _which(transaction, entry.c.id, identities)


def known_tags(transaction: Transaction, identities: list[str]) -> set[str]:
    """Return those ids that tags of the journal have, in the trash or not."""
    return _which(transaction, tag.c.id, identities)


def known_digests(transaction: Transaction, digests: list[str]) -> set[str]:
    """Return those digests of lines that came in with an earlier import."""
    return _which(transaction, import_line.c.digest, digests)


def begin(transaction: Transaction, source: str) -> str:
    """Note that an import begins and return its id."""
    new = rows.fresh(transaction)
    transaction.connection.execute(insert(import_batch), {"source": source, "made": "{}", **new})
    return str(new["id"])


def finish(transaction: Transaction, batch: str, names: Names) -> None:
    """Note which sites, people and labels an import made, so that it can be taken back."""
    made = json.dumps(names.made, separators=(",", ":"))
    transaction.connection.execute(update(import_batch).where(import_batch.c.id == batch).values(made=made))


def write(
    transaction: Transaction, batch: str, written: list[tuple[str, int, Entry]], label_ids: dict[str, str]
) -> None:
    """Write entries, each with the digest of its line and its place; `site` and `people` are ids, labels are names."""
    written = sorted(written, key=itemgetter(1))
    entry_rows.INSERT.run_many(transaction, (_entry_row(transaction, place, value) for _, place, value in written))
    entry_rows.LINK_PERSON.run_many(
        transaction, ({"person_id": one, "place": place} for _, place, value in written for one in value.people)
    )
    entry_rows.LINK_LABEL.run_many(
        transaction,
        ({"label_id": label_ids[one], "place": place} for _, place, value in written for one in value.labels),
    )
    tag_rows.INSERT.run_many(
        transaction,
        (
            {"id": one.id, "place": place, **tag_rows.columns(one), **_stamps(transaction, value)}
            for _, place, value in written
            for one in value.tags
        ),
    )
    _INSERT_LINE.run_many(
        transaction, ({"digest": digest, "batch_id": batch, "entry_id": value.id} for digest, _, value in written)
    )


def batches(transaction: Transaction, limit: int) -> list[ImportBatch]:
    """Return the newest imports that were not taken back."""
    counted = text(
        "SELECT b.id, b.source, b.created_at, (SELECT count(*) FROM import_line l WHERE l.batch_id = b.id) "
        "FROM import_batch b WHERE b.trashed_at IS NULL ORDER BY b.id DESC LIMIT :limit"
    )
    return [ImportBatch(*row) for row in transaction.connection.execute(counted, {"limit": limit})]


def take_back(transaction: Transaction, batch: str) -> int:
    """Remove the entries of an import that were not changed since, and what only they used; returns how many."""
    mine = select(import_line.c.entry_id).where(import_line.c.batch_id == batch)
    gone = transaction.connection.execute(delete(entry).where(entry.c.id.in_(mine), entry.c.revision == 1)).rowcount
    transaction.connection.execute(delete(import_line).where(import_line.c.batch_id == batch))
    made = transaction.connection.scalar(select(import_batch.c.made).where(import_batch.c.id == batch))
    _remove_unused(transaction, json.loads(made or "{}"))
    rows.change(transaction, import_batch, batch, {"trashed_at": transaction.now})
    return int(gone)


def _remove_unused(transaction: Transaction, made: dict[str, list[str]]) -> None:
    unused = (
        (site, "SELECT site_id FROM entry WHERE site_id IS NOT NULL UNION SELECT site_id FROM site_stage"),
        (person, "SELECT person_id FROM entry_person UNION SELECT author FROM journal WHERE author IS NOT NULL"),
        (label, "SELECT label_id FROM entry_label"),
    )
    for table, used in unused:
        for identity in made.get(table.name, []):
            asked = text(f"DELETE FROM {table.name} WHERE id = :id AND revision = 1 AND id NOT IN ({used})")
            transaction.connection.execute(asked, {"id": identity})


def _which(transaction: Transaction, column: Any, wanted: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        asked = select(column).where(column.in_(wanted[start : start + ASKED_AT_ONCE]))
        found.update(transaction.connection.scalars(asked))
    return found


def _named(transaction: Transaction, kind: str, name: str) -> str | None:
    if kind == "label":
        return label_rows.named(transaction, name)
    found = site_rows.named(transaction, name) if kind == "site" else person_rows.named(transaction, name)
    return None if found is None else found.id


def _add(transaction: Transaction, kind: str, name: str) -> str:
    if kind == "label":
        return label_rows.ensure(transaction, name)
    if kind == "site":
        return site_rows.add(transaction, Site(id="", name=name))
    return person_rows.add(transaction, Person(id="", name=name))


def _entry_row(transaction: Transaction, place: int, value: Entry) -> dict[str, Any]:
    return {"id": value.id, "place": place, **entry_rows.columns(value), **_stamps(transaction, value)}


def _stamps(transaction: Transaction, value: Entry) -> dict[str, Any]:
    return {
        "origin": transaction.origin,
        "revision": 1,
        "created_at": value.created_at or transaction.now,
        "updated_at": value.updated_at or value.created_at or transaction.now,
        "trashed_at": None,
    }
