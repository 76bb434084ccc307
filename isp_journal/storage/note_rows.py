"""Rows of notes 'where I stand', on a component or on one of its activities."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, tuple_

from isp_journal.model import Note
from isp_journal.storage import rows
from isp_journal.storage.schema import note
from isp_journal.storage.store import Transaction


def get(transaction: Transaction, identity: str) -> Note | None:
    """Return a note, in the trash or not."""
    found = transaction.connection.execute(select(note).where(note.c.id == identity)).first()
    return None if found is None else _note(found)


def add(transaction: Transaction, value: Note) -> str:
    """Write a new note and return its id."""
    new = rows.fresh(transaction, value.id or None)
    transaction.connection.execute(insert(note), {**_columns(value), **new})
    return str(new["id"])


def change(transaction: Transaction, value: Note) -> None:
    """Write a note's new words, date or subject; what it said before is kept."""
    rows.keep_version(transaction, note, value.id)
    rows.change(transaction, note, value.id, _columns(value))


def set_trashed(transaction: Transaction, identity: str, trashed: bool) -> None:
    """Move a note into or out of the trash."""
    rows.keep_version(transaction, note, identity)
    rows.change(transaction, note, identity, {"trashed_at": transaction.now if trashed else None})


def page(
    transaction: Transaction,
    about: str,
    within: tuple[date | None, date | None],
    before: tuple[str, str] | None,
    limit: int,
) -> list[Note]:
    """Return notes on a component with those on its activities, or on one activity, newest first.

    `before` is (ISO date, id) of the last one already seen.
    """
    since, until = within
    conditions: list[ColumnElement[bool]] = [_about(about), note.c.trashed_at.is_(None)]
    if since:
        conditions.append(note.c.on_date >= since.isoformat())
    if until:
        conditions.append(note.c.on_date <= until.isoformat())
    if before is not None:
        conditions.append(tuple_(note.c.on_date, note.c.id) < before)
    asked = select(note).where(*conditions).order_by(note.c.on_date.desc(), note.c.id.desc()).limit(limit)
    return [_note(row) for row in transaction.connection.execute(asked)]


def every(transaction: Transaction) -> list[Note]:
    """Return all notes outside the trash, oldest first."""
    asked = select(note).where(note.c.trashed_at.is_(None)).order_by(note.c.on_date, note.c.id)
    return [_note(row) for row in transaction.connection.execute(asked)]


def _about(about: str) -> ColumnElement[bool]:
    return note.c.activity == about if "." in about.rsplit("/", 1)[-1] else note.c.component == about


def _columns(value: Note) -> dict[str, Any]:
    component, _, place = value.about.rpartition(".")
    on_activity = "/" in component
    return {
        "component": component if on_activity else value.about,
        "activity": value.about if on_activity and place else None,
        "on_date": value.on.isoformat(),
        "body": value.body,
    }


def _note(row: Row[Any]) -> Note:
    return Note(
        id=row.id,
        about=row.activity or row.component,
        on=date.fromisoformat(row.on_date),
        body=row.body,
        revision=row.revision,
        trashed=row.trashed_at is not None,
    )
