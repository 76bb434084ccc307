"""What is said to be saved stands in the journal's file, which stays small and whole."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import DiskFull, JournalDamaged, JournalMissing, KnownError, NewerJournal, OpenElsewhere
from isp_journal.journal.opening import begin, open_journal
from isp_journal.model import Filter
from isp_journal.storage import connect, lock, store
from isp_journal.storage.faults import known
from tests.source import ROOT
from tests.storage.journals import fresh, on_words, written


@pytest.mark.parametrize("gone", ["moved", "removed", "replaced"])
def test_nothing_is_said_to_be_saved_into_a_folder_that_is_gone(tmp_path: Path, gone: str) -> None:
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "Before.")
    (tmp_path / "journal").rename(tmp_path / "elsewhere")
    if gone == "removed":
        shutil.rmtree(tmp_path / "elsewhere")
    if gone == "replaced":
        fresh(tmp_path / "journal").close()
    with pytest.raises(JournalMissing):
        journal.entries.save(replace(entry, body="After."))
    if gone == "moved":
        (tmp_path / "elsewhere").rename(tmp_path / "journal")
        assert journal.entries.save(replace(entry, body="After.")).revision == 2
    journal.close()


@pytest.mark.parametrize("name", ["a b", "é日本", "100%41", "wh?at=ro&mode=ro", "h#sh", "new\nline", "'\"", "b\udcff"])
def test_a_journal_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    journal = fresh(tmp_path / name)
    written(journal, "Here.")
    journal.close()
    assert {file.name for file in (tmp_path / name).iterdir()} == {connect.FILE, lock.LOCK}


def test_the_log_stays_small_while_somebody_writes_without_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_LOG", 300_000)
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "Words. " * 2_000)
    sizes = []
    for number in range(60):
        entry = journal.entries.save(replace(entry, body=f"{number} {entry.body}"))
        sizes.append(connect.log(tmp_path / "journal").stat().st_size)
    assert max(sizes) < 2 * 300_000
    beside = open_journal(tmp_path / "journal", writing=False)
    assert beside.entries.get(entry.id).body == entry.body
    beside.close()
    journal.close()


def test_a_log_that_cannot_be_moved_is_no_failure_of_the_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_LOG", 0)
    journal = fresh(tmp_path / "journal")
    monkeypatch.setattr(store, "log", lambda folder: folder / "not there")
    assert written(journal, "Words.").revision == 1
    journal.close()


def test_the_upkeep_of_a_journal_that_is_only_read_does_nothing(tmp_path: Path) -> None:
    fresh(tmp_path / "journal").close()
    journal = open_journal(tmp_path / "journal", writing=False)
    journal.rest()
    journal._store.settle()
    journal.close()


KILLED = """
import os, sys
from pathlib import Path
from sqlcipher3 import dbapi2 as driver
connection = driver.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA wal_autocheckpoint=0")
connection.execute(sys.argv[2])
os.kill(os.getpid(), 9)
"""


def left_with_a_log(file: Path, statement: str) -> dict[str, str]:
    """Change a file in a program that is killed then, and return what lies there."""
    subprocess.run([sys.executable, "-c", KILLED, str(file), statement], check=False)
    return digests(file.parent)


def digests(folder: Path) -> dict[str, str]:
    files = [one for one in folder.iterdir() if one.suffix in (".db", ".db-wal")]
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def test_a_newer_journal_that_was_not_closed_keeps_its_bytes_too(tmp_path: Path) -> None:
    fresh(tmp_path / "journal").close()
    file = tmp_path / "journal" / connect.FILE
    before = left_with_a_log(file, f"PRAGMA user_version={connect.SCHEMA + 1}")
    assert connect.log(file.parent).stat().st_size
    for writing in (True, False):
        with pytest.raises(NewerJournal):
            open_journal(file.parent, writing=writing)
    assert digests(file.parent) == before


def test_a_journal_whose_rest_cannot_be_loaded_can_be_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh(tmp_path / "journal").close()
    opening = begin(tmp_path / "journal", writing=True)
    with pytest.raises(OpenElsewhere):
        begin(tmp_path / "journal", writing=True)
    with monkeypatch.context() as patched:
        patched.setattr(store.Store, "_bring_up_to_date", lambda self: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            opening.finish()
    open_journal(tmp_path / "journal", writing=True).close()
    opening = begin(tmp_path / "journal", writing=False)
    with monkeypatch.context() as patched:
        patched.setattr(store.Store, "_bring_up_to_date", lambda self: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            opening.finish()


def test_bytes_that_are_no_text_are_damage_and_no_bug(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "Words.")
    writer: Any = journal._store._raw_writing
    writer.execute("UPDATE entry SET body = CAST(X'6162FF' AS TEXT)")
    with pytest.raises(JournalDamaged):
        journal.entries.get(entry.id)
    journal.close()
    assert isinstance(known(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"), tmp_path), JournalDamaged)


def test_a_full_disk_is_said_to_be_full_also_to_who_reads(tmp_path: Path) -> None:
    error = driver.OperationalError("words")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    assert isinstance(known(error, tmp_path), DiskFull)


def test_a_path_that_no_system_takes_is_a_missing_journal(tmp_path: Path) -> None:
    for writing in (True, False):
        with pytest.raises(JournalMissing):
            open_journal(tmp_path / ("n" * 300), writing=writing)


def test_what_went_to_the_trash_at_one_instant_came_there_together(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    journal._store._clock = lambda: datetime(2026, 3, 2, tzinfo=UTC)
    entry = journal.entries.save(on_words(replace(journal.entries.new(), body="some words here"), "words"))
    journal.entries.save(replace(entry, tags=()))
    journal.entries.trash([entry.id])
    journal.entries.restore([entry.id])
    assert journal.entries.get(entry.id).tags == ()
    journal.close()


def test_a_clock_that_was_set_back_is_believed(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "Now.")
    journal._store._clock = lambda: datetime(2020, 3, 2, tzinfo=UTC)
    assert journal.entries.save(replace(entry, body="Earlier.")).updated_at == "2020-03-02T00:00:00.000Z"
    journal.close()


def test_a_tag_on_an_entry_in_the_trash_stays_there_with_it(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "some words here")
    journal.entries.trash([entry.id])
    trashed = journal.entries.save(on_words(journal.entries.get(entry.id), "words"))
    assert journal.history.timeline("relationships", Filter()) == []
    assert journal.facts().tags == 0
    assert len(journal.entries.get(entry.id).tags) == 1
    journal.entries.restore([entry.id])
    assert [tag.id for tag in journal.entries.get(entry.id).tags] == [tag.id for tag in trashed.tags]
    journal.close()


@pytest.mark.skipif(os.name != "posix", reason="flock is a call of POSIX")
def test_a_place_without_locks_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import fcntl

    def refused(*_: Any) -> None:
        raise OSError(number, "words")

    fresh(tmp_path / "journal").close()
    for number in (errno.ENOLCK, errno.EIO):
        with monkeypatch.context() as patched:
            patched.setattr(fcntl, "flock", refused)
            with pytest.raises(KnownError) as said:
                open_journal(tmp_path / "journal", writing=True)
        assert ("can't tell whether somebody else" in said.value.what) is (number == errno.ENOLCK)
    open_journal(tmp_path / "journal", writing=True).close()


@pytest.mark.skipif(os.name != "posix", reason="the limit is one of POSIX")
def test_a_journal_for_which_there_is_no_room_is_refused_in_words(tmp_path: Path) -> None:
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "from isp_journal.__main__ import main\n"
        f"sys.exit(main(['--journal', {str(tmp_path / 'new')!r}, 'new', '--no-passphrase']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert "Everything saved before" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert list((tmp_path / "new").iterdir()) == []
