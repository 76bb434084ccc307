import json
from dataclasses import replace
from datetime import date, time

import pytest

from isp_journal.anchors import Anchor
from isp_journal.errors import Refused
from isp_journal.journal.entries import MOST_MINUTES
from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, Kind, Mode, Tag
from tests.storage.journals import on_words, written


def test_a_new_entry_is_about_today_and_is_not_stored(journal: Journal) -> None:
    entry = journal.entries.new()
    assert entry.occurred_on == date.today()
    assert journal.facts().entries == 0


def test_an_entry_comes_back_as_it_was_written(journal: Journal) -> None:
    site, dana, luis = (
        journal.sites.ensure("Harlow Bend School"),
        journal.people.ensure("Dana"),
        journal.people.ensure("Luis"),
    )
    entry = replace(
        journal.entries.new(date(2026, 11, 24)),
        kind=Kind.SITE_VISIT,
        title="The team meeting",
        body="Eleven people came.\n\nI stopped the agenda 🙂.",
        occurred_time=time(14, 30),
        site=site.id,
        people=(luis.id, dana.id),
        labels=("to deepen", "data"),
        mode=Mode.ONSITE,
        minutes=90,
    )
    entry = on_words(entry, "I stopped the agenda 🙂", because="room to say it first")
    kept = journal.entries.save(entry)
    again = journal.entries.get(entry.id)
    assert again == replace(kept, people=(dana.id, luis.id), labels=("data", "to deepen"))
    assert (again.revision, again.tags[0].because) == (1, "room to say it first")
    assert again.created_at == again.updated_at != ""


def test_the_same_content_again_changes_nothing(journal: Journal) -> None:
    entry = on_words(written(journal, "I asked everyone.", labels=("b", "a")), "asked everyone")
    kept = journal.entries.save(entry)
    again = journal.entries.save(replace(kept, labels=("a", "b"), people=tuple(reversed(kept.people))))
    assert again.revision == kept.revision
    assert again.updated_at == kept.updated_at


def test_an_edit_keeps_what_was_before(journal: Journal) -> None:
    entry = written(journal, "First words.", labels=("data",))
    changed = journal.entries.save(replace(entry, body="Other words.", labels=()))
    versions = journal.entries.versions(entry.id)
    assert changed.revision == 2
    assert [version.revision for version in versions] == [1]
    assert json.loads(versions[0].content)["body"] == "First words."
    assert json.loads(versions[0].content)["labels"] == ["data"]


def test_typing_on_keeps_a_version_in_two_minutes_not_one_a_second(journal: Journal) -> None:
    entry = written(journal, "a")
    for length in range(2, 30):
        entry = journal.entries.save(replace(entry, body="a" * length))
    assert entry.revision == 29
    assert [version.revision for version in journal.entries.versions(entry.id)] == [1]


def test_a_changed_date_moves_the_entry_with_all_that_hangs_on_it(journal: Journal) -> None:
    dana = journal.people.ensure("Dana")
    entry = written(journal, "I asked Dana.", people=(dana.id,), labels=("data",))
    entry = journal.entries.save(on_words(entry, "asked Dana"))
    other = written(journal, "Another day.", occurred_on=date(2026, 6, 1))
    moved = journal.entries.save(replace(entry, occurred_on=date(2026, 12, 1)))
    again = journal.entries.get(entry.id)
    assert (again.people, again.labels, len(again.tags)) == (entry.people, entry.labels, 1)
    assert [row.id for row in journal.entries.page(Filter())] == [moved.id, other.id]
    assert [row.id for row in journal.entries.page(Filter(text="asked"))] == [moved.id]
    assert journal.overview.latest_passage("relationships", Filter()) is not None


def test_a_day_that_is_full_is_refused_in_words(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isp_journal.storage.places.Day.take", lambda day, at: None)
    with pytest.raises(Refused, match="more than a day can keep"):
        written(journal, "One too many.")


@pytest.mark.parametrize("minutes", [-1, MOST_MINUTES + 1])
def test_minutes_fit_into_a_day(journal: Journal, minutes: int) -> None:
    with pytest.raises(Refused, match="do not fit into a day"):
        written(journal, "Long.", minutes=minutes)


def test_an_endless_text_or_label_is_refused_in_words(journal: Journal) -> None:
    with pytest.raises(Refused, match="more than an entry can hold"):
        written(journal, "x" * 2_000_001)
    with pytest.raises(Refused, match="label"):
        written(journal, "x", labels=("y" * 101,))


def test_text_is_kept_without_control_characters_and_halves_of_characters(journal: Journal) -> None:
    entry = written(journal, "a\r\nb\x00\x02c\ud83dé\td\re", title=" Two \n lines ")
    assert journal.entries.get(entry.id).body == "a\nbc?é\td\ne"
    assert journal.entries.get(entry.id).title == "Two lines"


def test_a_tag_never_points_at_other_words(journal: Journal) -> None:
    entry = journal.entries.save(on_words(written(journal, "I asked everyone to write. We read."), "everyone to write"))
    moved = journal.entries.save(replace(entry, body="Then " + entry.body))
    assert moved.tags[0].anchor is not None
    assert moved.body[moved.tags[0].anchor.start : moved.tags[0].anchor.end] == "everyone to write"
    gone = journal.entries.save(replace(moved, body="Nothing of it is left."))
    assert gone.tags[0].loose
    assert journal.entries.get(entry.id).tags[0].loose
    back = journal.entries.save(replace(gone, tags=moved.tags, body=moved.body))
    assert not back.tags[0].loose


def test_a_loose_tag_stays_loose_until_somebody_places_it(journal: Journal) -> None:
    loose = Tag("", "isp-3.0/power.1", Anchor(0, 0, "gone words", "", ""), loose=True)
    entry = written(journal, "Here are the gone words again.", tags=(loose,))
    assert journal.entries.get(entry.id).tags[0].loose


def test_a_tag_that_was_taken_off_comes_back_by_its_id(journal: Journal) -> None:
    entry = journal.entries.save(on_words(written(journal, "I asked everyone."), "asked everyone"))
    without = journal.entries.save(replace(entry, tags=()))
    assert journal.entries.get(entry.id).tags == ()
    journal.entries.save(replace(without, tags=entry.tags))
    assert journal.entries.get(entry.id).tags == entry.tags
    assert journal.facts().tags == 1


def test_a_because_can_be_changed(journal: Journal) -> None:
    entry = journal.entries.save(on_words(written(journal, "I asked everyone."), "asked everyone"))
    journal.entries.save(replace(entry, tags=(replace(entry.tags[0], because="they were silent"),)))
    assert journal.entries.get(entry.id).tags[0].because == "they were silent"


def test_the_trash_takes_an_entry_with_its_tags_and_gives_both_back(journal: Journal) -> None:
    entry = journal.entries.save(on_words(written(journal, "I asked everyone. We read."), "asked everyone"))
    entry = journal.entries.save(on_words(entry, "We read", "isp-3.0/power.1"))
    entry = journal.entries.save(replace(entry, tags=entry.tags[:1]))
    assert journal.entries.trash([entry.id, "no such id"]) == [entry.id]
    assert journal.entries.trash([entry.id]) == []
    assert journal.entries.page(Filter()) == []
    assert journal.facts().tags == 0
    assert [row.id for row in journal.entries.page(Filter(trashed=True))] == [entry.id]
    assert len(journal.entries.get(entry.id).tags) == 1
    assert journal.entries.restore([entry.id]) == [entry.id]
    assert [tag.activity for tag in journal.entries.get(entry.id).tags] == ["isp-3.0/relationships.4"]


def test_an_entry_is_found_by_the_beginning_of_its_id(journal: Journal) -> None:
    one, other = written(journal, "One."), written(journal, "Other.")
    assert journal.entries.find(one.id[:-1]) in (one, other)
    assert journal.entries.find(one.id.upper()).id == one.id
    with pytest.raises(Refused, match="Several entries"):
        journal.entries.find(one.id[:6])
    with pytest.raises(Refused, match="no entry"):
        journal.entries.find("zzz")
    with pytest.raises(Refused, match="no entry"):
        journal.entries.find(" ")


def test_the_latest_sites_are_those_of_the_newest_entries(journal: Journal) -> None:
    one, other, aside = (journal.sites.ensure(name) for name in ("One", "Other", "Aside"))
    for day, site in ((1, one), (2, other), (3, aside), (4, one)):
        written(journal, "x", occurred_on=date(2026, 3, day), site=site.id)
    journal.sites.archive(aside.id)
    assert journal.entries.latest_sites() == [one.id, other.id]
    assert journal.entries.latest_sites(1) == [one.id]


def test_an_export_tells_all_entries_oldest_first_without_the_trash(journal: Journal) -> None:
    days = [date(2026, 5, 3), date(2026, 1, 2), date(2026, 9, 9)]
    entries = [written(journal, f"On {day}", occurred_on=day) for day in days]
    journal.entries.trash([entries[2].id])
    assert [entry.id for entry in journal.entries.export()] == [entries[1].id, entries[0].id]
