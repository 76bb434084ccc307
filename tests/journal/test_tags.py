from datetime import date

import pytest

from isp_journal.errors import Refused
from isp_journal.framework import UnknownKeyError
from isp_journal.journal.journal import Journal
from tests.storage.journals import on_words, written


def test_a_passage_is_tagged_by_its_words(journal: Journal) -> None:
    entry = written(journal, "I stopped. I asked everyone.")
    tag = journal.tags.put(entry.id, "relationships.4", quote=" I asked everyone. ", because="room")
    assert journal.entries.get(entry.id).tags == (tag,)
    assert tag.anchor is not None
    assert (tag.anchor.start, tag.anchor.quote, tag.component) == (11, "I asked everyone.", "isp-3.0/relationships")


def test_the_same_tag_twice_is_one_tag(journal: Journal) -> None:
    entry = written(journal, "I stopped. I asked everyone.")
    first = journal.tags.put(entry.id, "relationships.4", quote="I stopped")
    again = journal.tags.put(entry.id, "relationships.4", quote="I stopped")
    whole = journal.tags.put(entry.id, "relationships.4")
    assert again == first
    assert {tag.id for tag in journal.entries.get(entry.id).tags} == {first.id, whole.id}


def test_words_that_are_not_there_or_there_twice_are_refused(journal: Journal) -> None:
    entry = written(journal, "Yes. Yes.")
    for quote, said in (("No", "do not stand"), ("Yes.", "more than once"), ("  ", "do not stand")):
        with pytest.raises(Refused, match=said):
            journal.tags.put(entry.id, "relationships.4", quote=quote)
    assert journal.entries.get(entry.id).tags == ()


def test_an_activity_that_is_not_in_the_catalogue_is_no_tag(journal: Journal) -> None:
    entry = written(journal, "Yes.")
    for key in ("relationships", "juggling.1"):
        with pytest.raises(UnknownKeyError):
            journal.tags.put(entry.id, key)


def test_an_entry_in_the_trash_is_not_tagged(journal: Journal) -> None:
    entry = written(journal, "Yes.")
    journal.entries.trash([entry.id])
    with pytest.raises(Refused, match="in the trash"):
        journal.tags.put(entry.id, "relationships.4")


def test_a_tag_is_taken_off(journal: Journal) -> None:
    entry = written(journal, "I stopped.")
    tag = journal.tags.put(entry.id, "relationships.4")
    assert journal.tags.remove(tag.id).tags == ()
    with pytest.raises(Refused, match="no tag"):
        journal.tags.remove(tag.id)


def test_activities_are_counted_and_the_last_ones_known(journal: Journal) -> None:
    old = journal.entries.save(
        on_words(written(journal, "Old.", occurred_on=date(2025, 1, 1)), "Old", "isp-3.0/power.1")
    )
    journal.tags.put(old.id, "co-design.1")
    new = written(journal, "New.")
    journal.tags.put(new.id, "power.1")
    assert journal.tags.counts() == {"isp-3.0/power.1": 2, "isp-3.0/co-design.1": 1}
    assert journal.tags.counts(since=date(2026, 1, 1)) == {"isp-3.0/power.1": 1}
    assert set(journal.tags.recent()) == {"isp-3.0/power.1", "isp-3.0/co-design.1"}
    assert len(journal.tags.recent(1)) == 1


def test_in_a_long_journal_the_last_activities_are_those_of_the_newest_entries(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isp_journal.storage.tag_rows._many", lambda transaction: True)
    old, new = written(journal, "Old.", occurred_on=date(2025, 1, 1)), written(journal, "New.")
    journal.tags.put(new.id, "power.1")
    journal.tags.put(old.id, "co-design.1")
    assert journal.tags.recent() == ["isp-3.0/power.1", "isp-3.0/co-design.1"]
