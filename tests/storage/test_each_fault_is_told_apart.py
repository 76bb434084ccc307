"""The states in which a journal can be met: each has its own cause, sentence and next step, and keeps its bytes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from isp_journal import errors
from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import KnownError
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.journal.salvage import newest_readable
from isp_journal.model import Filter
from isp_journal.paths import seen_file
from isp_journal.recovery_words import fresh as fresh_words
from isp_journal.storage import connect, locked, seen
from isp_journal.storage.log_frames import frames, round_of
from isp_journal.synced_folders import Mount
from reliability import disk
from tests.source import ROOT
from tests.storage.damage import copied, flip, spoiled
from tests.storage.journals import written
from tests.storage.test_connect import as_nobody

SECRET = Passphrase("a long walk along the river")
WORDS = "What only this entry says."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal with a passphrase and a backup."""
    folder = tmp_path_factory.mktemp("made") / "journal"
    create_journal(folder, author="Jonas Aldren", protection=Protection(SECRET, RecoveryCode(fresh_words())))
    journal = open_journal(folder, writing=True, secret=SECRET)
    for number in range(20):
        written(journal, f"{number} words of a reflection. " * 50)
    written(journal, WORDS)
    journal.backups.make()
    journal.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal, as it lies on a computer that never saw it."""
    return copied(made, tmp_path, backups=True)


def files(folder: Path) -> dict[str, bytes]:
    """All bytes of a folder, those aside that only tell who holds it."""
    found = [one for one in folder.rglob("*") if one.is_file() and not one.name.endswith((".lock", "-shm"))]
    return {str(one.relative_to(folder)): one.read_bytes() for one in found}


def refused(folder: Path, secret: Passphrase | RecoveryCode | None = SECRET) -> KnownError:
    """Open a journal for writing and for reading; both say the same, and no byte changes."""
    before = files(folder) if folder.exists() else None
    told = []
    for writing in (True, False):
        with pytest.raises(KnownError) as said:
            open_journal(folder, writing=writing, secret=secret)
        told.append(said.value)
    assert (files(folder) if folder.exists() else None) == before
    assert type(told[0]) is type(told[1])
    assert str(told[0]) == str(told[1])
    assert all((told[0].what, told[0].safe, told[0].todo))
    return told[0]


def opened(folder: Path) -> tuple[Journal, tuple[KnownError, ...]]:
    journal = open_journal(folder, writing=True, secret=SECRET)
    return journal, journal.told


def noticed(folder: Path) -> KnownError:
    """Open a journal that opens with one notice, and close it again."""
    journal, told = opened(folder)
    assert journal.entries.count(Filter()) == 21
    journal.close()
    assert len(told) == 1
    assert all((told[0].what, told[0].safe, told[0].todo))
    return told[0]


def test_a_wrong_passphrase(folder: Path) -> None:
    assert type(refused(folder, Passphrase("a long walk along the lake"))) is errors.WrongPassphrase
    assert type(refused(folder, RecoveryCode(fresh_words()))) is errors.WrongRecoveryCode
    assert type(refused(folder, None)) is errors.PassphraseNeeded


@pytest.mark.parametrize("place", [0, 200, -1])
def test_a_damaged_key_file_is_put_right_from_its_copy(folder: Path, place: int) -> None:
    whole = files(folder)
    flip(folder / locked.KEY_FILE, place % len(whole[locked.KEY_FILE]), 2)
    told = noticed(folder)
    assert type(told) is errors.KeyFileRepaired
    assert "its copy journal.key.old" in told.what
    after = files(folder)
    assert {name: after[name] for name in (locked.KEY_FILE, locked.OLD)} == {
        name: whole[name] for name in (locked.KEY_FILE, locked.OLD)
    }


def test_a_damaged_key_file_is_put_right_from_a_backup(folder: Path) -> None:
    whole = files(folder)[locked.KEY_FILE]
    for name in (locked.KEY_FILE, locked.OLD):
        flip(folder / name, 300, 2)
    told = noticed(folder)
    assert type(told) is errors.KeyFileRepaired
    assert "the backup " in told.what
    assert files(folder)[locked.KEY_FILE] == whole


def test_a_damaged_key_file_without_any_whole_copy(folder: Path) -> None:
    for name in (locked.KEY_FILE, locked.OLD):
        flip(folder / name, 300, 2)
    shutil.rmtree(folder / "backups")
    told = refused(folder)
    assert type(told) is errors.KeyFileDamaged
    assert "nothing about the passphrase" in told.safe


def test_a_key_file_that_is_gone(folder: Path) -> None:
    for name in (locked.KEY_FILE, locked.OLD):
        (folder / name).unlink()
    shutil.rmtree(folder / "backups")
    assert type(refused(folder)) is errors.KeyFileMissing


def broken_first_page(folder: Path) -> None:
    flip(connect.database(folder), 500, 2)


def cut_between_pages(folder: Path) -> None:
    os.truncate(connect.database(folder), connect.database(folder).stat().st_size // 2 // 4096 * 4096)


@pytest.mark.parametrize("harm", [broken_first_page, cut_between_pages])
def test_a_damaged_journal_opens_its_newest_good_backup_for_reading(folder: Path, harm: Callable[[Path], None]) -> None:
    harm(folder)
    assert type(refused(folder)) is errors.JournalDamaged
    before = files(folder)
    opening, told = newest_readable(folder, SECRET)
    copy = opening.finish()
    assert copy.entries.count(Filter(text="only this entry")) == 1
    with pytest.raises(errors.ReadingOnly):
        written(copy, "Not into a copy.")
    copy.close()
    assert files(folder) == before
    assert "so this is its backup from 20" in told.what
    assert "can't be counted any more" in told.safe
    assert told.todo


def test_a_damaged_journal_is_never_called_a_wrong_passphrase(folder: Path) -> None:
    broken_first_page(folder)
    assert type(refused(folder)) is errors.JournalDamaged
    assert type(refused(folder, Passphrase("a long walk along the lake"))) is errors.WrongPassphrase


def test_a_log_that_lost_changes_is_a_damaged_journal(folder: Path, tmp_path: Path) -> None:
    journal, _ = opened(folder)
    for number in range(3):
        written(journal, f"Saved {number}.")
    left = shutil.copytree(folder, tmp_path / "left", ignore=shutil.ignore_patterns("*.lock", "*-shm", "*.open"))
    journal.close()
    flip(connect.log(left), 32 + 24 + 100, 3)
    told = refused(left)
    assert type(told) is errors.JournalDamaged
    assert "journal.db-wal" in told.what


KILLED = """
import os, sys
from dataclasses import replace
from pathlib import Path
from isp_journal.credentials import Passphrase
from isp_journal.journal.opening import open_journal
journal = open_journal(Path(sys.argv[1]), writing=True, secret=Passphrase("a long walk along the river"))
for number in range(3):
    journal.entries.save(replace(journal.entries.new(), body=f"Saved {number}."))
journal.rest()
os.kill(os.getpid(), 9)
"""


def test_a_log_that_is_shorter_than_it_was_seen_is_a_damaged_journal(folder: Path) -> None:
    """What it lacks stands in the file already, so that both together would say neither the one nor the other."""
    subprocess.run([sys.executable, "-c", KILLED, str(folder)], cwd=ROOT, check=False)
    (folder / "journal.open").unlink()
    log = connect.log(folder)
    seen_there = round_of(log)
    assert seen_there is not None
    # Cut behind the first finished change, as if nothing had come after it.
    first = next(place for place, one in enumerate(frames(log, 4096), 1) if one.pages)
    assert first < seen_there.frames
    whole = log.read_bytes()
    os.truncate(log, 32 + first * (24 + 4096))
    assert type(refused(folder)) is errors.JournalDamaged
    log.write_bytes(whole)
    journal, told = opened(folder)
    assert (journal.entries.count(Filter(text="saved")), told) == (3, ())
    journal.close()


@pytest.mark.parametrize("content", [b"Dear diary, " * 900, b"PK\x03\x04" + bytes(9_000)])
def test_a_file_that_is_no_journal(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letters").mkdir()
    connect.database(tmp_path / "letters").write_bytes(content)
    assert type(refused(tmp_path / "letters", None)) is errors.NotAJournal


def test_a_journal_of_a_newer_version(folder: Path, tmp_path: Path) -> None:
    create_journal(tmp_path / "plain", author="")
    spoiled(tmp_path / "plain", f"PRAGMA user_version={connect.SCHEMA + 1}")
    assert type(refused(tmp_path / "plain", None)) is errors.NewerJournal
    journal, _ = opened(folder)
    key = journal._store.key
    journal.close()
    assert key is not None
    spoiled(folder, f"PRAGMA user_version={connect.SCHEMA + 1}", key=key)
    assert type(refused(folder)) is errors.NewerJournal


def test_a_journal_that_is_missing(tmp_path: Path) -> None:
    assert type(refused(tmp_path / "nowhere")) is errors.JournalMissing
    assert not (tmp_path / "nowhere").exists()


def test_a_journal_of_no_bytes_beside_its_key_file(folder: Path) -> None:
    connect.database(folder).write_bytes(b"")
    told = refused(folder)
    assert type(told) is errors.JournalEmpty
    assert "0 bytes" in told.what


def test_a_journal_that_another_window_holds(folder: Path) -> None:
    window = open_journal(folder, writing=True, window=True, secret=SECRET)
    before = files(folder)
    with pytest.raises(errors.OpenElsewhere) as said:
        open_journal(folder, writing=True, secret=SECRET)
    assert files(folder) == before
    assert said.value.holder == f"the window, process {os.getpid()}"
    assert said.value.holder in said.value.what
    beside = open_journal(folder, writing=False, secret=SECRET)
    assert beside.entries.count(Filter()) == 21
    beside.close()
    window.close()


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are told so only on POSIX")
def test_a_journal_that_cannot_be_written_to(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    create_journal(folder, author="")
    before = files(folder)
    for path in (folder.parent, *folder.parent.parents):
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    folder.chmod(0o555)
    connect.database(folder).chmod(0o444)
    said = as_nobody(f"open_journal(Path({str(folder)!r}), writing=True)")
    folder.chmod(0o755)
    assert said == errors.ReadOnly.__name__
    assert files(folder) == before


SAVE = """
import json, os, sys
from pathlib import Path
from dataclasses import replace
from isp_journal.credentials import Passphrase
from isp_journal.errors import KnownError
from isp_journal.journal.opening import open_journal
folder, marks, fault = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
def mark(words):
    at = os.open(marks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(at, words.encode())
    os.close(at)
journal = open_journal(folder, writing=True, secret=Passphrase("a long walk along the river"))
entry = journal.entries.save(replace(journal.entries.new(), body="Saved before."))
mark(fault)
mark("ARM")
told = []
try:
    journal.entries.save(replace(entry, body="Not saved, and kept where it was typed. " * 500))
except KnownError as error:
    told = [type(error).__name__, error.what, error.safe, error.todo]
mark("REST")
before = journal.entries.get(entry.id).body
again = journal.entries.save(replace(entry, body="Saved when it was tried again."))
journal.close()
print(json.dumps([told, before, again.revision]))
"""


@pytest.mark.skipif(not disk.can_build(), reason="needs Linux with a C compiler")
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("ROOM 0", errors.DiskFull),
        ("FAIL write:1:28:ever", errors.DiskFull),
        ("FAIL write:1:5:ever", errors.DiskFails),
        ("FAIL sync:1:5:ever", errors.DiskFails),
    ],
)
def test_a_disk_that_is_full_or_fails_while_it_is_written_to(
    folder: Path, tmp_path: Path, fault: str, kind: type[KnownError]
) -> None:
    before = files(folder)
    marks = str(tmp_path / "marks")
    words = ["-c", SAVE, str(folder), marks, fault]
    ran = disk.run(words, DISK_ROOT=str(folder), DISK_MARKS=marks, PYTHONPATH=str(ROOT))
    assert ran.code == 0, ran.errors
    told, kept, revision = json.loads(ran.out)
    assert told[0] == kind.__name__
    assert all(told)
    assert (kept, revision) == ("Saved before.", 2)
    journal, _ = opened(folder)
    assert journal.entries.count(Filter(text="tried again")) == 1
    assert journal.entries.count(Filter(text="kept where it was typed")) == 0
    assert journal.checks.run().problems == ()
    journal.close()
    after = files(folder)
    kept_files = {name for name in before if name.startswith(("journal.key", "backups/2"))}
    assert kept_files
    assert {name: after[name] for name in kept_files} == {name: before[name] for name in kept_files}


def test_a_folder_that_a_cloud_copies_is_told_of_once(made: Path, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    folder = copied(made, tmp_path / "Dropbox", backups=True)
    told = noticed(folder)
    assert "Dropbox copies to other computers" in told.what
    again, nothing = opened(folder)
    again.close()
    assert nothing == ()


def test_a_network_drive_is_told_of_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "mounts_here", lambda: (Mount("/", "ext4"), Mount(folder.parent.as_posix(), "cifs")))
    told = noticed(folder)
    assert "lies on another computer" in told.what
    again, nothing = opened(folder)
    again.close()
    assert nothing == ()


def test_a_clock_that_was_set_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, told = opened(folder)
    assert told == ()
    journal._store._clock = lambda: datetime.now(UTC) + timedelta(days=3)
    journal.entries.trash([written(journal, "From the days after tomorrow.").id])
    journal.close()
    before = files(folder)
    notice = noticed(folder)
    assert type(notice) is errors.ClockSetBack
    assert datetime.now().strftime("%Y-%m-%d") in notice.what
    assert (datetime.now() + timedelta(days=3)).strftime("%Y-%m-%d") in notice.what
    assert {name: content for name, content in files(folder).items() if name != connect.FILE} == {
        name: content for name, content in before.items() if name != connect.FILE
    }


def test_an_older_copy_that_was_put_back(folder: Path, tmp_path: Path) -> None:
    older = shutil.copytree(folder, tmp_path / "older")
    journal, _ = opened(folder)
    journal.rest()
    newer = written(journal, "Written later.")
    journal.close()
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    notice = noticed(folder)
    assert type(notice) is errors.OlderCopy
    assert newer.updated_at[:10] in notice.what
    again, nothing = opened(folder)
    again.close()
    assert nothing == ()


def test_an_older_copy_is_noticed_after_a_sudden_stop_too(folder: Path, tmp_path: Path) -> None:
    older = shutil.copytree(folder, tmp_path / "older")
    journal, _ = opened(folder)
    written(journal, "Written later.")
    journal.rest()
    assert json.loads(seen_file().read_text())["journals"]
    journal.close()
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    assert type(noticed(folder)) is errors.OlderCopy


def test_every_state_has_a_sentence_of_its_own() -> None:
    place = Path("journal")
    states = [
        errors.WrongPassphrase(),
        errors.KeyFileDamaged(place),
        errors.KeyFileRepaired("its copy"),
        errors.JournalDamaged(place),
        errors.OpenedCopy("then", "Nothing is missing."),
        errors.NotAJournal(place),
        errors.NewerJournal(3, 2),
        errors.JournalMissing(place),
        errors.JournalEmpty(place),
        errors.OpenElsewhere("the window"),
        errors.ReadOnly(place),
        errors.DiskFull(),
        errors.DiskFails(),
        errors.ClockSetBack("then", "now"),
        errors.OlderCopy("then", "now"),
    ]
    assert len({one.what for one in states}) == len({type(one) for one in states}) == len(states)
    assert len({one.todo for one in states}) == len(states)


def test_each_refusal_is_one_line_in_the_terminal(folder: Path, tmp_path: Path) -> None:
    broken_first_page(folder)
    words = tmp_path / "words"
    words.write_text(SECRET.text)
    before = files(folder)
    command = [sys.executable, "-m", "isp_journal", "--journal", str(folder), "--passphrase-file", str(words), "list"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.count("\n") == 1
    assert "is damaged" in ran.stderr
    assert files(folder) == before
