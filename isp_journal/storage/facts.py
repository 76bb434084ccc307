"""What there is to tell of a journal as a whole, and who writes it."""

from pathlib import Path

from sqlalchemy import select, text, update

from isp_journal.errors import JournalDamaged
from isp_journal.model import Filter, JournalFacts
from isp_journal.storage import lists
from isp_journal.storage.connect import database
from isp_journal.storage.places import day_of
from isp_journal.storage.schema import journal, person
from isp_journal.storage.store import Transaction

_LIVE = "SELECT count(*) FROM {table} WHERE trashed_at IS NULL"


def facts(transaction: Transaction, folder: str, size: int) -> JournalFacts:
    """Return counts, dates and size (in bytes); all of them from indexes."""
    connection = transaction.connection
    asked = select(journal.c.id, journal.c.sample, person.c.name)
    mine = connection.execute(asked.join(person, person.c.id == journal.c.author, isouter=True)).first()
    if mine is None:
        raise JournalDamaged(database(Path(folder)))
    ends = [
        connection.scalar(text(f"SELECT place FROM entry WHERE trashed_at IS NULL ORDER BY place {way} LIMIT 1"))
        for way in ("ASC", "DESC")
    ]
    return JournalFacts(
        id=mine.id,
        folder=folder,
        author=mine.name or "",
        schema=int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()),
        entries=lists.count(transaction, Filter()),
        trashed=lists.count(transaction, Filter(trashed=True)),
        tags=int(
            connection.scalar(text("SELECT count(*) FROM tag INDEXED BY tag_activity WHERE trashed_at IS NULL")) or 0
        ),
        people=int(connection.scalar(text(_LIVE.format(table="person"))) or 0),
        sites=int(connection.scalar(text(_LIVE.format(table="site"))) or 0),
        notes=int(connection.scalar(text(_LIVE.format(table="note"))) or 0),
        oldest="" if ends[0] is None else day_of(ends[0]).isoformat(),
        newest="" if ends[1] is None else day_of(ends[1]).isoformat(),
        size=size,
        sample=bool(mine.sample),
    )


def set_author(transaction: Transaction, identity: str) -> None:
    """Say which person writes this journal."""
    transaction.connection.execute(update(journal).values(author=identity, updated_at=transaction.now))


def author(transaction: Transaction) -> str | None:
    """Return the id of the person who writes this journal."""
    return transaction.connection.scalar(select(journal.c.author))


def created_at(transaction: Transaction) -> str:
    """Return the instant at which this journal was begun."""
    return str(transaction.connection.scalar(select(journal.c.created_at)))


def is_sample(transaction: Transaction) -> bool:
    """Tell whether this journal is the sample."""
    return bool(transaction.connection.scalar(select(journal.c.sample)))


def is_bare(transaction: Transaction) -> bool:
    """Tell whether nothing in this journal would be missed: there is nothing in it yet, or it is the sample."""
    connection = transaction.connection
    if is_sample(transaction):
        return True
    written = ("entry", "note", "label", "site", "revision")
    there = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in written)
    # Whoever writes the journal is in it from the beginning.
    return not connection.scalar(text(f"SELECT {there} OR (SELECT count(*) FROM person) > 1"))
