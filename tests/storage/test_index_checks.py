from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.journal.opening import open_journal
from isp_journal.model import Filter
from isp_journal.storage import connect
from isp_journal.storage.index_checks import is_index_true
from tests.storage.damage import at, replaced, spoiled, wrong
from tests.storage.journals import fresh, written

WRONG = "The search index says something else than the entries."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal with a few entries."""
    journal = fresh(tmp_path / "journal")
    for number in range(5):
        written(journal, f"Entry {number} about the agenda.", title=f"Title {number}")
    journal.close()
    return tmp_path / "journal"


def test_a_letter_that_changed_in_a_text_is_noticed_by_the_index(folder: Path) -> None:
    replaced(connect.database(folder), b"Entry 3 about the agenda.", b"Entry 3 about the agende.")
    assert wrong(folder) == [WRONG]


def test_an_entry_without_its_words_in_the_index_is_noticed(folder: Path) -> None:
    spoiled(folder, "DELETE FROM entry_text_docsize WHERE id = (SELECT min(place) FROM entry)")
    assert "An entry is not in the search index." in wrong(folder)
    spoiled(folder, "INSERT INTO entry_text_docsize VALUES (77, X'0101')")
    assert "The search index holds an entry that is not there." in wrong(folder)
    assert "place 77" in at(folder)


def test_a_torn_index_is_noticed_and_built_anew(folder: Path) -> None:
    spoiled(folder, "UPDATE entry_text_data SET block = substr(block, 1, length(block) / 2) WHERE id > 10")
    assert WRONG in wrong(folder)
    journal = open_journal(folder, writing=True)
    journal.checks.rebuild_index()
    assert journal.entries.count(Filter(text="agenda")) == 5
    journal.close()
    assert wrong(folder) == []


def test_a_fault_that_is_no_damage_is_told_as_what_it_is(folder: Path) -> None:
    connection: Any = connect.connect(folder, writing=False)
    with pytest.raises(driver.Error, match="readonly"):
        is_index_true(connection)
    connection.close()
