"""Reflections: written, read, listed, searched, moved to the trash and back."""

import json
import re
from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date

from isp_journal import anchors
from isp_journal.errors import Refused
from isp_journal.ids import new_id
from isp_journal.journal.steps import Steps
from isp_journal.model import Entry, EntryLine, Filter, Tag, Version
from isp_journal.storage import entry_rows, lists, rows
from isp_journal.storage.store import Store, Transaction

LONGEST_TITLE = 500
LONGEST_BODY = 2_000_000
LONGEST_LABEL = 100
MOST_MINUTES = 1_440
# Control characters have no place in a reflection (two of them mark search hits), nor have halves of characters.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_DROPPED = {number: None for number in range(32) if chr(number) not in "\n\t"}


class Entries:
    """The entries of one journal."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._steps = Steps()

    def new(self, occurred_on: date | None = None) -> Entry:
        """Return an entry with a fresh id, about today unless another date is said; nothing is stored yet."""
        # A date is the person's: today is today where they are, not in UTC.
        return Entry(id=new_id(), occurred_on=occurred_on or date.today())

    def save(self, entry: Entry) -> Entry:
        """Keep an entry durably and return it as it is kept; the same content again changes nothing.

        What it said before is kept as a version. Trying again after a failure, with the same value, does no harm.
        """
        entry = fit(entry)
        with self._store.writing() as transaction:
            before = entry_rows.get(transaction, entry.id)
            entry = entry_rows.named_anew(transaction, before, entry)
            if before is None:
                return entry_rows.insert_entry(transaction, entry)
            if _same(before, entry):
                return before
            full = self._steps.to_keep(before, entry)
            if full is not None:
                _keep(transaction, full, always=True)
            _keep(transaction, before, always=False)
            kept = entry_rows.update_entry(transaction, before, entry)
        if full is not None:
            self._steps.kept()
        return kept

    def get(self, identity: str) -> Entry:
        """Return an entry, in the trash or not; raises Refused when there is none."""
        with self._store.reading() as transaction:
            found = entry_rows.get(transaction, identity)
        if found is None:
            raise Refused(f"There is no entry with the id {identity}.")
        return found

    def find(self, beginning: str) -> Entry:
        """Return the one entry whose id begins like this; raises Refused when none or several do."""
        with self._store.reading() as transaction:
            found = entry_rows.beginning_with(transaction, beginning.strip().lower()) if beginning.strip() else []
        if len(found) > 1:
            raise Refused(f"Several entries have ids that begin with {beginning}.", todo="Type more of the id.")
        return self.get(found[0] if found else beginning)

    def page(self, asked: Filter, before: int | None = None, limit: int = 50) -> list[EntryLine]:
        """Return rows of the list, newest first; `before` is the place of the last row already seen."""
        with self._store.reading() as transaction:
            return lists.page(transaction, asked, before, limit)

    def count(self, asked: Filter) -> int:
        """Return how many entries a filter lets through."""
        with self._store.reading() as transaction:
            return lists.count(transaction, asked)

    def trash(self, identities: Sequence[str]) -> list[str]:
        """Move entries with their tags to the trash; returns the ids that were not there already."""
        with self._store.writing() as transaction:
            return entry_rows.set_trashed(transaction, list(identities), True)

    def restore(self, identities: Sequence[str]) -> list[str]:
        """Take entries out of the trash with the tags that went there with them; returns the ids that came back."""
        with self._store.writing() as transaction:
            return entry_rows.set_trashed(transaction, list(identities), False)

    def versions(self, identity: str, *, contents: bool = True) -> list[Version]:
        """Return what an entry said before its edits, newest first; a list alone is read faster without contents."""
        with self._store.reading() as transaction:
            return rows.versions(transaction, "entry", identity, contents=contents)

    def version(self, identity: str, revision: int) -> Entry:
        """Return an entry as it was at one of its revisions; raises Refused for one that was not kept.

        Its people and its site may have left the journal since.
        """
        with self._store.reading() as transaction:
            return self._version(transaction, identity, revision)

    def restore_version(self, identity: str, revision: int) -> Entry:
        """Let an entry say again what it said at one of its revisions; what it says now is kept as a version.

        Whoever was merged since is named by what they went into, and whoever was deleted is left out.
        """
        with self._store.writing() as transaction:
            then = self._version(transaction, identity, revision)
            before = entry_rows.get(transaction, identity)
            if before is None or before.trashed_at is not None:
                raise Refused("This entry is in the trash.", todo="Take it out of the trash first.")
            then = fit(entry_rows.named_anew(transaction, before, then))
            if _same(before, then):
                return before
            _keep(transaction, before, always=True)
            return entry_rows.update_entry(transaction, before, then)

    def _version(self, transaction: Transaction, identity: str, revision: int) -> Entry:
        now = entry_rows.get(transaction, identity)
        if now is None:
            raise Refused(f"There is no entry with the id {identity}.")
        if revision == now.revision:
            return now
        kept = rows.version(transaction, "entry", (identity, revision))
        if kept is None:
            raise Refused(f"Revision {revision} of this entry was not kept.", todo="Choose one that is listed.")
        then = entry_rows.of_content(now, json.loads(kept.content))
        return replace(then, revision=revision, updated_at=kept.kept_at)

    def latest_sites(self, limit: int = 5) -> list[str]:
        """Return the ids of the sites that were written about last, the most recent first."""
        with self._store.reading() as transaction:
            return entry_rows.newest_sites(transaction, limit)

    def export(self) -> Generator[Entry, None, None]:
        """Yield all entries outside the trash, oldest first, as the journal stands when the first is asked for."""
        with self._store.reading() as transaction:
            yield from entry_rows.whole(transaction)


def _keep(transaction: Transaction, state: Entry, *, always: bool) -> None:
    """Keep a state of an entry as a version; without `always` not again within two minutes."""
    rows.keep_content(transaction, "entry", (state.id, state.revision), entry_rows.content(state), always=always)


def fit(entry: Entry) -> Entry:
    """Return an entry as it can be kept: text without control characters, tags that point at their words or are loose.

    Raises Refused for what no journal keeps, such as 2 000 minutes.
    """
    body = clean(entry.body)
    title, labels = fit_facts(entry.title, body, entry.labels, entry.minutes)
    tags = tuple(_settled(one, body) for one in entry.tags)
    people = tuple(dict.fromkeys(entry.people))
    at = entry.occurred_time
    if at is not None:
        at = at.replace(second=0, microsecond=0, tzinfo=None)
    return replace(entry, title=title, body=body, labels=labels, people=people, occurred_time=at, tags=tags)


def fit_facts(title: str, body: str, labels: Sequence[str], minutes: int | None) -> tuple[str, tuple[str, ...]]:
    """Return a title and labels as they can be kept beside a clean text; raises Refused for what no journal keeps."""
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Refused(f"{minutes} minutes do not fit into a day.", todo="Say a number from 0 to 1440.")
    if len(body) > LONGEST_BODY:
        raise Refused(
            f"This text has {len(body)} characters, more than an entry can hold ({LONGEST_BODY}).",
            todo="Divide it into several entries.",
        )
    plain = tuple(dict.fromkeys(filter(None, (one_line(label) for label in labels)))) if labels else ()
    if any(len(label) > LONGEST_LABEL for label in plain):
        raise Refused(f"A label can have {LONGEST_LABEL} characters at most.", todo="Choose a shorter word.")
    return one_line(title)[:LONGEST_TITLE].rstrip(), plain


def check_title(title: str) -> None:
    """Refuse a title that would be cut, where nobody is there to see it."""
    if len(title) > LONGEST_TITLE and len(one_line(title)) > LONGEST_TITLE:
        raise Refused(f"A title can have {LONGEST_TITLE} characters at most.", todo="Choose a shorter one.")


def one_line(text: str) -> str:
    """Return clean text with single spaces, as titles, labels and becauses are kept."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Return text with plain line ends and without control characters or halves of characters."""
    if _ODD.search(text) is None:
        return text
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)


def _settled(tag: Tag, body: str) -> Tag:
    """Return a tag whose anchor holds in this text, or that is loose: it never points at other words."""
    anchor = tag.anchor
    because = one_line(tag.because)
    if anchor is not None and _ODD.search(anchor.quote + anchor.prefix + anchor.suffix):
        # Made on a text that was not clean yet: its words, too, are kept as the text now says them.
        quote, prefix, suffix = map(clean, (anchor.quote, anchor.prefix, anchor.suffix))
        anchor = replace(anchor, quote=quote, prefix=prefix, suffix=suffix)
        tag = replace(tag, anchor=anchor)
    holds = not tag.loose and (anchor is None or _stands(anchor, body))
    if holds:
        return tag if because == tag.because else replace(tag, because=because)
    if anchor is None:
        return replace(tag, loose=False, because=because)
    found = None if tag.loose else anchors.find(body, anchor)
    return replace(tag, anchor=found or anchor, loose=found is None, because=because)


def _stands(anchor: anchors.Anchor, body: str) -> bool:
    length = anchor.end - anchor.start
    return length > 0 and length == len(anchor.quote) and body.startswith(anchor.quote, anchor.start)


def _same(before: Entry, after: Entry) -> bool:
    """Tell whether two states of an entry say the same; the order of people, labels and tags says nothing."""
    return _told(before) == _told(after)


def _told(entry: Entry) -> tuple[object, ...]:
    told = replace(
        entry, people=(), labels=(), tags=(), place=0, revision=0, created_at="", updated_at="", trashed_at=None
    )
    tags = {(one.id, one.activity, one.loose, one.because, _spot(one)) for one in entry.tags}
    return told, set(entry.people), set(entry.labels), tags


def _spot(tag: Tag) -> tuple[object, ...]:
    anchor = tag.anchor
    if anchor is None:
        return ()
    return (anchor.quote,) if tag.loose else (anchor.quote, anchor.start, anchor.end)
