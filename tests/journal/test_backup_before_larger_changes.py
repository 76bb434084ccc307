import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from isp_journal.errors import BackupFailed
from isp_journal.journal.journal import Journal
from isp_journal.model import ImportedEntry, Thing
from isp_journal.storage import backup_file
from tests.storage.journals import fresh, written


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Give an open journal in which there is two of everything, something in the trash, and an import."""
    made = fresh(tmp_path / "journal")
    for name in ("One", "Two"):
        made.people.ensure(name)
        made.sites.ensure(name)
        written(made, f"With {name}.", labels=(name,))
    made.imports.take([ImportedEntry(1, date(2026, 3, 2), "Imported.")])
    made.entries.trash([written(made, "In the trash.").id])
    shutil.rmtree(tmp_path / "journal" / "backups")
    yield made
    made.close()


@dataclass(frozen=True, slots=True)
class Deed:
    """Something larger that is done to a journal, and what its backup says."""

    reason: str
    act: Callable[[Journal], object]

    def __str__(self) -> str:
        return self.reason


def merged(part: str) -> Callable[[Journal], object]:
    def act(journal: Journal) -> object:
        things = getattr(journal, part)
        first, second = (one.id for one in things.all() if one.name in ("One", "Two"))
        return things.merge(first, second)

    return act


def imported(journal: Journal) -> object:
    return journal.imports.take([ImportedEntry(1, date(2026, 3, 2), "One more.")])


def taken_back(journal: Journal) -> object:
    batch = journal.imports.last()
    assert batch is not None
    return journal.imports.undo(batch.id)


def removed(journal: Journal) -> object:
    return journal.trash.remove(Thing.ENTRY, journal.trash.contents().entries[0].id)


DEEDS = [
    Deed("before merging two people", merged("people")),
    Deed("before merging two sites", merged("sites")),
    Deed("before merging two labels", merged("labels")),
    Deed("before an import", imported),
    Deed("before taking an import back", taken_back),
    Deed("before deleting for good", removed),
    Deed("before emptying the trash", lambda journal: journal.trash.empty()),
]
each_deed = pytest.mark.parametrize("deed", DEEDS, ids=str)


def facts(journal: Journal) -> object:
    kept = [(one.id, one.revision) for one in journal.entries.export()]
    named = [one.name for part in (journal.people, journal.sites, journal.labels) for one in part.all()]
    return kept, named, journal.trash.contents().total


@each_deed
def test_a_larger_change_has_a_backup_of_what_was_before(journal: Journal, deed: Deed) -> None:
    before = facts(journal)
    deed.act(journal)
    assert facts(journal) != before
    (made,) = journal.backups.all()
    assert made.reason == deed.reason
    assert backup_file.verify(made.file, None).entries == 3
    assert len(journal.backups.entries_in(made)) == 3


@each_deed
def test_a_larger_change_is_not_made_where_no_backup_can_be(journal: Journal, tmp_path: Path, deed: Deed) -> None:
    (tmp_path / "journal" / "backups").touch()
    before = facts(journal)
    with pytest.raises(BackupFailed):
        deed.act(journal)
    assert facts(journal) == before


def test_trying_an_import_makes_no_backup(journal: Journal) -> None:
    journal.imports.take([ImportedEntry(1, date(2026, 3, 2), "One more.")], dry_run=True)
    assert journal.backups.all() == []


def test_the_first_import_into_an_empty_journal_makes_none(tmp_path: Path) -> None:
    empty = fresh(tmp_path / "empty")
    imported(empty)
    assert empty.backups.all() == []
    empty.close()
