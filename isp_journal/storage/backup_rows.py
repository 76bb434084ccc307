"""One entry alone on its way back from a backup into the journal, with all that belongs to it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Table

from isp_journal.model import Entry
from isp_journal.storage import attachment_rows, entry_rows, person_rows, rows, site_rows
from isp_journal.storage.schema import person, site
from isp_journal.storage.store import Transaction


def named_here(journal: Transaction, backup: Transaction, then: Entry) -> Entry:
    """Return an entry of a backup with the people and the site that the journal has for them.

    Whoever was removed for good comes back; whoever is in the trash is left out.
    """
    found = (_named(journal, backup, person, one) for one in then.people)
    at = _named(journal, backup, site, then.site) if then.site is not None else None
    return replace(then, people=tuple(dict.fromkeys(one for one in found if one is not None)), site=at)


def put(journal: Transaction, backup: Transaction, then: Entry) -> Entry:
    """Let an entry say what it says in a backup, in the trash or gone as it may be; what it says now is kept."""
    before = entry_rows.get(journal, then.id)
    if before is not None and before.trashed_at is not None:
        entry_rows.set_trashed(journal, [then.id], False)
        before = entry_rows.get(journal, then.id)
    if before is None:
        kept = entry_rows.insert_entry(journal, then)
    else:
        rows.keep_content(journal, "entry", (before.id, before.revision), entry_rows.content(before))
        kept = entry_rows.update_entry(journal, before, then)
    _attach(journal, backup, kept)
    return kept


def _named(journal: Transaction, backup: Transaction, table: Table, identity: str) -> str | None:
    kind: Any = person_rows if table is person else site_rows
    here, then = kind.get(journal, identity), kind.get(backup, identity)
    if here is not None or then is None:
        return rows.standing_for(journal, table, identity)
    same = kind.named(journal, then.name)
    found: str = same.id if same is not None else kind.add(journal, then)
    return found


def _attach(journal: Transaction, backup: Transaction, kept: Entry) -> None:
    """Let an entry have again what was attached to it in a backup; what came since stays."""
    for one in attachment_rows.of(backup, kept.id):
        here = attachment_rows.of_content(journal, kept.id, one.digest)
        if here is not None and here.trashed:
            attachment_rows.set_trashed(journal, here.id, False)
        content = attachment_rows.content(backup, one.digest) if here is None else None
        if content is not None:
            fresh = one if attachment_rows.get(journal, one.id) is None else replace(one, id="")
            attachment_rows.add(journal, kept.place or 0, fresh, content)
