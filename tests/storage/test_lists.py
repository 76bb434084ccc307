from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.journal.journal import Journal
from isp_journal.model import EntryLine, Filter, ImportedEntry, ImportedTag, Kind
from isp_journal.storage.first_page import NEWEST
from tests.storage.journals import fresh

DAYS = [date(2026, 1, 1) + timedelta(days=number // 3) for number in range(120)]
SITES = ("Harlow Bend School", "Tidewell Clinic", "")
PEOPLE = (("Dana",), ("Dana", "Luis"), ())
ACTIVITIES = (("relationships.4",), ("relationships.1", "power.1"), ("co-learning.2",), ())
LABELS = (("data",), (), ("data", "to deepen"), (), ())
WORDS = ("agenda", "cards", "greeting", "silence", "attendance chart", "kettle", "Réunion")
KINDS = (Kind.SITE_VISIT, Kind.CALL, Kind.GENERAL)


def line(number: int) -> ImportedEntry:
    tags = tuple(ImportedTag(one) for one in ACTIVITIES[number % 4])
    return ImportedEntry(
        number=number,
        occurred_on=DAYS[number],
        body=f"Number {number}: we spoke of the {WORDS[number % 7]} again.",
        site=SITES[number % 3],
        people=PEOPLE[number // 2 % 3],
        labels=LABELS[number % 5],
        kind=KINDS[number // 5 % 3],
        tags=tags,
    )


LINES = [line(number) for number in range(120)]
TRASHED = {7, 22, 61}


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """Give a journal with 120 entries, three of them in the trash."""
    folder: Path = tmp_path_factory.mktemp("lists") / "journal"
    opened = fresh(folder)
    opened.imports.take(LINES)
    rows = opened.entries.page(Filter(), limit=200)
    opened.entries.trash([row.id for row in rows if number_of(row) in TRASHED])
    yield opened
    opened.close()


def number_of(row: EntryLine) -> int:
    plain = row.snippet.replace("\x02", "").replace("\x03", "").replace("…", "")
    return int(plain.removeprefix("Number ").split(":")[0])


def fits(told: ImportedEntry, asked: Filter, ids: dict[str, str]) -> bool:
    """Say with plain Python whether a filter lets an entry through."""
    activities = {f"isp-3.0/{tag.activity}" for tag in told.tags}
    components = {one.rsplit(".", 1)[0] for one in activities}
    words = told.body.lower().replace("é", "e")
    checks = (
        not asked.site or ids.get(told.site) == asked.site,
        not asked.person or asked.person in {ids[name] for name in told.people},
        not asked.component or asked.component in components,
        not asked.activity or asked.activity in activities,
        not asked.kind or told.kind is asked.kind,
        not asked.label or asked.label in told.labels,
        not asked.since or told.occurred_on >= asked.since,
        not asked.until or told.occurred_on <= asked.until,
        not asked.text or asked.text in words,
        asked.trashed == (told.number in TRASHED),
    )
    return all(checks)


@st.composite
def filters(draw: st.DrawFn) -> dict[str, object]:
    """Draw what a filter asks for, with names instead of ids."""
    return {
        "text": draw(st.sampled_from(["", "", "agenda", "chart", "reunion", "kett", "nowhere"])),
        "since": draw(st.none() | st.sampled_from(DAYS)),
        "until": draw(st.none() | st.sampled_from(DAYS)),
        "site": draw(st.sampled_from([None, None, "Harlow Bend School", "Tidewell Clinic"])),
        "person": draw(st.sampled_from([None, None, "Dana", "Luis"])),
        "component": draw(st.sampled_from([None, None, "isp-3.0/relationships", "isp-3.0/power"])),
        "activity": draw(st.sampled_from([None, None, "isp-3.0/relationships.4", "isp-3.0/co-learning.2"])),
        "kind": draw(st.sampled_from([None, None, Kind.CALL])),
        "label": draw(st.sampled_from([None, None, "data", "to deepen", "no such label"])),
        "trashed": draw(st.sampled_from([False, False, True])),
    }


@given(filters())
def test_any_filter_lets_through_just_what_it_says_newest_first(journal: Journal, drawn: dict[str, object]) -> None:
    ids = {one.name: one.id for one in journal.people.all()} | {one.name: one.id for one in journal.sites.all()}
    named = {**drawn, "site": ids.get(str(drawn["site"])), "person": ids.get(str(drawn["person"]))}
    asked = Filter(**named)  # type: ignore[arg-type]  # drawn above, field by field
    if asked.trashed and (asked.component or asked.activity):
        return  # tags go to the trash with their entry, so nothing there is practised
    wanted = {told.number for told in LINES if fits(told, asked, ids)}
    seen: list[EntryLine] = []
    while page := journal.entries.page(asked, seen[-1].place if seen else None, limit=7):
        seen += page
    assert {number_of(row) for row in seen} == wanted
    assert len(seen) == len(wanted) == journal.entries.count(asked)
    assert [row.place for row in seen] == sorted((row.place for row in seen), reverse=True)


def test_a_row_says_what_a_list_shows(journal: Journal) -> None:
    newest = journal.entries.page(Filter(), limit=1)[0]
    told = LINES[119]
    assert (newest.occurred_on, newest.kind, newest.site) == (told.occurred_on.isoformat(), told.kind, "")
    assert journal.entries.page(Filter(text="attendance"), limit=1)[0].components == "isp-3.0/relationships"


def test_hits_are_marked_in_the_snippet(journal: Journal) -> None:
    row = journal.entries.page(Filter(text="kettle"), limit=1)[0]
    assert "\x02kettle\x03" in row.snippet


def test_reflecting_is_found_by_reflection(tmp_path: Path) -> None:
    opened = fresh(tmp_path / "journal")
    opened.imports.take([ImportedEntry(1, date(2026, 1, 1), "We were reflecting together.")])
    assert opened.entries.count(Filter(text="reflection ")) == 1
    opened.close()


@pytest.mark.parametrize("word", ["meeting", "facilitation", "implementation", "planning", "coaches", "relationships"])
def test_a_word_is_found_at_every_letter_of_its_typing(tmp_path: Path, word: str) -> None:
    opened = fresh(tmp_path / "journal")
    opened.imports.take([ImportedEntry(1, date(2026, 1, 1), f"About the {word} today.")])
    found = {word[:length]: opened.entries.count(Filter(text=word[:length])) for length in range(2, len(word) + 1)}
    opened.close()
    assert set(found.values()) == {1}, found


def test_the_newest_page_reads_no_more_than_it_shows(journal: Journal) -> None:
    plan = journal._store._raw_reading.execute(f"EXPLAIN QUERY PLAN {NEWEST}").fetchall()
    told = " ".join(str(step[3]) for step in plan)
    assert "TEMP B-TREE FOR ORDER BY" not in told
