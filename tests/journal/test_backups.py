import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from isp_journal.credentials import Secret
from isp_journal.errors import BackupDamaged, BackupFailed, Cancelled, NoBackup, PassphraseNeeded
from isp_journal.journal import rekeying
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.model import Backup
from isp_journal.storage import backup_form, backup_places
from tests.journal.shelves import Shelf, empty, names, opened, sample, shelf
from tests.storage.damage import flip
from tests.storage.journals import Clock, written
from tests.storage.locks import CODE, OTHER_PROTECTION, PASSPHRASE, cheaply, locked_journal

T = TypeVar("T")
BLOCKED = "No backup could be written to"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Shelf]:
    """Give an open journal with one entry."""
    with shelf(tmp_path / "journal") as made:
        yield made


def opened_for(folder: Path, secret: Secret | None, work: Callable[[Journal], T]) -> T:
    """Open a journal for one piece of work."""
    journal = open_journal(folder, writing=True, secret=secret)
    try:
        return work(journal)
    finally:
        journal.close()


def block(kept: Shelf) -> None:
    """Let there be a file where the folder of backups should be."""
    shutil.rmtree(kept.folder / "backups", ignore_errors=True)
    (kept.folder / "backups").touch()


def free(kept: Shelf) -> None:
    (kept.folder / "backups").unlink()


def test_a_journal_without_backups_says_so(kept: Shelf) -> None:
    assert kept.backups.all() == []
    health = kept.backups.health()
    assert (health.last, health.entries, health.problem, health.last_drill, health.drill_due) == (
        None,
        0,
        None,
        "",
        False,
    )
    with pytest.raises(NoBackup):
        kept.backups.drill()


def test_a_backup_that_is_asked_for_is_made_and_listed(kept: Shelf) -> None:
    made = kept.backups.make()
    assert kept.backups.all() == [made]
    assert made.reason == "asked"
    assert kept.backups.check(made) == 1
    health = kept.backups.health()
    assert (health.last, health.entries, health.problem, health.due) == (made, 1, None, False)


def test_the_folder_of_backups_is_its_owners_alone(kept: Shelf) -> None:
    kept.backups.make()
    place = kept.folder / "backups"
    assert place.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in place.iterdir()} == {0o600}


def test_the_newest_is_listed_first(kept: Shelf) -> None:
    first = kept.backups.make()
    kept.clock.forward(seconds=1)
    second = kept.backups.make("before an import")
    assert kept.backups.all() == [second, first]


def test_what_was_made_by_itself_is_thinned_out_and_what_was_wanted_stays(kept: Shelf) -> None:
    made: list[Backup] = []
    for number in range(6):
        made.append(kept.backups.make("asked" if number == 1 else ""))
        kept.clock.forward(minutes=4)
    assert kept.backups.all() == [made[5], made[1]]


def test_backups_of_another_journal_in_the_same_folder_are_left_alone(kept: Shelf, tmp_path: Path) -> None:
    with shelf(tmp_path / "other") as other:
        theirs = other.backups.make("")
        kept.backups.make("")
        shutil.copy(theirs.file, kept.folder / "backups" / theirs.file.name)
        for _ in range(3):
            kept.clock.forward(minutes=1)
            mine = kept.backups.make("")
        assert kept.backups.all() == [mine]
        assert theirs.file.name in kept.files()


def test_a_backup_that_cannot_be_removed_stays(kept: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [kept.backups.make("")]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", _only_in_hidden_folders(Path.unlink))
        kept.clock.forward(minutes=1)
        made.append(kept.backups.make(""))
    assert kept.backups.all() == made[::-1]


def _only_in_hidden_folders(real: object) -> object:
    def unlink(path: Path, **named: bool) -> None:
        if path.name.endswith(".ispbackup"):
            raise PermissionError(13, "Permission denied")
        real(path, **named)  # type: ignore[operator]  # it is the method itself

    return unlink


def test_one_is_due_half_an_hour_after_the_last_if_something_was_changed(kept: Shelf) -> None:
    kept.backups.make()
    kept.clock.forward(hours=2)
    assert not kept.backups.health().due
    assert kept.backups.make_if_due() is None
    kept.write("One more.")
    assert kept.backups.health().due
    made = kept.backups.make_if_due()
    assert made is not None
    assert made.reason == ""
    kept.write("And one more.")
    kept.clock.forward(minutes=29)
    assert kept.backups.make_if_due() is None
    kept.clock.forward(minutes=1)
    assert kept.backups.health().due
    assert kept.backups.make_if_due() is not None


def test_the_first_one_is_due_half_an_hour_after_the_beginning(kept: Shelf) -> None:
    kept.clock.forward(minutes=29)
    assert kept.backups.make_if_due() is None
    kept.clock.forward(minutes=1)
    assert kept.backups.make_if_due() is not None


def test_a_clock_that_was_set_back_makes_one_due_rather_than_none(kept: Shelf) -> None:
    kept.backups.make()
    kept.clock.forward(days=-3)
    kept.write("Written in the past.")
    assert kept.backups.make_if_due() is not None


@pytest.mark.parametrize("make", [empty, sample])
def test_an_empty_journal_and_the_sample_need_none(tmp_path: Path, make: object) -> None:
    make(tmp_path / "bare")  # type: ignore[operator]  # one of the two above
    bare = opened(tmp_path / "bare", Clock())
    bare.clock.forward(days=400)
    assert bare.backups.make_if_due() is None
    bare.backups.before("an import")
    assert not (tmp_path / "bare" / "backups").exists()
    bare.close()


def test_what_was_changed_is_known_after_the_journal_was_closed(kept: Shelf) -> None:
    kept.backups.make()
    kept.close()
    again = opened(kept.folder, kept.clock)
    again.clock.forward(hours=1)
    assert again.backups.make_if_due() is None
    again.write("One more.")
    again.close()
    once_more = opened(kept.folder, kept.clock)
    assert once_more.backups.make_if_due() is not None
    once_more.close()


def test_a_change_under_a_clock_that_was_set_back_is_known_after_closing_too(kept: Shelf) -> None:
    kept.backups.make()
    kept.clock.forward(days=-3)
    kept.write("Written in the past.")
    kept.close()
    again = opened(kept.folder, kept.clock)
    again.clock.forward(days=3, hours=1)
    assert again.backups.make_if_due() is not None
    again.close()


def test_after_a_sudden_end_something_may_have_changed(kept: Shelf) -> None:
    kept.backups.make()
    kept.close()
    (kept.folder / "journal.open").write_text('{"what": "the window", "process": 1, "since": "2026-03-02T09:00:00"}')
    again = opened(kept.folder, kept.clock)
    again.clock.forward(hours=1)
    assert again.backups.make_if_due() is not None
    again.clock.forward(hours=1)
    assert again.backups.make_if_due() is None
    again.close()


def test_before_a_larger_change_one_is_made_unless_the_newest_holds_all(kept: Shelf) -> None:
    kept.backups.before("an import")
    kept.backups.before("an import")
    kept.write("One more.")
    kept.backups.before("emptying the trash")
    assert sorted(one.reason for one in kept.backups.all()) == ["before an import", "before emptying the trash"]


def test_a_backup_that_was_removed_by_hand_is_made_again_before_a_larger_change(kept: Shelf) -> None:
    kept.backups.make().file.unlink()
    kept.backups.before("an import")
    assert [one.reason for one in kept.backups.all()] == ["before an import"]


def test_a_journal_open_for_reading_makes_none_before_what_is_refused_anyway(kept: Shelf) -> None:
    kept.close()
    reading = opened(kept.folder, kept.clock, writing=False)
    reading.backups.before("an import")
    assert reading.backups.all() == []
    made = reading.backups.make()
    assert reading.backups.check(made) == 1
    reading.close()


def test_where_no_backup_can_be_made_a_larger_change_is_not_made_either(kept: Shelf) -> None:
    block(kept)
    with pytest.raises(BackupFailed, match=BLOCKED):
        kept.backups.before("emptying the trash")


def test_a_blocked_place_is_told_and_told_no_more_when_it_is_free(kept: Shelf) -> None:
    block(kept)
    with pytest.raises(BackupFailed, match=BLOCKED):
        kept.backups.make()
    problem = kept.backups.health().problem
    assert problem is not None
    assert problem.what.startswith(BLOCKED)
    assert problem.safe == "The journal and its earlier backups are safe."
    free(kept)
    made = kept.backups.make()
    assert kept.backups.health().problem is None
    assert kept.backups.all() == [made]


def test_a_blocked_place_is_tried_again_every_five_minutes(kept: Shelf) -> None:
    kept.clock.forward(hours=1)
    block(kept)
    with pytest.raises(BackupFailed):
        kept.backups.make_if_due()
    free(kept)
    kept.clock.forward(minutes=4)
    assert kept.backups.make_if_due() is None
    kept.clock.forward(minutes=1)
    assert kept.backups.make_if_due() is not None


def test_trouble_is_remembered_by_the_next_program(kept: Shelf) -> None:
    kept.backups.make()
    for one in kept.backups.all():
        flip(one.file, 9_000)
    assert kept.backups.drill().problems
    kept.close()
    again = opened(kept.folder, kept.clock)
    problem = again.backups.health().problem
    assert problem is not None
    assert "is damaged" in problem.what
    again.close()


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_due(
    kept: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.backups.make()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    problem = kept.backups.health().problem
    assert problem is not None
    assert problem.todo.startswith("It can't be written to.")


def test_stopping_is_no_trouble(kept: Shelf) -> None:
    with pytest.raises(Cancelled):
        kept.backups.make(told=lambda _done, _total, _what: False)
    assert kept.backups.health().problem is None
    assert kept.files() == []


def test_a_damaged_newest_backup_is_told_by_health(kept: Shelf) -> None:
    made = kept.backups.make()
    kept.close()
    flip(made.file, 9_000)
    again = opened(kept.folder, kept.clock)
    health = again.backups.health()
    assert health.last == made
    assert isinstance(health.problem, BackupDamaged)
    with pytest.raises(BackupDamaged):
        again.backups.check(made)
    again.close()


def test_entries_of_the_newest_backup_are_counted_after_opening_too(kept: Shelf) -> None:
    kept.backups.make()
    kept.close()
    again = opened(kept.folder, kept.clock)
    again.write("Not in it.")
    assert again.backups.health().entries == 1
    assert again.backups.health().entries == 1
    again.close()


def test_what_an_ended_program_left_is_cleaned_and_never_listed(kept: Shelf) -> None:
    kept.backups.make()
    torn = kept.folder / "backups" / ".making-torn"
    torn.mkdir()
    (torn / "packed").write_bytes(b"half a backup")
    assert len(kept.backups.all()) == 1
    assert kept.backups.clean() == 1
    assert not torn.exists()
    assert kept.backups.clean() == 0


def test_two_at_a_time_are_made_one_after_the_other(kept: Shelf) -> None:
    threads = [threading.Thread(target=kept.backups.make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept.backups.all()) >= 1
    assert {kept.backups.check(one) for one in kept.backups.all()} == {1}


def test_saving_and_backups_go_on_side_by_side(kept: Shelf) -> None:
    done = threading.Event()
    trouble: list[BaseException] = []

    def make() -> None:
        try:
            while not done.is_set():
                kept.backups.make("")
        except BaseException as raised:
            trouble.append(raised)

    thread = threading.Thread(target=make)
    thread.start()
    entry = kept.write("0")
    for number in range(30):
        entry = kept.journal.entries.save(replace(entry, body=str(number)))
    done.set()
    thread.join()
    # Whoever saves all the time may move every one of three looks; that is told, and no wrong backup is kept.
    assert all(isinstance(one, BackupFailed) for one in trouble)
    assert {kept.backups.check(one) for one in kept.backups.all()} <= {1, 2}


def test_a_locked_journal_has_locked_backups_that_open_with_the_secrets_of_their_day(tmp_path: Path) -> None:
    folder = locked_journal(tmp_path / "journal")
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    old = journal.backups.make()
    journal.close()
    from isp_journal.journal import rekeying

    with cheaply():
        rekeying.new_data_key(folder, CODE, OTHER_PROTECTION)
    journal = open_journal(folder, writing=True, secret=OTHER_PROTECTION.passphrase)
    assert journal.backups.check(old, PASSPHRASE) == 1
    assert journal.backups.check(old, CODE) == 1
    with pytest.raises(PassphraseNeeded):
        journal.backups.check(old)
    newest = journal.backups.all()[0]
    assert newest.reason == "after a new key"
    assert journal.backups.check(newest) == 1
    assert journal.backups.drill().problems == ()
    assert [one.snippet for one in journal.backups.entries_in(old, secret=PASSPHRASE)] == ["I stopped the agenda."]
    journal.close()
    assert [one.name for one in (folder / "backups").iterdir() if one.name.startswith(backup_places.UNDONE)] == []


def test_names_and_words_stand_in_no_file_beside_the_backups(kept: Shelf) -> None:
    written(kept.journal, "Orchid")
    kept.backups.make()
    assert names(kept.backups.all())
    state = (kept.folder / "backups" / "state.json").read_text()
    assert "Orchid" not in state


def test_backups_that_open_without_todays_key_are_told_and_removed(tmp_path: Path) -> None:
    folder = locked_journal(tmp_path / "journal")
    with cheaply():
        first = opened_for(folder, PASSPHRASE, lambda journal: journal.backups.make())
        rekeying.new_data_key(folder, PASSPHRASE, OTHER_PROTECTION)
        rekeying.decrypt(folder, OTHER_PROTECTION.passphrase)
        assert opened_for(folder, None, lambda journal: journal.backups.of_other_keys()) == []
        rekeying.encrypt(folder, OTHER_PROTECTION)
        with_key = open_journal(folder, writing=True, secret=OTHER_PROTECTION.passphrase)
    try:
        backups = with_key.backups
        todays = backups.make()
        others = backups.of_other_keys()
        assert first in others and todays not in others
        assert {one.encrypted for one in others} == {True, False}
        assert backups.remove([*others, todays]) == len(others)
        assert [one.file for one in others if one.file.exists()] == []
        assert todays in backups.all() and backups.of_other_keys() == []
    finally:
        with_key.close()


def test_a_backup_that_cannot_be_looked_into_is_none_to_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(file: Path) -> bytes:
        raise BackupDamaged(file)

    monkeypatch.setattr(backup_form, "salt_in", damaged)
    folder = locked_journal(tmp_path / "journal")
    with cheaply():
        opened_for(folder, PASSPHRASE, lambda journal: journal.backups.make())
        assert opened_for(folder, PASSPHRASE, lambda journal: journal.backups.of_other_keys()) == []


def test_a_backup_that_cannot_be_removed_is_told(kept: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    old = kept.backups.make()
    kept.clock.forward(seconds=1)
    kept.backups.make()

    def refused(_file: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(BackupFailed):
        kept.backups.remove([old])
    monkeypatch.undo()
    assert kept.backups.remove([old]) == 1
    assert kept.backups.remove([old]) == 0
