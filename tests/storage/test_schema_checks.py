from pathlib import Path

import pytest

from isp_journal.storage import connect, migrate
from isp_journal.storage.checking import Pace, Subject
from isp_journal.storage.schema_checks import schema
from tests.storage.damage import at, checked, spoiled, wrong
from tests.storage.journals import fresh, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal."""
    journal = fresh(tmp_path / "journal")
    written(journal, "Words.")
    journal.close()
    return tmp_path / "journal"


@pytest.mark.parametrize("name", ["TRIGGER entry_reindexed", "INDEX entry_trash", "INDEX tag_place"])
def test_something_that_is_missing_is_noticed(folder: Path, name: str) -> None:
    spoiled(folder, f"DROP {name}")
    missing = [one for one in checked(folder).problems if one.what == "Something that every journal has is missing."]
    assert [one.where for one in missing] == [name.replace("TRIGGER", "trigger").replace("INDEX", "index")]


def test_something_that_no_journal_has_is_noticed(folder: Path) -> None:
    spoiled(folder, "CREATE TRIGGER more AFTER INSERT ON entry BEGIN DELETE FROM tag; END")
    assert wrong(folder) == ["The file holds something that no journal has."]
    assert at(folder) == ["trigger more"]


def test_something_that_is_made_otherwise_is_noticed(folder: Path) -> None:
    spoiled(folder, "DROP INDEX entry_kind", "CREATE INDEX entry_kind ON entry (mode)")
    assert wrong(folder) == ["A part of the file is made otherwise than it should be."]
    assert at(folder) == ["index entry_kind"]


def test_a_mark_in_the_header_that_does_not_fit_is_noticed(folder: Path) -> None:
    spoiled(folder, "UPDATE alembic_version SET version_num = '0099'")
    assert at(folder) == ["row alembic_version"]


def test_other_settings_of_the_index_are_noticed(folder: Path) -> None:
    spoiled(folder, "INSERT INTO entry_text(entry_text, rank) VALUES ('automerge', 4)")
    assert wrong(folder) == ["The search index is set otherwise than it should be."]


def test_the_schema_of_an_earlier_version_is_as_it_was(tmp_path: Path) -> None:
    file = connect.database(tmp_path)
    file.touch(mode=0o600)
    connection = connect.open_file(file, "rw")
    with migrate.engine_on(connection, "BEGIN IMMEDIATE").begin() as transaction:
        migrate.upgrade(transaction, 1)
    subject = Subject(tmp_path, connection, None, bool)
    assert list(schema(subject, Pace(None, 1))) == []
    connection.execute("DROP INDEX entry_kind")
    assert [one.where for one in schema(subject, Pace(None, 1))] == ["index entry_kind"]
    connection.close()


def test_a_file_without_its_table_of_versions_is_noticed(folder: Path) -> None:
    spoiled(folder, "DROP TABLE alembic_version")
    assert wrong(folder) == ["Something that every journal has is missing."]
    assert sorted(at(folder)) == ["row alembic_version", "table alembic_version"]
