"""Folders where files belong, files where folders belong: said by name, and nothing that is good is touched."""

import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import JournalDamaged, KnownError
from isp_journal.journal.opening import open_journal
from isp_journal.storage import connect, lock, switch
from isp_journal.storage.locked import KEY_FILE, OLD
from tests.storage.journals import fresh, written
from tests.storage.locks import PASSPHRASE, locked_journal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal with one entry."""
    journal = fresh(tmp_path / "journal")
    written(journal, "I stopped the agenda.")
    journal.close()
    return tmp_path / "journal"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """Give the folder of a closed journal with a passphrase."""
    return locked_journal(tmp_path / "locked")


def lying(folder: Path) -> dict[str, bytes]:
    names = (connect.FILE, KEY_FILE, OLD)
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


@pytest.mark.parametrize("name", [lock.LOCK, lock.HOLDER])
def test_a_folder_in_the_place_of_a_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    before = lying(folder)
    with pytest.raises(KnownError, match=f"Something else lies where .*{name}") as told:
        open_journal(folder, writing=True)
    assert told.value.todo
    assert lying(folder) == before


def test_a_folder_in_the_place_of_the_key_file_is_named(locked: Path) -> None:
    (locked / KEY_FILE).unlink()
    (locked / KEY_FILE).mkdir()
    before = lying(locked)
    with pytest.raises(KnownError, match=f"Something else lies where .*{KEY_FILE}"):
        open_journal(locked, writing=True, secret=PASSPHRASE)
    assert lying(locked) == before


def test_a_folder_in_the_place_of_the_key_files_copy_is_found_by_the_check(locked: Path) -> None:
    (locked / OLD).unlink()
    (locked / OLD).mkdir()
    journal = open_journal(locked, writing=False, secret=PASSPHRASE)
    found = [(one.what, one.where) for one in journal.checks.run().problems]
    journal.close()
    assert found == [("A key file is damaged.", OLD)]


@pytest.mark.parametrize("name", [switch.PART, switch.LOCKED, switch.PLAIN])
def test_a_file_called_like_a_half_made_pair_is_none(folder: Path, name: str) -> None:
    (folder / name).write_text("words")
    before = lying(folder)
    open_journal(folder, writing=True).close()
    assert (folder / name).read_text() == "words"
    assert lying(folder) == before


def test_an_empty_folder_that_came_back_takes_no_key_file_from_a_locked_journal(locked: Path) -> None:
    # As a program that keeps two computers alike may bring back a folder which was removed on one of them.
    before = lying(locked)
    (locked / switch.PLAIN).mkdir()
    open_journal(locked, writing=True, secret=PASSPHRASE).close()
    assert {name: lying(locked)[name] for name in (KEY_FILE, OLD)} == {name: before[name] for name in (KEY_FILE, OLD)}
    assert not (locked / switch.PLAIN).exists()


def test_no_name_that_stands_in_a_file_leads_out_of_the_folder(folder: Path) -> None:
    (folder / switch.PLAIN).mkdir()
    shutil.copy(folder / connect.FILE, folder / switch.PLAIN)
    (folder / switch.PLAIN / switch.ASIDE).write_text("../../elsewhere")
    open_journal(folder, writing=True).close()
    assert not (folder.parent / "elsewhere").exists()
    assert (folder / switch.ASIDE / "earlier" / connect.FILE).is_file()


def spoil(folder: Path, statement: str) -> None:
    connection = driver.connect(str(connect.database(folder)), isolation_level=None)
    connection.execute(statement)
    connection.close()


SPOILED = ["PRAGMA user_version=0", "PRAGMA user_version=-5", "DROP TABLE journal", "DROP TABLE entry"]


@pytest.mark.parametrize("statement", SPOILED)
@pytest.mark.parametrize("writing", [False, True])
def test_a_journal_without_what_every_journal_has_is_damaged(folder: Path, statement: str, writing: bool) -> None:
    spoil(folder, statement)
    before = lying(folder)
    with pytest.raises(JournalDamaged):
        open_journal(folder, writing=writing)
    assert lying(folder) == before


def test_a_journal_without_its_own_row_is_damaged_and_can_still_be_checked(folder: Path) -> None:
    spoil(folder, "DELETE FROM journal")
    before = lying(folder)
    with pytest.raises(JournalDamaged):
        open_journal(folder, writing=True)
    reading = open_journal(folder, writing=False)
    with pytest.raises(JournalDamaged):
        reading.facts()
    told = [one.what for one in reading.checks.run().problems]
    reading.close()
    assert "The journal's own row is missing, or there are several." in told
    assert lying(folder) == before


def test_a_journal_without_the_table_of_migrations_is_said_to_lack_it(folder: Path) -> None:
    spoil(folder, "DROP TABLE alembic_version")
    reading = open_journal(folder, writing=False)
    told = [(one.what, one.where) for one in reading.checks.run().problems]
    reading.close()
    assert ("Something that every journal has is missing.", "table alembic_version") in told
