"""What an import brings is known afterwards, and can be taken back, whatever happened in between."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isp_journal.anchors import Anchor, find
from isp_journal.errors import Refused
from isp_journal.journal.journal import Journal
from isp_journal.model import Filter, ImportedEntry, ImportedTag, Tag
from tests.storage.journals import fresh

DAY = date(2026, 3, 2)
ONE = "01a20fc6-9e62-77fb-bf12-aa9325cc0772"


def test_a_tag_id_said_twice_in_one_line_spoils_nothing(journal: Journal) -> None:
    tags = tuple(ImportedTag(f"isp-3.0/relationships.{n}", id=ONE) for n in (1, 2, 3))
    lines = [ImportedEntry(1, DAY, "a", tags=tags), ImportedEntry(2, DAY, "b", tags=tags[:1])]
    assert journal.imports.take(lines).added == 2
    assert journal.facts().tags == 4


def test_a_line_that_cannot_be_kept_does_not_stand_for_the_next_with_its_id(journal: Journal) -> None:
    lines = [ImportedEntry(1, DAY, "a", minutes=2_000, id=ONE), ImportedEntry(2, DAY, "a", id=ONE)]
    for dry_run in (True, False):
        report = journal.imports.take(lines, dry_run=dry_run)
        assert (report.added, report.known, len(report.skipped)) == (1, 0, 1)


def test_an_import_can_be_taken_back_after_many_that_brought_nothing(journal: Journal) -> None:
    batch = journal.imports.take([ImportedEntry(1, DAY, "a")]).batch
    for _ in range(12):
        assert journal.imports.take([ImportedEntry(1, DAY, "a")]).batch is None
    last = journal.imports.last()
    assert last is not None
    assert last.id == batch
    assert journal.imports.undo(last.id) == 1
    assert journal.imports.last() is None
    with pytest.raises(Refused):
        journal.imports.undo(last.id)


def test_what_stayed_when_an_import_was_taken_back_comes_in_no_second_time(journal: Journal) -> None:
    lines = [ImportedEntry(1, DAY, "a"), ImportedEntry(2, DAY, "b")]
    batch = journal.imports.take(lines).batch
    changed = journal.entries.get(journal.entries.page(Filter())[0].id)
    journal.entries.save(replace(changed, body="b, and more"))
    assert journal.imports.undo(batch or "") == 1
    again = journal.imports.take(lines)
    assert (again.added, again.known) == (1, 1)
    assert sorted(line.snippet for line in journal.entries.page(Filter())) == ["a", "b, and more"]


def test_an_import_is_taken_back_after_its_people_and_sites_were_merged(journal: Journal) -> None:
    told = [ImportedEntry(n, DAY, f"text {n}", site=f"S{n}", people=(f"P{n}",), labels=(f"l{n}",)) for n in (1, 2)]
    batch = journal.imports.take(told).batch
    people = [journal.people.named(f"P{n}") for n in (1, 2)]
    sites = [journal.sites.named(f"S{n}") for n in (1, 2)]
    labels = journal.labels.all()
    assert people[0] and people[1] and sites[0] and sites[1]
    merges = (
        journal.people.merge(people[0].id, people[1].id),
        journal.sites.merge(sites[0].id, sites[1].id),
        journal.labels.merge(labels[0].id, labels[1].id),
    )
    # The entry whose site changed stays, and so does what it names.
    assert journal.imports.undo(batch or "") == 1
    journal.labels.unmerge(merges[2])
    journal.sites.unmerge(merges[1])
    journal.people.unmerge(merges[0])
    (left,) = journal.entries.export()
    assert left.body == "text 2"
    assert [journal.people.get(one).name for one in left.people] == ["P2"]
    assert left.site and journal.sites.get(left.site).name == "S2"
    assert left.labels == ("l2",)


def test_a_title_is_not_cut_where_nobody_sees_it(journal: Journal) -> None:
    report = journal.imports.take(
        [ImportedEntry(1, DAY, "a", title="t" * 501), ImportedEntry(2, DAY, "b", title="t" * 500)]
    )
    assert report.added == 1
    assert "500" in report.skipped[0].reason


def test_a_line_with_an_id_from_the_trash_is_known(journal: Journal) -> None:
    journal.imports.take([ImportedEntry(1, DAY, "a", id=ONE)])
    journal.entries.trash([ONE])
    report = journal.imports.take([ImportedEntry(1, DAY, "b", id=ONE)])
    assert (report.added, report.known) == (0, 1)
    assert journal.entries.get(ONE).body == "a"


def test_halves_of_characters_around_a_passage_do_not_hold_a_save_up(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "halves")
    body = "bad \ud83d half and words here"
    anchors = [Anchor(15, 20, "words", "\ud83d half and ", " here"), Anchor(4, 10, "\ud83d half", "bad ", " and")]
    tags = tuple(Tag("", "isp-3.0/relationships.4", one) for one in anchors)
    kept = journal.entries.save(replace(journal.entries.new(), body=body, tags=tags))
    found = journal.entries.get(kept.id)
    assert found.body == "bad ? half and words here"
    assert [(tag.loose, tag.anchor and tag.anchor.quote) for tag in found.tags] == [(False, "? half"), (False, "words")]
    journal.close()


def test_a_passage_of_white_space_alone_is_found_nowhere() -> None:
    assert find("a  b", Anchor(1, 3, "  ", "a", "b")) is None


def test_days_are_looked_up_again_once_a_long_import_has_let_go_of_them(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isp_journal.journal.imports.BATCH", 2)
    monkeypatch.setattr("isp_journal.storage.import_rows.MOST_DAYS", 1)
    told = [ImportedEntry(n, date(2026, 3, 1 + n % 3), f"text {n}") for n in range(12)]
    assert journal.imports.take(told).added == 12
