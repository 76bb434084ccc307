from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from isp_journal.journal.journal import Journal
from isp_journal.model import ImportedEntry, Mode, Role, Stage
from tests.storage.damage import asked, at, copied, spoiled, wrong
from tests.storage.journals import fresh, on_words, written


def filled(journal: Journal) -> None:
    site = journal.sites.ensure("Harlow Bend School")
    journal.sites.set_stage(site.id, Stage.INITIAL, date(2026, 1, 5))
    person = journal.people.ensure("Ruth Adeyemi", Role.COACHEE)
    entry = written(
        journal,
        "I stopped the agenda. We looked at the data.",
        title="A visit",
        occurred_time=time(10, 30),
        site=site.id,
        people=(person.id,),
        labels=("hard",),
        mode=Mode.ONSITE,
        minutes=45,
    )
    entry = journal.entries.save(on_words(entry, "stopped the agenda", because="it was hard"))
    journal.entries.save(replace(entry, body=f"Today {entry.body}"))
    gone = journal.entries.save(on_words(written(journal, "Words for the trash."), "trash"))
    journal.entries.trash([gone.id])
    journal.notes.save("relationships.4", date(2026, 3, 2), "Where I stand.")
    journal.imports.take([ImportedEntry(1, date(2026, 3, 3), "Told elsewhere.", site="North")])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal that holds one of everything, and in which nothing is wrong."""
    journal = fresh(tmp_path_factory.mktemp("made") / "journal")
    filled(journal)
    journal.close()
    return journal._store.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal, without a backup that would tell as well."""
    return copied(made, tmp_path)


def test_nothing_is_wrong_with_a_journal_that_holds_one_of_everything(folder: Path) -> None:
    assert wrong(folder) == []


KEPT = ["person", "site", "site_stage", "label", "entry", "tag", "note", "import_batch"]
ONE = "WHERE rowid = (SELECT min(rowid) FROM {0})"


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("origin", "'0199a3c0-7a1e-7cc0-8f00-00000000000'", "A row says that an unknown journal wrote it."),
        ("revision", "-1", "A row has a revision that cannot be."),
        ("created_at", "'2026-13-02T09:00:00.000Z'", "A row has an instant that cannot be."),
        ("updated_at", "'2026-03-02 09:00'", "A row has an instant that cannot be."),
        ("trashed_at", "'then'", "A row has an instant that cannot be."),
    ],
)
def test_a_stamp_that_cannot_be_is_noticed_in_every_table(
    folder: Path, table: str, column: str, value: str, told: str
) -> None:
    spoiled(folder, f"UPDATE {table} SET {column} = {value} " + ONE.format(table))
    assert told in wrong(folder)
    assert any(where.startswith(table) for where in at(folder))


@pytest.mark.parametrize("table", ["site_stage", "tag", "note"])
def test_an_id_of_another_form_is_noticed(folder: Path, table: str) -> None:
    spoiled(folder, f"UPDATE {table} SET id = replace(id, '-', '_') " + ONE.format(table))
    assert wrong(folder) == ["An id has a form that no id has."]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM journal", "The journal's own row is missing, or there are several."),
        ("UPDATE journal SET sample = 2", "The journal's own row says what it cannot say."),
        ("UPDATE journal SET author = replace(author, '7', '8')", "The journal's own row says what it cannot say."),
        ("UPDATE entry SET occurred_on = '2026-02-30' WHERE title <> ''", "An entry has a date that there is not."),
        ("UPDATE entry SET occurred_on = '2026-03-12'", "An entry stands at another place than its date says."),
        ("UPDATE entry SET occurred_time = '10:3' WHERE title <> ''", "An entry has a time that there is not."),
        ("UPDATE entry SET kind = 'cbll' WHERE title <> ''", "An entry is of a kind that there is not."),
        ("UPDATE entry SET mode = 'onsitd' WHERE title <> ''", "An entry has a mode that there is not."),
        ("UPDATE person SET role = 'boss'", "A person has a role that there is not."),
        ("UPDATE site_stage SET stage = 'end'", "A site has a stage that there is not."),
        ("UPDATE site_stage SET since = '2026-1-5'", "A site has a stage that there is not."),
        ("UPDATE person SET archived_at = ''", "Somebody is put aside since an instant that cannot be."),
        ("UPDATE site SET archived_at = '2026'", "A site is put aside since an instant that cannot be."),
        (
            "UPDATE tag SET activity = 'isp-3.0/empathy.1' WHERE trashed_at IS NULL",
            "A tag's activity is not one of its component.",
        ),
        (
            "UPDATE tag SET trashed_at = NULL WHERE trashed_at IS NOT NULL",
            "A tag is shown on an entry that lies in the trash.",
        ),
        ("UPDATE note SET activity = 'isp-3.0/empathy.1'", "A note's activity is not one of its component."),
        ("UPDATE note SET on_date = 'today'", "A note has a date that there is not."),
        ("UPDATE note SET body = ' '", "A note has no words."),
        ("UPDATE import_batch SET made = '{'", "An import says nothing of what it made."),
        ("UPDATE import_line SET digest = 'x'", "A line of an import is not what it can be."),
        ("UPDATE import_line SET entry_id = 'x'", "A line of an import is not what it can be."),
        (
            'UPDATE tag SET start = start + 1, "end" = "end" + 1 WHERE trashed_at IS NULL',
            "A tag does not point at its words.",
        ),
        (
            'UPDATE tag SET start = start + 1, "end" = "end" + 1 WHERE trashed_at IS NOT NULL',
            "A tag does not point at its words.",
        ),
    ],
)
def test_a_row_that_says_what_it_cannot_say_is_noticed(folder: Path, statement: str, told: str) -> None:
    spoiled(folder, statement)
    assert told in wrong(folder)
    assert len(wrong(folder)) <= 2


@pytest.mark.parametrize("change", ["start = -1", '"end" = start', "quote = 'x' || quote"])
def test_a_passage_that_cannot_be_is_noticed(folder: Path, change: str) -> None:
    spoiled(folder, f"UPDATE tag SET {change} WHERE trashed_at IS NULL")
    assert "A tag has a passage that cannot be." in wrong(folder)


def test_a_tag_that_was_taken_off_may_remember_words_that_are_gone(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    entry = journal.entries.save(on_words(written(journal, "I stopped the agenda."), "agenda"))
    journal.entries.save(replace(entry, tags=(), body="Nothing of it."))
    journal.close()
    assert wrong(tmp_path / "journal") == []


def test_a_problem_names_entry_and_date_and_no_words(folder: Path) -> None:
    spoiled(folder, "UPDATE entry SET kind = 'secret words' WHERE title <> ''")
    identity = asked(folder, "SELECT id FROM entry WHERE title <> ''")[0][0]
    assert at(folder) == [f"entry {identity} of 2026-03-02"]


def test_more_of_one_kind_are_not_named_one_by_one(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    journal.imports.take(ImportedEntry(number, date(2026, 3, 2), f"Told {number}.") for number in range(30))
    journal.close()
    spoiled(tmp_path / "journal", "UPDATE entry SET kind = 'cbll'")
    assert len(at(tmp_path / "journal")) == 21
    assert at(tmp_path / "journal")[-1] == "and others"
