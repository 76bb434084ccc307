import os
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import JournalDamaged
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.recovery_words import fresh as fresh_words
from isp_journal.storage import connect, page_checks, seen
from isp_journal.storage.checking import Pace, Subject
from isp_journal.storage.data_key import DataKey
from tests.storage.damage import at, checked, copied, flip, replaced, spoiled, wrong
from tests.storage.journals import fresh, written

PAGE = 4096
SECRET = Passphrase("a long walk along the river")
UNFIT = "Pages of the file do not fit together."
NOT_AS_WRITTEN = "A page of the file is not as it was written."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal without a passphrase, with free pages in it."""
    journal = fresh(tmp_path_factory.mktemp("made") / "journal")
    for number in range(40):
        written(journal, f"{number} words of a reflection. " * 200)
    written(journal, "A word that stands Here alone.")
    raw: Any = journal._store._raw_writing
    raw.execute("DELETE FROM entry WHERE place IN (SELECT place FROM entry ORDER BY place LIMIT 15)")
    journal.close()
    return journal._store.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal."""
    return copied(made, tmp_path)


@pytest.fixture(scope="module")
def made_locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataKey]:
    """Make a journal with a passphrase, and free pages in it."""
    folder = tmp_path_factory.mktemp("made") / "locked"
    create_journal(folder, author="Jonas", protection=Protection(SECRET, RecoveryCode(fresh_words())))
    journal = open_journal(folder, writing=True, secret=SECRET)
    for number in range(20):
        written(journal, f"{number} words of a reflection. " * 200)
    raw: Any = journal._store._raw_writing
    raw.execute("DELETE FROM entry WHERE place IN (SELECT place FROM entry ORDER BY place LIMIT 8)")
    key = journal._store.key
    assert key is not None
    journal.close()
    return folder, key


@pytest.fixture
def locked(made_locked: tuple[Path, DataKey], tmp_path: Path) -> tuple[Path, DataKey]:
    """Give the folder of that closed journal, and its key."""
    return copied(made_locked[0], tmp_path), made_locked[1]


def free(folder: Path) -> list[int]:
    with connect.database(folder).open("rb") as file:
        return list(page_checks._free(file))


def test_nothing_is_wrong_with_whole_pages(folder: Path, locked: tuple[Path, DataKey]) -> None:
    assert len(free(folder)) > 5
    assert wrong(folder) == []
    report = checked(locked[0], SECRET)
    assert report.problems == ()
    assert "the seal of each page" in report.checked
    assert "free pages" not in report.checked


def test_a_page_whose_cells_do_not_fit_is_noticed(folder: Path) -> None:
    flip(connect.database(folder), 9 * PAGE + 7, 2)
    assert UNFIT in wrong(folder)


def test_an_index_that_says_something_else_than_its_row_is_noticed(folder: Path) -> None:
    """Quick checks do not look at this: the letter stands in a row, and otherwise in its index."""
    file = connect.database(folder)
    content = file.read_bytes()
    place = content.index(b"general")
    file.write_bytes(content[:place] + b"meeting" + content[place + 7 :])
    assert UNFIT in wrong(folder)


def test_a_file_that_is_longer_than_its_pages_is_noticed(folder: Path) -> None:
    with connect.database(folder).open("ab") as file:
        file.write(b"\0" * 5_000)
    assert wrong(folder) == ["The journal's file is longer or shorter than the pages in it."]


def test_a_file_that_is_cut_between_pages_is_not_opened_and_one_cut_inside_a_page_is_noticed(folder: Path) -> None:
    file = connect.database(folder)
    whole = file.read_bytes()
    for end in (len(whole) - PAGE, len(whole) // 2 // PAGE * PAGE, PAGE):
        file.write_bytes(whole[:end])
        with pytest.raises(JournalDamaged):
            wrong(folder)
        assert file.read_bytes() == whole[:end]
    for end in (len(whole) - 1, len(whole) - 100, len(whole) - PAGE + 1):
        file.write_bytes(whole[:end])
        assert "The journal's file is longer or shorter than the pages in it." in wrong(folder)


def test_what_refers_to_nothing_is_noticed(folder: Path) -> None:
    spoiled(folder, "UPDATE entry SET site_id = '0199a3c0-7a1e-7cc0-8f00-000000000001' WHERE rowid = "
            "(SELECT max(rowid) FROM entry)")  # fmt: skip
    assert wrong(folder) == ["Something refers to what is not there."]
    assert at(folder)[0].endswith("to site")
    spoiled(folder, "UPDATE entry SET site_id = NULL", "INSERT INTO entry_label VALUES ('x', 1)")
    assert "entry_label to label" in at(folder)


def test_a_free_page_that_is_not_empty_is_noticed(folder: Path) -> None:
    number = free(folder)[3]
    flip(connect.database(folder), (number - 1) * PAGE + 1_000, 5)
    assert wrong(folder) == ["A page that should be empty is not."]
    assert at(folder) == [f"page {number}"]


def test_every_flipped_bit_of_an_encrypted_file_is_noticed(locked: tuple[Path, DataKey]) -> None:
    folder, key = locked
    file = connect.database(folder)
    chance = random.Random(11)
    pages = file.stat().st_size // PAGE
    for number in range(pages):
        place, bit = chance.randrange(PAGE), chance.randrange(8)
        flip(file, number * PAGE + place, bit)
        with file.open("rb") as opened:
            found = list(page_checks._broken_pages(opened, key, Pace(None, 1)))
        assert found == ([] if number == 0 and place < 16 else [number + 1]), place
        flip(file, number * PAGE + place, bit)
    assert wrong(folder, SECRET) == []


def test_a_flipped_bit_in_a_free_page_of_an_encrypted_file_is_noticed(locked: tuple[Path, DataKey]) -> None:
    """SQLite itself looks at no page that is free, so that of some pages the seal alone tells."""
    folder, _ = locked
    file = connect.database(folder)
    told = {}
    for number in range(file.stat().st_size // PAGE, 1, -1):
        flip(file, (number - 1) * PAGE + 2_000, 1)
        try:
            told[number] = wrong(folder, SECRET)
            assert NOT_AS_WRITTEN in told[number]
        except JournalDamaged:
            told[number] = []
        flip(file, (number - 1) * PAGE + 2_000, 1)
    assert [NOT_AS_WRITTEN] in told.values()


def test_the_salt_of_an_encrypted_file_is_looked_at_too(locked: tuple[Path, DataKey]) -> None:
    flip(connect.database(locked[0]), 7, 3)
    assert wrong(locked[0], SECRET) == ["The first bytes of the journal's file are not those of its key."]


def test_many_broken_pages_are_not_named_one_by_one(locked: tuple[Path, DataKey]) -> None:
    folder, key = locked
    content = bytearray(connect.database(folder).read_bytes())
    for number in range(2, len(content) // PAGE):
        content[number * PAGE + 9] ^= 1
    connect.database(folder).write_bytes(content)
    subject = Subject(folder, None, key, bool)
    found = list(page_checks.seals(subject, Pace(None, 1)))
    assert len(found) == 21
    assert found[-1].where == f"{len(content) // PAGE - 2 - 20} more pages"


def test_a_last_page_that_is_cut_is_broken(locked: tuple[Path, DataKey]) -> None:
    folder, key = locked
    file = connect.database(folder)
    count = file.stat().st_size // PAGE
    os.truncate(file, file.stat().st_size - 1)
    found = list(page_checks.seals(Subject(folder, None, key, bool), Pace(None, 1)))
    assert [one.where for one in found] == [f"page {count}"]


def test_a_journal_without_a_key_has_no_seals(folder: Path) -> None:
    assert list(page_checks.seals(Subject(folder, None, None, bool), Pace(None, 1))) == []


def test_bytes_that_changed_while_the_file_was_closed_are_noticed_where_nothing_else_would(folder: Path) -> None:
    file = connect.database(folder)
    seen.remember(folder, "a journal", "2026-03-02T09:00:00.000Z", closed=True)
    assert wrong(folder) == []
    before = file.stat()
    replaced(file, b"that stands Here alone", b"that stands here alone")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert wrong(folder) == ["Bytes of the file changed while it was closed."]


def test_seals_agree_with_the_engines_own_check(locked: tuple[Path, DataKey], tmp_path: Path) -> None:
    folder, key = locked
    for damaged in (False, True):
        other = shutil.copytree(folder, tmp_path / f"copy {damaged}")
        if damaged:
            flip(connect.database(other), 5 * PAGE + 77, 2)
        connection = connect.open_file(connect.database(other), "ro", key)
        engines = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        connection.close()
        with connect.database(other).open("rb") as file:
            assert bool(engines) is bool(list(page_checks._broken_pages(file, key, Pace(None, 1)))) is damaged


def test_a_journal_that_was_used_for_long_has_empty_free_pages(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    entries = [written(journal, f"{number} words. " * 300) for number in range(60)]
    chance = random.Random(3)
    for number in range(150):
        place = chance.randrange(len(entries))
        body = f"{number} {entries[place].body}"[: chance.randrange(1, 12_000)]
        entries[place] = journal.entries.save(replace(entries[place], body=body))
        if number % 20 == 0:
            journal.rest()
    journal.entries.trash([one.id for one in entries[::2]])
    journal.trash.empty()
    for entry in entries[1::2]:
        journal.entries.save(replace(entry, body="Short."))
    journal.close()
    assert wrong(tmp_path / "journal") == []
