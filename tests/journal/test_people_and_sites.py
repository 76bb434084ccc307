from dataclasses import replace
from datetime import date

import pytest

from isp_journal.errors import Refused
from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, Person, Role, Site, Stage, StageChange
from tests.storage.journals import written


def test_a_person_is_made_once_and_found_by_name_case_aside(journal: Journal) -> None:
    dana = journal.people.ensure("  Dana   Okafor ", Role.COLLEAGUE)
    assert (dana.name, dana.role) == ("Dana Okafor", Role.COLLEAGUE)
    assert journal.people.ensure("dana okafor").id == dana.id
    assert journal.people.named("DANA OKAFOR") is not None
    assert journal.people.named("Nobody") is None


def test_a_person_needs_a_name_of_sensible_length(journal: Journal) -> None:
    for name in ("", "  ", "x" * 201):
        with pytest.raises(Refused):
            journal.people.ensure(name)


def test_people_are_listed_by_name_with_their_entries(journal: Journal) -> None:
    zoe, amal = journal.people.ensure("Zoe"), journal.people.ensure("amal")
    written(journal, "a", people=(zoe.id, amal.id), occurred_on=date(2026, 5, 1))
    trashed = written(journal, "b", people=(zoe.id,), occurred_on=date(2026, 6, 1))
    journal.entries.trash([trashed.id])
    told = [(one.name, one.entries, one.latest) for one in journal.people.all()]
    assert told == [("amal", 1, "2026-05-01"), ("Jonas Aldren", 0, ""), ("Zoe", 1, "2026-05-01")]


def test_a_persons_facts_are_changed_and_what_was_is_kept(journal: Journal) -> None:
    dana = journal.people.ensure("Dana")
    changed = journal.people.save(
        replace(dana, name="Dana Okafor", organisation="School", pseudonym="D.", position="deputy")
    )
    assert journal.people.get(dana.id) == changed
    assert changed.revision == 2
    assert journal.people.save(changed).revision == 2
    new = journal.people.save(Person(id="", name="Luis"))
    assert journal.people.get(new.id).name == "Luis"


def test_two_people_cannot_have_one_name(journal: Journal) -> None:
    dana, luis = journal.people.ensure("Dana"), journal.people.ensure("Luis")
    with pytest.raises(Refused, match="already"):
        journal.people.save(replace(luis, name="dana"))
    assert journal.people.get(luis.id).name == "Luis"
    assert journal.people.get(dana.id).name == "Dana"


def test_two_people_that_are_one_are_merged_and_parted_again(journal: Journal) -> None:
    dana, d = journal.people.ensure("Dana"), journal.people.ensure("D.")
    both = written(journal, "both", people=(dana.id, d.id))
    one = written(journal, "one", people=(d.id,))
    merge = journal.people.merge(dana.id, d.id)
    assert {entry.people for entry in (journal.entries.get(both.id), journal.entries.get(one.id))} == {(dana.id,)}
    assert journal.people.named("D.") is None
    journal.people.unmerge(merge)
    assert journal.entries.get(one.id).people == (d.id,)
    assert set(journal.entries.get(both.id).people) == {dana.id, d.id}


def test_a_merge_is_taken_back_after_an_entry_moved_to_another_date(journal: Journal) -> None:
    dana, d = journal.people.ensure("Dana"), journal.people.ensure("D.")
    entry = written(journal, "one", people=(d.id,))
    merge = journal.people.merge(dana.id, d.id)
    journal.entries.save(replace(journal.entries.get(entry.id), occurred_on=date(2026, 9, 9)))
    journal.people.unmerge(merge)
    assert journal.entries.get(entry.id).people == (d.id,)


def test_names_are_one_whatever_their_case_in_any_script(journal: Journal) -> None:
    elodie = journal.people.ensure("Élodie")
    assert journal.people.ensure("e\u0301lodie").id == elodie.id
    assert journal.sites.ensure("ШКОЛА").id == journal.sites.ensure("школа").id


def test_nobody_is_merged_with_themselves_and_the_author_stays(journal: Journal) -> None:
    me, dana = journal.people.named("Jonas Aldren"), journal.people.ensure("Dana")
    assert me is not None
    for call in (
        lambda: journal.people.merge(dana.id, dana.id),
        lambda: journal.people.merge(dana.id, me.id),
        lambda: journal.people.delete(me.id),
    ):
        with pytest.raises(Refused):
            call()
    assert journal.facts().author == "Jonas Aldren"


def test_people_put_aside_are_out_of_the_lists_and_come_back(journal: Journal) -> None:
    dana = journal.people.ensure("Dana")
    assert journal.people.archive(dana.id).archived
    assert "Dana" not in [one.name for one in journal.people.all()]
    assert "Dana" in [one.name for one in journal.people.all(archived=True)]
    assert not journal.people.archive(dana.id, archived=False).archived


def test_a_deleted_person_is_no_longer_named_and_comes_back_with_the_entries(journal: Journal) -> None:
    dana, luis = journal.people.ensure("Dana"), journal.people.ensure("Luis")
    entry = written(journal, "We spoke.", people=(dana.id, luis.id))
    journal.people.delete(dana.id)
    shown = journal.entries.get(entry.id)
    assert shown.people == (luis.id,)
    journal.entries.save(replace(shown, people=()))
    journal.people.undelete(dana.id)
    assert journal.entries.get(entry.id).people == (dana.id,)


def test_what_is_not_there_is_refused_in_words(journal: Journal) -> None:
    for call in (lambda: journal.people.get("x"), lambda: journal.sites.get("x"), lambda: journal.notes.get("x")):
        with pytest.raises(Refused, match="not in the journal"):
            call()


def test_a_site_keeps_its_stages_in_order(journal: Journal) -> None:
    site = journal.sites.ensure("Harlow Bend School")
    journal.sites.set_stage(site.id, Stage.INITIAL, date(2026, 4, 1))
    journal.sites.set_stage(site.id, Stage.EXPLORATION, date(2025, 12, 1))
    changed = journal.sites.set_stage(site.id, Stage.INSTALLATION, date(2026, 4, 1))
    expected = (StageChange(Stage.EXPLORATION, date(2025, 12, 1)), StageChange(Stage.INSTALLATION, date(2026, 4, 1)))
    assert changed.stages == expected
    assert journal.sites.remove_stage(site.id, date(2026, 4, 1)).stages == expected[:1]


def test_a_site_is_added_with_what_is_known_and_changed(journal: Journal) -> None:
    stages = (StageChange(Stage.EXPLORATION, date(2025, 12, 1)),)
    site = journal.sites.save(Site(id="", name="Tidewell Clinic", pseudonym="Clinic A", stages=stages))
    assert journal.sites.get(site.id).stages == stages
    changed = journal.sites.save(replace(site, name="Tidewell"))
    assert (changed.name, changed.revision, journal.sites.save(changed).revision) == ("Tidewell", 2, 2)
    with pytest.raises(Refused, match="already"):
        journal.sites.save(Site(id="", name="TIDEWELL"))
    assert journal.sites.archive(site.id).archived
    assert journal.sites.all() == []
    assert [one.name for one in journal.sites.all(archived=True)] == ["Tidewell"]
    assert journal.sites.named("tidewell") is not None


def test_two_sites_that_are_one_are_merged_and_parted_again(journal: Journal) -> None:
    keep, other = journal.sites.ensure("Harlow Bend School"), journal.sites.ensure("Harlow")
    entry = written(journal, "There.", site=other.id)
    merge = journal.sites.merge(keep.id, other.id)
    assert journal.entries.get(entry.id).site == keep.id
    assert [(one.name, one.entries) for one in journal.sites.all()] == [("Harlow Bend School", 1)]
    journal.sites.unmerge(merge)
    assert journal.entries.get(entry.id).site == other.id
    with pytest.raises(Refused):
        journal.sites.merge(keep.id, keep.id)
    empty = journal.sites.merge(other.id, keep.id)
    journal.sites.unmerge(empty)
    assert len(journal.sites.all()) == 2


def test_a_deleted_site_leaves_its_entries_or_takes_them_along(journal: Journal) -> None:
    site = journal.sites.ensure("Harlow Bend School")
    entry = written(journal, "There.", site=site.id)
    kept = journal.sites.delete(site.id, with_entries=False)
    shown = journal.entries.get(entry.id)
    assert (shown.site, shown.trashed_at) == (None, None)
    journal.entries.save(replace(shown, body="There, later."))
    journal.sites.undelete(kept)
    assert journal.entries.get(entry.id).site == site.id
    gone = journal.sites.delete(site.id, with_entries=True)
    assert gone.entries == (entry.id,)
    assert journal.entries.page(Filter()) == []
    journal.sites.undelete(gone)
    assert [row.site for row in journal.entries.page(Filter())] == ["Harlow Bend School"]


def test_labels_are_renamed_merged_and_deleted_in_one_place(journal: Journal) -> None:
    one = written(journal, "1", labels=("data", "hard"))
    two = written(journal, "2", labels=("numbers",))
    labels = {label.name: label for label in journal.labels.all()}
    assert {name: label.entries for name, label in labels.items()} == {"data": 1, "hard": 1, "numbers": 1}
    journal.labels.rename(labels["data"].id, "figures")
    journal.labels.rename(labels["data"].id, "figures")
    assert journal.entries.get(one.id).labels == ("figures", "hard")
    with pytest.raises(Refused, match="already"):
        journal.labels.rename(labels["hard"].id, "figures")
    merge = journal.labels.merge(labels["data"].id, labels["numbers"].id)
    assert journal.entries.get(two.id).labels == ("figures",)
    journal.labels.unmerge(merge)
    assert journal.entries.get(two.id).labels == ("numbers",)
    journal.labels.unmerge(journal.labels.merge(labels["numbers"].id, labels["data"].id))
    with pytest.raises(Refused):
        journal.labels.merge(labels["data"].id, labels["data"].id)
    journal.labels.delete(labels["hard"].id)
    shown = journal.entries.get(one.id)
    assert shown.labels == ("figures",)
    journal.entries.save(replace(shown, labels=("figures", "new")))
    journal.labels.undelete(labels["hard"].id)
    assert journal.entries.get(one.id).labels == ("figures", "hard", "new")


def test_labels_that_nobody_shares_can_be_merged_both_ways(journal: Journal) -> None:
    entry = written(journal, "1", labels=("a", "b"))
    labels = {label.name: label.id for label in journal.labels.all()}
    merge = journal.labels.merge(labels["a"], labels["b"])
    assert merge.entries == ()
    journal.labels.unmerge(merge)
    assert journal.entries.get(entry.id).labels == ("a", "b")


def test_people_that_share_every_entry_can_be_merged_both_ways(journal: Journal) -> None:
    dana, luis = journal.people.ensure("Dana"), journal.people.ensure("Luis")
    entry = written(journal, "1", people=(dana.id, luis.id))
    journal.people.unmerge(journal.people.merge(dana.id, luis.id))
    assert journal.entries.get(entry.id).people == (dana.id, luis.id)


def test_notes_are_written_changed_and_trashed(journal: Journal) -> None:
    note = journal.notes.save("relationships", date(2026, 3, 1), " I wait longer now. \r\n")
    assert (note.about, note.body) == ("isp-3.0/relationships", "I wait longer now.")
    other = journal.notes.save("relationships.4", date(2026, 4, 1), "And here.")
    assert journal.notes.all("relationships") == [other, note]
    assert journal.notes.all("relationships.4") == [other]
    changed = journal.notes.save("relationships", date(2026, 3, 2), "I wait.", note.id)
    assert (changed.revision, changed.on) == (2, date(2026, 3, 2))
    assert journal.notes.save("relationships", date(2026, 3, 2), "I wait.", note.id).revision == 2
    journal.notes.trash(note.id)
    assert journal.notes.every() == [other]
    journal.notes.restore(note.id)
    assert [one.id for one in journal.notes.every()] == [note.id, other.id]
    for body in ("  ", "x" * 2_000_001):
        with pytest.raises(Refused):
            journal.notes.save("relationships", date(2026, 3, 1), body)


def test_what_is_not_there_is_not_moved_to_the_trash(journal: Journal) -> None:
    before = journal.facts()
    journal.people.delete("nobody")
    journal.sites.delete("nowhere", with_entries=True)
    journal.notes.trash("nothing")
    assert journal.facts() == before
