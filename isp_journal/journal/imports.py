"""Entries that come in from files: all of them or none, nothing twice, and one step takes a whole import back."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from isp_journal import anchors
from isp_journal.errors import Refused
from isp_journal.framework import Catalogue
from isp_journal.ids import new_id
from isp_journal.journal.entries import clean, fit
from isp_journal.model import Entry, ImportBatch, ImportedEntry, ImportedTag, ImportReport, Skipped, Tag
from isp_journal.storage import import_rows, places
from isp_journal.storage.store import Store, Transaction

BATCH = 1_000
Progress = Callable[[int], None]


class _Tally:
    """What an import has come to so far."""

    def __init__(self) -> None:
        self.read = self.added = self.known = self.loose = 0
        self.skipped: list[Skipped] = []
        self.seen: set[str] = set()


class Imports:
    """The imports of one journal."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    def take(
        self,
        told: Iterable[ImportedEntry | Skipped],
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
        source: str = "",
    ) -> ImportReport:
        """Take entries in, in one transaction, and report what came of each; a dry run only reports.

        What is known by its id, or by the digest of its content, is not taken again. What the reader of the file could
        not use comes as Skipped and goes into the report. `progress` hears the number of lines read so far, and may
        raise Cancelled, which leaves the journal as it was.
        """
        tally = _Tally()
        if dry_run:
            with self._store.reading() as transaction:
                self._all(transaction, told, tally, progress, None)
            return _report(tally, None)
        with self._store.writing() as transaction:
            batch = import_rows.begin(transaction, source)
            names = import_rows.Names()
            self._all(transaction, told, tally, progress, (batch, names))
            import_rows.finish(transaction, batch, names)
        self._store.settle()
        return _report(tally, batch if tally.added else None)

    def last(self) -> ImportBatch | None:
        """Return the newest import that was not taken back."""
        with self._store.reading() as transaction:
            found = [one for one in import_rows.batches(transaction, 10) if one.entries]
        return found[0] if found else None

    def undo(self, batch: str) -> int:
        """Take a whole import back and return how many entries left; those changed since stay."""
        with self._store.writing() as transaction:
            known = {one.id for one in import_rows.batches(transaction, 1_000)}
            if batch not in known:
                raise Refused("This import is not in the journal, or was taken back already.")
            return import_rows.take_back(transaction, batch)

    def _all(
        self,
        transaction: Transaction,
        told: Iterable[ImportedEntry | Skipped],
        tally: _Tally,
        progress: Progress | None,
        into: tuple[str, import_rows.Names] | None,
    ) -> None:
        days = import_rows.Days()
        for lines in _batched(iter(told)):
            tally.read += len(lines)
            tally.skipped += [one for one in lines if isinstance(one, Skipped)]
            wanted = [(_digest(one), one) for one in lines if isinstance(one, ImportedEntry)]
            fresh = self._fresh(transaction, wanted, tally, remember=into is None)
            ready = [(digest, one) for digest, told_one in fresh for one in self._fit(told_one, tally)]
            if into is not None and ready:
                self._write(transaction, ready, days, tally, into)
            else:
                tally.added += len(ready)
            if progress is not None:
                progress(tally.read)

    def _fresh(
        self, transaction: Transaction, wanted: list[tuple[str, ImportedEntry]], tally: _Tally, *, remember: bool
    ) -> list[tuple[str, ImportedEntry]]:
        """Return what the journal does not have yet; a dry run remembers what it has seen, since it writes nothing."""
        ids = import_rows.known_ids(transaction, [one.id for _, one in wanted if one.id])
        digests = import_rows.known_digests(transaction, [digest for digest, one in wanted if not one.id])
        fresh = []
        here: set[str] = tally.seen if remember else set()
        for digest, one in wanted:
            if digest in here or (one.id in ids if one.id else digest in digests):
                tally.known += 1
                continue
            here.add(digest)
            fresh.append((digest, one))
        return fresh

    def _fit(self, told: ImportedEntry, tally: _Tally) -> list[tuple[ImportedEntry, Entry]]:
        """Return an entry as it can be kept (people and sites still by name), or note why it cannot."""
        body = clean(told.body)
        try:
            tags = tuple(self._tag(one, body, tally) for one in told.tags)
            entry = fit(
                Entry(
                    id=told.id or new_id(),
                    occurred_on=told.occurred_on,
                    kind=told.kind,
                    title=told.title,
                    body=body,
                    occurred_time=told.occurred_time,
                    labels=told.labels,
                    mode=told.mode,
                    minutes=told.minutes,
                    tags=tags,
                    created_at=told.created_at,
                    updated_at=told.updated_at,
                )
            )
        except Refused as refused:
            tally.skipped.append(Skipped(told.number, refused.what))
            return []
        return [(told, entry)]

    def _tag(self, told: ImportedTag, body: str, tally: _Tally) -> Tag:
        if not self._catalogue.knows(told.activity) or "." not in told.activity.rsplit("/", 1)[-1]:
            raise Refused(f"There is no activity {told.activity} in the catalogue.")
        activity = self._catalogue.activity(told.activity).full_key
        if told.quote is None:
            return Tag(told.id or new_id(), activity, because=told.because)
        anchor = _anchor(body, clean(told.quote), told)
        tally.loose += anchor.end == anchor.start
        return Tag(told.id or new_id(), activity, anchor, loose=anchor.end == anchor.start, because=told.because)

    def _write(
        self,
        transaction: Transaction,
        ready: list[tuple[str, tuple[ImportedEntry, Entry]]],
        days: import_rows.Days,
        tally: _Tally,
        into: tuple[str, import_rows.Names],
    ) -> None:
        batch, names = into
        taken = import_rows.known_tags(transaction, [tag.id for _, (told, _) in ready for tag in told.tags if tag.id])
        written, label_ids = [], {}
        for digest, (told, entry) in ready:
            place = days.place(transaction, entry)
            if place is None:
                full = (
                    f"{entry.occurred_on.isoformat()} holds {places.SLOTS} entries already, more than a day can keep."
                )
                tally.skipped.append(Skipped(told.number, full))
                continue
            for label in entry.labels:
                label_ids[label] = names.label(transaction, label)
            kept = replace(
                entry,
                site=names.site(transaction, told.site) if told.site else None,
                people=tuple(dict.fromkeys(names.person(transaction, one) for one in told.people)),
                tags=_with_own_ids(told, entry, taken),
            )
            written.append((digest, place, kept))
        if written:
            import_rows.write(transaction, batch, written, label_ids)
        tally.added += len(written)


def _with_own_ids(told: ImportedEntry, entry: Entry, taken: set[str]) -> tuple[Tag, ...]:
    """Return an entry's tags; one whose id from the file is taken already gets a fresh one."""
    if not any(tag.id for tag in told.tags):
        return entry.tags
    tags = tuple(replace(tag, id=new_id()) if tag.id in taken else tag for tag in entry.tags)
    taken.update(tag.id for tag in tags)
    return tags


def _anchor(body: str, quote: str, told: ImportedTag) -> anchors.Anchor:
    """Return where a quote stands: at the place that the file says, or else where it stands alone; empty when loose."""
    quote = quote.strip()
    if quote and told.at is not None and not told.loose and body.startswith(quote, told.at):
        return anchors.anchor(body, told.at, told.at + len(quote))
    first = body.find(quote) if quote and not told.loose else -1
    if first < 0 or body.find(quote, first + 1) >= 0:
        return anchors.Anchor(0, 0, quote, "", "")
    return anchors.anchor(body, first, first + len(quote))


def _batched(told: Iterator[ImportedEntry | Skipped]) -> Iterator[list[ImportedEntry | Skipped]]:
    while lines := list(islice(told, BATCH)):
        yield lines


def _digest(told: ImportedEntry) -> str:
    """Return what an entry is known by: its id, or all that it says."""
    if told.id:
        said = f"id {told.id}"
    else:
        tags = [(tag.activity, tag.quote, tag.because) for tag in told.tags]
        content = [
            told.occurred_on.isoformat(),
            None if told.occurred_time is None else told.occurred_time.isoformat(),
            *(told.kind, told.title, told.body, told.site, told.people, told.labels, told.mode, told.minutes),
            tags,
        ]
        said = json.dumps(content, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _report(tally: _Tally, batch: str | None) -> ImportReport:
    return ImportReport(tally.read, tally.added, tally.known, tally.loose, tuple(tally.skipped), batch)
