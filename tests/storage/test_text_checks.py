from datetime import date
from pathlib import Path

import pytest

from isp_journal.storage import connect
from isp_journal.storage.text_checks import is_text
from tests.storage.damage import asked, at, copied, replaced, spoiled, wrong
from tests.storage.journals import fresh, on_words, written


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal with words of every kind."""
    journal = fresh(tmp_path_factory.mktemp("made") / "journal")
    entry = written(journal, "Naïve words — 日本語. The passage.", title="A title", labels=("a label",))
    journal.entries.save(on_words(entry, "passage", because="a reason"))
    journal.people.ensure("Ruth Ädeyemi")
    journal.sites.ensure("Harlow Bend")
    journal.notes.save("relationships.4", date(2026, 3, 2), "Where I stand.")
    journal.close()
    return journal._store.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal, without a backup that would tell as well."""
    return copied(made, tmp_path)


def test_nothing_is_wrong_with_words_in_any_script(folder: Path) -> None:
    assert wrong(folder) == []


def test_a_byte_that_is_no_text_is_noticed_with_the_entry_that_it_is_in(folder: Path) -> None:
    replaced(connect.database(folder), "Naïve words —".encode(), b"Na\xffive words " + "—".encode())
    identity = asked(folder, "SELECT id FROM entry")[0][0]
    assert "Some bytes of a text are no text." in wrong(folder)
    assert f"entry {identity} of 2026-03-02" in at(folder)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("note", "body"),
        ("person", "organisation"),
        ("site", "pseudonym"),
        ("label", "name"),
        ("tag", "because"),
        ("tag", "prefix"),
    ],
)
@pytest.mark.parametrize("odd", ["X'41FF'", "CAST(X'C3' AS TEXT)"])
def test_bytes_that_are_no_text_are_noticed_in_every_table(folder: Path, table: str, column: str, odd: str) -> None:
    spoiled(folder, f"UPDATE {table} SET {column} = {odd}")
    assert wrong(folder) == ["Some bytes of a text are no text."]
    assert all(where.startswith(table) for where in at(folder))


@pytest.mark.parametrize("table", ["person", "site"])
def test_a_name_that_is_found_under_another_one_is_noticed(folder: Path, table: str) -> None:
    spoiled(folder, f"UPDATE {table} SET folded = replace(folded, 'h', 'i')")
    assert wrong(folder) == ["A name is compared as another one than it is."]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tag SET activity = 'isp-3.0/relationships.44'",
        "UPDATE tag SET activity = 'isp-9.0/relationships.4', component = 'isp-9.0/relationships'",
        "UPDATE note SET activity = 'isp-3.0/relationships.'",
        "UPDATE note SET component = 'isp-3.0/relatinships', activity = NULL",
    ],
)
def test_what_the_catalogue_does_not_know_is_noticed(folder: Path, statement: str) -> None:
    spoiled(folder, statement)
    assert wrong(folder) == ["The catalogue does not know what something is about."]


def test_only_whole_words_are_text() -> None:
    assert is_text("日本語")
    assert not any(map(is_text, (b"bytes", 5, None, "half \ud800")))
