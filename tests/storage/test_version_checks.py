import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.storage.damage import asked, at, copied, spoiled, wrong
from tests.storage.journals import fresh, on_words, written

UNREADABLE = "An earlier version can't be read."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal in which everything has an earlier version."""
    journal = fresh(tmp_path_factory.mktemp("made") / "journal")
    entry = journal.entries.save(on_words(written(journal, "I stopped the agenda."), "agenda"))
    journal.entries.save(replace(entry, body="Later.", tags=()))
    person, site = journal.people.ensure("Ruth"), journal.sites.ensure("North")
    journal.people.save(replace(person, name="Ruth A."))
    journal.sites.save(replace(site, name="North End"))
    journal.people.merge(person.id, journal.people.ensure("R. A.").id)
    written(journal, "More.", labels=("hard",))
    journal.labels.rename(journal.labels.all()[0].id, "harder")
    note = journal.notes.save("relationships.4", date(2026, 3, 2), "Here.")
    journal.notes.save("relationships", date(2026, 3, 2), "There.", note.id)
    attached = journal.attachments.add(entry.id, "plan.txt", b"A plan.")
    journal.attachments.rename(attached.id, "the plan.txt")
    journal.close()
    return journal._store.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal, without a backup that would tell as well."""
    return copied(made, tmp_path)


def test_nothing_is_wrong_with_versions_of_everything(folder: Path) -> None:
    things = {row[0] for row in asked(folder, "SELECT thing FROM revision")}
    assert things == {"entry", "person", "site", "label", "note", "attachment"}
    assert wrong(folder) == []


def told(folder: Path, thing: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        asked(folder, f"SELECT content FROM revision WHERE thing = '{thing}' ORDER BY revision DESC")[0][0]
    )
    return found


def tell(folder: Path, thing: str, content: object) -> None:
    words = json.dumps(content).replace("'", "''")
    spoiled(folder, f"UPDATE revision SET content = '{words}' WHERE thing = '{thing}'")


@pytest.mark.parametrize(
    ("thing", "part", "odd"),
    [
        ("entry", "kind", "cbll"),
        ("entry", "occurred_on", "2026-02-30"),
        ("entry", "occurred_time", "25:00"),
        ("entry", "mode", "by post"),
        ("entry", "minutes", "many"),
        ("entry", "title", None),
        ("entry", "body", 5),
        ("entry", "people", "Ruth"),
        ("entry", "tags", {}),
        ("entry", "tags", [{"id": "x"}]),
        ("entry", "tags", [{"id": "x", "component": "c", "activity": 4}]),
        ("entry", "tags", [{"id": "x", "component": "c", "activity": "c.1", "start": 1, "end": 3, "quote": "no"}]),
        ("person", "name", None),
        ("site", "archived_at", "then"),
        ("label", "updated_at", "yesterday"),
        ("note", "on_date", "today"),
        ("attachment", "digest", 7),
    ],
)
def test_a_version_that_could_not_be_restored_is_noticed(folder: Path, thing: str, part: str, odd: object) -> None:
    tell(folder, thing, told(folder, thing) | {part: odd})
    assert wrong(folder) == [UNREADABLE]
    assert all(where.startswith(f"{thing} 0") for where in at(folder))


@pytest.mark.parametrize("content", ["'{'", "''", "'[1]'", "'null'", "X'7B7D'", "CAST(X'7BFF7D' AS TEXT)"])
def test_a_version_that_is_torn_is_noticed(folder: Path, content: str) -> None:
    spoiled(folder, f"UPDATE revision SET content = {content} WHERE thing = 'note'")
    assert wrong(folder) == [UNREADABLE]


def test_a_version_with_a_byte_that_is_no_text_is_noticed(folder: Path) -> None:
    spoiled(folder, "UPDATE revision SET content = CAST(replace(CAST(content AS BLOB), X'48657265', X'48FF7265') "
            "AS TEXT) WHERE thing = 'note'")  # fmt: skip
    assert wrong(folder) == [UNREADABLE]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE revision SET thing = 'entrx' WHERE thing = 'entry'",
            "A version says nothing of what it is a version of.",
        ),
        (
            "UPDATE revision SET revision = 99 WHERE thing = 'note'",
            "A version is not older than what it is a version of.",
        ),
        (
            "UPDATE revision SET revision = -revision WHERE thing = 'note'",
            "A version has a number or an instant that cannot be.",
        ),
        (
            "UPDATE revision SET kept_at = 'then' WHERE thing = 'site'",
            "A version has a number or an instant that cannot be.",
        ),
        (
            "UPDATE revision SET row_id = replace(row_id, '-', '_') WHERE thing = 'label'",
            "A version belongs to what is not there.",
        ),
    ],
)
def test_a_version_that_belongs_nowhere_is_noticed(folder: Path, statement: str, what: str) -> None:
    spoiled(folder, statement)
    assert wrong(folder) == [what]


def test_many_versions_that_cannot_be_read_are_not_named_one_by_one(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    site = journal.sites.ensure("North")
    for number in range(40):
        site = journal.sites.save(replace(site, name=f"North {number}"))
    journal.close()
    spoiled(tmp_path / "journal", "UPDATE revision SET content = '{'")
    assert len(at(tmp_path / "journal")) == 20
