from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isp_journal.errors import Cancelled, Refused
from isp_journal.journal.journal import Journal
from isp_journal.journal.trash import Trash
from isp_journal.model import Filter, ImportedEntry, Stage, Thing, Trashed
from isp_journal.storage.store import Store
from tests.storage.journals import on_words, written

DAY = date(2026, 3, 2)


def names(found: tuple[Trashed, ...]) -> list[str]:
    return [one.name for one in found]


def everything_in_the_trash(journal: Journal) -> dict[Thing, str]:
    """Put one thing of each kind into the trash and return their ids."""
    site, dana = journal.sites.ensure("Harlow Bend School"), journal.people.ensure("Dana")
    entry = written(journal, "We spoke.", title="A talk", site=site.id, people=(dana.id,), labels=("data",))
    gone = journal.entries.save(on_words(written(journal, "I waited\nfor her."), "waited"))
    picture = journal.attachments.add(entry.id, "wall.png", b"\x89PNG\r\n\x1a\n")
    along = journal.attachments.add(gone.id, "along.txt", b"along")
    note = journal.notes.save("relationships", DAY, "I wait longer now.")
    label = journal.labels.all()[0]
    journal.entries.trash([gone.id])
    journal.people.delete(dana.id)
    journal.sites.delete(site.id, with_entries=False)
    journal.labels.delete(label.id)
    journal.notes.trash(note.id)
    journal.attachments.trash(picture.id)
    assert journal.attachments.of(gone.id)[0].id == along.id
    return {
        Thing.ENTRY: gone.id,
        Thing.PERSON: dana.id,
        Thing.SITE: site.id,
        Thing.LABEL: label.id,
        Thing.NOTE: note.id,
        Thing.ATTACHMENT: picture.id,
    }


def test_a_new_journal_has_nothing_in_its_trash(journal: Journal) -> None:
    assert journal.trash.contents().total == 0
    assert journal.trash.contents().all() == ()
    assert journal.trash.empty() == 0


def test_the_trash_tells_what_is_in_it_and_since_when(journal: Journal) -> None:
    ids = everything_in_the_trash(journal)
    found = journal.trash.contents()
    assert {one.thing: one.id for one in found.all()} == ids
    assert found.total == 6
    told = [(one.name, one.on, one.entries) for one in found.all()]
    assert told == [
        ("wall.png", "2026-03-02", 0),
        ("I wait longer now.", "2026-03-02", 0),
        ("data", "", 1),
        ("Harlow Bend School", "", 1),
        ("Dana", "", 1),
        ("I waited for her.", "2026-03-02", 0),
    ]
    assert [one.since for one in found.all()] == sorted((one.since for one in found.all()), reverse=True)
    assert (names(found.entries), names(found.people)) == (["I waited for her."], ["Dana"])
    assert (names(found.sites), names(found.labels)) == (["Harlow Bend School"], ["data"])
    assert (names(found.notes), names(found.attachments)) == (["I wait longer now."], ["wall.png"])


def test_a_long_trash_is_listed_up_to_a_limit_and_counted_whole(journal: Journal) -> None:
    entries = [written(journal, f"Number {number}.").id for number in range(5)]
    for identity in entries:
        journal.entries.trash([identity])
    found = journal.trash.contents(limit=2)
    assert names(found.entries) == ["Number 4.", "Number 3."]
    assert found.total == 5


@pytest.mark.parametrize("thing", list(Thing))
def test_each_thing_comes_back_by_itself(journal: Journal, thing: Thing) -> None:
    ids = everything_in_the_trash(journal)
    journal.trash.restore(thing, ids[thing])
    assert {one.thing for one in journal.trash.contents().all()} == set(Thing) - {thing}
    with pytest.raises(Refused, match="not in the trash"):
        journal.trash.restore(Thing.NOTE if thing is Thing.ATTACHMENT else thing, "nothing")


def test_what_comes_back_is_shown_as_before(journal: Journal) -> None:
    ids = everything_in_the_trash(journal)
    for thing, identity in ids.items():
        journal.trash.restore(thing, identity)
    (entry,) = [journal.entries.get(line.id) for line in journal.entries.page(Filter(text="spoke"))]
    assert (entry.site, entry.people, entry.labels) == (ids[Thing.SITE], (ids[Thing.PERSON],), ("data",))
    assert [one.name for one in journal.attachments.of(entry.id)] == ["wall.png"]
    assert [one.name for one in journal.attachments.of(ids[Thing.ENTRY])] == ["along.txt"]
    assert [tag.activity for tag in journal.entries.get(ids[Thing.ENTRY]).tags] == ["isp-3.0/relationships.4"]
    assert journal.notes.every()[0].id == ids[Thing.NOTE]


def test_a_site_comes_back_with_the_entries_that_went_along(journal: Journal) -> None:
    site = journal.sites.ensure("Harlow Bend School")
    along, before = written(journal, "Along.", site=site.id), written(journal, "Before.", site=site.id)
    journal.entries.trash([before.id])
    journal.sites.delete(site.id, with_entries=True)
    journal.trash.restore(Thing.SITE, site.id)
    assert [line.id for line in journal.entries.page(Filter())] == [along.id]
    assert [one.id for one in journal.trash.contents().all()] == [before.id]


def merged_person(journal: Journal) -> tuple[str, str, str]:
    keep, other = journal.people.ensure("Dana").id, journal.people.ensure("D.").id
    entry = written(journal, "One.", people=(other,)).id
    journal.people.merge(keep, other)
    return keep, other, entry


def test_what_was_merged_is_parted_again_when_it_comes_out_of_the_trash(journal: Journal) -> None:
    keep, other, entry = merged_person(journal)
    sites = [journal.sites.ensure(name).id for name in ("North", "South")]
    there = written(journal, "Two.", site=sites[1], labels=("a", "b"))
    labelled = written(journal, "Three.", labels=("b",))
    labels = {label.name: label.id for label in journal.labels.all()}
    journal.sites.merge(*sites)
    journal.labels.merge(labels["a"], labels["b"])
    assert {one.name: one.merged_into for one in journal.trash.contents().all()} == {
        "D.": "Dana",
        "South": "North",
        "b": "a",
    }
    assert journal.entries.get(entry).people == (keep,)
    for one in journal.trash.contents().all():
        journal.trash.restore(one.thing, one.id)
    assert journal.entries.get(entry).people == (other,)
    assert journal.entries.get(there.id).site == sites[1]
    assert journal.entries.get(labelled.id).labels == ("b",)
    assert journal.entries.get(there.id).labels == ("a", "b")
    assert journal.trash.contents().total == 0


def test_emptying_removes_everything_in_the_trash_and_nothing_else(journal: Journal) -> None:
    everything_in_the_trash(journal)
    stays = journal.sites.ensure("North")
    journal.sites.set_stage(stays.id, Stage.EXPLORATION, DAY)
    journal.sites.set_stage(stays.id, Stage.INITIAL, DAY)
    before = journal.facts()
    assert journal.trash.empty() == 6
    assert journal.trash.contents().total == 0
    (line,) = journal.entries.page(Filter())
    entry = journal.entries.get(line.id)
    assert (entry.title, entry.site, entry.people, entry.labels) == ("A talk", None, (), ())
    after = journal.facts()
    assert (after.entries, after.trashed, after.tags, after.sites) == (before.entries, 0, before.tags, 1)
    assert [one.stage for one in journal.sites.get(stays.id).stages] == [Stage.INITIAL]
    with pytest.raises(Refused):
        journal.trash.restore(Thing.PERSON, "nobody")


def test_one_thing_is_removed_for_good_and_the_rest_stays(journal: Journal) -> None:
    ids = everything_in_the_trash(journal)
    assert journal.trash.remove(Thing.ENTRY, ids[Thing.ENTRY])
    assert not journal.trash.remove(Thing.ENTRY, ids[Thing.ENTRY])
    assert {one.thing for one in journal.trash.contents().all()} == set(Thing) - {Thing.ENTRY}
    (line,) = journal.entries.page(Filter())
    assert not journal.trash.remove(Thing.ENTRY, line.id)
    assert journal.entries.get(line.id).trashed_at is None


@pytest.mark.parametrize("emptied", [True, False])
def test_a_draft_that_names_somebody_removed_for_good_is_saved_without_them(journal: Journal, emptied: bool) -> None:
    dana, site = journal.people.ensure("Dana"), journal.sites.ensure("North")
    draft = written(journal, "Words.", people=(dana.id,), site=site.id)
    journal.people.delete(dana.id)
    journal.sites.delete(site.id, with_entries=False)
    if emptied:
        journal.trash.empty()
    kept = journal.entries.save(replace(draft, body="More words."))
    assert (kept.people, kept.site, kept.body) == ((), None, "More words.")
    new = journal.entries.save(replace(journal.entries.new(), people=(dana.id,), site=site.id))
    assert (new.people, new.site) == ((), None)


def test_a_tag_that_was_taken_off_leaves_with_the_trash_and_can_be_set_again(journal: Journal) -> None:
    entry = on_words(written(journal, "I waited."), "waited")
    kept = journal.entries.save(entry)
    journal.entries.save(replace(kept, tags=()))
    journal.trash.empty()
    again = journal.entries.save(replace(kept, tags=kept.tags))
    assert [tag.id for tag in again.tags] == [tag.id for tag in kept.tags]


def test_an_imported_entry_that_was_emptied_may_come_in_again(journal: Journal) -> None:
    told = [ImportedEntry(1, DAY, "From a file."), ImportedEntry(2, DAY, "Stays.")]
    journal.imports.take(told, source="notes.jsonl")
    (line,) = journal.entries.page(Filter(text="file"))
    journal.entries.trash([line.id])
    assert journal.imports.take(told).known == 2
    journal.trash.empty()
    assert (journal.imports.last() or told[0]) != told[0]
    report = journal.imports.take(told)
    assert (report.added, report.known) == (1, 1)


def test_an_import_whose_entries_are_all_gone_is_forgotten(journal: Journal) -> None:
    journal.imports.take([ImportedEntry(1, DAY, "From a file.")], source="private-name.jsonl")
    journal.entries.trash([line.id for line in journal.entries.page(Filter())])
    journal.trash.empty()
    assert journal.imports.last() is None


def test_the_backup_is_asked_for_before_anything_goes(journal: Journal) -> None:
    entry = written(journal, "One.")
    journal.entries.trash([entry.id])
    asked: list[tuple[str, int]] = []
    trash = Trash(store_of(journal), lambda what: asked.append((what, journal.trash.contents().total)))
    trash.remove(Thing.ENTRY, entry.id)
    trash.empty()
    assert asked == [("deleting for good", 1), ("emptying the trash", 0)]

    def fails(_what: str) -> None:
        raise Refused("No backup.")

    journal.entries.trash([written(journal, "Two.").id])
    for deed in (
        Trash(store_of(journal), fails).empty,
        lambda: Trash(store_of(journal), fails).remove(Thing.NOTE, "x"),
    ):
        with pytest.raises(Refused, match="No backup"):
            deed()
    assert journal.trash.contents().total == 1


def store_of(journal: Journal) -> Store:
    found: Store = vars(journal)["_store"]
    return found


def test_emptying_tells_how_far_it_is_and_stops_with_everything_still_there(journal: Journal) -> None:
    for number in range(250):
        written(journal, f"Number {number}.")
    journal.entries.trash([line.id for line in journal.entries.page(Filter(), limit=300)])
    heard: list[tuple[int, int, str]] = []

    def stops(done: int, total: int, what: str) -> bool:
        heard.append((done, total, what))
        return done < 200

    with pytest.raises(Cancelled):
        journal.trash.empty(stops)
    assert heard == [(100, 250, "Emptying the trash"), (200, 250, "Emptying the trash")]
    assert journal.trash.contents().total == 250
    heard.clear()

    def goes_on(done: int, total: int, what: str) -> bool:
        heard.append((done, total, what))
        return True

    assert journal.trash.empty(goes_on) == 250
    assert [done for done, _, _ in heard] == [100, 200, 250, 250]
    assert heard[-1][2] == "Tidying up the file"
    assert journal.facts().trashed == 0


def filled(journal: Journal) -> Callable[[], None]:
    everything_in_the_trash(journal)

    def check() -> None:
        assert journal.trash.contents().total == 6

    return check


def test_the_trash_survives_a_backup_that_fails_in_the_middle(journal: Journal, tmp_path: Path) -> None:
    check = filled(journal)

    def fails(_what: str) -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        Trash(store_of(journal), fails).empty()
    check()
