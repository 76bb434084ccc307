import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.recovery_words import fresh as fresh_words
from isp_journal.storage import key_checks
from isp_journal.storage.checking import Pace, Subject
from isp_journal.storage.locked import KEY_FILE, NEW, OLD
from tests.storage.damage import flip, wrong
from tests.storage.journals import fresh, written

SECRET = Passphrase("a long walk along the river")


def locked(folder: Path) -> Journal:
    create_journal(folder, author="Jonas", protection=Protection(SECRET, RecoveryCode(fresh_words())))
    journal = open_journal(folder, writing=True, secret=SECRET)
    written(journal, "Words.")
    return journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Give an open journal with a passphrase."""
    opened = locked(tmp_path / "locked")
    yield opened
    opened.close()


def told(journal: Journal) -> list[tuple[str, str]]:
    return [(one.what, one.where) for one in journal.checks.run().problems]


def test_two_whole_key_files_are_nothing_wrong(journal: Journal) -> None:
    report = journal.checks.run()
    assert report.problems == ()
    assert "key files" in report.checked


@pytest.mark.parametrize("name", [KEY_FILE, OLD])
@pytest.mark.parametrize("place", [0, 30, 500])
def test_a_flipped_bit_in_a_key_file_is_noticed_and_put_right_at_the_next_opening(
    journal: Journal, name: str, place: int
) -> None:
    folder = journal._store.folder
    whole = (folder / name).read_bytes()
    flip(folder / name, place, 2)
    assert ("A key file is damaged.", name) in told(journal)
    journal.close()
    open_journal(folder, writing=True, secret=SECRET).close()
    assert (folder / name).read_bytes() == whole
    assert wrong(folder, SECRET) == []


@pytest.mark.parametrize("name", [KEY_FILE, OLD])
def test_a_key_file_that_is_gone_is_noticed(journal: Journal, name: str) -> None:
    (journal._store.folder / name).unlink()
    assert told(journal) == [("A key file is not there.", name)]


def test_a_key_file_of_another_journal_is_noticed(journal: Journal, tmp_path: Path) -> None:
    locked(tmp_path / "other").close()
    for name in (KEY_FILE, OLD):
        shutil.copy(tmp_path / "other" / name, journal._store.folder / name)
    what = "A key file belongs to another journal."
    assert told(journal) == [(what, KEY_FILE), (what, OLD)]


def test_a_copy_with_an_earlier_passphrase_is_noticed_unless_it_is_being_changed(journal: Journal) -> None:
    folder = journal._store.folder
    before = (folder / OLD).read_bytes()
    journal.keys.change_passphrase(SECRET, Passphrase("another long walk along the river"))
    assert told(journal) == []
    (folder / OLD).write_bytes(before)
    assert [where for what, where in told(journal) if "an earlier passphrase" in what] == [OLD]
    (folder / NEW).write_bytes(before)
    assert told(journal) == []


def test_a_journal_without_a_passphrase_has_none(tmp_path: Path) -> None:
    fresh(tmp_path / "journal").close()
    assert list(key_checks.key_files(Subject(tmp_path / "journal", None, None, bool), Pace(None, 1))) == []
