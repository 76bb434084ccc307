from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.errors import Cancelled, Refused
from isp_journal.journal.journal import Journal
from isp_journal.model import Entry, Filter, ImportedEntry, ImportedTag, Kind, Mode, Skipped
from tests.storage.journals import fresh, written

WHOLE = ImportedEntry(
    number=1,
    occurred_on=date(2026, 3, 2),
    body="Dana came late. I asked everyone to write.",
    title="The meeting",
    occurred_time=time(9, 30),
    kind=Kind.MEETING,
    site="Harlow Bend School",
    people=("Dana", "Luis", "dana"),
    labels=("data",),
    mode=Mode.ONSITE,
    minutes=45,
    tags=(ImportedTag("relationships.4", "I asked everyone", "room"), ImportedTag("isp-3.0/power.1")),
)


def test_an_entry_comes_in_with_all_that_it_says(journal: Journal) -> None:
    report = journal.imports.take([WHOLE], source="notes.jsonl")
    assert (report.read, report.added, report.known, report.loose, report.skipped) == (1, 1, 0, 0, ())
    entry = journal.entries.get(journal.entries.page(Filter())[0].id)
    assert (entry.title, entry.kind, entry.mode, entry.minutes) == ("The meeting", Kind.MEETING, Mode.ONSITE, 45)
    assert [journal.people.get(one).name for one in entry.people] == ["Dana", "Luis"]
    assert entry.site is not None
    assert journal.sites.get(entry.site).name == "Harlow Bend School"
    assert [(tag.activity, tag.because) for tag in entry.tags] == [
        ("isp-3.0/relationships.4", "room"),
        ("isp-3.0/power.1", ""),
    ]
    assert entry.tags[0].anchor is not None
    assert entry.tags[0].anchor.quote == "I asked everyone"


def test_names_that_are_known_are_used_case_aside(journal: Journal) -> None:
    site, dana = journal.sites.ensure("HARLOW BEND SCHOOL"), journal.people.ensure("DANA")
    journal.imports.take([WHOLE])
    entry = journal.entries.get(journal.entries.page(Filter())[0].id)
    assert entry.site == site.id
    assert dana.id in entry.people


def test_the_same_file_twice_makes_no_doubles(journal: Journal) -> None:
    lines = [replace(WHOLE, number=number, body=f"Number {number}") for number in range(5)]
    journal.imports.take(lines)
    again = journal.imports.take([*lines, *lines])
    assert (again.read, again.added, again.known, again.batch) == (10, 0, 10, None)
    assert journal.facts().entries == 5


def test_a_line_twice_in_one_file_makes_no_double(journal: Journal) -> None:
    assert journal.imports.take([WHOLE, WHOLE]).added == 1


def test_an_entry_with_an_id_is_known_by_it_and_never_overwritten(journal: Journal) -> None:
    entry = written(journal, "As I wrote it.")
    report = journal.imports.take([replace(WHOLE, id=entry.id)])
    assert (report.added, report.known) == (0, 1)
    assert journal.entries.get(entry.id).body == "As I wrote it."


def test_times_and_ids_of_an_export_are_kept(journal: Journal) -> None:
    identity = "01930000-0000-7000-8000-000000000001"
    tag = ImportedTag("power.1", id="01930000-0000-7000-8000-000000000002")
    came = replace(WHOLE, id=identity, created_at="2025-01-01T10:00:00.000Z", updated_at="2025-02-01T10:00:00.000Z")
    journal.imports.take([replace(came, tags=(tag,)), replace(came, id="", number=2, tags=(tag,))])
    entry = journal.entries.get(identity)
    assert (entry.created_at, entry.updated_at) == ("2025-01-01T10:00:00.000Z", "2025-02-01T10:00:00.000Z")
    assert entry.tags[0].id == tag.id
    other = next(one for one in journal.entries.export() if one.id != identity)
    assert other.tags[0].id != tag.id


def test_one_bad_line_spoils_nothing_else(journal: Journal) -> None:
    lines: list[ImportedEntry | Skipped] = [
        WHOLE,
        Skipped(2, "This line is no JSON."),
        replace(WHOLE, number=3, minutes=5000),
        replace(WHOLE, number=4, tags=(ImportedTag("juggling.1"),)),
        replace(WHOLE, number=5, tags=(ImportedTag("relationships"),)),
        replace(WHOLE, number=6, body="Good too."),
    ]
    report = journal.imports.take(lines)
    assert (report.read, report.added) == (6, 2)
    assert [one.number for one in report.skipped] == [2, 3, 4, 5]
    assert "no activity juggling.1" in report.skipped[2].reason


@pytest.mark.parametrize(("body", "quote"), [("Yes. Yes.", "Yes."), ("Other words.", "Yes."), ("Yes.", "  ")])
def test_a_quote_that_is_not_there_once_makes_a_loose_tag(journal: Journal, body: str, quote: str) -> None:
    report = journal.imports.take([replace(WHOLE, body=body, tags=(ImportedTag("power.1", quote),))])
    assert report.loose == 1
    assert next(journal.entries.export()).tags[0].loose


def test_a_quote_with_its_place_is_found_there(journal: Journal) -> None:
    journal.imports.take([replace(WHOLE, body="Yes. Yes.", tags=(ImportedTag("power.1", "Yes.", at=5),))])
    anchor = next(journal.entries.export()).tags[0].anchor
    assert anchor is not None
    assert (anchor.start, anchor.end) == (5, 9)


def test_a_tag_that_was_loose_stays_loose_where_its_words_stand_again(journal: Journal) -> None:
    journal.imports.take([replace(WHOLE, body="Yes.", tags=(ImportedTag("power.1", "Yes.", loose=True),))])
    assert next(journal.entries.export()).tags[0].loose


def test_a_dry_run_tells_the_same_and_changes_nothing(journal: Journal) -> None:
    lines: list[ImportedEntry | Skipped] = [WHOLE, WHOLE, replace(WHOLE, minutes=-1), Skipped(4, "no JSON")]
    told = journal.imports.take(lines, dry_run=True)
    assert journal.facts().entries == journal.facts().sites == 0
    done = journal.imports.take(lines)
    assert replace(done, batch=None) == told


def test_stopping_leaves_the_journal_as_it_was(journal: Journal) -> None:
    def stop(read: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        journal.imports.take([WHOLE], progress=stop)
    assert journal.facts().entries == journal.facts().sites == 0
    assert journal.imports.last() is None


def test_a_reader_that_fails_midway_leaves_the_journal_as_it_was(journal: Journal) -> None:
    def lines() -> Iterator[ImportedEntry]:
        for number in range(2_500):
            yield replace(WHOLE, number=number, body=f"Number {number}", occurred_on=date(2020, 1, 1 + number % 28))
        raise OSError("the stick was pulled out")

    heard: list[int] = []
    with pytest.raises(OSError, match="pulled out"):
        journal.imports.take(lines(), progress=heard.append)
    assert heard == [1000, 2000]
    assert journal.facts().entries == 0


def test_one_step_takes_a_whole_import_back(journal: Journal) -> None:
    mine = written(journal, "Mine.", labels=("data",))
    report = journal.imports.take([WHOLE, replace(WHOLE, body="Second.", labels=("new",))], source="a.jsonl")
    batch = journal.imports.last()
    assert batch is not None
    assert (batch.id, batch.source, batch.entries) == (report.batch, "a.jsonl", 2)
    assert journal.imports.undo(batch.id) == 2
    facts = journal.facts()
    assert (facts.entries, facts.tags, facts.sites, facts.people) == (1, 0, 0, 1)
    assert [label.name for label in journal.labels.all()] == ["data"]
    assert journal.entries.get(mine.id) == mine
    assert journal.entries.count(Filter(text="everyone")) == 0
    assert journal.imports.last() is None
    with pytest.raises(Refused):
        journal.imports.undo(batch.id)
    assert journal.imports.take([WHOLE]).added == 1


def test_what_was_changed_since_an_import_stays(journal: Journal) -> None:
    report = journal.imports.take([WHOLE, replace(WHOLE, body="Second.")])
    entry = next(journal.entries.export())
    journal.entries.save(replace(entry, body="Written on."))
    assert report.batch is not None
    assert journal.imports.undo(report.batch) == 1
    assert [one.body for one in journal.entries.export()] == ["Written on."]
    assert journal.facts().sites == 1


def test_a_day_that_is_full_skips_the_line(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isp_journal.storage.places.Day.take", lambda day, at: None)
    report = journal.imports.take([WHOLE])
    assert report.added == 0
    assert "more than a day can keep" in report.skipped[0].reason


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40)


@given(
    st.lists(
        st.builds(
            ImportedEntry,
            number=st.just(1),
            occurred_on=st.dates(date(2026, 1, 1), date(2026, 1, 3)),
            body=TEXTS,
            title=TEXTS,
            occurred_time=st.none() | st.sampled_from([time(9, 0), time(9, 1)]),
            labels=st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True).map(tuple),
        ),
        max_size=12,
    )
)
def test_what_comes_in_is_what_goes_out(tmp_path_factory: pytest.TempPathFactory, lines: list[ImportedEntry]) -> None:
    folder: Path = tmp_path_factory.mktemp("imports")
    one, other = fresh(folder / "one"), fresh(folder / "other")
    one.imports.take(lines)
    first = [told(entry) for entry in one.entries.export()]
    other.imports.take(first)
    second = [told(entry) for entry in other.entries.export()]
    one.close()
    other.close()
    assert first == second


def told(entry: Entry) -> ImportedEntry:
    return ImportedEntry(
        number=1,
        occurred_on=entry.occurred_on,
        body=entry.body,
        title=entry.title,
        occurred_time=entry.occurred_time,
        labels=entry.labels,
        id=entry.id,
        created_at=entry.created_at,
        updated_at=entry.updated_at,
    )
