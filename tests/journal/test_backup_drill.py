import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from isp_journal.errors import BackupDamaged, Cancelled
from tests.journal.shelves import Shelf, opened, shelf
from tests.storage.damage import flip, spoiled


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    """Give an open journal with one entry and a backup of it."""
    with shelf(tmp_path / "journal") as made:
        made.backups.make()
        yield made


def test_a_good_backup_is_said_to_be_good_with_what_is_in_it(kept: Shelf) -> None:
    entry = kept.write("With a picture.")
    kept.journal.attachments.add(entry.id, "flipchart.png", b"\x89PNG\r\n\x1a\n" + b"x" * 99)
    kept.clock.forward(minutes=1)
    made = kept.backups.make()
    report = kept.backups.drill()
    assert (report.backup, report.entries, report.attachments, report.problems) == (made, 2, 1, ())
    assert report.seconds > 0
    assert kept.backups.health().last_drill == "2026-03-02T09:01:00.000Z"


def test_it_leaves_nothing_and_changes_nothing(kept: Shelf) -> None:
    before = kept.files()
    kept.backups.drill()
    assert kept.files() == before
    assert not (kept.folder / "set-aside").exists()


def test_what_was_written_since_is_no_problem(kept: Shelf) -> None:
    entry = kept.write("Written since.")
    kept.journal.entries.save(replace(entry, body="And changed."))
    assert kept.backups.drill().problems == ()


def test_a_damaged_backup_is_told_and_remembered(kept: Shelf) -> None:
    newest = kept.backups.all()[0].file
    flip(newest, newest.stat().st_size // 2)
    report = kept.backups.drill()
    assert (report.entries, report.attachments) == (0, 0)
    assert len(report.problems) == 1
    assert "is damaged" in report.problems[0]
    health = kept.backups.health()
    assert health.last_drill == ""
    assert health.problem is not None


def test_a_row_that_changed_by_itself_is_told_by_its_id_alone(kept: Shelf) -> None:
    kept.close()
    spoiled(kept.folder, "UPDATE entry SET body = 'I started the agenda.'")
    again = opened(kept.folder, kept.clock)
    (problem,) = again.backups.drill().problems
    assert "agenda" not in problem
    assert problem.startswith("Something changed without being changed by anybody, as its backup shows. entry ")
    again.close()


def test_stopping_leaves_nothing(kept: Shelf) -> None:
    before = kept.files()
    told: list[str] = []

    def heard(done: int, total: int, what: str) -> bool:
        told.append(f"{done}/{total} {what}")
        return done < 1

    with pytest.raises(Cancelled):
        kept.backups.drill(heard)
    assert told == ["0/2 Restoring the backup aside", "1/2 Comparing it with the journal"]
    assert kept.files() == before


def test_it_is_due_each_quarter_and_then_done_by_itself(kept: Shelf) -> None:
    kept.clock.forward(days=90)
    assert not kept.backups.health().drill_due
    kept.backups.make_if_due()
    assert kept.backups.health().last_drill == ""
    kept.clock.forward(days=2)
    assert kept.backups.health().drill_due
    kept.backups.make_if_due()
    health = kept.backups.health()
    assert health.last_drill.startswith("2026-06-02")
    assert not health.drill_due
    kept.clock.forward(days=91)
    assert kept.backups.health().drill_due


@pytest.mark.parametrize("when", ["2099-01-01T00:00:00.000Z", "yesterday", "2026-03-02"])
def test_a_last_time_that_cannot_be_makes_it_due(kept: Shelf, when: str) -> None:
    kept.backups.drill()
    state = kept.folder / "backups" / "state.json"
    state.write_text(state.read_text().replace("2026-03-02T09:00:00.000Z", when))
    assert kept.backups.health().drill_due


def test_where_the_folder_of_backups_cannot_be_written_to_it_is_tried_elsewhere(
    kept: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.mkdir

    def mkdir(path: str, *more: int, **named: int) -> None:
        if "journal/backups/.making-" in str(path):
            raise PermissionError(13, "Permission denied")
        real(path, *more, **named)

    monkeypatch.setattr(os, "mkdir", mkdir)
    assert kept.backups.drill().problems == ()


def test_one_that_is_not_good_is_told_when_it_is_tried_by_itself(kept: Shelf) -> None:
    newest = kept.backups.all()[0].file
    flip(newest, newest.stat().st_size // 2)
    kept.clock.forward(days=92)
    with pytest.raises(BackupDamaged):
        kept.backups.make_if_due()
