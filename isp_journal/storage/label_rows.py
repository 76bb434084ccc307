"""Rows of labels: a person's own words on entries, renamed and merged in one place."""

from sqlalchemy import bindparam, func, insert, select, text

from isp_journal.model import Label
from isp_journal.storage import rows
from isp_journal.storage.prepared import Prepared
from isp_journal.storage.schema import entry, entry_label, label
from isp_journal.storage.store import Transaction

_NAMES = Prepared(
    select(label.c.name)
    .join(entry_label, entry_label.c.label_id == label.c.id)
    .where(entry_label.c.place == bindparam("at"), label.c.trashed_at.is_(None))
    .order_by(label.c.name)
)
_CARRYING = "place IN (SELECT place FROM entry_label WHERE label_id = :id)"
_NAMED = Prepared(select(label.c.id).where(label.c.name == bindparam("called"), label.c.trashed_at.is_(None)))


def names_on(transaction: Transaction, place: int) -> list[str]:
    """Return the labels of an entry, by name."""
    return _NAMES.values(transaction, at=place)


def named(transaction: Transaction, name: str) -> str | None:
    """Return the id of a label by its exact name."""
    return next(iter(_NAMED.values(transaction, called=name)), None)


def ensure(transaction: Transaction, name: str) -> str:
    """Return the id of the label with this name, which is made when there is none."""
    found = named(transaction, name)
    if found is None:
        new = rows.fresh(transaction)
        transaction.connection.execute(insert(label), {"name": name, **new})
        found = str(new["id"])
    return found


def all_labels(transaction: Transaction) -> list[Label]:
    """Return all labels by name, with the number of entries that carry each."""
    used = (
        select(entry_label.c.label_id, func.count().label("entries"))
        .where(entry_label.c.place.not_in(select(entry.c.place).where(entry.c.trashed_at.is_not(None))))
        .group_by(entry_label.c.label_id)
        .subquery()
    )
    asked = (
        select(label.c.id, label.c.name, func.coalesce(used.c.entries, 0))
        .join(used, used.c.label_id == label.c.id, isouter=True)
        .where(label.c.trashed_at.is_(None))
        .order_by(label.c.name)
    )
    return [Label(*row) for row in transaction.connection.execute(asked)]


def rename(transaction: Transaction, identity: str, name: str) -> None:
    """Give a label another name."""
    rows.keep_version(transaction, label, identity)
    rows.change(transaction, label, identity, {"name": name})


def merge(transaction: Transaction, keep: str, other: str) -> list[str]:
    """Put the label `keep` on all entries with `other`, which goes to the trash; returns the ids that changed."""
    both = {"keep": keep, "other": other}
    only = (
        "SELECT entry.id FROM entry_label JOIN entry ON entry.place = entry_label.place WHERE label_id = :other "
        "AND entry_label.place NOT IN (SELECT place FROM entry_label WHERE label_id = :keep)"
    )
    moved = list(transaction.connection.scalars(text(only), both))
    _carry_over(transaction, keep, other)
    rows.keep_merge(transaction, label, (keep, other), moved)
    trash(transaction, other)
    return moved


def _carry_over(transaction: Transaction, keep: str | None, other: str) -> None:
    again = "INSERT OR IGNORE INTO entry_label SELECT :keep, place FROM entry_label WHERE label_id = :other"
    transaction.connection.execute(text(again), {"keep": keep, "other": other})


def unmerge(transaction: Transaction, keep: str, other: str, entries: list[str]) -> None:
    """Undo a merge: these entries had only the other label."""
    gone = "DELETE FROM entry_label WHERE label_id = :keep AND place = (SELECT place FROM entry WHERE id = :entry)"
    for there, changed in rows.stands_on(transaction, label, keep, entries).items():
        if changed:
            transaction.connection.execute(text(gone), [{"keep": there, "entry": one} for one in changed])
    restore(transaction, other)


def trash(transaction: Transaction, identity: str) -> None:
    """Move a label to the trash: its entries no longer show it."""
    rows.stamp_entries(transaction, _CARRYING, id=identity)
    rows.keep_version(transaction, label, identity)
    rows.change(transaction, label, identity, {"trashed_at": transaction.now})


def restore(transaction: Transaction, identity: str) -> None:
    """Take a label out of the trash, with its entries; where its name was given anew, that label goes on them.

    A name is what a label is known by, so that no two of one name may be shown.
    """
    rows.stamp_entries(transaction, _CARRYING, id=identity)
    name = transaction.connection.scalar(select(label.c.name).where(label.c.id == identity))
    namesake = None if name is None else named(transaction, name)
    if namesake in (None, identity):
        rows.keep_version(transaction, label, identity)
        rows.change(transaction, label, identity, {"trashed_at": None})
    else:
        _carry_over(transaction, namesake, identity)
