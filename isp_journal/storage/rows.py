"""What all tables share: stamps on new rows, a raised revision on changed ones, and the version before an edit."""

import json
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, literal, select, text, update

from isp_journal.ids import new_id
from isp_journal.model import Version
from isp_journal.storage.prepared import Prepared
from isp_journal.storage.schema import label, person, revision, site
from isp_journal.storage.store import Transaction

# While somebody goes on typing, a save a second would keep a version a second: one in two minutes is a sensible step.
STEP = timedelta(minutes=2)
_KEEP = Prepared(
    insert(revision).prefix_with("OR IGNORE").values({column.name: bindparam(column.name) for column in revision.c})
)
_KEPT_LAST = Prepared(
    select(revision.c.kept_at).where(revision.c.row_id == bindparam("of")).order_by(revision.c.revision.desc()).limit(1)
)
_SINCE = {
    one.name: Prepared(select(one.c.trashed_at).where(one.c.id == bindparam("which"))) for one in (person, site, label)
}
# What was kept of a row last says so when it was kept for a merge.
_MERGED = Prepared(
    select(
        func.json_extract(revision.c.content, "$.merged_into").label("merged_into"),
        func.coalesce(func.json_extract(revision.c.content, "$.entries"), "[]").label("entries"),
    )
    .where(revision.c.row_id == bindparam("of"))
    .order_by(revision.c.revision.desc())
    .limit(1)
)


def fresh(transaction: Transaction, identity: str | None = None) -> dict[str, Any]:
    """Return the id and the stamps of a new row."""
    return {
        "id": identity or new_id(),
        "origin": transaction.origin,
        "revision": 1,
        "created_at": transaction.now,
        "updated_at": transaction.now,
        "trashed_at": None,
    }


def folded(name: str) -> str:
    """Return a name as it is compared: without regard to case, in any script."""
    return unicodedata.normalize("NFC", name.casefold())


def change(transaction: Transaction, table: Table, identity: str, values: dict[str, Any]) -> None:
    """Change a row and raise its revision."""
    transaction.connection.execute(
        update(table)
        .where(table.c.id == bindparam("which"))
        .values(revision=table.c.revision + 1, updated_at=transaction.now, **values),
        {"which": identity},
    )


def keep_version(transaction: Transaction, table: Table, identity: str) -> None:
    """Keep a row as it is now, before a change of it; one that is not there has nothing to keep."""
    _keep_row(transaction, table, identity, {})


def keep_merge(transaction: Transaction, table: Table, keep_and_other: tuple[str, str], entries: list[str]) -> None:
    """Keep the row that goes into another as it is now, with what it went into and which entries changed by that."""
    keep, other = keep_and_other
    _keep_row(transaction, table, other, {"merged_into": keep, "entries": entries})


def keep_content(
    transaction: Transaction, thing: str, row: tuple[str, int], content: dict[str, Any], *, always: bool = True
) -> None:
    """Keep the content that (row id, revision) had; without `always` not again within two minutes."""
    identity, number = row
    if not always and _kept_lately(transaction, identity):
        return
    _KEEP.run(
        transaction,
        row_id=identity,
        revision=number,
        thing=thing,
        kept_at=transaction.now,
        content=json.dumps(content, ensure_ascii=False, separators=(",", ":")),
    )


def merged_into(transaction: Transaction, table: Table, identity: str) -> tuple[str, list[str]] | None:
    """Return what a row in the trash was merged into, and the entries that changed by that, or None."""
    if next(iter(_SINCE[table.name].values(transaction, which=identity)), None) is None:
        return None
    found = _MERGED.first(transaction, of=identity)
    return None if found is None or found.merged_into is None else (found.merged_into, json.loads(found.entries))


def stands_on(transaction: Transaction, table: Table, identity: str, entries: list[str]) -> dict[str, list[str]]:
    """Return, for something merged, what stands for it by now on those entries that only the merge brought it to.

    Each id comes with its entries: what was merged may have been merged again.
    """
    found: dict[str, list[str]] = {}
    keep: str | None = identity
    while keep is not None and keep not in found:
        found[keep] = entries
        merge = merged_into(transaction, table, keep)
        keep = None if merge is None else merge[0]
        entries = [] if merge is None else [one for one in entries if one in set(merge[1])]
    return found


def stamp_entries(transaction: Transaction, chosen: str, **values: object) -> None:
    """Raise the revision of entries that say something else now, though their own rows stay; `chosen` is a condition.

    So a row of a revision always shows the same, wherever copies of it are compared.
    """
    stamped = f"UPDATE entry SET revision = revision + 1, updated_at = :now WHERE {chosen}"
    transaction.connection.execute(text(stamped), {**values, "now": transaction.now})


def _keep_row(transaction: Transaction, table: Table, identity: str, more: dict[str, Any]) -> None:
    found = transaction.connection.execute(select(table).where(table.c.id == identity)).mappings().first()
    if found is not None:
        content = {name: value for name, value in found.items() if name not in ("id", "origin", "revision")}
        keep_content(transaction, table.name, (identity, found["revision"]), content | more)


def standing_for(transaction: Transaction, table: Table, identity: str) -> str | None:
    """Return the row that an id stands for today: itself, what it was merged into, or None when it is in the trash.

    None too for one that was removed for good.
    """
    wanted: str | None = identity
    met: set[str | None] = set()
    while wanted not in met:
        met.add(wanted)
        since = _SINCE[table.name].values(transaction, which=wanted)
        if not since or since[0] is None:
            return wanted if since else None
        wanted = next(iter(_MERGED.values(transaction, of=wanted)), None)
    return None


def versions(transaction: Transaction, thing: str, identity: str, *, contents: bool = True) -> list[Version]:
    """Return the kept versions of a row, newest first; without their contents where only the list is wanted."""
    content = revision.c.content if contents else literal("")
    asked = select(revision.c.revision, revision.c.kept_at, content).where(
        revision.c.row_id == identity, revision.c.thing == thing
    )
    return [Version(*row) for row in transaction.connection.execute(asked.order_by(revision.c.revision.desc()))]


def version(transaction: Transaction, thing: str, row: tuple[str, int]) -> Version | None:
    """Return the version that (row id, revision) of a kind of thing had, or None when it was not kept."""
    asked = select(revision.c.revision, revision.c.kept_at, revision.c.content).where(
        revision.c.row_id == row[0], revision.c.revision == row[1], revision.c.thing == thing
    )
    found = transaction.connection.execute(asked).first()
    return None if found is None else Version(*found)


def _kept_lately(transaction: Transaction, identity: str) -> bool:
    last = next(iter(_KEPT_LAST.values(transaction, of=identity)), None)
    if last is None:
        return False
    age = datetime.fromisoformat(transaction.now) - datetime.fromisoformat(last)
    return timedelta(0) <= age < STEP
