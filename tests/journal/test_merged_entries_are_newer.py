"""An entry that shows something else after a merge or a deletion has a higher revision, and undoing is right."""

from collections.abc import Callable
from itertools import permutations

import pytest

from isp_journal.journal.journal import Journal
from isp_journal.model import Thing
from tests.storage.journals import written


def revisions(journal: Journal, *identities: str) -> list[int]:
    return [journal.entries.get(one).revision for one in identities]


def higher(journal: Journal, deed: Callable[[], object], changed: str, other: str) -> None:
    """Check that a deed raises the revision of one entry and leaves another."""
    before = revisions(journal, changed, other)
    deed()
    after = revisions(journal, changed, other)
    assert after[0] > before[0]
    assert after[1] == before[1]


def test_people_raise_the_revisions_of_the_entries_that_named_them(journal: Journal) -> None:
    keep, other = (journal.people.ensure(name).id for name in ("Dana", "D."))
    named, not_named = written(journal, "One.", people=(other,)).id, written(journal, "Two.", people=(keep,)).id
    merges = []
    higher(journal, lambda: merges.append(journal.people.merge(keep, other)), named, not_named)
    higher(journal, lambda: journal.people.unmerge(merges[0]), named, not_named)
    higher(journal, lambda: journal.people.delete(other), named, not_named)
    higher(journal, lambda: journal.people.undelete(other), named, not_named)


def test_sites_raise_the_revisions_of_the_entries_there(journal: Journal) -> None:
    keep, other = (journal.sites.ensure(name).id for name in ("North", "South"))
    there, elsewhere = written(journal, "One.", site=other).id, written(journal, "Two.", site=keep).id
    merges, deletions = [], []
    higher(journal, lambda: merges.append(journal.sites.merge(keep, other)), there, elsewhere)
    higher(journal, lambda: journal.sites.unmerge(merges[0]), there, elsewhere)
    higher(journal, lambda: deletions.append(journal.sites.delete(other, with_entries=False)), there, elsewhere)
    higher(journal, lambda: journal.sites.undelete(deletions[0]), there, elsewhere)
    journal.sites.delete(other, with_entries=False)
    higher(journal, journal.trash.empty, there, elsewhere)


def test_labels_raise_the_revisions_of_the_entries_that_carry_them(journal: Journal) -> None:
    carrying, bare = written(journal, "One.", labels=("b",)).id, written(journal, "Two.", labels=("a",)).id
    ids = {label.name: label.id for label in journal.labels.all()}
    merges = []
    higher(journal, lambda: merges.append(journal.labels.merge(ids["a"], ids["b"])), carrying, bare)
    higher(journal, lambda: journal.labels.unmerge(merges[0]), carrying, bare)
    higher(journal, lambda: journal.labels.delete(ids["b"]), carrying, bare)
    higher(journal, lambda: journal.labels.undelete(ids["b"]), carrying, bare)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whatever_is_parted_first_of_a_chain_its_entries_name_it_alone(
    journal: Journal, order: tuple[int, ...]
) -> None:
    people = [journal.people.ensure(name).id for name in "abcd"]
    entries = [written(journal, f"With {one}.", people=(one,), labels=(one,)).id for one in people]
    labels = {label.name: label.id for label in journal.labels.all()}
    for number in range(3):
        journal.people.merge(people[number + 1], people[number])
        journal.labels.merge(labels[people[number + 1]], labels[people[number]])
    for number in order:
        journal.trash.restore(Thing.PERSON, people[number])
        journal.trash.restore(Thing.LABEL, labels[people[number]])
        assert journal.entries.get(entries[number]).people == (people[number],)
        assert journal.entries.get(entries[number]).labels == (people[number],)
    assert [journal.entries.get(one).people for one in entries] == [(one,) for one in people]
    assert [journal.entries.get(one).labels for one in entries] == [(one,) for one in people]
