from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from isp_journal.errors import BackupDamaged, Refused
from isp_journal.model import Backup, Filter, Thing
from isp_journal.storage import connect
from tests.journal.shelves import Shelf, shelf
from tests.storage.backups import backed_up
from tests.storage.damage import flip
from tests.storage.golden_journals import unpacked
from tests.storage.journals import on_words, written

PICTURE = b"\x89PNG\r\n\x1a\n" + b"x" * 99


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    """Give an open journal with one entry."""
    with shelf(tmp_path / "journal") as made:
        yield made


def test_entries_of_a_backup_are_listed_and_searched_as_they_were_then(kept: Shelf) -> None:
    first = kept.write("We talked about trust.")
    made = kept.backups.make()
    kept.journal.entries.save(replace(first, body="Changed since."))
    kept.write("Not in it, about trust too.")
    assert [one.snippet for one in kept.backups.entries_in(made)] == ["We talked about trust.", "I stopped the agenda."]
    (hit,) = kept.backups.entries_in(made, "trust")
    assert hit.id == first.id
    assert len(kept.backups.entries_in(made, limit=1)) == 1
    then = kept.backups.entry_in(made, first.id)
    assert then is not None
    assert then.body == "We talked about trust."
    assert kept.backups.entry_in(made, "01a20fc6") is None


def test_looking_into_another_backup_closes_the_first_and_closing_the_journal_both(kept: Shelf) -> None:
    first = kept.backups.make()
    kept.write("One more.")
    second = kept.backups.make()
    assert len(kept.backups.entries_in(first)) == 1
    assert len(kept.backups.entries_in(second)) == 2
    assert len([name for name in kept.files() if name.startswith(".making-")]) == 1
    kept.close()
    assert [name for name in kept.files() if name.startswith(".making-")] == []


def test_a_damaged_backup_is_not_looked_into_and_leaves_nothing(kept: Shelf) -> None:
    made = kept.backups.make()
    flip(made.file, 9_000)
    with pytest.raises(BackupDamaged):
        kept.backups.entries_in(made)
    assert [name for name in kept.files() if name.startswith(".making-")] == []


def test_an_entry_is_found_by_the_beginning_of_its_id(kept: Shelf) -> None:
    entry = kept.write("One more.")
    made = kept.backups.make()
    assert kept.backups.find_in(made, entry.id.upper()).id == entry.id
    for typed, told in (("0", "Several entries"), ("zz", "No entry"), ("  ", "No entry")):
        with pytest.raises(Refused, match=told):
            kept.backups.find_in(made, typed)


def test_an_entry_that_was_changed_says_again_what_it_said_and_keeps_what_it_says(kept: Shelf) -> None:
    entry = on_words(kept.write("We talked about trust."), "trust")
    entry = kept.journal.entries.save(replace(entry, labels=("data",), minutes=30))
    made = kept.backups.make()
    kept.journal.entries.save(replace(entry, body="Nothing of that.", tags=(), labels=(), minutes=5))
    taken = kept.backups.take_back(made, entry.id)
    assert (taken.body, taken.labels, taken.minutes) == ("We talked about trust.", ("data",), 30)
    assert [tag.anchor and tag.anchor.quote for tag in taken.tags] == ["trust"]
    assert taken == kept.journal.entries.get(entry.id)
    assert "Nothing of that." in kept.journal.entries.versions(entry.id)[0].content
    # Taking it back once more changes what it says to the same.
    assert kept.backups.take_back(made, entry.id).body == taken.body


def test_nothing_else_is_changed(kept: Shelf) -> None:
    entry, other = kept.write("One."), kept.write("Two.")
    made = kept.backups.make()
    for one in (entry, other):
        kept.journal.entries.save(replace(one, body=f"{one.body} And more."))
    new = kept.write("Three.")
    kept.backups.take_back(made, entry.id)
    assert kept.journal.entries.get(other.id).body == "Two. And more."
    assert kept.journal.entries.get(new.id).revision == 1


def test_an_entry_in_the_trash_comes_out_of_it(kept: Shelf) -> None:
    entry = kept.write("We talked about trust.")
    made = kept.backups.make()
    kept.journal.entries.trash([entry.id])
    taken = kept.backups.take_back(made, entry.id)
    assert taken.trashed_at is None


def test_an_entry_that_was_in_the_trash_then_comes_back_too(kept: Shelf) -> None:
    entry = kept.write("We talked about trust.")
    kept.journal.entries.trash([entry.id])
    made = kept.backups.make()
    kept.journal.trash.empty()
    assert kept.backups.take_back(made, entry.id).trashed_at is None


def test_an_entry_that_was_removed_for_good_comes_back_with_all_that_belonged_to_it(kept: Shelf) -> None:
    journal = kept.journal
    ruth, north = journal.people.ensure("Ruth Lee"), journal.sites.ensure("North school")
    entry = written(journal, "We talked about trust.", people=(ruth.id,), site=north.id, labels=("data",))
    entry = journal.entries.save(on_words(entry, "trust", because="it was hard"))
    journal.attachments.add(entry.id, "flipchart.png", PICTURE)
    made = kept.backups.make()
    journal.entries.trash([entry.id])
    journal.people.delete(ruth.id)
    journal.sites.delete(north.id, with_entries=False)
    journal.trash.empty()
    taken = kept.backups.take_back(made, entry.id)
    assert (taken.people, taken.site, taken.labels) == ((ruth.id,), north.id, ("data",))
    assert journal.people.get(ruth.id).name == "Ruth Lee"
    assert journal.sites.get(north.id).name == "North school"
    assert [tag.because for tag in taken.tags] == ["it was hard"]
    (file,) = journal.attachments.of(entry.id)
    assert journal.attachments.content(file.id) == PICTURE
    assert [one.id for one in journal.entries.page(Filter(text="trust"))] == [entry.id]


def test_somebody_of_the_same_name_takes_the_place_of_who_was_removed(kept: Shelf) -> None:
    journal = kept.journal
    ruth, north = journal.people.ensure("Ruth Lee"), journal.sites.ensure("North school")
    entry = written(journal, "We talked.", people=(ruth.id,), site=north.id)
    made = kept.backups.make()
    journal.people.delete(ruth.id)
    journal.sites.delete(north.id, with_entries=False)
    journal.trash.empty()
    again, there = journal.people.ensure("ruth lee"), journal.sites.ensure("north school")
    taken = kept.backups.take_back(made, entry.id)
    assert (taken.people, taken.site) == ((again.id,), there.id)


def test_who_is_in_the_trash_is_left_out_and_who_was_merged_is_named_by_what_they_went_into(kept: Shelf) -> None:
    journal = kept.journal
    ruth, rut, sam = (journal.people.ensure(name) for name in ("Ruth Lee", "Rut Lee", "Sam"))
    entry = written(journal, "We talked.", people=(rut.id, sam.id))
    made = kept.backups.make()
    journal.people.merge(ruth.id, rut.id)
    journal.people.delete(sam.id)
    assert kept.backups.take_back(made, entry.id).people == (ruth.id,)


def test_an_attachment_comes_back_out_of_the_trash_and_what_came_since_stays(kept: Shelf) -> None:
    entry = kept.write("With pictures.")
    first = kept.journal.attachments.add(entry.id, "first.png", PICTURE)
    kept.journal.attachments.add(entry.id, "second.png", PICTURE + b"2")
    made = kept.backups.make()
    kept.journal.attachments.trash(first.id)
    kept.journal.attachments.add(entry.id, "since.png", PICTURE + b"since")
    kept.backups.take_back(made, entry.id)
    names = [one.name for one in kept.journal.attachments.of(entry.id)]
    assert names == ["first.png", "second.png", "since.png"]


def test_an_attachment_that_was_removed_for_good_comes_back(kept: Shelf) -> None:
    entry = kept.write("With a picture.")
    first = kept.journal.attachments.add(entry.id, "first.png", PICTURE)
    made = kept.backups.make()
    kept.journal.attachments.trash(first.id)
    kept.journal.trash.remove(Thing.ATTACHMENT, first.id)
    kept.backups.take_back(made, entry.id)
    assert [one.name for one in kept.journal.attachments.of(entry.id)] == ["first.png"]


def test_an_entry_that_is_not_in_a_backup_is_refused(kept: Shelf) -> None:
    made = kept.backups.make()
    entry = kept.write("Since.")
    with pytest.raises(Refused, match="not in that backup"):
        kept.backups.take_back(made, entry.id)


def test_an_entry_comes_back_from_a_backup_of_the_first_schema(tmp_path: Path, kept: Shelf) -> None:
    backup: Backup = backed_up(unpacked(1, tmp_path / "golden") / "closed", tmp_path / "place")
    assert backup.schema == 1
    (line, *_) = kept.backups.entries_in(backup)
    then = kept.backups.entry_in(backup, line.id)
    assert then is not None
    taken = kept.backups.take_back(backup, line.id)
    assert taken.body == then.body
    assert kept.journal.facts().schema == connect.SCHEMA
