"""Rows of attachments, and their bytes, which are kept once for each content."""

import hashlib
from typing import Any

from sqlalchemy import insert, select, text

from isp_journal.model import AttachedFile, Attachment
from isp_journal.storage import rows
from isp_journal.storage.schema import attachment, blob, entry
from isp_journal.storage.store import Transaction

_COLUMNS = (
    attachment.c.id,
    entry.c.id.label("entry"),
    attachment.c.digest,
    attachment.c.name,
    attachment.c.media,
    attachment.c.size,
    attachment.c.trashed_at,
    attachment.c.revision,
    attachment.c.created_at,
)
_ALL = select(*_COLUMNS).join(entry, entry.c.place == attachment.c.place)
UNREFERENCED = "DELETE FROM blob WHERE digest NOT IN (SELECT digest FROM attachment)"


def digest_of(content: bytes) -> str:
    """Return what some bytes are known by."""
    return hashlib.sha256(content).hexdigest()


def get(transaction: Transaction, identity: str) -> Attachment | None:
    """Return an attachment, in the trash or not."""
    found = transaction.connection.execute(_ALL.where(attachment.c.id == identity)).first()
    return None if found is None else _attachment(found)


def beginning_with(transaction: Transaction, beginning: str, limit: int = 2) -> list[str]:
    """Return ids that begin with some characters, for a person who types a part of one."""
    within = attachment.c.id.between(beginning, beginning + "\uffff")
    return list(
        transaction.connection.scalars(select(attachment.c.id).where(within).order_by(attachment.c.id).limit(limit))
    )


def of(transaction: Transaction, entry_id: str) -> list[Attachment]:
    """Return an entry's attachments in the order in which they were added; for one in the trash those that went along.

    The order is that of the ids, which tell the time.
    """
    same = attachment.c.trashed_at.is_not_distinct_from(entry.c.trashed_at)
    asked = _ALL.where(entry.c.id == entry_id, same).order_by(attachment.c.id)
    return [_attachment(row) for row in transaction.connection.execute(asked)]


def of_content(transaction: Transaction, entry_id: str, digest: str) -> Attachment | None:
    """Return an entry's attachment with this content, one outside the trash first."""
    asked = _ALL.where(entry.c.id == entry_id, attachment.c.digest == digest)
    order = (attachment.c.trashed_at.is_not(None), attachment.c.trashed_at.desc(), attachment.c.id)
    found = transaction.connection.execute(asked.order_by(*order)).first()
    return None if found is None else _attachment(found)


def content(transaction: Transaction, digest: str) -> bytes | None:
    """Return the bytes that are kept under a digest, as they stand in the file."""
    found = transaction.connection.scalar(select(blob.c.bytes).where(blob.c.digest == digest))
    return None if found is None else bytes(found)


def add(transaction: Transaction, place: int, value: Attachment, content: bytes, since: str | None = None) -> str:
    """Write an attachment of the entry at a place, with its bytes unless they are kept already; return its id."""
    kept = {"digest": value.digest, "size": value.size, "bytes": content}
    transaction.connection.execute(insert(blob).prefix_with("OR IGNORE"), kept)
    new = rows.fresh(transaction, value.id or None) | {"trashed_at": since}
    told = {"place": place, "digest": value.digest, "name": value.name, "media": value.media, "size": value.size}
    transaction.connection.execute(insert(attachment), {**told, **new})
    return str(new["id"])


def rename(transaction: Transaction, identity: str, name: str) -> None:
    """Give an attachment another name; the one before is kept as a version."""
    rows.keep_version(transaction, attachment, identity)
    rows.change(transaction, attachment, identity, {"name": name})


def set_trashed(transaction: Transaction, identity: str, trashed: bool) -> None:
    """Move one attachment into or out of the trash, by itself."""
    rows.change(transaction, attachment, identity, {"trashed_at": transaction.now if trashed else None})


def with_content(transaction: Transaction, place: int) -> list[AttachedFile]:
    """Return the attachments of the entry at a place, outside the trash, with their bytes."""
    asked = (
        select(attachment.c.name, blob.c.bytes, attachment.c.id)
        .join(blob, blob.c.digest == attachment.c.digest)
        .where(attachment.c.place == place, attachment.c.trashed_at.is_(None))
        .order_by(attachment.c.id)
    )
    return [AttachedFile(name, bytes(held), identity) for name, held, identity in transaction.connection.execute(asked)]


def places_with_any(transaction: Transaction) -> set[int]:
    """Return the places of entries that carry attachments outside the trash."""
    asked = select(attachment.c.place).where(attachment.c.trashed_at.is_(None)).distinct()
    return set(transaction.connection.scalars(asked))


def known_ids(transaction: Transaction, identities: list[str]) -> set[str]:
    """Return those of a few ids that attachments of the journal have, in the trash or not."""
    return set(transaction.connection.scalars(select(attachment.c.id).where(attachment.c.id.in_(identities))))


def drop_unreferenced(transaction: Transaction) -> int:
    """Remove bytes that no attachment refers to any more, in the trash or not; returns how many contents they were."""
    return int(transaction.connection.execute(text(UNREFERENCED)).rowcount)


def _attachment(row: Any) -> Attachment:
    return Attachment(
        id=row.id,
        entry=row.entry,
        digest=row.digest,
        name=row.name,
        media=row.media,
        size=row.size,
        trashed=row.trashed_at is not None,
        revision=row.revision,
        created_at=row.created_at,
    )
