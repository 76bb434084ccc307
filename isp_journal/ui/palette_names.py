"""What the palette reads of a journal, on the reading thread: names of the framework, sites, people, and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QDate, QLocale, Qt

from isp_journal.ui.models.palette_rows import ACTIVITY, COMPONENT, PERSON, SITE

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.model import EntryLine

ENTRIES_READ = 100
ENTRIES_SHOWN = 9


class Known(NamedTuple):
    """A name in the journal or its framework, read away from the window's thread."""

    kind: str
    title: str
    key: str
    detail: str = ""
    domain: str = ""
    also: str = ""


def read_names(journal: Journal) -> list[Known]:
    """Read what can be named: components and activities of the default framework, sites and people."""
    framework = journal.framework.default
    found = [
        Known(COMPONENT, one.name, one.full_key, one.short, one.domain, " ".join((one.short, *one.search)))
        for one in framework.components
    ]
    shorts = {one.key: one.short for one in framework.components}
    found += [
        Known(ACTIVITY, one.label, one.full_key, shorts[one.component], one.domain, " ".join(one.search))
        for one in framework.activities
    ]
    found += [Known(SITE, one.name, one.id, "Site") for one in journal.sites.all()]
    found += [Known(PERSON, one.name, one.id, one.role.value.capitalize()) for one in journal.people.all()]
    return found


def read_entries(journal: Journal, words: str) -> list[EntryLine]:
    """Read the newest entries whose titles have all the words."""
    from isp_journal.model import Filter  # at first use: start-up time

    parts = words.casefold().split()
    hits = journal.entries.page(Filter(text=words), limit=ENTRIES_READ)
    return [line for line in hits if all(part in line.title.casefold() for part in parts)][:ENTRIES_SHOWN]


def short_date(day: str) -> str:
    """Return an ISO date as lists show it: `24 Nov`, with the year if it is not this one."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    this_year = date.year() == QDate.currentDate().year()
    return QLocale().toString(date, "d MMM" if this_year else "d MMM yyyy")
