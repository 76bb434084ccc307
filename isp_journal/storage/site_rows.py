"""Rows of sites, the stages of implementation they went through, and the entries written there."""

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, text, update

from isp_journal.model import Site, Stage, StageChange
from isp_journal.storage import rows
from isp_journal.storage.places import day_of
from isp_journal.storage.schema import entry, site, site_stage
from isp_journal.storage.store import Transaction

_USED = """
SELECT site_id, count(*) AS entries, max(place) AS latest FROM entry INDEXED BY entry_site
WHERE site_id IS NOT NULL
  AND place NOT IN (SELECT place FROM entry INDEXED BY entry_trash WHERE trashed_at IS NOT NULL) GROUP BY site_id
"""
_ALL = f"""
SELECT site.*, coalesce(used.entries, 0) AS entries, used.latest FROM site
LEFT JOIN ({_USED}) used ON used.site_id = site.id
WHERE site.trashed_at IS NULL ORDER BY site.folded, site.id
"""
_BY_ID = select(site).where(site.c.id == bindparam("id"))
_STAGES = (
    select(site_stage.c.stage, site_stage.c.since)
    .where(site_stage.c.site_id == bindparam("site"), site_stage.c.trashed_at.is_(None))
    .order_by(site_stage.c.since, site_stage.c.id)
)


def all_sites(transaction: Transaction) -> list[Site]:
    """Return all sites outside the trash by name, archived or not, with their entries and stages."""
    found = transaction.connection.execute(text(_ALL)).all()
    return [_site(transaction, row, row.entries, row.latest) for row in found]


def get(transaction: Transaction, identity: str) -> Site | None:
    """Return a site, in the trash or not; entries are not counted."""
    found = transaction.connection.execute(_BY_ID, {"id": identity}).first()
    return None if found is None else _site(transaction, found, 0, None)


def named(transaction: Transaction, name: str) -> Site | None:
    """Return the site with this name, case aside; one that is not archived first."""
    asked = select(site).where(site.c.trashed_at.is_(None)).order_by(site.c.archived_at.is_not(None), site.c.id)
    found = transaction.connection.execute(asked.where(site.c.folded == rows.folded(name))).first()
    return None if found is None else _site(transaction, found, 0, None)


def add(transaction: Transaction, value: Site) -> str:
    """Write a new site with its stages and return the id."""
    new = rows.fresh(transaction, value.id or None)
    transaction.connection.execute(insert(site), {**_columns(transaction, value), **new})
    for one in value.stages:
        set_stage(transaction, str(new["id"]), one)
    return str(new["id"])


def change(transaction: Transaction, value: Site) -> None:
    """Write a site's new name, pseudonym or archive mark; its stages have their own dates and calls."""
    rows.keep_version(transaction, site, value.id)
    rows.change(transaction, site, value.id, _columns(transaction, value))


def set_stage(transaction: Transaction, identity: str, entered: StageChange) -> None:
    """Say which stage a site entered on a date; another one said for that date gives way."""
    remove_stage(transaction, identity, entered.since)
    values = {"site_id": identity, "stage": str(entered.stage), "since": entered.since.isoformat()}
    transaction.connection.execute(insert(site_stage), {**values, **rows.fresh(transaction)})


def remove_stage(transaction: Transaction, identity: str, since: date) -> None:
    """Take back what was said about a site's stage on a date."""
    asked = select(site_stage.c.id).where(
        site_stage.c.site_id == identity, site_stage.c.since == since.isoformat(), site_stage.c.trashed_at.is_(None)
    )
    for one in transaction.connection.scalars(asked).all():
        rows.change(transaction, site_stage, one, {"trashed_at": transaction.now})


def set_trashed(transaction: Transaction, identity: str, trashed: bool) -> None:
    """Move a site into or out of the trash; its entries keep where they were, shown again when restored."""
    rows.stamp_entries(transaction, "site_id = :id", id=identity)
    rows.keep_version(transaction, site, identity)
    rows.change(transaction, site, identity, {"trashed_at": transaction.now if trashed else None})


def entries_at(transaction: Transaction, identity: str) -> list[str]:
    """Return the ids of all entries at a site outside the trash, oldest first."""
    asked = select(entry.c.id).where(entry.c.site_id == identity, entry.c.trashed_at.is_(None))
    return list(transaction.connection.scalars(asked.order_by(entry.c.place)))


def merge(transaction: Transaction, keep: str, other: str) -> list[str]:
    """Let all entries of `other` be at `keep`; the other goes to the trash. Returns the entries that changed."""
    asked = select(entry.c.id).where(entry.c.site_id == other)
    moved = list(transaction.connection.scalars(asked))
    _move(transaction, moved, other, keep)
    rows.keep_merge(transaction, site, (keep, other), moved)
    set_trashed(transaction, other, True)
    return moved


def unmerge(transaction: Transaction, keep: str, other: str, entries: list[str]) -> None:
    """Undo a merge: these entries were at the other site, and are again unless they were given another one since."""
    set_trashed(transaction, other, False)
    # Where the kept site was merged in its turn, its entries are at that one by now.
    for there in {keep, rows.standing_for(transaction, site, keep)} - {None, other}:
        _move(transaction, entries, there, other)


def _move(transaction: Transaction, entries: list[str], there: str | None, to: str) -> None:
    if entries:
        moved = (
            update(entry)
            .where(entry.c.id == bindparam("which"), entry.c.site_id == there)
            .values(site_id=to, revision=entry.c.revision + 1, updated_at=transaction.now)
        )
        transaction.connection.execute(moved, [{"which": one} for one in entries])


def _columns(transaction: Transaction, value: Site) -> dict[str, Any]:
    return {
        "name": value.name,
        "folded": rows.folded(value.name),
        "pseudonym": value.pseudonym,
        "archived_at": transaction.now if value.archived else None,
    }


def _site(transaction: Transaction, row: Row[Any], entries: int, latest: int | None) -> Site:
    stages = transaction.connection.execute(_STAGES, {"site": row.id})
    return Site(
        id=row.id,
        name=row.name,
        pseudonym=row.pseudonym,
        stages=tuple(StageChange(Stage(one.stage), date.fromisoformat(one.since)) for one in stages),
        archived=row.archived_at is not None,
        trashed=row.trashed_at is not None,
        revision=row.revision,
        entries=entries,
        latest="" if latest is None else day_of(latest).isoformat(),
    )
