from dataclasses import replace
from datetime import date

import pytest

from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.journal.history import Item, Moment
from isp_journal.model import Kind, Note, Passage
from isp_journal.paths import resources
from isp_journal.ui.renderers import NoteRenderer, PassageRenderer, Piece, Renderers, Row, beginning

ON = date(2026, 11, 24)
PASSAGE = Passage(
    tag="tag",
    entry="entry",
    place=1,
    occurred_on=ON,
    activity="isp-3.0/relationships.4",
    quote="I asked\nthem.",
    because="Room to say it.",
    loose=False,
    title="A visit",
    snippet="I asked\nthem.",
    kind=Kind.SITE_VISIT,
    site="Harlow Bend School",
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources() / "frameworks")


def shown(value: Passage | Note, catalogue: Catalogue) -> Row:
    kind = "passage" if isinstance(value, Passage) else "note"
    renderers = Renderers((PassageRenderer(), NoteRenderer()))
    assert renderers.kinds == ("passage", "note")
    return renderers.row(Item(kind, Moment(ON, "1"), value), catalogue)


def test_a_passage_is_the_words_with_activity_entry_and_site(catalogue: Catalogue) -> None:
    row = shown(PASSAGE, catalogue)
    assert row.words == "I asked them."
    assert row.because == "Room to say it."
    assert row.pieces == (
        Piece("Regulate distress in relationships", "sustaining-change"),
        Piece("A visit"),
        Piece("Harlow Bend School"),
    )
    assert [(act.name, act.value) for act in row.acts] == [("read_entry", "entry"), ("write_entry", "entry")]


def test_an_entry_without_title_or_site_is_named_by_its_kind(catalogue: Catalogue) -> None:
    row = shown(replace(PASSAGE, title="", site=""), catalogue)
    assert [piece.text for piece in row.pieces][1:] == ["Site visit"]


def test_a_whole_entry_and_a_loose_passage_say_what_they_are(catalogue: Catalogue) -> None:
    whole = shown(replace(PASSAGE, quote="", snippet="## Before\n\n> I *asked* them."), catalogue)
    assert (whole.words, whole.aside, whole.quiet) == ("Before I *asked* them.", "The whole entry", True)
    loose = shown(replace(PASSAGE, loose=True), catalogue)
    assert loose.aside == "These words are no longer in the entry"
    assert loose.icon == "unlink"
    assert "no longer" in loose.spoken


def test_an_activity_of_an_unknown_edition_is_shown_by_its_key(catalogue: Catalogue) -> None:
    row = shown(replace(PASSAGE, activity="other-1/thing.2"), catalogue)
    assert row.pieces[0] == Piece("other-1/thing.2")


def test_a_note_says_where_one_stands_and_on_which_activity(catalogue: Catalogue) -> None:
    row = shown(Note("note", "isp-3.0/relationships", ON, "I wait."), catalogue)
    assert [piece.text for piece in row.pieces] == ["Where I stand"]
    narrow = shown(Note("note", "isp-3.0/relationships.4", ON, "I wait."), catalogue)
    assert narrow.pieces[0].text == "Regulate distress in relationships"
    assert narrow.spoken == "Note. I wait. Regulate distress in relationships. Where I stand"


def test_a_long_beginning_ends_between_two_words() -> None:
    cut = beginning("word " * 40)
    assert cut.endswith("word …")
    assert beginning("- one\n- two\n1. three") == "one two three"
