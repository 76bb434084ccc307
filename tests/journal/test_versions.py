import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.anchors import anchor
from isp_journal.errors import Refused
from isp_journal.journal.journal import Journal
from isp_journal.model import Entry, Kind, Mode, Note, Person, Role, Site, Tag, Thing
from isp_journal.storage import entry_rows
from tests.storage.journals import on_words, written

DAY = date(2026, 3, 2)


def whole(journal: Journal) -> Entry:
    """An entry that says all that one can say, and is in its first revision."""
    people = tuple(journal.people.ensure(name).id for name in ("Dana", "Luis"))
    entry = replace(
        journal.entries.new(DAY),
        body="First she listened, then she asked. Then she asked again.",
        title="The visit",
        kind=Kind.SITE_VISIT,
        occurred_time=time(9, 30),
        site=journal.sites.ensure("Harlow Bend School").id,
        people=people,
        labels=("data", "hard"),
        mode=Mode.ONSITE,
        minutes=0,
        tags=(Tag("", "isp-3.0/power.1", because="all of it"),),
    )
    kept = journal.entries.save(on_words(on_words(entry, "First"), "asked again", "isp-3.0/co-learning.2", "so"))
    return journal.entries.get(kept.id)


def said(entry: Entry) -> Entry:
    return replace(entry, revision=0, updated_at="", place=0)


def test_an_earlier_version_is_the_whole_entry_as_it_was(journal: Journal) -> None:
    first = whole(journal)
    other = replace(journal.entries.new(date(2026, 4, 1)), id=first.id, body="Other words.", labels=("new",))
    last = journal.entries.save(other)
    assert [one.revision for one in journal.entries.versions(first.id)] == [1]
    then = journal.entries.version(first.id, 1)
    assert said(then) == said(first)
    assert journal.entries.version(first.id, last.revision) == last
    light = journal.entries.versions(first.id, contents=False)
    assert [(one.revision, one.content) for one in light] == [
        (one.revision, "") for one in journal.entries.versions(first.id)
    ]


def test_a_restored_version_is_a_new_one_and_what_it_replaced_is_kept(journal: Journal) -> None:
    first = whole(journal)
    last = journal.entries.save(replace(first, title="", body="Other words.", tags=(), people=(), site=None))
    back = journal.entries.restore_version(first.id, first.revision)
    assert back.revision == last.revision + 1
    assert said(journal.entries.get(first.id)) == said(first)
    assert said(journal.entries.version(first.id, last.revision)) == said(last)
    # Taken back by the same way, also within the two minutes in which typing keeps one version alone.
    again = journal.entries.restore_version(first.id, last.revision)
    assert said(again) == said(last)
    assert journal.entries.restore_version(first.id, again.revision) == again
    assert journal.entries.restore_version(first.id, last.revision) == again


def test_a_loose_tag_and_its_words_come_back_as_they_were(journal: Journal) -> None:
    new = replace(journal.entries.new(DAY), body="I waited for her.")
    entry = journal.entries.save(on_words(new, "waited"))
    loose = journal.entries.save(replace(entry, body="She came."))
    assert [tag.loose for tag in loose.tags] == [True]
    journal.entries.restore_version(entry.id, entry.revision)
    assert journal.entries.get(entry.id).tags == entry.tags
    back = journal.entries.restore_version(entry.id, loose.revision)
    assert [(tag.loose, tag.anchor and tag.anchor.quote) for tag in back.tags] == [(True, "waited")]


def test_versions_of_what_is_not_there_are_refused_in_words(journal: Journal) -> None:
    entry = written(journal, "One.")
    note = journal.notes.save("relationships", DAY, "A note.")
    journal.entries.save(replace(entry, body="Two."))
    journal.entries.trash([entry.id])
    refusals: list[tuple[str, Callable[[], object]]] = [
        ("no entry", lambda: journal.entries.version("nothing", 1)),
        ("no entry", lambda: journal.entries.restore_version("nothing", 1)),
        ("was not kept", lambda: journal.entries.version(entry.id, 7)),
        ("was not kept", lambda: journal.versions.at(Thing.NOTE, note.id, 7)),
        ("not in the journal", lambda: journal.versions.at(Thing.NOTE, "nothing", 1)),
        ("in the trash", lambda: journal.entries.restore_version(entry.id, 1)),
        ("Only entries", lambda: journal.versions.restore(Thing.LABEL, "x", 1)),
    ]
    for words, refusal in refusals:
        with pytest.raises(Refused, match=words):
            refusal()
    assert journal.versions.of(Thing.NOTE, "nothing") == []


def test_people_who_left_since_are_left_out_of_a_restored_version(journal: Journal) -> None:
    keep, other, gone = (journal.people.ensure(name).id for name in ("Dana", "D.", "Luis"))
    site = journal.sites.ensure("North").id
    entry = written(journal, "One.", people=(other, gone), site=site)
    journal.entries.save(replace(entry, body="Two.", people=(), site=None))
    journal.people.merge(keep, other)
    journal.people.delete(gone)
    journal.sites.delete(site, with_entries=False)
    assert journal.entries.version(entry.id, 1).people == entry.people
    back = journal.entries.restore_version(entry.id, 1)
    assert (back.body, back.people, back.site) == ("One.", (keep,), None)


def test_a_note_is_led_back_to_what_it_said(journal: Journal) -> None:
    note = journal.notes.save("relationships", DAY, "First.")
    journal.notes.save("power.1", date(2026, 3, 9), "Second.", note.id)
    (kept,) = journal.versions.of(Thing.NOTE, note.id)
    assert kept.revision == 1
    then = journal.versions.at(Thing.NOTE, note.id, 1)
    assert isinstance(then, Note)
    assert (then.about, then.on, then.body) == ("isp-3.0/relationships", DAY, "First.")
    back = journal.versions.restore(Thing.NOTE, note.id, 1)
    assert isinstance(back, Note)
    assert (back.about, back.body, back.revision) == ("isp-3.0/relationships", "First.", 3)
    again = journal.versions.restore(Thing.NOTE, note.id, 2)
    assert isinstance(again, Note)
    assert (again.about, again.body) == ("isp-3.0/power.1", "Second.")
    assert journal.versions.at(Thing.NOTE, note.id, again.revision) == again


def test_a_person_and_a_site_are_led_back_to_what_they_were_called(journal: Journal) -> None:
    dana = journal.people.ensure("Dana", Role.COACHEE)
    journal.people.save(replace(dana, name="Dana Okafor", role=Role.COACH, position="head", archived=True))
    back = journal.versions.restore(Thing.PERSON, dana.id, 1)
    assert isinstance(back, Person)
    assert (back.name, back.role, back.position, back.archived, back.revision) == ("Dana", Role.COACHEE, "", False, 3)
    site = journal.sites.ensure("North")
    journal.sites.save(replace(site, name="North School", pseudonym="N"))
    there = journal.versions.restore(Thing.SITE, site.id, 1)
    assert isinstance(there, Site)
    assert (there.name, there.pseudonym) == ("North", "")
    journal.people.save(replace(back, name="Somebody"))
    journal.people.ensure("Dana")
    with pytest.raises(Refused, match="already"):
        journal.versions.restore(Thing.PERSON, dana.id, 1)


def test_entries_are_led_back_by_the_same_part(journal: Journal) -> None:
    entry = written(journal, "One.")
    journal.entries.save(replace(entry, body="Two."))
    assert journal.versions.of(Thing.ENTRY, entry.id) == journal.entries.versions(entry.id)
    assert journal.versions.at(Thing.ENTRY, entry.id, 1) == journal.entries.version(entry.id, 1)
    back = journal.versions.restore(Thing.ENTRY, entry.id, 1)
    assert isinstance(back, Entry)
    assert back.body == "One."


BODY = "Some words that stand in a text."
TAGS = st.builds(
    lambda start, size, loose, because: Tag(
        "id", "isp-3.0/power.1", anchor(BODY, start, start + size), loose=loose, because=because
    ),
    st.integers(0, 10),
    st.integers(2, 20),
    st.booleans(),
    st.text(max_size=5),
)


@given(
    kind=st.sampled_from(Kind),
    mode=st.none() | st.sampled_from(Mode),
    at=st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    minutes=st.none() | st.integers(0, 1440),
    words=st.lists(st.text(max_size=9), min_size=4, max_size=4),
    tags=st.lists(TAGS, max_size=3),
)
def test_what_a_version_keeps_is_read_back_as_it_was(
    kind: Kind, mode: Mode | None, at: time | None, minutes: int | None, words: list[str], tags: list[Tag]
) -> None:
    entry = Entry("id", DAY, kind, words[0], BODY, at, words[1], (words[2],), (words[3],), mode, minutes, tuple(tags))
    again = entry_rows.of_content(Entry("id", date(2020, 1, 1)), json.loads(json.dumps(entry_rows.content(entry))))
    placed = [
        replace(tag, anchor=replace(tag.anchor, start=0, end=0)) if tag.loose and tag.anchor else tag for tag in tags
    ]
    assert again == replace(entry, tags=tuple(placed))
