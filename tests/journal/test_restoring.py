import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from isp_journal.errors import (
    BackupDamaged,
    DiskFails,
    FolderNotEmpty,
    JournalBusy,
    JournalDamaged,
    NewerJournal,
    NotABackup,
    OpenElsewhere,
    PassphraseNeeded,
    Refused,
    WrongPassphrase,
    WrongRecoveryCode,
)
from isp_journal.journal.opening import open_journal
from isp_journal.journal.restoring import newest_good, open_backup, restore
from isp_journal.model import Backup
from isp_journal.storage import connect, contents, durable, put_back, switch
from isp_journal.storage.connect import FILE
from isp_journal.storage.locked import KEY_FILE, OLD
from tests.cli.terminal import surroundings
from tests.journal.shelves import opened
from tests.storage.backups import backed_up, closed, ended_at, manifest_of, repacked
from tests.storage.damage import flip
from tests.storage.golden_journals import unpacked
from tests.storage.journals import Clock, fresh, written
from tests.storage.locks import CODE, OTHER, OTHER_CODE, PASSPHRASE, locked_journal

THEN, SINCE = "Written before the backup.", "Written after the backup."
MOST_STEPS = 80


def bodies(folder: Path, **how: object) -> list[str]:
    journal = open_journal(folder, writing=True, **how)  # type: ignore[arg-type]  # whatever secret there is
    try:
        return sorted(entry.body for entry in journal.entries.export())
    finally:
        journal.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal that went on after its backup."""
    journal = fresh(tmp_path / "journal")
    written(journal, THEN)
    journal.backups.make()
    written(journal, SINCE)
    journal.close()
    return tmp_path / "journal"


@pytest.fixture
def backup(folder: Path) -> Backup:
    """Give the backup of that journal."""
    newest = newest_good(folder)
    assert newest is not None
    return newest


@pytest.fixture(scope="module")
def made_locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = locked_journal(tmp_path_factory.mktemp("locked") / "journal")
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    journal.backups.make()
    journal.close()
    return folder


@pytest.fixture
def locked(made_locked: Path, tmp_path: Path) -> Path:
    """Give the folder of a closed locked journal with a backup."""
    shutil.copytree(made_locked, tmp_path / "locked")
    return tmp_path / "locked"


def test_a_backup_becomes_a_journal_in_a_new_folder(backup: Backup, tmp_path: Path) -> None:
    done = restore(backup.file, tmp_path / "new" / "place", None)
    assert (done.folder, done.aside, done.entries) == (tmp_path / "new" / "place", None, 1)
    assert done.folder.stat().st_mode & 0o777 == 0o700
    assert connect.database(done.folder).stat().st_mode & 0o777 == 0o600
    assert bodies(done.folder) == [THEN]


def test_it_goes_into_an_empty_folder_too(backup: Backup, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert restore(backup.file, tmp_path / "empty", None).entries == 1


def test_over_a_journal_what_lay_there_is_set_aside_whole(folder: Path, backup: Backup) -> None:
    done = restore(backup.file, folder, None)
    assert bodies(folder) == [THEN]
    assert done.aside is not None
    assert done.aside.parent == folder / "set-aside"
    assert bodies(done.aside) == sorted([THEN, SINCE])
    # The backups stay where they are.
    assert backup.file.exists()


def test_what_stands_in_the_log_alone_is_set_aside_too(folder: Path, backup: Backup) -> None:
    journal = open_journal(folder, writing=True)
    written(journal, "In the log.")
    copy = folder.with_name("as after a power cut")
    shutil.copytree(folder, copy)
    journal.close()
    (copy / "journal.lock").unlink()
    assert (copy / "journal.db-wal").stat().st_size > 0
    done = restore(backup.file, copy, None)
    assert bodies(copy) == [THEN]
    assert done.aside is not None
    assert bodies(done.aside) == sorted([THEN, SINCE, "In the log."])


def test_restoring_twice_in_a_second_sets_aside_twice(folder: Path, backup: Backup) -> None:
    asides = {restore(backup.file, folder, None).aside for _ in range(3)}
    assert len(asides) == 3
    assert len(list((folder / "set-aside").iterdir())) == 3


def test_a_damaged_journal_is_set_aside_as_it_is(folder: Path, backup: Backup) -> None:
    damaged = b"nothing that could be opened" * 500
    connect.database(folder).write_bytes(damaged)
    done = restore(backup.file, folder, None)
    assert bodies(folder) == [THEN]
    assert done.aside is not None
    assert connect.database(done.aside).read_bytes() == damaged


def test_a_journal_that_is_gone_comes_back_beside_its_backups(folder: Path, backup: Backup) -> None:
    connect.database(folder).unlink()
    assert restore(backup.file, folder, None).aside is None
    assert bodies(folder) == [THEN]


def test_a_journal_that_a_window_holds_is_not_restored_over(folder: Path, backup: Backup) -> None:
    journal = open_journal(folder, writing=True, window=True)
    with pytest.raises(OpenElsewhere, match="the window"):
        restore(backup.file, folder, None)
    journal.close()
    assert bodies(folder) == sorted([THEN, SINCE])
    assert not (folder / "set-aside").exists()


READER = """
import sys
from pathlib import Path
from isp_journal.journal.opening import open_journal
journal = open_journal(Path(sys.argv[1]), writing=False)
print("open", flush=True)
sys.stdin.read()
journal.close()
"""


def test_a_journal_that_another_program_reads_is_not_restored_over(folder: Path, backup: Backup) -> None:
    command = [sys.executable, "-c", READER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings()) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"open\n"
        with pytest.raises(JournalBusy):
            restore(backup.file, folder, None)
        reader.communicate()
    assert bodies(folder) == sorted([THEN, SINCE])
    assert restore(backup.file, folder, None).entries == 1


def test_where_files_have_no_such_locks_it_is_restored_all_the_same(
    folder: Path, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(put_back, "HAS_LOCKS", False)
    assert restore(backup.file, folder, None).entries == 1


def test_a_folder_with_other_files_is_refused_and_a_file_too(backup: Backup, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("Dear Ruth")
    with pytest.raises(FolderNotEmpty):
        restore(backup.file, tmp_path / "letters", None)
    assert [one.name for one in (tmp_path / "letters").iterdir()] == ["letter.txt"]
    with pytest.raises(Refused, match="is a file"):
        restore(backup.file, tmp_path / "letters" / "letter.txt", None)


def test_a_damaged_backup_changes_nothing(folder: Path, backup: Backup, tmp_path: Path) -> None:
    flip(backup.file, 9_000)
    with pytest.raises(BackupDamaged):
        restore(backup.file, folder, None)
    assert bodies(folder) == sorted([THEN, SINCE])
    assert not (folder / switch.PART).exists()
    with pytest.raises(BackupDamaged):
        restore(backup.file, tmp_path / "new", None)
    assert not (tmp_path / "new").exists()


def test_what_is_no_backup_changes_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ruth")
    with pytest.raises(NotABackup):
        restore(tmp_path / "letter.txt", folder, None)
    assert bodies(folder) == sorted([THEN, SINCE])


def test_a_backup_of_a_newer_schema_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    parts = {connect.FILE: b"pages"}
    later = closed(tmp_path / "later.ispbackup", parts, manifest_of(parts, schema=99))
    for refused in (lambda: restore(later, tmp_path / "new", None), lambda: open_backup(later, None)):
        with pytest.raises(NewerJournal):
            refused()
    assert not (tmp_path / "new").exists()


def test_a_disk_that_fails_once_it_was_decided_leaves_the_restored_journal(
    folder: Path, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_folder: Path) -> None:
        if switch.is_decided(folder):
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(durable, "sync_folder", failing)
        with pytest.raises(DiskFails):
            restore(backup.file, folder, None)
    assert bodies(folder) == [THEN]


def test_what_is_not_the_same_in_its_place_is_said_to_be_damaged_and_kept(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = (locked / "backups").glob("*.ispbackup")
    real, looks = contents.contents, []

    def changing(connection: object) -> object:
        looks.append(1)
        now = real(connection)
        return now if len(looks) == 1 else replace(now, entries=9)

    monkeypatch.setattr(contents, "contents", changing)
    with pytest.raises(JournalDamaged):
        restore(file, tmp_path / "new", PASSPHRASE)
    assert {FILE, KEY_FILE, OLD} <= {one.name for one in (tmp_path / "new").iterdir()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a program is ended here by a copy of it")
def test_a_restore_that_is_cut_off_at_any_step_leaves_the_old_journal_or_the_restored_one(
    folder: Path, backup: Backup, tmp_path: Path
) -> None:
    outcomes: list[bool] = []
    for step in range(MOST_STEPS):
        cut = tmp_path / str(step)
        shutil.copytree(folder, cut)
        ended = ended_at(step, lambda cut=cut: restore(cut / "backups" / backup.file.name, cut, None))  # type: ignore[misc]  # the folder of this step
        now = bodies(cut)
        assert now in ([THEN], sorted([THEN, SINCE])), step
        restored = now == [THEN]
        outcomes.append(restored)
        asides = list((cut / "set-aside").iterdir()) if (cut / "set-aside").exists() else []
        assert len(asides) == restored
        assert [bodies(one) for one in asides] == [sorted([THEN, SINCE])] * restored
        assert not [one for one in (switch.PART, switch.LOCKED, switch.PLAIN) if (cut / one).exists()]
        assert (cut / "backups" / backup.file.name).exists()
        shutil.rmtree(cut)
        if not ended:
            break
    assert 10 < len(outcomes) < MOST_STEPS
    assert outcomes == sorted(outcomes), "once it is restored it stays so"
    assert outcomes[0] is False
    assert outcomes[-1] is True


def test_a_locked_backup_opens_on_a_bare_computer_with_the_recovery_code_alone(locked: Path, tmp_path: Path) -> None:
    (file,) = (locked / "backups").glob("*.ispbackup")
    bare = tmp_path / "downloads" / "from the stick.ispbackup"
    bare.parent.mkdir()
    shutil.move(file, bare)
    shutil.rmtree(locked)
    done = restore(bare, tmp_path / "new", CODE)
    assert done.entries == 1
    assert (done.folder / KEY_FILE).read_bytes() == (done.folder / OLD).read_bytes()
    assert len(bodies(done.folder, secret=PASSPHRASE)) == 1


def test_a_locked_backup_refuses_a_wrong_secret_and_changes_nothing(locked: Path, tmp_path: Path) -> None:
    (file,) = (locked / "backups").glob("*.ispbackup")
    before = {one: one.read_bytes() for one in locked.iterdir() if one.is_file()}
    for secret, told in ((OTHER, WrongPassphrase), (OTHER_CODE, WrongRecoveryCode), (None, PassphraseNeeded)):
        for target in (locked, tmp_path / "new"):
            with pytest.raises(told):
                restore(file, target, secret)
        with pytest.raises(told):
            open_backup(file, secret)
    assert {one: one.read_bytes() for one in locked.iterdir() if one.is_file()} == before
    assert not (tmp_path / "new").exists()


def test_todays_passphrase_is_enough_over_the_journal_itself_and_goes_on_to_open_it(
    locked: Path, tmp_path: Path
) -> None:
    (file,) = (locked / "backups").glob("*.ispbackup")
    journal = open_journal(locked, writing=True, secret=PASSPHRASE)
    journal.keys.change_passphrase(PASSPHRASE, OTHER)
    written(journal, SINCE)
    journal.close()
    done = restore(file, locked, OTHER)
    assert len(bodies(locked, secret=OTHER)) == 1
    assert done.aside is not None
    assert len(bodies(done.aside, secret=OTHER)) == 2
    # Elsewhere the backup opens with the passphrase of its day alone.
    with pytest.raises(WrongPassphrase):
        restore(file, tmp_path / "new", OTHER)


def test_a_plain_backup_over_a_locked_journal_sets_its_key_aside(locked: Path, backup: Backup) -> None:
    done = restore(backup.file, locked, None)
    assert bodies(locked) == [THEN]
    assert not (locked / KEY_FILE).exists()
    assert done.aside is not None
    assert len(bodies(done.aside, secret=PASSPHRASE)) == 1


def test_a_locked_backup_over_a_plain_journal_brings_its_key(locked: Path, folder: Path) -> None:
    (file,) = (locked / "backups").glob("*.ispbackup")
    done = restore(file, folder, PASSPHRASE)
    assert done.aside is not None
    assert bodies(done.aside) == sorted([THEN, SINCE])
    assert len(bodies(folder, secret=PASSPHRASE)) == 1


def test_a_key_file_in_a_backup_that_is_damaged_is_the_backups_damage(locked: Path, tmp_path: Path) -> None:
    (file,) = (locked / "backups").glob("*.ispbackup")

    def spoil(database: Path) -> None:
        flip(database.with_name(KEY_FILE), 100)

    hostile = repacked(file, spoil, tmp_path / "out")
    with pytest.raises(BackupDamaged):
        restore(hostile, tmp_path / "new", PASSPHRASE)


def test_a_backup_of_the_first_schema_is_restored_and_led_to_the_newest(tmp_path: Path) -> None:
    old = unpacked(1, tmp_path / "golden") / "closed"
    backup = backed_up(old, tmp_path / "place")
    assert backup.schema == 1
    done = restore(backup.file, tmp_path / "new", None)
    journal = open_journal(done.folder, writing=True)
    assert journal.facts().schema == connect.SCHEMA
    assert journal.facts().entries == done.entries > 0
    assert [one.reason for one in journal.backups.all()] == ["before a migration"]
    journal.close()
    opening = open_backup(backup.file, None)
    reading = opening.finish()
    assert reading.facts().entries == done.entries
    reading.close()


def test_after_a_restore_nobody_is_told_of_an_older_copy(folder: Path, backup: Backup) -> None:
    restore(backup.file, folder, None)
    journal = open_journal(folder, writing=True)
    assert journal.told == ()
    journal.close()


def test_a_restored_journal_makes_backups_of_its_own(folder: Path, backup: Backup) -> None:
    restore(backup.file, folder, None)
    again = opened(folder, Clock())
    again.write("Written after the restore.")
    made = again.backups.make()
    assert again.backups.check(made) == 2
    again.close()
