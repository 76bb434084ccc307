from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.framework import UnknownKeyError
from isp_journal.journal.history import History, Item, Moment, Notes, Passages
from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, ImportedEntry, ImportedTag, Note, Passage
from isp_journal.storage.store import Transaction
from tests.storage.journals import fresh, on_words, written

START = date(2026, 1, 1)


@pytest.fixture
def year(journal: Journal) -> Journal:
    """Give a journal with passages and notes on relationships on six dates."""
    for number in range(6):
        day = START + timedelta(days=number * 20)
        entry = written(journal, f"On day {number} I asked them. Then we read.", occurred_on=day)
        entry = on_words(entry, "I asked them", f"isp-3.0/relationships.{number % 2 + 1}")
        journal.entries.save(on_words(entry, "Then we read", "isp-3.0/power.1"))
        journal.notes.save("relationships", day, f"Where I stand {number}")
    return journal


def quotes(items: list[Item]) -> list[str]:
    told = []
    for item in items:
        assert isinstance(item.value, Passage | Note)
        told.append(item.value.quote if isinstance(item.value, Passage) else item.value.body)
    return told


def test_passages_and_notes_stand_in_one_timeline_newest_first(year: Journal) -> None:
    items = year.history.timeline("relationships", Filter())
    assert [item.kind for item in items] == ["note", "passage"] * 6
    assert [item.moment.on for item in items] == sorted((item.moment.on for item in items), reverse=True)
    assert year.history.kinds == ("passage", "note")


def test_a_passage_tells_where_it_stands(year: Journal) -> None:
    site = year.sites.ensure("Harlow Bend School")
    entry = written(year, "Nobody said a word.", title="Silence", site=site.id, occurred_on=date(2026, 12, 1))
    kept = year.entries.save(on_words(entry, "Nobody said", because="they were tired"))
    passage = year.history.timeline("relationships", Filter(), limit=1)[0].value
    assert isinstance(passage, Passage)
    told = (
        passage.entry,
        passage.tag,
        passage.quote,
        passage.because,
        passage.title,
        passage.site,
        passage.occurred_on,
    )
    assert told == (
        entry.id,
        kept.tags[0].id,
        "Nobody said",
        "they were tired",
        "Silence",
        site.name,
        date(2026, 12, 1),
    )
    assert passage.snippet == "Nobody said a word."
    assert not passage.loose


def test_a_loose_tag_and_one_on_the_whole_entry_are_told_apart(journal: Journal) -> None:
    entry = journal.entries.save(on_words(written(journal, "I asked them."), "asked them"))
    journal.tags.put(entry.id, "relationships.1")
    journal.entries.save(replace(journal.entries.get(entry.id), body="All new."))
    passages = [item.value for item in journal.history.timeline("relationships", Filter())]
    told = {(one.quote, one.loose) for one in passages if isinstance(one, Passage)}
    assert told == {("asked them", True), ("", False)}


def test_an_activity_has_its_own_timeline(year: Journal) -> None:
    note = year.notes.save("relationships.2", date(2026, 7, 1), "On this one alone")
    items = year.history.timeline("relationships.2", Filter())
    assert [item.kind for item in items] == ["note", "passage", "passage", "passage"]
    assert year.history.timeline("relationships", Filter(), limit=1)[0].value == note


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_a_timeline_read_page_by_page_is_the_whole_one(year: Journal, size: int) -> None:
    whole = year.history.timeline("relationships", Filter(), limit=100)
    read: list[Item] = []
    while page := year.history.timeline("relationships", Filter(), read[-1].moment if read else None, size):
        read += page
    assert read == whole
    assert len(whole) == 12


@given(
    days=st.lists(st.integers(0, 4), min_size=1, max_size=12),
    notes=st.lists(st.integers(0, 4), max_size=6),
    size=st.integers(1, 4),
)
def test_things_of_one_date_are_neither_lost_nor_doubled(
    tmp_path_factory: pytest.TempPathFactory, days: list[int], notes: list[int], size: int
) -> None:
    journal = fresh(tmp_path_factory.mktemp("history") / "journal")
    tags = (ImportedTag("power.1"), ImportedTag("power.2"))
    journal.imports.take(ImportedEntry(n, START + timedelta(days=day), f"{n}", tags=tags) for n, day in enumerate(days))
    for number, day in enumerate(notes):
        journal.notes.save("power", START + timedelta(days=day), f"note {number}")
    read: list[Item] = []
    while page := journal.history.timeline("power", Filter(), read[-1].moment if read else None, size):
        read += page
    journal.close()
    assert len({item.moment for item in read}) == len(read) == 2 * len(days) + len(notes)


def test_filters_narrow_the_timeline(year: Journal) -> None:
    site, dana = year.sites.ensure("Harlow Bend School"), year.people.ensure("Dana")
    entry = written(year, "Dana asked.", site=site.id, people=(dana.id,), occurred_on=date(2026, 2, 1))
    year.entries.save(on_words(entry, "Dana asked"))
    for asked in (Filter(site=site.id), Filter(person=dana.id)):
        assert quotes(year.history.timeline("relationships", asked)) == ["Dana asked"]
        assert year.history.months("relationships", asked) == {(2026, 2): 1}
    period = Filter(since=date(2026, 1, 15), until=date(2026, 2, 28))
    assert quotes(year.history.timeline("relationships", period)) == [
        "Where I stand 2",
        "I asked them",
        "Dana asked",
        "Where I stand 1",
        "I asked them",
    ]


def test_months_activities_and_entries_are_counted(year: Journal) -> None:
    assert year.history.months("relationships", Filter()) == {(2026, 1): 2, (2026, 2): 1, (2026, 3): 2, (2026, 4): 1}
    activities = year.history.activities("relationships", Filter())
    assert activities == {
        "isp-3.0/relationships.1": (3, "2026-03-22"),
        "isp-3.0/relationships.2": (3, "2026-04-11"),
        "isp-3.0/relationships.3": (0, ""),
        "isp-3.0/relationships.4": (0, ""),
    }
    assert year.history.entries("relationships", Filter()) == 6
    assert year.history.entries("relationships.1", Filter(since=date(2026, 2, 1))) == 2


def test_what_is_no_component_has_no_history(year: Journal) -> None:
    with pytest.raises(UnknownKeyError):
        year.history.timeline("juggling", Filter())


class Milestones:
    """A kind of thing that the app does not have, with a query of its own."""

    name = "milestone"

    def __init__(self) -> None:
        self._numbers = count()

    def items(
        self, transaction: Transaction, about: str, asked: Filter, before: Moment | None, limit: int
    ) -> list[Item]:
        moments = [Moment(START + timedelta(days=day), "5000.") for day in (90, 30)]
        return [Item(self.name, one, about) for one in moments if before is None or one < before][:limit]


def test_a_new_kind_of_thing_joins_by_registering_itself(year: Journal) -> None:
    history = History(year._store, year.framework, (Passages(), Notes(), Milestones()))
    items = history.timeline("relationships", Filter())
    assert len(items) == 14
    assert [item.kind for item in items].count("milestone") == 2
    assert [item.moment for item in items] == sorted((item.moment for item in items), reverse=True)


def test_the_overview_has_every_component_and_activity(year: Journal) -> None:
    practice = year.overview.practice(Filter())
    components = year.framework.default.components
    assert [one.component for one in practice] == [one.full_key for one in components]
    assert all(len(one.activities) == len(whole.activities) for one, whole in zip(practice, components, strict=True))
    by_key = {one.component: one for one in practice}
    assert by_key["isp-3.0/relationships"].passages == 6
    assert by_key["isp-3.0/relationships"].latest == "2026-04-11"
    assert by_key["isp-3.0/power"].months == {(2026, 1): 2, (2026, 2): 1, (2026, 3): 2, (2026, 4): 1}
    assert by_key["isp-3.0/co-design"].passages == 0
    assert by_key["isp-3.0/co-design"].latest == ""


def test_the_overview_keeps_to_its_period_and_site(year: Journal) -> None:
    site = year.sites.ensure("Harlow Bend School")
    entry = written(year, "Here.", site=site.id, occurred_on=date(2026, 2, 1))
    year.entries.save(on_words(entry, "Here", "isp-3.0/facilitation.5"))
    narrow = {one.component: one.passages for one in year.overview.practice(Filter(site=site.id)) if one.passages}
    assert narrow == {"isp-3.0/facilitation": 1}
    assert not any(one.passages for one in year.overview.practice(Filter(since=date(2027, 1, 1))))


def test_the_latest_passage_is_one_that_quotes_words(year: Journal) -> None:
    newest = written(year, "A whole entry.", occurred_on=date(2026, 12, 24))
    year.tags.put(newest.id, "relationships.4")
    passage = year.overview.latest_passage("relationships", Filter())
    assert passage is not None
    assert passage.quote == "I asked them"
    assert year.overview.latest_passage("co-design", Filter()) is None
    whole = year.overview.latest_passage("relationships", Filter(since=date(2026, 12, 1)))
    assert whole is not None
    assert whole.entry == newest.id


def test_a_timeline_holds_notes_as_they_were_written(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    note = journal.notes.save("facilitation", START, "Less talking.")
    assert journal.history.timeline("facilitation", Filter())[0].value == note
    assert isinstance(note, Note)
    journal.close()
