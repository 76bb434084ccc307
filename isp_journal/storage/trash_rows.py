"""What lies in the trash, and how it leaves the journal for good: its rows, its versions and what only it used."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import text

from isp_journal.model import Thing, TrashContents, Trashed
from isp_journal.storage import attachment_rows
from isp_journal.storage.first_page import SNIPPET
from isp_journal.storage.store import Transaction

# So many entries leave between two questions whether to stop.
AT_ONCE = 100
# How a row's last version names what it was merged into.
_KEPT_LAST = (
    "SELECT json_extract(r.content, '$.merged_into') FROM revision r WHERE r.row_id = {table}.id "
    "ORDER BY r.revision DESC LIMIT 1"
)
_LIVE_PLACE = "NOT IN (SELECT place FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL)"


def _names(table: str, used: str) -> str:
    """Return the question for people, sites or labels: with the entries that they are hidden on, and a merge."""
    return f"""
    SELECT {table}.id, {table}.name, {table}.trashed_at, '',
      (SELECT count(*) FROM {used} AND place {_LIVE_PLACE}),
      coalesce((SELECT o.name FROM {table} o WHERE o.id = ({_KEPT_LAST.format(table=table)})), '')
    FROM {table} WHERE {table}.trashed_at IS NOT NULL
    """


# Of each kind: id, name, since when, its date, entries, merged into what.
_LISTED = {
    Thing.ENTRY: f"""
    SELECT id, CASE title WHEN '' THEN substr(body, 1, {SNIPPET}) ELSE title END, trashed_at, occurred_on, 0, ''
    FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL
    """,
    Thing.PERSON: _names("person", "entry_person WHERE person_id = person.id"),
    Thing.SITE: _names("site", "entry WHERE site_id = site.id"),
    Thing.LABEL: _names("label", "entry_label WHERE label_id = label.id"),
    Thing.NOTE: f"SELECT id, substr(body, 1, {SNIPPET}), trashed_at, on_date, 0, '' FROM note "
    "WHERE trashed_at IS NOT NULL",
    Thing.ATTACHMENT: """
    SELECT attachment.id, name, attachment.trashed_at, entry.occurred_on, 0, '' FROM attachment
    JOIN entry ON entry.place = attachment.place
    WHERE attachment.trashed_at IS NOT NULL AND attachment.trashed_at IS NOT entry.trashed_at
    """,
}
# What goes before the rows themselves, because it refers to them or is only about them. `{gone}` chooses ids.
_FIRST: dict[Thing, tuple[str, ...]] = {
    Thing.ENTRY: (
        "DELETE FROM revision WHERE row_id IN (SELECT a.id FROM attachment a JOIN entry e ON e.place = a.place "
        "WHERE e.id IN ({gone}))",
        "DELETE FROM import_line WHERE entry_id IN ({gone})",
    ),
    Thing.PERSON: ("DELETE FROM entry_person WHERE person_id IN ({gone})",),
    Thing.SITE: (
        "UPDATE entry SET site_id = NULL, revision = revision + 1, updated_at = :now WHERE site_id IN ({gone})",
        "DELETE FROM site_stage WHERE site_id IN ({gone})",
    ),
    Thing.LABEL: ("DELETE FROM entry_label WHERE label_id IN ({gone})",),
    Thing.NOTE: (),
    Thing.ATTACHMENT: (),
}
# What lies in the trash and is listed nowhere: tags taken off, stages taken back, imports whose entries are all gone.
_UNSEEN = (
    "DELETE FROM tag WHERE trashed_at IS NOT NULL "
    "AND place NOT IN (SELECT place FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL)",
    "DELETE FROM site_stage WHERE trashed_at IS NOT NULL",
    "DELETE FROM import_batch WHERE id NOT IN (SELECT batch_id FROM import_line)",
)
Told = Callable[[int], None]


def contents(transaction: Transaction, limit: int) -> TrashContents:
    """Return what lies in the trash, of each kind the newest up to a limit, and how much it is in all."""
    listed = {kind: _listed(transaction, kind, limit) for kind in Thing}
    return TrashContents(
        entries=listed[Thing.ENTRY],
        people=listed[Thing.PERSON],
        sites=listed[Thing.SITE],
        labels=listed[Thing.LABEL],
        notes=listed[Thing.NOTE],
        attachments=listed[Thing.ATTACHMENT],
        total=sum(count(transaction, kind) for kind in Thing),
    )


def count(transaction: Transaction, kind: Thing) -> int:
    """Return how many things of a kind lie in the trash by themselves."""
    return int(transaction.connection.scalar(text(f"SELECT count(*) FROM ({_LISTED[kind]})")) or 0)


def since(transaction: Transaction, kind: Thing, identity: str) -> str | None:
    """Return since when something is in the trash, or None when it is not there."""
    asked = text(f"SELECT trashed_at FROM {kind} WHERE id = :id")
    found: str | None = transaction.connection.scalar(asked, {"id": identity})
    return found


def entries_gone_with(transaction: Transaction, site: str, moment: str) -> list[str]:
    """Return the entries at a site that went to the trash at the same moment as the site: with it."""
    asked = text("SELECT id FROM entry WHERE site_id = :site AND trashed_at = :moment ORDER BY place")
    return list(transaction.connection.scalars(asked, {"site": site, "moment": moment}))


def remove(transaction: Transaction, kind: Thing, identities: Sequence[str], told: Told | None = None) -> int:
    """Remove things of the trash for good, with their versions; those that are not in the trash stay.

    `told` hears how many were done, and may raise Cancelled. Returns how many rows of that kind left.
    """
    gone = 0
    for start in range(0, len(identities), AT_ONCE):
        some = identities[start : start + AT_ONCE]
        gone += _remove_some(transaction, kind, list(some))
        if told is not None:
            told(min(start + AT_ONCE, len(identities)))
    attachment_rows.drop_unreferenced(transaction)
    return gone


def remove_unseen(transaction: Transaction) -> None:
    """Remove for good what lies in the trash and is shown nowhere, such as tags that were taken off."""
    for statement in _UNSEEN:
        transaction.connection.execute(text(statement))


def trashed_ids(transaction: Transaction, kind: Thing) -> list[str]:
    """Return the ids of all things of a kind in the trash."""
    return list(transaction.connection.scalars(text(f"SELECT id FROM ({_LISTED[kind]})")))


# A version of an entry names labels by their words. It is changed as little as can be, and its instant by a thousandth
# of a second: rows of the same id and instant say the same wherever copies are compared.
_WITHOUT_LABEL = """
UPDATE revision SET kept_at = strftime('%Y-%m-%dT%H:%M:%fZ', kept_at, '+0.001 seconds'),
  content = json_set(content, '$.labels',
    (SELECT json_group_array(value) FROM json_each(revision.content, '$.labels') WHERE value <> :name))
WHERE thing = 'entry' AND instr(content, :quoted) > 0
  AND EXISTS (SELECT 1 FROM json_each(revision.content, '$.labels') WHERE value = :name)
"""
_NAMES_GONE = """
SELECT DISTINCT name FROM label WHERE trashed_at IS NOT NULL AND id IN (SELECT value FROM json_each(:ids))
  AND name NOT IN (SELECT name FROM label WHERE trashed_at IS NULL)
"""


def _unname_labels(transaction: Transaction, ids: str) -> None:
    """Take the names of labels that leave for good out of the versions of entries, unless another has that name."""
    for name in transaction.connection.scalars(text(_NAMES_GONE), {"ids": ids}).all():
        quoted = json.dumps(name, ensure_ascii=False)
        transaction.connection.execute(text(_WITHOUT_LABEL), {"name": name, "quoted": quoted})


def _remove_some(transaction: Transaction, kind: Thing, some: list[str]) -> int:
    connection = transaction.connection
    chosen = f"SELECT id FROM {kind} WHERE trashed_at IS NOT NULL AND id IN (SELECT value FROM json_each(:ids))"
    values: dict[str, Any] = {"ids": json.dumps(some), "now": transaction.now}
    if kind is Thing.LABEL:
        _unname_labels(transaction, values["ids"])
    for statement in (*_FIRST[kind], "DELETE FROM revision WHERE row_id IN ({gone})"):
        asked = text(statement.format(gone=chosen))
        connection.execute(asked, {name: values[name] for name in asked.compile().params})
    asked = text(f"DELETE FROM {kind} WHERE trashed_at IS NOT NULL AND id IN (SELECT value FROM json_each(:ids))")
    return int(connection.execute(asked, {"ids": values["ids"]}).rowcount)


def _listed(transaction: Transaction, kind: Thing, limit: int) -> tuple[Trashed, ...]:
    asked = text(f"{_LISTED[kind]} ORDER BY 3 DESC, 1 LIMIT :limit")
    rows = transaction.connection.execute(asked, {"limit": limit})
    return tuple(Trashed(kind, row[0], " ".join(row[1].split()), *row[2:]) for row in rows)
