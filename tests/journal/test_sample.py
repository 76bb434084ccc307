import itertools
import json
import os
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.errors import FolderNotEmpty, OpenElsewhere
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.journal.sample import STAMP, STEP, make_sample, sample_of_today, steps
from isp_journal.model import Entry, Filter, Kind, Role, Stage
from isp_journal.paths import sample_journal

TODAY = date(2027, 3, 2)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    folder = tmp_path_factory.mktemp("look around") / "sample"
    make_sample(folder, TODAY)
    journal = open_journal(folder, writing=False)
    yield journal
    journal.close()


@pytest.fixture(scope="module")
def entries(sample: Journal) -> list[Entry]:
    return list(sample.entries.export())


def test_the_sample_is_a_year_of_entries_by_one_invented_practitioner(sample: Journal, entries: list[Entry]) -> None:
    facts = sample.facts()
    assert (facts.author, facts.sample, facts.sites) == ("Jonas Aldren", True, 6)
    assert len(entries) >= 120
    assert entries[-1].occurred_on - entries[0].occurred_on > timedelta(days=330)
    assert TODAY - STEP < entries[-1].occurred_on <= TODAY


def test_each_text_has_80_to_400_words(entries: list[Entry]) -> None:
    lengths = {entry.title or entry.body[:40]: len(entry.body.split()) for entry in entries}
    assert {title: words for title, words in lengths.items() if not 80 <= words <= 400} == {}


def test_no_two_texts_are_alike(entries: list[Entry]) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.casefold().split()
        return set(zip(*(words[start:] for start in range(6)), strict=False))

    told = [(entry.title, runs(entry.body)) for entry in entries]
    shared = [(a, b) for (a, one), (b, other) in itertools.combinations(told, 2) if len(one & other) > 2]
    assert shared == []
    assert len({entry.body[:30] for entry in entries}) == len(entries)


def test_every_component_occurs_and_every_passage_stands_in_its_text(sample: Journal, entries: list[Entry]) -> None:
    tags = [(entry, tag) for entry in entries for tag in entry.tags]
    assert {tag.component for _, tag in tags} == {one.full_key for one in sample.framework.default.components}
    anchored = [(entry, tag.anchor) for entry, tag in tags if tag.anchor is not None]
    assert [tag for _, tag in tags if tag.loose] == []
    assert all(entry.body[anchor.start : anchor.end] == anchor.quote for entry, anchor in anchored)
    assert len(anchored) > 250
    assert sum(bool(tag.because) for _, tag in tags) > 100


def test_people_sites_labels_and_notes_are_all_there(sample: Journal, entries: list[Entry]) -> None:
    people = {person.name: person for person in sample.people.all()}
    assert (people["Jonas Aldren"].role, people["Ines Bravo"].role) == (Role.SELF, Role.COACH)
    assert people["Dana Okafor"].position == "deputy head, implementation team lead"
    assert all(person.pseudonym and person.entries for person in people.values() if person.role != Role.SELF)
    harlow = next(site for site in sample.sites.all() if site.name == "Harlow Bend School")
    assert [change.stage for change in harlow.stages] == [Stage.EXPLORATION, Stage.INSTALLATION, Stage.INITIAL]
    assert all(site.entries >= 8 and site.stages and site.pseudonym for site in sample.sites.all())
    assert all(change.since <= TODAY for site in sample.sites.all() for change in site.stages)
    assert {entry.kind for entry in entries} == set(Kind)
    assert {"hard conversation", "small win"} <= {label.name for label in sample.labels.all()}
    assert len(sample.notes.every()) >= 12
    assert all(note.on <= TODAY for note in sample.notes.every())


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)))
def test_the_newest_entry_is_never_in_the_future_nor_older_than_a_year(today: date) -> None:
    newest = date(2026, 11, 24)
    moved = newest + steps(newest, today) * STEP
    assert today - STEP < moved <= today
    assert moved.weekday() == newest.weekday()


def test_a_sample_that_still_fits_is_kept_and_an_older_one_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    make_sample(folder, date(2026, 11, 24))
    made = (folder / "journal.db").stat().st_ino
    make_sample(folder, date(2027, 11, 1))
    assert (folder / "journal.db").stat().st_ino == made
    make_sample(folder, date(2027, 11, 24))
    assert (folder / "journal.db").stat().st_ino != made
    assert newest_in(folder) == "2027-11-23"
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]


def test_a_sample_of_another_version_or_without_bytes_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    make_sample(folder, TODAY)
    stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    (folder / STAMP).write_text(json.dumps(stamp | {"version": "0.0.1"}), encoding="utf-8")
    make_sample(folder, TODAY)
    assert json.loads((folder / STAMP).read_text(encoding="utf-8")) == stamp
    (folder / "journal.db").write_bytes(b"")
    make_sample(folder, TODAY)
    assert newest_in(folder) != ""


def test_a_folder_with_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "mine"
    create_journal(own, author="Mira")
    before = (own / "journal.db").read_bytes()
    with pytest.raises(FolderNotEmpty):
        make_sample(own, TODAY)
    assert (own / "journal.db").read_bytes() == before
    (tmp_path / "file").write_text("notes", encoding="utf-8")
    with pytest.raises(FolderNotEmpty):
        make_sample(tmp_path / "file", TODAY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mine"]


def test_an_empty_folder_takes_the_sample(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()
    make_sample(tmp_path / "sample", TODAY)
    assert newest_in(tmp_path / "sample") != ""


def test_an_outdated_sample_that_is_open_in_a_window_stays_there(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    make_sample(folder, TODAY)
    looking = open_journal(folder, writing=True, window=True)
    with pytest.raises(OpenElsewhere):
        make_sample(folder, TODAY + STEP)
    assert looking.entries.count(Filter()) >= 120
    looking.close()


def test_what_a_killed_making_left_behind_is_removed_later_and_a_fresh_one_is_spared(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    old, fresh = tmp_path / ".sample-in-the-making-a", tmp_path / ".sample-in-the-making-b"
    for left in (old, fresh):
        left.mkdir()
        (left / "journal.db").write_bytes(b"half")
    long_ago = time.time() - 86_400
    os.utime(old, (long_ago, long_ago))
    make_sample(folder, TODAY)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".sample-in-the-making-b", "sample"]


def newest_in(folder: Path) -> str:
    journal = open_journal(folder, writing=False)
    try:
        return journal.facts().newest
    finally:
        journal.close()


def test_whoever_looks_around_finds_the_sample_in_its_usual_place() -> None:
    assert sample_of_today() == sample_journal()
    journal = open_journal(sample_journal(), writing=False)
    assert journal.facts().sample
    journal.close()
