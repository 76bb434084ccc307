"""A program that is ended at any step of a change of the lock leaves a journal that opens, with all that was in it."""

import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from isp_journal.credentials import Secret
from isp_journal.errors import JournalMissing, PassphraseNeeded, WrongPassphrase
from isp_journal.journal.opening import create_journal, open_journal, tidy
from isp_journal.storage import connect, key_change, rekey, switch, unlock
from isp_journal.storage.connect import database
from isp_journal.storage.key_file import KEY_FILE, OLD
from isp_journal.storage.locked import NEW, has_key_file, is_locked
from isp_journal.storage.rekey import Wanted
from tests.storage.journals import fresh, written
from tests.storage.locks import (
    LATER,
    NOW,
    OTHER,
    OTHER_PROTECTION,
    PASSPHRASE,
    PROTECTION,
    WORDS,
    cheaply,
    copied,
    locked_journal,
)

STEPS = ("replace", "rename", "unlink", "fsync", "mkdir", "rmdir")
ENDED = 9
MOST = 80

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a program is ended here by a copy of it")


@pytest.fixture(autouse=True)
def cheap() -> Iterator[None]:
    with cheaply():
        yield


def ended_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in a copy of this program that is ended before one of its steps; tell whether it came that far."""
    with warnings.catch_warnings():
        # Later versions of Python warn of threads, of which none does anything here.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        left = [step]

        def counted(name: str) -> Callable[..., object]:
            real = vars(os)[name]

            def act(*given: object, **named: object) -> object:
                if not left[0]:
                    os._exit(ENDED)
                left[0] -= 1
                return real(*given, **named)

            return act

        try:
            for name in STEPS:
                setattr(os, name, counted(name))
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == ENDED


def each_cut(at: Callable[[int], bool], first: int = 0, stride: int = 1) -> int:
    """Go through all steps and return how many there were."""
    for step in range(first, MOST, stride):
        if not at(step):
            return step
    raise AssertionError("more steps than thought")


def opens(folder: Path, secret: Secret | None) -> bool:
    """Tell whether a journal opens with a secret, with all that was in it."""
    try:
        journal = open_journal(folder, writing=True, secret=secret)
        assert [entry.body for entry in journal.entries.export()] == [WORDS]
        journal.close()
    except (WrongPassphrase, PassphraseNeeded):
        return False
    return True


def is_tidy(folder: Path) -> bool:
    left = [switch.PART, switch.LOCKED, switch.PLAIN, NEW, f"{KEY_FILE}.part"]
    return not any((folder / name).exists() for name in left)


def plain(folder: Path) -> Path:
    journal = fresh(folder)
    written(journal, WORDS)
    journal.close()
    return folder


def test_a_change_of_the_passphrase_leaves_the_old_or_the_new_one(tmp_path: Path) -> None:
    made = locked_journal(tmp_path / "made")
    after: list[bool] = []

    def at(step: int) -> bool:
        folder = copied(made, tmp_path / str(step))
        ended = ended_at(step, lambda: key_change.change_passphrase(folder, PASSPHRASE, OTHER, LATER))
        # The wrong one first: it must not tidy anything away that the right one needs.
        new = opens(folder, OTHER)
        assert opens(folder, PASSPHRASE) is not new
        assert (folder / OLD).read_bytes() == (folder / KEY_FILE).read_bytes()
        assert is_tidy(folder)
        after.append(new)
        return ended

    assert each_cut(at) >= 8
    assert after == sorted(after), "once it is the new one it stays so"
    assert after[0] is False
    assert after[-1] is True


@pytest.mark.parametrize("locked", [False, True])
def test_another_lock_leaves_the_old_or_the_new_pair(tmp_path: Path, locked: bool) -> None:
    made = (locked_journal if locked else plain)(tmp_path / "made")
    before = PASSPHRASE if locked else None
    protection = OTHER_PROTECTION if locked else PROTECTION
    key = unlock.unlock(made, PASSPHRASE).key if locked else None
    after: list[bool] = []

    def at(step: int) -> bool:
        folder = copied(made, tmp_path / str(step))
        ended = ended_at(step, lambda: rekey.rekey(folder, Wanted(key, protection, NOW)))
        was_new = switch.is_decided(folder) or (not switch.is_begun(folder) and bool(after) and after[-1])
        new = opens(folder, protection.passphrase) and is_locked(folder)
        if not locked and not new:
            assert not has_key_file(folder)
        assert new or opens(folder, before)
        assert not (new and locked and opens(folder, before))
        assert new is was_new or not ended
        assert is_tidy(folder)
        after.append(new)
        return ended

    # The steps of both cases are the same, so each case takes every second one.
    assert each_cut(at, int(locked), 2) >= 15
    assert after == sorted(after)
    assert after[-1] is True


def test_a_lock_that_is_taken_away_leaves_the_old_pair_or_a_plain_file(tmp_path: Path) -> None:
    made = locked_journal(tmp_path / "made")
    key = unlock.unlock(made, PASSPHRASE).key
    after: list[bool] = []

    def at(step: int) -> bool:
        folder = copied(made, tmp_path / str(step))
        ended = ended_at(step, lambda: rekey.rekey(folder, Wanted(key, None, NOW)))
        tidy(folder, writing=True)
        after.append(not is_locked(folder))
        assert opens(folder, None if after[-1] else PASSPHRASE)
        assert has_key_file(folder) is not after[-1]
        assert is_tidy(folder)
        return ended

    assert each_cut(at) >= 10
    assert after == sorted(after)
    assert after[-1] is True


def test_a_journal_that_is_made_is_there_whole_or_can_be_made_again(tmp_path: Path) -> None:
    def at(step: int) -> bool:
        folder = tmp_path / str(step)
        ended = ended_at(step, lambda: create_journal(folder, author="", protection=PROTECTION))
        try:
            connect.check_presence(folder)
        except JournalMissing:
            create_journal(folder, author="", protection=PROTECTION)
        journal = open_journal(folder, writing=True, secret=PASSPHRASE)
        journal.close()
        assert (folder / OLD).read_bytes() == (folder / KEY_FILE).read_bytes()
        assert database(folder).exists()
        return ended

    assert each_cut(at) >= 8


def test_a_reader_ends_what_was_decided_and_leaves_alone_what_was_not(tmp_path: Path) -> None:
    folder = plain(tmp_path / "journal")
    switch.prepare(folder)
    open_journal(folder, writing=False).close()
    assert switch.is_begun(folder)
    switch.drop(folder)
    ready = copied(locked_journal(tmp_path / "other"), folder / switch.LOCKED)
    (ready / "journal.lock").unlink()
    open_journal(folder, writing=False, secret=PASSPHRASE).close()
    assert is_tidy(folder)
