"""The full-text index holds what the entries say, whatever was done to them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from isp_journal.journal.journal import Journal
from isp_journal.model import Entry, Filter, ImportedEntry, ImportedTag
from tests.storage.journals import fresh

WORDS = st.sampled_from(
    ["trust", "naïve café", "e\u0301tude", "今天 went", "🙂", "a\x00b", "\ud83d half", "", "don't", "Ruth"]
)
DAYS = st.sampled_from([date(1, 1, 1), date(2026, 3, 2), date(2026, 3, 3), date(9999, 12, 31)])
TIMES = st.sampled_from([None, time(0, 0), time(10, 30, 15), time(23, 59)])
STEPS = st.tuples(
    st.sampled_from(
        ["new", "text", "title", "move", "trash", "restore", "tag", "name", "merge", "import", "undo", "rest"]
    ),
    st.integers(0, 5),
    WORDS,
    DAYS,
    TIMES,
)


@contextmanager
def opened() -> Iterator[Journal]:
    with tempfile.TemporaryDirectory() as folder:
        journal = fresh(Path(folder) / "journal")
        yield journal
        journal.close()


class Hand:
    """Does one thing after the other with a journal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.ids: list[str] = []
        self.batches: list[str] = []

    def does(self, what: str, which: int, words: str, day: date, at: time | None) -> None:
        if what == "import":
            self.take(words, day, at)
        elif what == "undo" and self.batches:
            self.journal.imports.undo(self.batches.pop())
        elif what == "rest":
            self.journal.rest()
        elif what == "merge":
            one, other = (self.journal.sites.ensure(name).id for name in ("North", f"South {which % 2}"))
            self.journal.sites.merge(one, other)
        elif what == "new" or not self.ids:
            made = replace(self.journal.entries.new(day), body=words, occurred_time=at)
            self.ids.append(self.journal.entries.save(made).id)
        elif what in ("trash", "restore"):
            act = self.journal.entries.trash if what == "trash" else self.journal.entries.restore
            act([self.ids[which % len(self.ids)]])
        else:
            found = self.journal.entries.get(self.ids[which % len(self.ids)])
            self.journal.entries.save(self.changed(found, what, words, day, at))

    def changed(self, entry: Entry, what: str, words: str, day: date, at: time | None) -> Entry:
        if what == "text":
            return replace(entry, body=f"{entry.body} {words}")
        if what == "title":
            return replace(entry, title=words)
        if what == "move":
            return replace(entry, occurred_on=day, occurred_time=at)
        if what == "tag":
            return replace(entry, labels=(words or "x",), tags=entry.tags[1:])
        people = (self.journal.people.ensure("Ruth").id, self.journal.people.ensure(f"P{day.year}").id)
        return replace(entry, people=people, site=self.journal.sites.ensure(f"South {day.year % 2}").id)

    def take(self, words: str, day: date, at: time | None) -> None:
        tag = ImportedTag("isp-3.0/relationships.4", "told")
        told = [ImportedEntry(n, day, f"told {n} {words}", occurred_time=at, site="North", tags=(tag,)) for n in (1, 2)]
        report = self.journal.imports.take(told)
        if report.batch:
            self.batches.append(report.batch)


def told(journal: Journal, statement: str) -> list[Any]:
    writer: Any = journal._store._raw_writing
    return list(writer.execute(statement))


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=25))
def test_the_index_equals_the_text_after_any_changes(steps: list[tuple[str, int, str, date, time | None]]) -> None:
    with opened() as journal:
        hand = Hand(journal)
        for step in steps:
            hand.does(*step)
        told(journal, "INSERT INTO entry_text(entry_text, rank) VALUES ('integrity-check', 1)")
        assert told(journal, "PRAGMA foreign_key_check") == []
        assert told(journal, "PRAGMA quick_check") == [("ok",)]
        assert told(journal, "SELECT 1 FROM tag JOIN entry USING (place) WHERE (tag.trashed_at IS NULL) "
                    "AND entry.trashed_at IS NOT NULL") == []  # fmt: skip
        assert journal.entries.count(Filter()) == len(list(journal.entries.export()))
        assert journal.checks.run().problems == ()


def test_a_word_is_found_however_its_accents_are_written(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    entry = journal.entries.save(replace(journal.entries.new(), body="A naïve café, हिन्दी"))
    for typed in ("nai\u0308ve cafe\u0301", "nai\u0308v", "naïve", "cafe", "हिन्दी", '"nai\u0308ve cafe"'):
        assert [line.id for line in journal.entries.page(Filter(text=typed))] == [entry.id], typed
    assert journal.entries.page(Filter(text="nei\u0308ve")) == []
    journal.close()


def test_nothing_typed_into_the_search_is_a_fault(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    journal.entries.save(replace(journal.entries.new(), body="a word"))
    typed = ['"', '"""', "\x00", "🙂", "NEAR(a b)", "-a", "^a", "title:a", "{a}", "\u0301", "\ud800", "𞤀", "w " * 5_000]
    for one in [*typed, "w" * 10_000, '"' * 10_000, 'a"' * 500, "अ" * 3_000]:
        journal.entries.page(Filter(text=one))
        journal.entries.count(Filter(text=one))
    journal.close()
