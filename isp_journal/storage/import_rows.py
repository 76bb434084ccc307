"""Many entries at once: a batch is checked for what is known, and written with few statements."""

import json
from collections.abc import Collection, Iterator
from datetime import date, time
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, insert, or_, select, text, update

from isp_journal.file_kinds import media_of
from isp_journal.ids import new_id
from isp_journal.model import AttachedFile, Attachment, ImportBatch, ImportedEntry, Person, Site, Tag
from isp_journal.storage import attachment_rows, entry_rows, label_rows, person_rows, places, rows, site_rows, tag_rows
from isp_journal.storage.prepared import Prepared
from isp_journal.storage.schema import (
    attachment,
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
MOST_DAYS = 200
_INSERT_LINE = Prepared(insert(import_line).values({column.name: bindparam(column.name) for column in import_line.c}))


_STAMPS = ("origin", "revision", "created_at", "updated_at", "trashed_at")
_ENTRY = (
    "place", "id", "kind", "occurred_on", "occurred_time", "site_id", "mode", "minutes", *_STAMPS, "title", "body",
)  # fmt: skip
_TAG = ("id", "place", "component", "activity", "start", "end", "quote", "prefix", "suffix", "because", *_STAMPS)


class Line(NamedTuple):
    """An entry on its way into the journal: its place, the digest of its line, and the ids of what it names."""

    place: int
    digest: str
    id: str
    told: ImportedEntry
    title: str
    body: str
    tags: tuple[Tag, ...]
    site: str | None
    people: Collection[str]
    labels: Collection[str]
    files: tuple[AttachedFile, ...] = ()


class Names:
    """The ids behind names met during an import, and which of them the import made."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, str], str] = {}
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
        found = self._met.get((kind, name))
        if found is None:
            compared = (kind, name if kind == "label" else rows.folded(name))
            found = self._met.get(compared) or _named(transaction, kind, name)
            if found is None:
                found = _add(transaction, kind, name)
                self.made[kind].append(found)
            self._met[kind, name] = self._met[compared] = found
        return found


class Days:
    """The slots of each day that are taken, looked up once a day."""

    def __init__(self) -> None:
        self._taken: dict[date, places.Day] = {}

    def forget(self) -> None:
        """Let go of days once all entries met so far are written, so that a long import stays small."""
        if len(self._taken) > MOST_DAYS:
            self._taken.clear()

    def place(self, transaction: Transaction, day: date, at: time | None) -> int | None:
        """Return a free place on a day, or None when it is full."""
        taken = self._taken.get(day)
        if taken is None:
            taken = self._taken[day] = places.Day(entry_rows.taken_slots(transaction, day))
        slot = taken.take(at)
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


def write(transaction: Transaction, batch: str, lines: list[Line]) -> None:
    """Write entries with all that belongs to them, in the order of their places."""
    lines = sorted(lines, key=itemgetter(0))
    stamps = [_stamps(transaction, one.told) for one in lines]
    entries = (_entry_tuple(one, stamp) for one, stamp in zip(lines, stamps, strict=True))
    entry_rows.INSERT.run_tuples(transaction, _ENTRY, entries)
    people = ((person, one.place) for one in lines for person in one.people)
    entry_rows.LINK_PERSON.run_tuples(transaction, ("person_id", "place"), people)
    labels = ((label, one.place) for one in lines for label in one.labels)
    entry_rows.LINK_LABEL.run_tuples(transaction, ("label_id", "place"), labels)
    tags = (row for one, stamp in zip(lines, stamps, strict=True) for row in _tag_tuples(one, stamp))
    tag_rows.INSERT.run_tuples(transaction, _TAG, tags)
    known = ((one.digest, batch, one.id) for one in lines)
    _INSERT_LINE.run_tuples(transaction, ("digest", "batch_id", "entry_id"), known)
    for one in lines:
        if one.files:
            _attach(transaction, one)


def _attach(transaction: Transaction, line: Line) -> None:
    """Write the attachments of an entry; an id that is taken already is given to none a second time."""
    taken = attachment_rows.known_ids(transaction, [file.id for file in line.files])
    for file in line.files:
        identity = new_id() if not file.id or file.id in taken else file.id
        taken.add(identity)
        digest, size = attachment_rows.digest_of(file.content), len(file.content)
        value = Attachment(identity, line.id, digest, file.name, media_of(file.content), size)
        attachment_rows.add(transaction, line.place, value, file.content)


def _entry_tuple(line: Line, stamps: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the row of an entry in the order of `_ENTRY`."""
    one = line.told
    at = None if one.occurred_time is None else one.occurred_time.isoformat("minutes")
    mode = None if one.mode is None else one.mode.value
    facts = (line.id, one.kind.value, one.occurred_on.isoformat(), at, line.site, mode, one.minutes)
    return (line.place, *facts, *stamps, line.title, line.body)


def _tag_tuples(line: Line, stamps: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an entry's tags in the order of `_TAG`: this runs once for each of a file's tags."""
    for one in line.tags:
        anchor = one.anchor
        where: tuple[Any, ...] = (None, None, None, None, None)
        if anchor is not None:
            ends = (None, None) if one.loose else (anchor.start, anchor.end)
            where = (*ends, anchor.quote, anchor.prefix, anchor.suffix)
        yield (one.id, line.place, one.component, one.activity, *where, one.because, *stamps)


def batches(transaction: Transaction, limit: int) -> list[ImportBatch]:
    """Return the newest imports that brought entries and were not taken back."""
    counted = text(
        "SELECT b.id, b.source, b.created_at, l.entries FROM import_batch b "
        "JOIN (SELECT batch_id, count(*) AS entries FROM import_line GROUP BY batch_id) l ON l.batch_id = b.id "
        "WHERE b.trashed_at IS NULL ORDER BY b.id DESC LIMIT :limit"
    )
    return [ImportBatch(*row) for row in transaction.connection.execute(counted, {"limit": limit})]


def can_be_taken_back(transaction: Transaction, batch: str) -> bool:
    """Tell whether an import is in the journal and was not taken back."""
    asked = select(import_batch.c.id).where(import_batch.c.id == batch, import_batch.c.trashed_at.is_(None))
    return transaction.connection.scalar(asked) is not None


def take_back(transaction: Transaction, batch: str) -> int:
    """Remove the entries of an import that were not changed since, and what only they used; returns how many."""
    mine = select(import_line.c.entry_id).where(import_line.c.batch_id == batch)
    # A file that was attached, renamed or taken off since is a change of the entry, though its row is as it was.
    came = select(import_batch.c.created_at).where(import_batch.c.id == batch).scalar_subquery()
    own = or_(attachment.c.revision > 1, attachment.c.created_at != came)
    touched = select(attachment.c.place).where(own)
    unchanged = and_(entry.c.revision == 1, entry.c.place.not_in(touched))
    gone = transaction.connection.execute(delete(entry).where(entry.c.id.in_(mine), unchanged)).rowcount
    attachment_rows.drop_unreferenced(transaction)
    # What stays is still known by its line, so that the same file brings no double of it.
    lines = delete(import_line).where(
        import_line.c.batch_id == batch, import_line.c.entry_id.not_in(select(entry.c.id))
    )
    transaction.connection.execute(lines)
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


def _stamps(transaction: Transaction, value: ImportedEntry) -> tuple[Any, ...]:
    """Return the stamps of an entry that comes from a file, with the times that the file tells, as in `_STAMPS`."""
    created = value.created_at or transaction.now
    return (transaction.origin, 1, created, value.updated_at or created, None)
