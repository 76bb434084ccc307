"""What entries, notes, people and sites said before their edits, and the way back to it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from isp_journal.errors import Refused
from isp_journal.journal.entries import Entries
from isp_journal.journal.notes import Notes
from isp_journal.journal.people import People
from isp_journal.journal.sites import Sites
from isp_journal.model import Entry, Note, Person, Role, Site, Thing, Version
from isp_journal.storage import rows
from isp_journal.storage.store import Store

Named: TypeAlias = Note | Person | Site
Value: TypeAlias = Entry | Named


class Versions:
    """The versions of what one journal's person wrote."""

    def __init__(self, store: Store, entries: Entries, notes: Notes, people: People, sites: Sites) -> None:
        self._store = store
        self._entries = entries
        self._notes = notes
        self._people = people
        self._sites = sites

    def of(self, kind: Thing, identity: str) -> list[Version]:
        """Return what something said before its edits, newest first; of a label or an attachment too, to be read."""
        with self._store.reading() as transaction:
            return rows.versions(transaction, Thing(kind), identity)

    def at(self, kind: Thing, identity: str, revision: int) -> Value:
        """Return something as it was at one of its revisions; raises Refused for one that was not kept."""
        if kind == Thing.ENTRY:
            return self._entries.version(identity, revision)
        return self._at(kind, identity, revision)

    def restore(self, kind: Thing, identity: str, revision: int) -> Value:
        """Let something say again what it said at one of its revisions; what it says now is kept as a version."""
        if kind == Thing.ENTRY:
            return self._entries.restore_version(identity, revision)
        then = self._at(kind, identity, revision)
        if isinstance(then, Note):
            return self._notes.save(then.about, then.on, then.body, identity)
        return self._people.save(then) if isinstance(then, Person) else self._sites.save(then)

    def _at(self, kind: Thing, identity: str, revision: int) -> Named:
        now = self._now(kind, identity)
        if revision == now.revision:
            return now
        with self._store.reading() as transaction:
            kept = rows.version(transaction, str(kind), (identity, revision))
        if kept is None:
            raise Refused(f"Revision {revision} was not kept.", todo="Choose one that is listed.")
        return _then(now, json.loads(kept.content), revision)

    def _now(self, kind: Thing, identity: str) -> Named:
        parts: dict[str, Callable[[str], Named]] = {
            Thing.NOTE: self._notes.get,
            Thing.PERSON: self._people.get,
            Thing.SITE: self._sites.get,
        }
        if kind not in parts:
            raise Refused("Only entries, notes, people and sites are led back to earlier versions.")
        return parts[kind](identity)


def _then(now: Named, told: dict[str, Any], revision: int) -> Named:
    if isinstance(now, Note):
        about, on = told["activity"] or told["component"], date.fromisoformat(told["on_date"])
        return replace(now, about=about, on=on, body=told["body"], revision=revision)
    archived = told["archived_at"] is not None
    named = {"name": told["name"], "pseudonym": told["pseudonym"], "archived": archived, "revision": revision}
    if isinstance(now, Person):
        more = {one: told[one] for one in ("organisation", "position")}
        return replace(now, role=Role(told["role"]), **more, **named)
    return replace(now, **named)
