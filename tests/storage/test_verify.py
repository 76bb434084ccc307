import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import Cancelled
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.journal.sample import make_sample
from isp_journal.model import Filter, ImportedEntry, ImportedTag
from isp_journal.storage import backup_checks, connect, index_checks, migrate, page_checks, row_checks, verify
from isp_journal.storage.checking import Pace, Rule, Subject
from tests.storage.damage import checked, spoiled, wrong
from tests.storage.journals import fresh, on_words, written

SETTLED = {"the bytes of the closed file", "the length of the file", "free pages"}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = fresh(tmp_path / "journal")
    written(opened, "I stopped the agenda.")
    yield opened
    opened.close()


def test_nothing_is_wrong_with_the_sample(tmp_path: Path) -> None:
    make_sample(tmp_path / "sample", date(2026, 11, 25))
    assert wrong(tmp_path / "sample") == []


def test_nothing_is_wrong_after_everything_that_a_journal_can_go_through(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    told = [
        ImportedEntry(number, date(2026, 1, 1) + timedelta(number), f"Told {number}. I asked, and waited.",
                      site=f"Site {number % 3}", people=(f"P{number % 4}", "Ruth"), labels=("told",),
                      tags=(ImportedTag("relationships.4", "I asked"), ImportedTag("co-learning.2", "gone")))
        for number in range(40)
    ]  # fmt: skip
    batch = journal.imports.take(told).batch
    journal.imports.take([replace(told[0], number=99, body="Another file.", people=("New",))])
    ids = [line.id for line in journal.entries.page(Filter(), limit=40)]
    for number, identity in enumerate(ids[:12]):
        entry = journal.entries.get(identity)
        changed = replace(entry, body=f"Before. {entry.body}", occurred_on=entry.occurred_on - timedelta(number % 5))
        journal.entries.save(on_words(replace(changed, tags=entry.tags[number % 3 :]), "Before"))
    sites, people = journal.sites.all(), journal.people.all()
    merge = journal.sites.merge(sites[0].id, sites[1].id)
    journal.people.merge(people[-1].id, people[-2].id)
    journal.sites.unmerge(merge)
    journal.sites.delete(sites[2].id, with_entries=True)
    journal.labels.merge(journal.labels.all()[0].id, written_label(journal))
    ids = [line.id for line in journal.entries.page(Filter(), limit=40)]
    attached = journal.attachments.add(ids[0], "plan.txt", b"A plan.")
    journal.attachments.rename(attached.id, "the plan.txt")
    journal.attachments.add(ids[1], "plan.txt", b"A plan.")
    journal.entries.trash(ids[:4])
    journal.entries.restore(ids[:2])
    backup = journal.backups.make()
    journal.entries.save(replace(journal.entries.get(ids[1]), body="All else."))
    journal.backups.take_back(backup, ids[1])
    journal.entries.restore_version(ids[1], journal.entries.versions(ids[1])[0].revision)
    journal.trash.empty()
    assert batch is not None
    journal.imports.undo(batch)
    journal.rest()
    assert journal.checks.run().problems == ()
    journal.close()
    assert wrong(tmp_path / "journal") == []


def written_label(journal: Journal) -> str:
    written(journal, "More.", labels=("other",))
    return next(one.id for one in journal.labels.all() if one.name == "other")


def test_all_parts_are_told_in_their_order_with_how_far_it_is(journal: Journal) -> None:
    told: list[tuple[int, int, str]] = []
    report = journal.checks.run(lambda *step: told.append(step))
    names = list(dict.fromkeys(what for _, _, what in told))
    assert set(report.checked) <= set(names)
    assert names[:2] == ["tables, indexes and triggers", "the search index against the texts"]
    assert all(0 <= done <= total == verify.COUNT for done, total, _ in told)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert report.seconds < 5


def test_a_stop_ends_the_check_and_changes_nothing(journal: Journal) -> None:
    asked = []

    def told(done: int, _total: int, what: str) -> bool:
        asked.append(what)
        return done < 5

    with pytest.raises(Cancelled):
        journal.checks.run(told)
    assert journal.checks.run().problems == ()
    written(journal, "Saving goes on.")


@pytest.mark.parametrize("statement", ["PRAGMA integrity_check", index_checks._COMPARE, "PRAGMA foreign_key_check"])
def test_a_stop_inside_a_long_statement_ends_it_soon(tmp_path: Path, statement: str) -> None:
    journal = fresh(tmp_path / "journal")
    journal.imports.take(
        ImportedEntry(number, date(2026, 1, 1) + timedelta(number % 300), f"Word{number} and some more. " * 60)
        for number in range(3_000)
    )
    connection = connect.connect(tmp_path / "journal", writing=True)
    wanted = threading.Event()
    pace = Pace(lambda *_: not wanted.is_set(), 1)
    verify._attend(connection, pace)
    stopped: list[float] = []

    def stop() -> None:
        stopped.append(time.monotonic())
        wanted.set()

    threading.Timer(0.02, stop).start()
    with pytest.raises(driver.Error, match="interrupted"):
        for _ in range(1_000):
            connection.execute(statement).fetchall()
    assert time.monotonic() - stopped[0] < 0.3
    connection.close()
    journal.close()


def test_a_stop_inside_a_long_part_is_a_stop_and_no_damage(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def long(subject: Subject, _pace: Pace) -> Iterator[Any]:
        without_end = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
        yield from subject.connection.execute(without_end)

    monkeypatch.setattr(verify, "PARTS", (verify.Part("long", long),))
    heard: list[str] = []

    def told(_done: int, _total: int, what: str) -> bool:
        heard.append(what)
        return heard.count("long") < 2

    with pytest.raises(Cancelled):
        journal.checks.run(told)


def test_whoever_stops_is_asked_only_now_and_then() -> None:
    asked: list[int] = []
    pace = Pace(lambda *_: asked.append(1), 1)
    pace.begin("texts")
    for _ in range(10_000):
        pace.look()
    assert len(asked) < 5


def test_saving_goes_on_while_it_is_checked(journal: Journal) -> None:
    saved: list[str] = []

    def told(_done: int, _total: int, what: str) -> bool:
        saved.append(written(journal, f"Written during {what}.").id)
        return True

    report = journal.checks.run(told)
    assert report.problems == ()
    assert len(saved) > 5
    assert journal.checks.run().problems == ()


def test_it_is_checked_beside_an_open_window(journal: Journal) -> None:
    beside = open_journal(journal._store.folder, writing=False)
    report = beside.checks.run()
    beside.close()
    assert report.problems == ()
    assert report.left_out == ("what did not change since the newest backup",)


def test_beside_somebody_who_writes_the_index_waits_and_is_left_out_in_the_end(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "BUSY_MS", 1)
    beside = open_journal(journal._store.folder, writing=False)
    with journal._store.writing():
        report = beside.checks.run()
    assert report.problems == ()
    assert "the search index against the texts" in report.left_out
    assert "the search index against the texts" in beside.checks.run().checked
    beside.close()


def test_a_log_that_cannot_be_moved_leaves_out_what_needs_the_file_itself(journal: Journal) -> None:
    written(journal, "In the log.")
    holding: Any = connect.connect(journal._store.folder, writing=False)
    holding.execute("BEGIN")
    holding.execute("SELECT count(*) FROM entry").fetchall()
    written(journal, "In the log, and held there.")
    report = journal.checks.run()
    holding.close()
    assert report.problems == ()
    assert set(report.left_out) >= SETTLED
    assert set(journal.checks.run().checked) >= SETTLED


def test_a_place_that_cannot_be_read_is_told_and_ends_nothing(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    for number in range(30):
        written(journal, f"{number} words. " * 300)
    journal.close()
    file = connect.database(tmp_path / "journal")
    content = bytearray(file.read_bytes())
    content[20 * 4096 : 20 * 4096 + 200] = b"\xff" * 200
    file.write_bytes(content)
    report = checked(tmp_path / "journal")
    assert "A part of the file can't be read." in {one.what for one in report.problems}
    assert "attachments" in report.checked


def test_a_wrong_schema_makes_no_fault_of_the_app(journal: Journal) -> None:
    folder = journal._store.folder
    journal.close()
    beside = open_journal(folder, writing=False)
    spoiled(folder, "ALTER TABLE note RENAME COLUMN body TO text")
    told = {one.what for one in beside.checks.run().problems}
    beside.close()
    assert told >= {"A part of the file is made otherwise than it should be.", "A part of the file can't be read."}


def test_a_fault_of_the_app_stays_one(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_checks, "_ANCHORS", (Rule("x", "SELECT nonsense"),))
    with pytest.raises(driver.Error, match="nonsense"):
        journal.checks.run()


@pytest.mark.parametrize(
    ("name", "what", "todo"),
    [
        ("SQLITE_IOERR_READ", "A part of the file can't be read.", "copy the journal's folder to another disk"),
        ("SQLITE_CORRUPT", "A part of the file can't be read.", "restore the newest good backup"),
        ("SQLITE_CORRUPT_VTAB", index_checks.WRONG, "--rebuild-index"),
    ],
)
def test_what_the_engine_gives_up_on_is_told_as_what_it_is(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, name: str, what: str, todo: str
) -> None:
    def fails(_subject: Subject, _pace: Pace) -> Iterator[Any]:
        error = driver.OperationalError("words that nobody matches")
        error.sqlite_errorname = name
        raise error
        yield

    monkeypatch.setattr(verify, "PARTS", (verify.Part("texts", fails),))
    problems = journal.checks.run().problems
    assert [(one.what, todo in one.todo) for one in problems] == [(what, True)]


def test_an_index_that_cannot_be_looked_at_is_told(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_connection: Any) -> bool:
        error = driver.OperationalError("words that nobody matches")
        error.sqlite_errorname = "SQLITE_IOERR"
        raise error

    monkeypatch.setattr(index_checks, "is_index_true", fails)
    assert [one.where for one in journal.checks.run().problems] == ["the search index against the texts: SQLITE_IOERR"]


def test_a_backup_that_cannot_be_read_inside_is_told(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        error = driver.DatabaseError("words that nobody matches")
        error.sqlite_errorname = "SQLITE_CORRUPT"
        raise error

    monkeypatch.setattr(backup_checks, "newest", fails)
    assert [one.where for one in journal.checks.run().problems] == [
        "what did not change since the newest backup: SQLITE_CORRUPT"
    ]


def test_an_earlier_schema_is_checked_by_what_it_has(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    written(journal, "Written before.")
    journal.close()
    spoiled(
        tmp_path / "journal",
        "DROP TABLE attachment",
        "DROP TABLE blob",
        f"UPDATE alembic_version SET version_num = '{migrate.revision_name(1)}'",
        "PRAGMA user_version=1",
    )
    assert wrong(tmp_path / "journal") == []


def test_settling_is_seen_by_the_log_alone(tmp_path: Path) -> None:
    assert page_checks.is_settled(tmp_path)
    connect.log(tmp_path).write_bytes(b"")
    assert page_checks.is_settled(tmp_path)
    connect.log(tmp_path).write_bytes(b"frames")
    assert not page_checks.is_settled(tmp_path)
