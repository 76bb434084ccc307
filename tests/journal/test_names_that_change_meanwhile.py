"""A draft that names somebody who was merged or deleted meanwhile is saved, and undoing takes back only its own."""

from dataclasses import replace
from datetime import time
from itertools import permutations

import pytest

from isp_journal.errors import Refused
from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, Tag
from tests.storage.journals import written


def people_on(journal: Journal, identity: str) -> list[str]:
    return [journal.people.get(one).name for one in journal.entries.get(identity).people]


def test_a_draft_with_somebody_who_was_deleted_is_saved_without_them(journal: Journal) -> None:
    ruth, ana = (journal.people.ensure(name).id for name in ("Ruth", "Ana"))
    draft = written(journal, "Words.", people=(ruth, ana))
    journal.people.delete(ana)
    kept = journal.entries.save(replace(draft, body="More words."))
    assert kept.people == (ruth,)
    assert journal.entries.save(replace(draft, body="More words.")).revision == kept.revision
    journal.people.undelete(ana)
    assert people_on(journal, draft.id) == ["Ana", "Ruth"]


def test_a_draft_with_somebody_who_was_merged_names_the_one_who_was_kept(journal: Journal) -> None:
    ruth, ana, anna = (journal.people.ensure(name).id for name in ("Ruth", "Ana", "Anna"))
    draft = written(journal, "Words.", people=(ruth, ana))
    journal.people.merge(anna, ana)
    journal.entries.save(replace(draft, body="More words."))
    assert people_on(journal, draft.id) == ["Anna", "Ruth"]
    new = replace(journal.entries.new(), people=(ana, anna))
    assert journal.entries.save(new).people == (anna,)


def test_a_draft_at_a_site_that_was_merged_is_at_the_one_that_was_kept(journal: Journal) -> None:
    north, south, east = (journal.sites.ensure(name).id for name in ("North", "South", "East"))
    draft = written(journal, "Words.", site=south)
    journal.sites.merge(north, south)
    journal.sites.merge(east, north)
    assert journal.entries.save(replace(draft, body="More.")).site == east
    assert journal.entries.save(replace(journal.entries.new(), site=south)).site == east


def test_a_draft_at_a_site_that_was_deleted_is_there_again_when_the_site_is(journal: Journal) -> None:
    south = journal.sites.ensure("South").id
    draft = written(journal, "Words.", site=south)
    deletion = journal.sites.delete(south, with_entries=False)
    assert journal.entries.save(replace(draft, body="More.")).site is None
    journal.sites.undelete(deletion)
    assert journal.entries.get(draft.id).site == south


def test_two_that_were_merged_into_each_other_lead_nowhere_and_to_no_end(journal: Journal) -> None:
    ruth, ana = (journal.people.ensure(name).id for name in ("Ruth", "Ana"))
    journal.people.merge(ruth, ana)
    journal.people.merge(ana, ruth)
    assert journal.entries.save(replace(journal.entries.new(), people=(ana,))).people == ()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_of_merged_sites_comes_apart_in_any_order(journal: Journal, order: tuple[int, ...]) -> None:
    sites = [journal.sites.ensure(name).id for name in "abcd"]
    entries = [written(journal, f"At {site}.", site=site) for site in sites]
    merges = [journal.sites.merge(sites[n + 1], sites[n]) for n in range(3)]
    for number in order:
        journal.sites.unmerge(merges[number])
    assert [journal.entries.get(one.id).site for one in entries] == sites


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_of_merged_people_comes_apart_in_any_order(journal: Journal, order: tuple[int, ...]) -> None:
    people = [journal.people.ensure(name).id for name in "abcd"]
    entries = [written(journal, f"With {one}.", people=(one,)) for one in people]
    merges = [journal.people.merge(people[n + 1], people[n]) for n in range(3)]
    for number in order:
        journal.people.unmerge(merges[number])
    assert [journal.entries.get(one.id).people for one in entries] == [(one,) for one in people]


def test_undoing_a_merge_leaves_a_site_that_was_chosen_since(journal: Journal) -> None:
    north, south, east = (journal.sites.ensure(name).id for name in ("North", "South", "East"))
    moved, kept = (written(journal, words, site=south) for words in ("Moved.", "Kept."))
    merge = journal.sites.merge(north, south)
    journal.entries.save(replace(journal.entries.get(moved.id), site=east))
    journal.sites.unmerge(merge)
    assert journal.entries.get(moved.id).site == east
    assert journal.entries.get(kept.id).site == south


def test_a_label_that_comes_out_of_the_trash_meets_its_namesake(journal: Journal) -> None:
    first = written(journal, "First.", labels=("trust",))
    before = journal.labels.all()[0].id
    journal.labels.delete(before)
    second = written(journal, "Second.", labels=("trust",))
    journal.labels.undelete(before)
    assert [(one.name, one.entries) for one in journal.labels.all()] == [("trust", 2)]
    assert [journal.entries.get(one.id).labels for one in (first, second)] == [("trust",), ("trust",)]
    assert journal.entries.count(Filter(label="trust")) == 2


def test_a_label_gets_no_name_that_an_entry_could_not_carry(journal: Journal) -> None:
    entry = written(journal, "Words.", labels=("trust",))
    label = journal.labels.all()[0].id
    with pytest.raises(Refused, match="100"):
        journal.labels.rename(label, "t" * 101)
    journal.labels.rename(label, "t" * 100)
    assert journal.entries.save(replace(journal.entries.get(entry.id), body="More.")).revision == 2


def test_seconds_of_a_time_are_no_change(journal: Journal) -> None:
    entry = written(journal, "Words.", occurred_time=time(10, 30, 15))
    assert entry.occurred_time == time(10, 30)
    assert journal.entries.save(replace(entry, occurred_time=time(10, 30, 59))).revision == 1


def test_a_tag_without_words_of_its_own_is_never_loose(journal: Journal) -> None:
    entry = replace(journal.entries.new(), body="x", tags=(Tag("", "isp-3.0/relationships.4", loose=True),))
    assert [tag.loose for tag in journal.entries.save(entry).tags] == [False]
