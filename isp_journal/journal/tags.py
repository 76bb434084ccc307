"""Activities on entries and passages: put, taken off, counted."""

from dataclasses import replace
from datetime import date

from isp_journal import anchors
from isp_journal.errors import Refused
from isp_journal.framework import Catalogue
from isp_journal.ids import new_id
from isp_journal.journal.entries import Entries, clean
from isp_journal.model import Entry, Tag
from isp_journal.storage import tag_rows
from isp_journal.storage.places import first_of_day
from isp_journal.storage.store import Store


class Tags:
    """The tags of one journal; in the window tags are saved with their entry."""

    def __init__(self, store: Store, catalogue: Catalogue, entries: Entries) -> None:
        self._store = store
        self._catalogue = catalogue
        self._entries = entries

    def put(self, entry_id: str, activity: str, *, quote: str | None = None, because: str = "") -> Tag:
        """Tag a whole entry, or the passage that reads like `quote`; raises Refused where that is not clear."""
        entry = self._entries.get(entry_id)
        if entry.trashed_at is not None:
            raise Refused("This entry is in the trash.", todo="Take it out of the trash first.")
        full = self._catalogue.activity(activity).full_key
        anchor = None if quote is None else passage(entry.body, quote)
        tag = Tag(new_id(), full, anchor, because=because)
        for known in entry.tags:
            if (known.activity, known.anchor) == (tag.activity, tag.anchor) and not known.loose:
                return known
        self._entries.save(replace(entry, tags=(*entry.tags, tag)))
        return tag

    def remove(self, identity: str) -> Entry:
        """Take a tag off its entry and return the entry; the tag goes to the trash."""
        with self._store.reading() as transaction:
            entry_id = tag_rows.entry_of(transaction, identity)
        if entry_id is None:
            raise Refused(f"There is no tag with the id {identity}.")
        entry = self._entries.get(entry_id)
        return self._entries.save(replace(entry, tags=tuple(one for one in entry.tags if one.id != identity)))

    def recent(self, limit: int = 5) -> list[str]:
        """Return the full keys of the activities tagged last."""
        with self._store.reading() as transaction:
            return tag_rows.recent_activities(transaction, limit)

    def counts(self, since: date | None = None) -> dict[str, int]:
        """Return how often each activity (by full key) was tagged in entries since a date."""
        with self._store.reading() as transaction:
            return tag_rows.counts(transaction, 0 if since is None else first_of_day(since))


def passage(body: str, quote: str) -> anchors.Anchor:
    """Return the anchor of words that stand exactly once in a text; raises Refused otherwise."""
    wanted = clean(quote).strip()
    first = body.find(wanted) if wanted else -1
    if first < 0:
        raise Refused("These words do not stand in the entry.", todo="Quote them exactly as they were written.")
    if body.find(wanted, first + 1) >= 0:
        raise Refused("These words stand in the entry more than once.", todo="Quote a few more words around them.")
    return anchors.anchor(body, first, first + len(wanted))
