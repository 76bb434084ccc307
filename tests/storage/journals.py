"""Journals in a temporary folder, as tests want them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from isp_journal.anchors import anchor
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Entry, Tag


def fresh(folder: Path, author: str = "Jonas Aldren") -> Journal:
    """Make a journal and open it for writing."""
    create_journal(folder, author=author)
    return open_journal(folder, writing=True)


def written(journal: Journal, body: str, **values: object) -> Entry:
    """Save an entry with this text and these values."""
    entry = replace(journal.entries.new(date(2026, 3, 2)), body=body)
    return journal.entries.save(replace(entry, **values))  # type: ignore[arg-type]  # values of the test's own choice


def on_words(entry: Entry, quote: str, activity: str = "isp-3.0/relationships.4", because: str = "") -> Entry:
    """Return the entry with one more tag, on words that stand in its text."""
    start = entry.body.index(quote)
    tag = Tag("", activity, anchor(entry.body, start, start + len(quote)), because=because)
    return replace(entry, tags=(*entry.tags, tag))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the instant that it shows."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move the clock on, by seconds, minutes, hours or days."""
        self.now += timedelta(**by)
