"""What the bytes of a journal's file tell before any key is known."""

import os
from pathlib import Path

import pytest

from isp_journal.errors import KeyFileForeign, NotAJournal
from isp_journal.storage import locked
from isp_journal.storage.connect import database
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.locked import KEY_FILE, NEW, OLD, PAGE
from isp_journal.storage.unlock import unlock
from tests.storage.journals import fresh
from tests.storage.locks import PASSPHRASE, copied, locked_journal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataKey]:
    folder = locked_journal(tmp_path_factory.mktemp("made") / "journal")
    return folder, unlock(folder, PASSPHRASE).key


@pytest.fixture
def folder(made: tuple[Path, DataKey], tmp_path: Path) -> Path:
    return copied(made[0], tmp_path / "journal")


@pytest.fixture
def key(made: tuple[Path, DataKey]) -> DataKey:
    return made[1]


def overwritten(folder: Path, start: int, content: bytes) -> None:
    with database(folder).open("r+b") as file:
        file.seek(start)
        file.write(content)


def test_a_journal_without_a_passphrase_is_not_locked(tmp_path: Path) -> None:
    fresh(tmp_path / "open").close()
    assert not locked.is_locked(tmp_path / "open")
    assert not locked.looks_encrypted(database(tmp_path / "open"))


def test_a_journal_is_locked_by_its_key_file_by_what_is_left_of_it_or_by_its_pages(folder: Path) -> None:
    assert locked.is_locked(folder)
    (folder / KEY_FILE).unlink()
    assert locked.is_locked(folder)
    (folder / OLD).unlink()
    assert locked.is_locked(folder)
    locked.check_pair(folder)
    (folder / NEW).write_bytes(b"x")
    database(folder).write_bytes(b"Dear diary, ")
    assert locked.is_locked(folder)
    locked.check_pair(folder)


def test_a_plain_file_beside_a_key_file_is_no_pair(folder: Path, tmp_path: Path) -> None:
    fresh(tmp_path / "open").close()
    database(tmp_path / "open").replace(database(folder))
    with pytest.raises(KeyFileForeign):
        locked.check_pair(folder)


def test_a_key_belongs_to_the_file_whose_salt_or_pages_it_fits(folder: Path, key: DataKey) -> None:
    file = database(folder)
    assert locked.belongs(file, key)
    assert not locked.belongs(file, DataKey.fresh())
    assert not locked.belongs(file, DataKey(key.key, bytes(16))), "the seals' key is made with the salt"
    overwritten(folder, 0, bytes(16))
    assert not locked.salt_fits(file, key)
    assert locked.belongs(file, key), "the first page is sealed but for its salt"
    overwritten(folder, 0, os.urandom(PAGE))
    assert locked.belongs(file, key), "other pages are whole"
    locked.check_key(folder, key)


@pytest.mark.parametrize("length", [1, 15, 16, 17, PAGE - 1, PAGE + 1])
def test_a_key_belongs_to_a_file_that_was_cut_short(folder: Path, key: DataKey, length: int) -> None:
    os.truncate(database(folder), length)
    assert locked.belongs(database(folder), key)


def test_a_key_that_is_not_the_files_is_told_apart_from_a_file_that_is_none(folder: Path, key: DataKey) -> None:
    with pytest.raises(KeyFileForeign):
        locked.check_key(folder, DataKey.fresh())
    database(folder).write_bytes(b"Dear diary, " * 2_000)
    with pytest.raises(NotAJournal):
        locked.check_key(folder, key)
