"""An entry as it is read: with names instead of ids, and its tags in the order of the text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QDate, QLocale

from isp_journal.ui.dates import clock, day_first

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Attachment, Entry, Tag

BETWEEN = "  ·  "


class ReadTag(NamedTuple):
    """A tag as it is listed below the text; an activity of an edition that is not here shows its key."""

    tag: Tag
    label: str
    component: str
    domain: str
    domain_name: str


class Reading(NamedTuple):
    """All that the reading pane shows of one entry."""

    entry: Entry
    site: str
    people: tuple[str, ...]
    tags: tuple[ReadTag, ...]
    attachments: tuple[Attachment, ...] = ()


def read_entry(journal: Journal, identity: str) -> Reading:
    """Read an entry with the names of its site and people; Refused if there is none with this id."""
    entry = journal.entries.get(identity)
    site = journal.sites.get(entry.site) if entry.site else None
    # Who or what is in the trash is not named.
    named = [one for one in map(journal.people.get, entry.people) if not one.trashed]
    tags = sorted(entry.tags, key=_order)
    return Reading(
        entry=entry,
        site=site.name if site and not site.trashed else "",
        people=tuple(person.name for person in named),
        tags=tuple(_read_tag(journal, tag) for tag in tags),
        attachments=journal.attachments.of(identity),
    )


def meta_line(reading: Reading) -> str:
    """Return when and where it was: 'Tue 24 Nov 2026 · Site visit · Harlow Bend School · onsite, 90 min'."""
    entry = reading.entry
    contact = ", ".join(
        part
        for part in (str(entry.mode) if entry.mode else "", f"{entry.minutes} min" if entry.minutes else "")
        if part
    )
    parts = (_when(entry), entry.kind.capitalize(), reading.site, contact)
    return BETWEEN.join(part for part in parts if part)


def whole_date(on: date) -> str:
    """Return a date with weekday and year."""
    shape = "ddd d MMM yyyy" if day_first() else "ddd MMM d, yyyy"
    return QLocale().toString(QDate(on.year, on.month, on.day), shape)


def _when(entry: Entry) -> str:
    at = entry.occurred_time
    return whole_date(entry.occurred_on) + (f", {clock(at.hour, at.minute)}" if at else "")


def _order(tag: Tag) -> tuple[int, int]:
    """Sort passages by their place, then loose tags, then those on the whole entry."""
    if tag.anchor is None:
        return 2, 0
    return (1, 0) if tag.loose else (0, tag.anchor.start)


def _read_tag(journal: Journal, tag: Tag) -> ReadTag:
    if not journal.framework.knows(tag.activity):
        return ReadTag(tag, tag.activity.rpartition("/")[2], "", "", "")
    activity = journal.framework.activity(tag.activity)
    domain = journal.framework.domain_of(activity)
    return ReadTag(tag, activity.label, journal.framework.component_of(activity).short, domain.key, domain.name)
