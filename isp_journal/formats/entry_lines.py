"""The shape that one entry has in a file, read with care and written the same way every time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from itertools import groupby
from typing import TypeAlias

import msgspec

from isp_journal.errors import Refused
from isp_journal.formats.field_values import Unfit, as_date, as_id, as_instant, as_time, as_word
from isp_journal.framework import Activity, Ambiguous, Catalogue, Found
from isp_journal.journal.attachments import MOST, MOST_TOGETHER
from isp_journal.journal.names import checked
from isp_journal.model import AttachedFile, Entry, ImportedEntry, ImportedTag, Kind, Mode, Tag

LONGEST = 16 * 1024 * 1024
"""How many bytes one entry may have in a file: the 2 000 000 characters that an entry holds, and its tags."""

LONGEST_ATTACHED = (MOST_TOGETHER // 3 + MOST) * 4
"""How many more bytes its attachments may take in a line, as base64."""

MOST_TAGS = 2_000
_MOST_UNREAD = 100
_MOST_NAMES = 5_000


class TagShape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A tag in a file: `at` tells which of several places the quote has, `loose` that its words are gone."""

    activity: str
    quote: str | None = None
    at: int | None = None
    loose: bool = False
    because: str | None = None
    id: str | int | None = None


class AttachmentShape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An attachment in a file: in JSON its bytes (as base64), beside Markdown the file that holds them."""

    name: str = ""
    content: bytes | None = None
    file: str | None = None
    id: str | int | None = None


class EntryShape(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry in a file, in the order in which its fields are written; only `text` must be there."""

    id: str | int | None = None
    date: str | None = None
    time: str | None = None
    kind: str | None = None
    title: str | None = None
    text: str
    site: str | None = None
    people: list[str] | str | None = None
    mode: str | None = None
    minutes: int | None = None
    labels: list[str] | str | None = None
    tags: list[TagShape | str] | str | None = None
    attachments: list[AttachmentShape] | None = None
    created_at: str | None = None
    updated_at: str | None = None


FIELDS = frozenset(EntryShape.__struct_fields__)
INNER_FIELDS = {
    "tags": frozenset(TagShape.__struct_fields__),
    "attachments": frozenset(AttachmentShape.__struct_fields__),
}
Beside: TypeAlias = Callable[[str, int], bytes]
"""Gives the bytes of a file that an entry names, up to so many; raises Unfit where there is none."""


class EntryReader:
    """Makes entries of what files say, with the catalogue that their tags name; notes fields that it does not read."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._activities: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self.unread: Counter[str] = Counter()

    def entry(
        self, said: object, number: int, *, undated: date, typed: bool, beside: Beside | None = None
    ) -> ImportedEntry:
        """Return the entry that fields tell; `undated` is its day if they tell none. Raises Unfit with the reason.

        `typed` says that numbers and switches come as such (JSON) and not as words (front matter). `beside` gives the
        files that attachments name; without it they bring their bytes themselves.
        """
        if not isinstance(said, dict):
            raise Unfit("it is not one entry with named fields")
        if "text" not in said:
            raise Unfit("it has no text")
        try:
            shape = msgspec.convert(said, EntryShape, strict=typed)
        except msgspec.ValidationError as wrong:
            raise Unfit(f"a field is not of the kind that it should be ({wrong})") from None
        self._note_unread(said)
        files = _attached(shape.attachments, beside) if shape.attachments else ()
        try:
            return self._imported(shape, number, undated, files)
        except Refused as refused:
            raise Unfit(refused.what) from None

    def _imported(
        self, shape: EntryShape, number: int, undated: date, files: tuple[AttachedFile, ...]
    ) -> ImportedEntry:
        day, inner_time = as_date(shape.date) if shape.date else (undated, None)
        site = shape.site or ""
        return ImportedEntry(
            number=number,
            occurred_on=day,
            body=shape.text,
            title=shape.title or "",
            occurred_time=as_time(shape.time) if shape.time else inner_time,
            kind=as_word(Kind, shape.kind, "kind") if shape.kind else Kind.GENERAL,
            site=self._name(site, "A site") if site.strip() else "",
            people=tuple([self._name(one, "A person") for one in _several(shape.people)]),
            labels=_several(shape.labels),
            mode=as_word(Mode, shape.mode, "mode") if shape.mode else None,
            minutes=shape.minutes,
            tags=self._tags(shape.tags),
            id=as_id(str(shape.id)) if shape.id is not None else "",
            created_at=as_instant(shape.created_at) if shape.created_at else "",
            updated_at=as_instant(shape.updated_at) if shape.updated_at else "",
            attachments=files,
        )

    def _name(self, told: str, whose: str) -> str:
        """Return a name as it can be kept; the same few names stand on many lines."""
        known = self._names.get(told)
        if known is None:
            known = checked(told, whose)
            if len(self._names) < _MOST_NAMES:
                self._names[told] = known
        return known

    def _tags(self, told: list[TagShape | str] | str | None) -> tuple[ImportedTag, ...]:
        shapes = [] if not told else [told] if isinstance(told, str) else told
        if len(shapes) > MOST_TAGS:
            raise Unfit(f"it has {len(shapes)} tags, more than an entry can hold ({MOST_TAGS})")
        return tuple(self._tag(TagShape(activity=one) if isinstance(one, str) else one) for one in shapes)

    def _tag(self, shape: TagShape) -> ImportedTag:
        return ImportedTag(
            activity=self._activity(shape.activity),
            quote=shape.quote,
            because=shape.because or "",
            id=as_id(str(shape.id)) if shape.id is not None else "",
            at=shape.at,
            loose=shape.loose,
        )

    def _activity(self, name: str) -> str:
        """Return the full key of the activity that is named by its key or label; raises Unfit when none is."""
        known = self._activities.get(name)
        if known is None:
            known = self._activities[name] = self._found(name)
        return known

    def _found(self, name: str) -> str:
        found = self._catalogue.find(name)
        if isinstance(found, Found) and isinstance(found.practice, Activity):
            return found.practice.full_key
        shown = " ".join(name.split())[:60]
        if isinstance(found, Found):
            raise Unfit(f"'{shown}' is a core component; a tag names a core activity")
        if isinstance(found, Ambiguous):
            raise Unfit(f"'{shown}' may mean several core activities; name it by its key")
        raise Unfit(f"'{shown}' is not a core activity of the catalogue")

    def _note_unread(self, said: Mapping[str, object]) -> None:
        found = [] if said.keys() <= FIELDS else [str(name)[:60] for name in said.keys() - FIELDS]
        for field, known in INNER_FIELDS.items():
            parts = said.get(field)
            for part in parts if isinstance(parts, list) else ():
                if isinstance(part, dict) and not part.keys() <= known:
                    found += [f"{field}.{name}"[:60] for name in part.keys() - known]
        for name in found:
            if name in self.unread or len(self.unread) < _MOST_UNREAD:
                self.unread[name] += 1


class EntryWriter:
    """Makes file shapes of entries, with the names of their sites and people by id."""

    def __init__(self, sites: Mapping[str, str], people: Mapping[str, str]) -> None:
        self._sites = sites
        self._people = people

    def shape(self, entry: Entry, files: Sequence[AttachedFile] = ()) -> EntryShape:
        """Return what a file says of an entry, with its attachments."""
        return EntryShape(
            id=entry.id,
            date=entry.occurred_on.isoformat(),
            time=None if entry.occurred_time is None else entry.occurred_time.isoformat("minutes"),
            kind=str(entry.kind),
            title=entry.title or None,
            text=entry.body,
            site=self._sites.get(entry.site or ""),
            people=sorted({self._people[one] for one in entry.people if one in self._people}) or None,
            mode=None if entry.mode is None else str(entry.mode),
            minutes=entry.minutes,
            labels=sorted(entry.labels) or None,
            tags=[_tag_shape(one, entry.body) for one in sorted(entry.tags, key=_tag_order)] or None,
            attachments=[AttachmentShape(name=one.name, content=one.content, id=one.id) for one in files] or None,
            created_at=entry.created_at or None,
            updated_at=entry.updated_at or None,
        )

    def shapes(
        self, entries: Iterable[Entry], files: Callable[[Entry], Sequence[AttachedFile]] = lambda _entry: ()
    ) -> Iterator[EntryShape]:
        """Yield shapes by date, time and id: an order that does not depend on when things were written or brought in.

        The entries come in order of date; within a day the journal keeps the order of writing, which no file tells.
        The attachments of each are asked for when its turn comes, so that those of one entry at a time are in memory.
        """
        for _, day in groupby(entries, key=lambda entry: entry.occurred_on):
            for entry in sorted(day, key=_order):
                yield self.shape(entry, files(entry))


def _order(entry: Entry) -> tuple[bool, time, str]:
    return entry.occurred_time is None, entry.occurred_time or time.min, entry.id


def _tag_order(tag: Tag) -> tuple[bool, int, str]:
    placed = tag.anchor is not None and not tag.loose
    return not placed, tag.anchor.start if tag.anchor is not None and placed else 0, tag.id


def _tag_shape(tag: Tag, body: str) -> TagShape:
    anchor = tag.anchor
    if anchor is None:
        return TagShape(activity=tag.activity, because=tag.because or None, id=tag.id)
    first = body.find(anchor.quote)
    alone = first == anchor.start and body.find(anchor.quote, first + 1) < 0
    return TagShape(
        activity=tag.activity,
        quote=anchor.quote,
        at=None if tag.loose or alone else anchor.start,
        loose=tag.loose,
        because=tag.because or None,
        id=tag.id,
    )


def _attached(told: list[AttachmentShape], beside: Beside | None) -> tuple[AttachedFile, ...]:
    if len(told) > MOST:
        raise Unfit(f"it has {len(told)} attachments, more than an entry can have ({MOST})")
    found: list[AttachedFile] = []
    left = MOST_TOGETHER
    for one in told:
        content = one.content
        if content is None:
            if beside is None or not one.file:
                raise Unfit("one of its attachments has no content")
            content = beside(one.file, left)
        left -= len(content)
        if left < 0:
            raise Unfit(f"its attachments have more than {MOST_TOGETHER} bytes together")
        found.append(AttachedFile(one.name, content, as_id(str(one.id)) if one.id is not None else ""))
    return tuple(found)


def _several(told: list[str] | str | None) -> tuple[str, ...]:
    return () if not told else (told,) if isinstance(told, str) else tuple(told)
