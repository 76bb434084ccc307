from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.journal import steps
from isp_journal.journal.journal import Journal
from isp_journal.model import Entry
from tests.storage.journals import written

LONG = "".join(f"Sentence {number} says something else. " for number in range(40))


def kept_texts(journal: Journal, entry: Entry) -> list[str]:
    return [journal.entries.version(entry.id, one.revision).body for one in journal.entries.versions(entry.id)]


def typed(journal: Journal) -> Entry:
    """An entry that was typed in one go, of which only the first words were kept as a version."""
    entry = written(journal, LONG[:100])
    for length in range(200, len(LONG), 100):
        entry = journal.entries.save(replace(entry, body=LONG[:length]))
    assert kept_texts(journal, entry) == [LONG[:100]]
    return entry


def test_a_long_text_that_is_deleted_at_once_is_kept_before(journal: Journal) -> None:
    entry = typed(journal)
    journal.entries.save(replace(entry, body="Gone."))
    assert kept_texts(journal, entry) == [entry.body, LONG[:100]]


def test_a_long_text_that_is_deleted_bit_by_bit_is_kept_as_it_was_at_its_fullest(journal: Journal) -> None:
    entry = typed(journal)
    shorter = entry
    while len(shorter.body) > 60:
        shorter = journal.entries.save(replace(shorter, body=shorter.body[:-30]))
    assert entry.body in kept_texts(journal, entry)
    # One version for each stretch that is gone, and not one for each save.
    assert len(kept_texts(journal, entry)) < 9


def test_a_passage_that_is_written_over_is_kept_before(journal: Journal) -> None:
    entry = typed(journal)
    other = LONG[:300] + "x" * 300 + entry.body[600:]
    journal.entries.save(replace(entry, body=other))
    assert kept_texts(journal, entry)[0] == entry.body


@pytest.mark.parametrize("size", [1, 100, 199])
def test_a_correction_keeps_no_version_of_its_own(journal: Journal, size: int) -> None:
    entry = typed(journal)
    corrected = journal.entries.save(replace(entry, body=entry.body[:300] + entry.body[300 + size :]))
    journal.entries.save(replace(corrected, body=corrected.body + "And more."))
    assert kept_texts(journal, entry) == [LONG[:100]]


def test_each_entry_is_watched_by_itself(journal: Journal) -> None:
    entry = typed(journal)
    other = written(journal, "Short.")
    journal.entries.save(replace(other, body="Shorter"))
    journal.entries.save(replace(entry, body=""))
    assert entry.body in kept_texts(journal, entry)
    assert kept_texts(journal, other) == ["Short."]


def test_texts_too_long_to_compare_in_time_are_told_by_their_lengths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "LONGEST", 1_000)
    before = Entry("id", date(2026, 3, 2), body="a" * 1_100)
    assert steps.Steps().to_keep(before, replace(before, body="b" * 1_100)) is None
    assert steps.Steps().to_keep(before, replace(before, body="b" * 800)) == before


@given(st.text("ab", max_size=400), st.text("ab", max_size=400))
def test_what_was_taken_out_is_never_more_than_was_there(before: str, after: str) -> None:
    watched = steps.Steps()
    first = Entry("id", date(2026, 3, 2), body=before)
    kept = watched.to_keep(first, replace(first, body=after))
    assert kept in (None, first)
    if len(before) - len(after) > steps.MUCH:
        assert kept == first
    if before in after or len(before) <= steps.MUCH:
        assert kept is None
