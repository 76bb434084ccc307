"""The things a journal keeps, as frozen values that cross the layers; the words are those of the field."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from isp_journal.anchors import Anchor
from isp_journal.errors import KnownError


class Kind(StrEnum):
    """What an entry is about."""

    SITE_VISIT = "site visit"
    MEETING = "meeting"
    CALL = "call"
    WORKSHOP = "workshop"
    DEBRIEF = "debrief"
    OBSERVATION = "observation"
    GENERAL = "general"


class Mode(StrEnum):
    """How a contact took place."""

    ONSITE = "onsite"
    VIRTUAL = "virtual"
    PHONE = "phone"


class Role(StrEnum):
    """What a person is to the practitioner."""

    SELF = "self"
    COACH = "coach"
    COACHEE = "coachee"
    COLLEAGUE = "colleague"
    STAKEHOLDER = "stakeholder"


class Stage(StrEnum):
    """The stage of implementation that a site is in."""

    EXPLORATION = "exploration"
    INSTALLATION = "installation"
    INITIAL = "initial implementation"
    FULL = "full implementation"
    SUSTAINMENT = "sustainment"


@dataclass(frozen=True, slots=True)
class Tag:
    """An activity on an entry: with an anchor on its words, loose when they are gone, or on the whole entry.

    `activity` is a full key such as `isp-3.0/relationships.4`. `anchor` is None for a tag on the whole entry;
    `loose` says that the anchor's quote stands nowhere in the text any more.
    """

    id: str
    activity: str
    anchor: Anchor | None = None
    loose: bool = False
    because: str = ""

    @property
    def component(self) -> str:
        """Return the full key of the activity's component, such as `isp-3.0/relationships`."""
        return self.activity.rsplit(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """One reflection as its author wrote it; an entry without `place` has not been saved yet.

    `people` are ids of persons, `labels` are names. `place` orders entries by date and is no identity: it moves
    when the date is changed. `revision` is 0 before the first save. Times of saving are ISO 8601 in UTC.
    """

    id: str
    occurred_on: date
    kind: Kind = Kind.GENERAL
    title: str = ""
    body: str = ""
    occurred_time: time | None = None
    site: str | None = None
    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    mode: Mode | None = None
    minutes: int | None = None
    tags: tuple[Tag, ...] = ()
    place: int | None = None
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    trashed_at: str | None = None


class Thing(StrEnum):
    """What can lie in the trash, and what has versions: the words are the names of the tables."""

    ENTRY = "entry"
    PERSON = "person"
    SITE = "site"
    LABEL = "label"
    NOTE = "note"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with an entry: `digest` is the SHA-256 of its bytes, `media` what they are, `size` how many.

    `name` is a plain file name without folders, for showing and for a copy elsewhere; it says nothing about the bytes.
    """

    id: str
    entry: str
    digest: str
    name: str
    media: str
    size: int
    trashed: bool = False
    revision: int = 0
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment on its way into a file or out of one, with its bytes."""

    name: str
    content: bytes
    id: str = ""


@dataclass(frozen=True, slots=True)
class Trashed:
    """One thing in the trash: what it is called, and the UTC instant at which it went there.

    `on` is the date of an entry or a note, or that of an attachment's entry. `entries` counts those that name a person,
    site or label, and `merged_into` is the name of what it was merged into.
    """

    thing: Thing
    id: str
    name: str
    since: str
    on: str = ""
    entries: int = 0
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class TrashContents:
    """What lies in the trash, each kind newest first; `total` counts all of it, also what the lists are too short for.

    What went to the trash with an entry, such as its attachments, is not listed beside it.
    """

    entries: tuple[Trashed, ...] = ()
    people: tuple[Trashed, ...] = ()
    sites: tuple[Trashed, ...] = ()
    labels: tuple[Trashed, ...] = ()
    notes: tuple[Trashed, ...] = ()
    attachments: tuple[Trashed, ...] = ()
    total: int = 0

    def all(self) -> tuple[Trashed, ...]:
        """Return everything that is listed, newest first."""
        kinds = (self.entries, self.people, self.sites, self.labels, self.notes, self.attachments)
        return tuple(sorted((one for kind in kinds for one in kind), key=lambda one: one.since, reverse=True))


class EntryLine(NamedTuple):
    """One row of a list of entries: a plain tuple, since a list holds thousands of them."""

    place: int
    id: str
    occurred_on: str
    kind: str
    title: str
    snippet: str
    site: str
    components: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries a list, a search or a timeline shows; everything None or empty means all.

    `since` and `until` are both inclusive. `component` and `activity` are full keys. `trashed` asks for the trash
    alone.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None
    site: str | None = None
    person: str | None = None
    component: str | None = None
    activity: str | None = None
    kind: Kind | None = None
    label: str | None = None
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who appears in the journal; `entries` counts those that name the person."""

    id: str
    name: str
    role: Role = Role.STAKEHOLDER
    organisation: str = ""
    pseudonym: str = ""
    position: str = ""
    archived: bool = False
    trashed: bool = False
    revision: int = 0
    entries: int = 0
    latest: str = ""


@dataclass(frozen=True, slots=True)
class StageChange:
    """The stage that a site entered on a date."""

    stage: Stage
    since: date


@dataclass(frozen=True, slots=True)
class Site:
    """A place where support is given; `stages` are in order of date, `entries` counts those at the site."""

    id: str
    name: str
    pseudonym: str = ""
    stages: tuple[StageChange, ...] = ()
    archived: bool = False
    trashed: bool = False
    revision: int = 0
    entries: int = 0
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the person's own on entries, and how many carry it."""

    id: str
    name: str
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A dated note 'where I stand' on a component or on one of its activities (`about` is the full key)."""

    id: str
    about: str
    on: date
    body: str
    revision: int = 0
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A tag seen in a timeline: the quoted words with the entry that they stand in.

    `quote` is empty for a tag on the whole entry, for which `snippet` shows how the entry begins.
    """

    tag: str
    entry: str
    place: int
    occurred_on: date
    activity: str
    quote: str
    because: str
    loose: bool
    title: str
    snippet: str
    kind: Kind
    site: str


@dataclass(frozen=True, slots=True)
class Version:
    """What a row was before an edit: its revision, the UTC instant of the edit, and its content as JSON text."""

    revision: int
    kept_at: str
    content: str


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """What `info` and Settings tell of a journal."""

    id: str
    folder: str
    author: str
    schema: int
    entries: int
    trashed: int
    tags: int
    people: int
    sites: int
    notes: int
    oldest: str
    newest: str
    size: int
    sample: bool


@dataclass(frozen=True, slots=True)
class ComponentPractice:
    """How much and how recently a component was practised in a period.

    `months` maps (year, month) to passages, `activities` the full key of an activity to (passages, latest ISO date).
    """

    component: str
    passages: int
    latest: str
    months: dict[tuple[int, int], int] = field(default_factory=dict)
    activities: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedTag:
    """A tag as a file tells it: `activity` is a key; without a quote it is on the whole entry.

    `at` is where the quote stood in the text; `loose` says that its words were gone already.
    """

    activity: str
    quote: str | None = None
    because: str = ""
    id: str = ""
    at: int | None = None
    loose: bool = False


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry as a file tells it, with names instead of ids; `number` is its line, or its place among the files."""

    number: int
    occurred_on: date
    body: str
    title: str = ""
    occurred_time: time | None = None
    kind: Kind = Kind.GENERAL
    site: str = ""
    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    mode: Mode | None = None
    minutes: int | None = None
    tags: tuple[ImportedTag, ...] = ()
    id: str = ""
    created_at: str = ""
    updated_at: str = ""
    attachments: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line or file that was not taken, and why; `name` is what it was called, such as a file's name."""

    number: int
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import: `read` = `added` + `known` + skipped lines; `loose` tags found no words of theirs."""

    read: int
    added: int
    known: int
    loose: int
    skipped: tuple[Skipped, ...] = ()
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """An import that can be taken back: when it was made (UTC) and how many entries came with it."""

    id: str
    source: str
    made_at: str
    entries: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a check found wrong: never a word of an entry; `where` names pages, ids and dates alone."""

    what: str
    where: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What came of checking a journal: what is wrong, what was looked at, what could not be, and how long that took."""

    problems: tuple[Problem, ...]
    checked: tuple[str, ...]
    seconds: float
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a whole journal in one file: when it was made (UTC), why, its size in bytes, and the journal's schema.

    `encrypted` says that it opens with the journal's passphrase of that time, `second` that it lies in the second
    place.
    """

    file: Path
    made_at: str
    reason: str
    encrypted: bool
    schema: int
    size: int
    second: bool = False


@dataclass(frozen=True, slots=True)
class BackupHealth:
    """How safe the journal is: its newest good backup with the number of its entries, and what is in the way.

    `second_place` is a folder or empty. `problem` says why the newest backup is missing in one of the places.
    `last_drill` is the UTC instant of the last drill that went well, or empty; `due` says that something was changed
    since the newest backup, and that it is older than half an hour.
    """

    last: Backup | None
    entries: int
    second_place: str
    problem: KnownError | None
    last_drill: str
    drill_due: bool
    due: bool


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What came of trying a backup: how much is in it, what did not fit (nothing, if it is good), how long it took."""

    backup: Backup
    entries: int
    attachments: int
    problems: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Restored:
    """A journal that was restored: its folder, the folder where what lay there before was put, and its entries."""

    folder: Path
    aside: Path | None
    entries: int
