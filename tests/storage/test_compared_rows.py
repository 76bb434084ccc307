from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isp_journal.journal.opening import open_journal
from isp_journal.model import ImportedEntry, Role, Stage
from isp_journal.storage import connect
from isp_journal.storage.checking import Pace
from isp_journal.storage.compared_rows import CHANGED, changed
from tests.storage.damage import asked, at, checked, copied, replaced, spoiled, wrong
from tests.storage.journals import fresh, on_words, written


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal that holds one of everything, with a backup of it."""
    journal = fresh(tmp_path_factory.mktemp("made") / "journal")
    site = journal.sites.ensure("Harlow Bend School")
    journal.sites.set_stage(site.id, Stage.INITIAL, date(2026, 1, 5))
    person = journal.people.ensure("Ruth Adeyemi", Role.COACHEE)
    entry = written(journal, "I stopped the Agenda.", site=site.id, people=(person.id,), labels=("hard",))
    entry = journal.entries.save(on_words(entry, "Agenda", because="It was hard."))
    journal.entries.save(replace(entry, body=f"Today {entry.body}"))
    journal.notes.save("relationships.4", date(2026, 3, 2), "Where I stand.")
    journal.imports.take([ImportedEntry(1, date(2026, 3, 3), "Told elsewhere.")])
    journal.attachments.add(entry.id, "plan.txt", b"A plan.")
    journal.backups.make()
    journal.close()
    return journal._store.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal, with its backups."""
    return copied(made, tmp_path, backups=True)


def test_nothing_is_wrong_with_a_journal_that_is_as_its_backup(folder: Path) -> None:
    report = checked(folder)
    assert report.problems == ()
    assert report.checked[-1] == "what did not change since the newest backup"
    assert report.left_out == ()


def test_a_letter_that_only_became_a_small_one_is_noticed(folder: Path) -> None:
    """Neither SQLite nor the search index sees this."""
    replaced(connect.database(folder), b"Where I stand.", b"Where i stand.")
    assert wrong(folder) == [CHANGED]
    assert at(folder) == ["note " + asked(folder, "SELECT id FROM note")[0][0]]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("journal", "created_at = '2026-03-01T09:00:00.000Z'"),
        ("person", "organisation = 'Another'"),
        ("site", "pseudonym = 'Another'"),
        ("site_stage", "since = '2026-01-06'"),
        ("label", "name = 'Hard'"),
        ("entry", "minutes = 40"),
        ("entry", "title = ' '"),
        ("entry", "revision = revision + 1"),
        ("tag", "because = 'it was hard.'"),
        ("note", "body = 'Where I stood.'"),
        ("import_batch", "source = 'x'"),
        ("attachment", "name = 'plan.TXT'"),
        ("revision", "content = replace(content, 'Agenda', 'agenda')"),
        ("import_line", "digest = replace(digest, substr(digest, 1, 1), 'f')"),
        ("import_line", "entry_id = replace(entry_id, '0', '1')"),
    ],
)
def test_a_row_that_changed_without_a_new_instant_is_noticed(folder: Path, table: str, change: str) -> None:
    spoiled(folder, f"UPDATE {table} SET {change}")
    assert CHANGED in wrong(folder)
    assert any(where.startswith(table) for where in at(folder))


def test_an_instant_that_changed_by_one_bit_is_noticed(folder: Path) -> None:
    before = asked(folder, "SELECT updated_at FROM note")[0][0]
    spoiled(folder, f"UPDATE note SET updated_at = '{before[:-2]}{int(before[-2]) ^ 1}Z'")
    assert wrong(folder) == [CHANGED]


def test_what_somebody_changed_since_is_no_trouble(folder: Path) -> None:
    journal = open_journal(folder, writing=True)
    entry = journal.entries.get(asked(folder, "SELECT id FROM entry WHERE body LIKE 'Today%'")[0][0])
    journal.entries.save(replace(entry, occurred_on=date(2026, 4, 1)))
    journal.sites.merge(journal.sites.ensure("North").id, entry.site or "")
    journal.people.delete(entry.people[0])
    journal.people.set_author(journal.people.ensure("Somebody else").id)
    journal.labels.rename(journal.labels.all()[0].id, "harder")
    journal.notes.save("relationships.4", date(2026, 3, 2), "Elsewhere.", asked(folder, "SELECT id FROM note")[0][0])
    journal.entries.trash([entry.id])
    journal.close()
    assert wrong(folder) == []


def test_a_journal_that_went_on_from_an_older_backup_is_no_trouble(folder: Path) -> None:
    """Rows then have the same revision as in a newer backup, and say something else."""
    journal = open_journal(folder, writing=True)
    note = journal.notes.every()[0]
    journal.notes.save("relationships.4", date(2026, 3, 2), "Another way.", note.id)
    journal.backups.make()
    journal.close()
    spoiled(folder, "UPDATE note SET body = 'A third way.', updated_at = '2026-03-05T10:11:12.345Z'")
    assert wrong(folder) == []


def test_many_of_one_kind_are_not_named_one_by_one(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    for number in range(30):
        journal.notes.save("relationships.4", date(2026, 3, 2), f"Note {number}")
    journal.backups.make()
    journal.close()
    spoiled(tmp_path / "journal", "UPDATE note SET body = 'X' || body")
    assert len(at(tmp_path / "journal")) == 21
    assert at(tmp_path / "journal")[-1] == "note: and others"


def test_keys_that_a_flipped_bit_made_into_something_else_are_walked_past(folder: Path) -> None:
    again = "name, origin, revision, created_at, updated_at, NULL FROM label LIMIT 1"
    spoiled(folder, f"INSERT INTO label SELECT X'FF00', {again}", f"INSERT INTO label SELECT 'a', {again}")
    then = connect.connect(folder, writing=False)
    then.execute("BEGIN")
    assert then.execute("SELECT count(*) FROM label").fetchone() == (3,)
    spoiled(folder, f"INSERT INTO label SELECT X'00', {again}", "DELETE FROM label WHERE id = 'a'")
    now = connect.connect(folder, writing=False)
    assert list(changed(now, then, Pace(None, 1))) == []
    now.close()
    then.close()


def test_a_backup_of_an_earlier_schema_is_compared_by_what_it_has(folder: Path, tmp_path: Path) -> None:
    earlier = copied(folder, tmp_path / "earlier")
    spoiled(earlier, "DROP TABLE attachment", "ALTER TABLE label DROP COLUMN name", "UPDATE note SET body = 'Else.'")
    now, then = connect.connect(folder, writing=False), connect.connect(earlier, writing=False)
    assert [one.where[:5] for one in changed(now, then, Pace(None, 1))] == ["note "]
    now.close()
    then.close()
