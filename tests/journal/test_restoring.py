import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from isp_journal.errors import (
    BackupDamaged,
    FolderNotEmpty,
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
from isp_journal.journal.restoring import found, newest_good, open_backup, restore
from isp_journal.model import Backup
from isp_journal.paths import opened_backups
from isp_journal.storage import connect, put_back, switch
from isp_journal.storage.connect import FILE
from isp_journal.storage.locked import KEY_FILE, OLD
from tests.journal.shelves import opened
from tests.storage.backups import backed_up, closed, ended_at, manifest_of, repacked
from tests.storage.damage import flip
from tests.storage.golden_journals import unpacked
from tests.storage.journals import Clock, fresh, written
from tests.storage.locks import CODE, OTHER, OTHER_CODE, PASSPHRASE, locked_journal

THEN, SINCE = "Written before the backup.", "Written after the backup."
MOST_STEPS = 80


def bodies(folder: Path, **how: object) -> list[str]:
    journal = open_journal(folder, writing=True, **how)  # type: ignore[arg-type]  # a secret, if any
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


def test_a_schema_that_only_the_file_inside_tells_is_refused_too(
    backup: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isp_journal.journal.restoring.connect.SCHEMA", 2)
    monkeypatch.setattr(put_back.connect, "SCHEMA", 1)
    with pytest.raises(NewerJournal):
        restore(backup.file, tmp_path / "new", None)
    assert not (tmp_path / "new").exists()


def test_what_is_not_the_same_in_its_place_is_said_to_be_damaged_and_kept(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = (locked / "backups").glob("*.ispbackup")
    real, looks = put_back.contents.contents, []

    def changing(connection: object) -> object:
        looks.append(1)
        now = real(connection)
        return now if len(looks) == 1 else replace(now, entries=9)

    monkeypatch.setattr(put_back.contents, "contents", changing)
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


def test_a_backup_is_opened_for_reading_and_leaves_nothing_when_it_is_closed(backup: Backup) -> None:
    before = sorted(backup.file.parent.iterdir())
    opening = open_backup(backup.file, None)
    journal = opening.finish()
    assert [entry.body for entry in journal.entries.export()] == [THEN]
    assert sorted(backup.file.parent.iterdir()) != before
    journal.close()
    assert sorted(backup.file.parent.iterdir()) == before
    open_backup(backup.file, None).abandon()
    assert sorted(backup.file.parent.iterdir()) == before


def test_a_backup_that_lies_elsewhere_is_opened_in_the_accounts_own_folder(backup: Backup, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    there = Path(shutil.copy(backup.file, tmp_path / "stick"))
    left = opened_backups() / ".making-left"
    left.mkdir(parents=True)
    opening = open_backup(there, None)
    assert list((tmp_path / "stick").iterdir()) == [there]
    assert not left.exists()
    assert len(list(opened_backups().iterdir())) == 1
    opening.abandon()
    assert list(opened_backups().iterdir()) == []


def test_a_damaged_backup_is_not_opened_and_leaves_nothing(backup: Backup) -> None:
    flip(backup.file, 9_000)
    with pytest.raises(BackupDamaged):
        open_backup(backup.file, None)
    assert [one.name for one in backup.file.parent.iterdir() if one.is_dir()] == []


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Path, Backup, Backup]]:
    """Give a journal with two backups, the older first, and a second place."""
    journal = fresh(tmp_path / "journal")
    written(journal, THEN)
    journal.backups.set_second_place(_made(tmp_path / "stick"))
    older = journal.backups.make()
    written(journal, SINCE)
    newer = journal.backups.make()
    journal.close()
    yield tmp_path / "journal", older, newer


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_newest_good_backup_is_found_also_in_the_second_place(two: tuple[Path, Backup, Backup]) -> None:
    folder, older, newer = two
    assert newest_good(folder) == newer
    connect.database(folder).write_bytes(b"")
    flip(newer.file, 9_000)
    there = newest_good(folder)
    assert there is not None
    assert there.second
    flip(there.file, 9_000)
    assert newest_good(folder) == older
    older.file.unlink()
    last = newest_good(folder)
    assert last is not None
    assert last.second
    assert last.file.name == older.file.name
    last.file.unlink()
    assert newest_good(folder) is None


def test_a_backup_of_another_journal_on_the_same_stick_is_not_taken(two: tuple[Path, Backup, Backup]) -> None:
    folder, older, newer = two
    stick = folder.parent / "stick"
    other = fresh(folder.parent / "other")
    written(other, "Another journal.")
    other.backups.set_second_place(stick)
    other.backups.make()
    other.close()
    assert newest_good(folder) == newer
    assert {older.made_at, newer.made_at}


def test_a_journal_without_backups_has_no_good_one(tmp_path: Path) -> None:
    fresh(tmp_path / "journal").close()
    assert newest_good(tmp_path / "journal") is None


def test_a_backup_is_named_by_its_place_or_by_its_name_in_the_list(two: tuple[Path, Backup, Backup]) -> None:
    folder, older, _ = two
    assert found(folder, older.file.name) == older.file
    assert found(folder, str(older.file)) == older.file
    assert found(folder, "elsewhere.ispbackup") == Path("elsewhere.ispbackup")


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
