from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import JournalDamaged
from isp_journal.storage import contents
from isp_journal.storage.contents import Contents


def filled(*statements: str) -> Any:
    connection = driver.connect(":memory:", isolation_level=None)
    for statement in (
        "CREATE TABLE entry (id TEXT PRIMARY KEY, body TEXT, trashed_at TEXT)",
        "CREATE TABLE tag (id TEXT, place INTEGER, trashed_at TEXT, PRIMARY KEY (id, place)) WITHOUT ROWID",
        "INSERT INTO entry VALUES ('b', 'second', NULL), ('a', 'first', NULL), ('c', 'third', '2026')",
        "INSERT INTO tag VALUES ('t', 1, NULL)",
        *statements,
    ):
        connection.execute(statement)
    return connection


def digest(*statements: str) -> str:
    return contents.digest(filled(*statements))


def test_the_same_rows_have_the_same_digest_in_whatever_order_they_came() -> None:
    other = filled("DELETE FROM entry", "INSERT INTO entry VALUES ('a', 'first', NULL)")
    other.execute("INSERT INTO entry VALUES ('c', 'third', '2026'), ('b', 'second', NULL)")
    assert contents.digest(other) == digest()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET body = 'second ' WHERE id = 'b'",
        "UPDATE entry SET body = NULL WHERE id = 'b'",
        "UPDATE entry SET body = x'7365636f6e64' WHERE id = 'b'",
        "UPDATE entry SET id = 'd' WHERE id = 'b'",
        "UPDATE entry SET trashed_at = 'x' WHERE id = 'b'",
        "DELETE FROM entry WHERE id = 'c'",
        "INSERT INTO entry VALUES ('d', '', NULL)",
        "UPDATE tag SET place = 2",
        "UPDATE tag SET place = '1x'",
        "DELETE FROM tag",
        "UPDATE entry SET body = 'first' || char(0) || 'x' WHERE id = 'a'",
    ],
)
def test_any_change_of_any_row_changes_the_digest(change: str) -> None:
    assert digest(change) != digest()


def test_a_text_with_a_null_inside_counts_whole() -> None:
    first, second = (f"UPDATE entry SET body = 'a' || char(0) || '{end}'" for end in "xy")
    assert digest(first) != digest(second)


def test_a_table_without_rows_leaves_no_trace() -> None:
    assert digest("CREATE TABLE attachment (id TEXT PRIMARY KEY, trashed_at TEXT)") == digest()
    assert (
        digest("CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES (2)") == digest()
    )


def test_the_columns_of_before_can_be_looked_at_in_a_file_that_gained_some() -> None:
    connection = filled()
    named, before = contents.columns(connection), contents.digest(connection)
    connection.execute("ALTER TABLE entry ADD COLUMN mood TEXT DEFAULT 'calm'")
    assert contents.digest(connection) != before
    assert contents.digest(connection, named) == before


def test_a_table_without_a_key_and_with_an_odd_name_is_read_too() -> None:
    odd = 'CREATE TABLE "odd "" name" ("a "" b" TEXT, c TEXT)'
    rows = 'INSERT INTO "odd "" name" VALUES {}'
    one, other = rows.format("('1', '2'), ('3', '4')"), rows.format("('3', '4'), ('1', '2')")
    assert digest(odd, one) == digest(odd, other) != digest()


def test_the_index_and_its_tables_are_no_contents() -> None:
    connection = filled("CREATE VIRTUAL TABLE entry_text USING fts5(body)", "INSERT INTO entry_text VALUES ('x')")
    assert contents.digest(connection) == digest()
    assert contents.counts(connection) == {"entry": 3, "tag": 1}


def test_what_is_outside_the_trash_is_counted() -> None:
    found = contents.contents(filled())
    assert found == Contents(entries=2, tags=1, attachments=0, digest=digest())


def test_long_tables_are_read_in_pieces() -> None:
    connection = filled()
    rows = [(f"{number:04d}", "a reflection " * 20) for number in range(1_000)]
    connection.executemany("INSERT INTO entry VALUES (?, ?, NULL)", rows)
    assert contents.contents(connection).entries == 1_002
    before = contents.digest(connection)
    connection.execute("UPDATE entry SET body = 'another' WHERE id = '0999'")
    assert contents.digest(connection) != before


def test_a_file_that_is_no_journal_any_more_is_said_to_be_damaged(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.write_bytes(b"no database at all, and longer than a header has to be" * 100)
    with pytest.raises(JournalDamaged):
        contents.entries_of(file, None)


def test_the_entries_of_a_file_that_lies_by_itself_are_counted(tmp_path: Path) -> None:
    connection = filled()
    connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    assert contents.entries_of(tmp_path / "copy.db", None) == 2
