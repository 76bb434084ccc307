"""Entries that come in from files: all of them or none, nothing twice, and one step takes a whole import back."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from isp_journal import anchors
from isp_journal.errors import Refused
from isp_journal.framework import Catalogue
from isp_journal.ids import new_id
from isp_journal.journal.attachments import fit_all
from isp_journal.journal.entries import check_title, clean, fit_facts, one_line
from isp_journal.model import AttachedFile, ImportBatch, ImportedEntry, ImportedTag, ImportReport, Skipped, Tag
from isp_journal.storage import import_rows, places
from isp_journal.storage.store import Store, Transaction

BATCH = 1_000
# So many bytes of attachments are held in memory before they are written, and those of one more entry.
MOST_HELD = 32 * 1024 * 1024
Progress = Callable[[int], None]


class _Tally:
    """What an import has come to so far."""

    def __init__(self) -> None:
        self.read = self.added = self.known = self.loose = 0
        self.skipped: list[Skipped] = []
        self.seen: set[str] = set()


class _Fitted(NamedTuple):
    """An entry as it can be kept, with the digest of its line; its people and site are still names."""

    digest: str
    told: ImportedEntry
    id: str
    title: str
    body: str
    labels: tuple[str, ...]
    tags: tuple[Tag, ...]
    files: tuple[AttachedFile, ...]


class Imports:
    """The imports of one journal."""

    def __init__(self, store: Store, catalogue: Catalogue, before: Callable[[str], object]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._before = before
        self._activities: dict[str, str] = {}

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
        self._before("an import")
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
            return next(iter(import_rows.batches(transaction, 1)), None)

    def undo(self, batch: str) -> int:
        """Take a whole import back and return how many entries left; those changed since stay."""
        self._before("taking an import back")
        with self._store.writing() as transaction:
            if not import_rows.can_be_taken_back(transaction, batch):
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
            ready = self._ready(transaction, wanted, tally, remember=into is None)
            if into is not None and ready:
                self._write(transaction, ready, days, tally, into)
            else:
                tally.added += len(ready)
            if progress is not None:
                progress(tally.read)

    def _ready(
        self, transaction: Transaction, wanted: list[tuple[str, ImportedEntry]], tally: _Tally, *, remember: bool
    ) -> list[_Fitted]:
        """Return what can be kept and the journal does not have yet.

        A dry run remembers what it has seen, since it writes nothing.
        """
        ids = import_rows.known_ids(transaction, [one.id for _, one in wanted if one.id])
        digests = import_rows.known_digests(transaction, [digest for digest, one in wanted if not one.id])
        ready = []
        here: set[str] = tally.seen if remember else set()
        for digest, one in wanted:
            if digest in here or (one.id in ids if one.id else digest in digests):
                tally.known += 1
                continue
            fitted = self._fit(digest, one, tally)
            if fitted is not None:
                here.add(digest)
                ready.append(fitted)
        return ready

    def _fit(self, digest: str, told: ImportedEntry, tally: _Tally) -> _Fitted | None:
        """Return an entry as it can be kept (its people and site still by name), or note why it cannot."""
        body = clean(told.body)
        try:
            check_title(told.title)
            title, labels = fit_facts(told.title, body, told.labels, told.minutes)
            tags = tuple([self._tag(one, body, tally) for one in told.tags])
            files = fit_all(told.attachments) if told.attachments else ()
        except Refused as refused:
            tally.skipped.append(Skipped(told.number, refused.what))
            return None
        return _Fitted(digest, told, told.id or new_id(), title, body, labels, tags, files)

    def _tag(self, told: ImportedTag, body: str, tally: _Tally) -> Tag:
        activity = self._activities.get(told.activity)
        if activity is None:
            if not self._catalogue.knows(told.activity) or "." not in told.activity.rsplit("/", 1)[-1]:
                raise Refused(f"There is no activity {told.activity} in the catalogue.")
            activity = self._activities[told.activity] = self._catalogue.activity(told.activity).full_key
        because = one_line(told.because) if told.because else ""
        if told.quote is None:
            return Tag(told.id or new_id(), activity, because=because)
        anchor = _anchor(body, told.quote.strip(), told) or _anchor(body, clean(told.quote).strip(), told)
        anchor = anchor or anchors.Anchor(0, 0, clean(told.quote).strip(), "", "")
        loose = anchor.end == anchor.start
        tally.loose += loose
        return Tag(told.id or new_id(), activity, anchor, loose, because)

    def _write(
        self,
        transaction: Transaction,
        ready: list[_Fitted],
        days: import_rows.Days,
        tally: _Tally,
        into: tuple[str, import_rows.Names],
    ) -> None:
        batch, names = into
        taken = import_rows.known_tags(transaction, [tag.id for one in ready for tag in one.told.tags if tag.id])
        written = []
        for digest, told, identity, title, body, labels, tags, files in ready:
            place = days.place(transaction, told.occurred_on, told.occurred_time)
            if place is None:
                full = f"{told.occurred_on.isoformat()} holds {places.SLOTS} entries already, more than a day can keep."
                tally.skipped.append(Skipped(told.number, full))
                continue
            named = [tag.id for tag in told.tags if tag.id]
            own = tags
            if len(set(named)) < len(named) or not taken.isdisjoint(named):
                own = _with_own_ids(tags, taken)
            taken.update(named)
            site = names.site(transaction, told.site) if told.site else None
            people = {names.person(transaction, one) for one in told.people}
            label_ids = [names.label(transaction, one) for one in labels]
            line = import_rows.Line(place, digest, identity, told, title, body, own, site, people, label_ids, files)
            written.append(line)
        if written:
            import_rows.write(transaction, batch, written)
        days.forget()
        tally.added += len(written)


def _with_own_ids(tags: tuple[Tag, ...], taken: set[str]) -> tuple[Tag, ...]:
    """Return an entry's tags with fresh ids where those from the file are taken already, or said twice."""
    own: dict[str, Tag] = {}
    for tag in tags:
        identity = new_id() if tag.id in taken or tag.id in own else tag.id
        own[identity] = replace(tag, id=identity)
    return tuple(own.values())


def _anchor(body: str, quote: str, told: ImportedTag) -> anchors.Anchor | None:
    """Return where a quote stands: at the place that the file says, or else where it stands alone."""
    if not quote or told.loose:
        return None
    first = told.at if told.at is not None and body.startswith(quote, told.at) else body.find(quote)
    if first < 0 or (first != told.at and body.find(quote, first + 1) >= 0):
        return None
    return anchors.anchor(body, first, first + len(quote))


def _batched(told: Iterator[ImportedEntry | Skipped]) -> Iterator[list[ImportedEntry | Skipped]]:
    lines: list[ImportedEntry | Skipped] = []
    held = 0
    for one in told:
        lines.append(one)
        if isinstance(one, ImportedEntry) and one.attachments:
            held += sum(len(file.content) for file in one.attachments)
        if len(lines) >= BATCH or held >= MOST_HELD:
            yield lines
            lines, held = [], 0
    if lines:
        yield lines


def _digest(told: ImportedEntry) -> str:
    """Return what an entry is known by: its id, or all that it says."""
    if told.id:
        return hashlib.sha256(f"id {told.id}".encode()).hexdigest()
    facts = [told.occurred_on.isoformat(), str(told.occurred_time), told.kind.value, told.title, told.body, told.site]
    facts += [told.mode.value if told.mode else "", str(told.minutes)]
    parts = [facts, told.people, told.labels]
    parts += [(tag.activity, tag.quote or "", str(tag.quote is None), tag.because) for tag in told.tags]
    if told.attachments:
        parts += [(file.name, hashlib.sha256(file.content).hexdigest()) for file in told.attachments]
    # Two characters that no clean text holds part the words and the groups, so that no two entries read alike.
    said = "\x1e".join(["\x1f".join(part) for part in parts])
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()


def _report(tally: _Tally, batch: str | None) -> ImportReport:
    return ImportReport(tally.read, tally.added, tally.known, tally.loose, tuple(tally.skipped), batch)
