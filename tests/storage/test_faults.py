import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from isp_journal import errors
from isp_journal.errors import KnownError
from isp_journal.journal.journal import Journal
from isp_journal.model import Filter
from isp_journal.storage.connect import open_file
from isp_journal.storage.faults import known, translated
from tests.storage.journals import written


def writing(journal: Journal) -> Any:
    return journal._store._raw_writing


def failure(name: str) -> driver.OperationalError:
    error = driver.OperationalError("words that nobody matches")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SQLITE_FULL", errors.DiskFull),
        ("SQLITE_CORRUPT", errors.JournalDamaged),
        ("SQLITE_CORRUPT_VTAB", errors.SearchIndexDamaged),
        ("SQLITE_NOTADB", errors.NotAJournal),
        ("SQLITE_BUSY", errors.JournalBusy),
        ("SQLITE_LOCKED_SHAREDCACHE", errors.JournalBusy),
        ("SQLITE_READONLY_DIRECTORY", errors.ReadOnly),
        ("SQLITE_PERM", errors.ReadOnly),
        ("SQLITE_CANTOPEN", errors.JournalMissing),
        ("SQLITE_IOERR_FSYNC", errors.DiskFails),
    ],
)
def test_each_code_of_sqlite_has_its_own_sentence(tmp_path: Path, name: str, meant: type[KnownError]) -> None:
    told = known(failure(name), tmp_path / "journal.db")
    assert type(told) is meant
    assert type(known(DBAPIError("SELECT 1", {}, failure(name)), tmp_path / "journal.db")) is meant


def test_a_file_that_is_there_but_cannot_be_opened_is_no_missing_file(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.write_bytes(b"x")
    assert isinstance(known(failure("SQLITE_CANTOPEN"), file), errors.ReadOnly)


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (errno.ENOSPC, errors.DiskFull),
        (errno.EROFS, errors.ReadOnly),
        (errno.EACCES, errors.ReadOnly),
        (errno.ENOENT, errors.JournalMissing),
        (errno.EIO, errors.DiskFails),
    ],
)
def test_each_failure_of_the_system_has_its_own_sentence(tmp_path: Path, number: int, meant: type[KnownError]) -> None:
    assert type(known(OSError(number, "words"), tmp_path / "journal.db")) is meant


def test_what_is_not_known_is_a_bug_and_stays_as_it_was(tmp_path: Path) -> None:
    assert known(OSError(errno.EAFNOSUPPORT, "words"), tmp_path) is None
    assert known(ValueError("words"), tmp_path) is None
    assert known(failure("SQLITE_MISUSE"), tmp_path) is None
    with pytest.raises(driver.OperationalError), translated(tmp_path):
        raise failure("SQLITE_MISUSE")


@pytest.mark.parametrize("kind", [one for one in vars(errors).values() if isinstance(one, type)])
def test_every_known_error_says_what_is_safe_and_most_what_to_do(kind: type[Exception]) -> None:
    if kind in (errors.KnownError, errors.Refused, Path):
        return
    parts = [Path("/a/b")] * (kind.__init__.__code__.co_argcount - 1)
    made = kind(*parts)
    assert isinstance(made, KnownError)
    assert made.what.endswith(".")
    assert made.safe
    assert made.todo or isinstance(made, errors.Cancelled)
    assert str(made).startswith(made.what)


def test_a_full_disk_changes_nothing_and_a_retry_makes_no_double(journal: Journal) -> None:
    entry = written(journal, "Before the disk was full.")
    writer = writing(journal)
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count={pages}")
    fresh = journal.entries.new()
    long = replace(fresh, body="What happened? " * 20_000)
    with pytest.raises(errors.DiskFull):
        journal.entries.save(long)
    assert journal.entries.count(Filter()) == 1
    assert journal.entries.get(entry.id) == entry
    writer.execute("PRAGMA max_page_count=1000000")
    kept = journal.entries.save(long)
    assert journal.entries.save(long).revision == kept.revision == 1
    assert journal.entries.count(Filter()) == 2


def test_a_journal_held_by_another_program_is_busy(journal: Journal) -> None:
    file = journal._store._file
    other = open_file(file, "rw")
    other.execute("BEGIN IMMEDIATE")
    writing(journal).execute("PRAGMA busy_timeout=1")
    with pytest.raises(errors.JournalBusy):
        written(journal, "Somebody else is writing.")
    other.execute("ROLLBACK")
    other.close()
    written(journal, "Now it works.")
