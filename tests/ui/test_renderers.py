from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.journal.history import History, Item, Moment, Notes, Passages
from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, Kind, Note, Passage
from isp_journal.paths import resources
from isp_journal.storage.store import Transaction
from isp_journal.ui.pages.room import RoomPage
from isp_journal.ui.renderers import Act, NoteRenderer, PassageRenderer, Piece, Renderers, Row, beginning
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.ui.pages.practised import (
    RELATIONSHIPS,
    TODAY,
    click_row,
    opening,
    practised,
    shown_room,
    spoken,
)

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


class Milestones:
    """A third kind of thing, as a later part of the app would bring it."""

    name = "milestone"

    def items(
        self, transaction: Transaction, about: str, asked: Filter, before: Moment | None, limit: int
    ) -> list[Item]:
        item = Item("milestone", Moment(date(2026, 11, 23), "9998"), f"The first year with {about}")
        return [item] if before is None or item.moment < before else []


class MilestoneRenderer:
    """How that part would show its things."""

    name = "milestone"

    def row(self, item: Item, catalogue: Catalogue) -> Row:
        act = Act("open_milestone", "Open it", "Enter", "milestone-1")
        return Row("circle-check", "Milestone", str(item.value), (Piece("One year"),), acts=(act,))


def test_a_third_kind_appears_by_its_query_and_its_renderer_alone(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    def with_milestones(journal: Journal) -> None:
        journal.history = History(journal._store, journal.framework, (Passages(), Notes(), Milestones()))

    workers = Workers(opening(with_milestones))
    workers.open(practised(tmp_path / "journal"), False)
    renderers = Renderers((PassageRenderer(), NoteRenderer(), MilestoneRenderer()))
    page = shown_room(qtbot, RoomPage(theme, workers, renderers, lambda: TODAY), workers, RELATIONSHIPS)
    assert spoken(page)[2] == "Mon 23 Nov. Milestone. The first year with isp-3.0/relationships. One year"
    with qtbot.waitSignal(page.act_wanted) as wanted:
        click_row(page, 2)
    assert wanted.args == ["open_milestone", "milestone-1"]
    workers.close()
