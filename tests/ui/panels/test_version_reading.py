from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from isp_journal.ids import new_id
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Entry, Mode, Tag
from isp_journal.model import Kind as EntryKind
from isp_journal.storage import rows
from isp_journal.ui.editor.text import raw_text, shown, tidied, written
from isp_journal.ui.panels.version_reading import (
    LONGEST_CHANGE,
    MOST_SHOWN,
    Difference,
    MarkedText,
    marked,
    read_difference,
    read_rows,
)
from isp_journal.word_diff import Kind, Piece, diff
from tests.storage import journals
from tests.storage.journals import on_words

KINDS: list[Kind] = ["same", "gone", "new"]


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    monkeypatch.setattr(rows, "STEP", rows.STEP * 0)
    create_journal(tmp_path / "journal", author="Jonas")
    return open_journal(tmp_path / "journal", writing=True)


def words_at(found: MarkedText, spans: tuple[tuple[int, int], ...]) -> list[str]:
    """Return the marked words as the document that is shown has them."""
    document = QTextDocument()
    document.setPlainText(shown(tidied(found.text)))
    halves = raw_text(document).encode("utf-16-le")
    return [halves[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]


def newest(journal: Journal, entry: Entry) -> Difference:
    (row, *_older) = read_rows(journal, entry.id)
    found = read_difference(journal, entry.id, row)
    journal.close()
    return found


def test_words_are_marked_where_they_stand_in_the_document() -> None:
    before = "We met at noon.\n\nLuis opened with 🌱 the chart.\nIt rained."
    found = marked(diff(before, before.replace("noon", "nine").replace("chart", "cards").replace("rained", "cleared")))
    assert words_at(found, found.gone) == ["noon", "chart", "rained"]
    assert words_at(found, found.new) == ["nine", "cards", "cleared"]
    assert [change.words() for change in found.changes] == [
        "Then “noon”, now “nine”",
        "Then “chart”, now “cards”",
        "Then “rained”, now “cleared”",
    ]


def test_what_only_one_of_them_says_is_told_so() -> None:
    found = marked((Piece("same", "One. "), Piece("new", "Two. "), Piece("same", "Three."), Piece("gone", "\n\n")))
    assert [change.words() for change in found.changes] == ["Only now: “Two.”", "Only then: a space or a line break"]


WORDS = st.text("ab 🌱é\n", min_size=1, max_size=8)


def test_a_sentence_that_came_in_has_its_own_full_stop() -> None:
    found = marked((Piece("same", "One"), Piece("new", ". Two"), Piece("same", ".")))
    assert words_at(found, found.new) == ["Two."]
    assert found.text == "One. Two."


@given(st.lists(st.builds(Piece, st.sampled_from(KINDS), WORDS), max_size=12))
def test_every_mark_stands_at_its_own_words(pieces: list[Piece]) -> None:
    found = marked(pieces)
    for kind, spans in (("gone", found.gone), ("new", found.new)):
        wanted = [piece.text.strip() for piece in pieces if piece.kind == kind and piece.text.strip()]
        assert [written(words).strip() for words in words_at(found, spans) if words.strip()] == wanted


def test_what_is_the_same_far_from_a_change_is_left_out() -> None:
    same = " ".join(f"word{number}" for number in range(2000))
    found = marked((Piece("same", same), Piece("gone", "Dana"), Piece("same", same)))
    first, second = words_at(found, found.left_out)
    assert "words the same" in first and "words the same" in second
    assert len(found.text) < 2_000
    assert found.text.startswith("[…")
    assert words_at(found, found.gone) == ["Dana"]


def test_a_text_that_did_not_change_is_shown_whole() -> None:
    same = "word " * 3000
    assert marked((Piece("same", same),)).text == same


def test_enormous_changes_are_cut_with_how_much_is_left() -> None:
    found = marked((Piece("gone", "word " * LONGEST_CHANGE), Piece("new", "other")))
    assert "16,000 words more" in found.text or "16000 words more" in found.text
    many = tuple(Piece("new" if at % 2 else "gone", f"{at} " * 1000) for at in range(400))
    assert len(marked(many).text) < 2 * MOST_SHOWN


def test_title_date_site_mode_and_minutes_are_told_in_words(journal: Journal) -> None:
    school, clinic = journal.sites.ensure("Harlow Bend School"), journal.sites.ensure("Tidewell Clinic")
    entry = journals.written(
        journal, "Eleven people came.", title="A meeting", site=school.id, occurred_on=date(2026, 11, 24)
    )
    journal.entries.save(
        replace(
            entry,
            title="The meeting",
            site=clinic.id,
            occurred_on=date(2026, 11, 25),
            kind=EntryKind.CALL,
            occurred_time=time(9, 30),
            mode=Mode.PHONE,
            minutes=90,
        )
    )
    assert newest(journal, entry).facts == (
        "Title: “A meeting” then, “The meeting” now.",
        "Date: 24 Nov then, 25 Nov now.",
        "Time: none then, 09:30 now.",
        "Kind: general then, call now.",
        "Site: Harlow Bend School then, Tidewell Clinic now.",
        "Mode: none then, phone now.",
        "Minutes: none then, 90 now.",
    )


def test_people_labels_and_tags_are_told_by_name(journal: Journal) -> None:
    dana, luis = journal.people.ensure("Dana Okafor"), journal.people.ensure("Luis Ferreira")
    entry = journals.written(journal, "I asked everyone. We look on Friday.", people=(dana.id,), labels=("data",))
    tagged = journal.entries.save(on_words(entry, "I asked everyone", because="Room to say it."))
    (tag,) = tagged.tags
    other = Tag(new_id(), "isp-3.0/co-learning.1")
    changed = replace(tag, because="", anchor=None)
    journal.entries.save(replace(tagged, people=(luis.id,), labels=("data", "hard"), tags=(changed, other)))
    label = journal.framework.activity(tag.activity).label
    assert newest(journal, entry).facts == (
        "People: Dana Okafor only then; Luis Ferreira only now.",
        "Labels: hard only now.",
        f"Tags: {journal.framework.activity(other.activity).label} only now.",
        f"Why, at {label}: “Room to say it.” then, nothing now.",
        f"{label}: on “I asked everyone” then, on the whole entry now.",
    )


def test_who_has_left_the_journal_is_not_named(journal: Journal) -> None:
    dana, school = journal.people.ensure("Dana Okafor"), journal.sites.ensure("Harlow Bend School")
    entry = journals.written(journal, "We met.", people=(dana.id,), site=school.id)
    journal.entries.save(replace(entry, people=(), site=None))
    journal.people.delete(dana.id)
    journal.sites.delete(school.id, with_entries=False)
    facts = newest(journal, entry).facts
    assert facts == (
        "Site: a site that is no longer in the journal then, none now.",
        "People: somebody who is no longer in the journal only then.",
    )


def test_an_activity_of_another_edition_shows_its_key(journal: Journal) -> None:
    entry = journals.written(journal, "We met.", tags=(Tag(new_id(), "isp-9.0/kindness.1"),))
    journal.entries.save(replace(entry, tags=()))
    assert newest(journal, entry).facts == ("Tags: kindness.1 only then.",)
