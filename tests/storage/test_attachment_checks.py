from pathlib import Path

import pytest

from isp_journal.storage import connect, migrate
from isp_journal.storage.attachment_checks import attachments
from isp_journal.storage.checking import Pace, Subject
from tests.storage.damage import asked, at, copied, replaced, spoiled, wrong
from tests.storage.journals import fresh, written

CHANGED = "The bytes of an attachment are not those that were added."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a journal with the same file on two entries, one of them in the trash."""
    journal = fresh(tmp_path_factory.mktemp("made") / "journal")
    one, other = written(journal, "One."), written(journal, "Other.")
    for entry in (one, other):
        journal.attachments.add(entry.id, "plan.txt", b"The plan of the whole year, " * 300)
    journal.entries.trash([other.id])
    journal.close()
    return journal._store.folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give the folder of that closed journal, without a backup that would tell as well."""
    return copied(made, tmp_path)


def test_nothing_is_wrong_with_attachments_in_and_outside_the_trash(folder: Path) -> None:
    assert wrong(folder) == []


def test_a_byte_that_changed_is_noticed_with_its_entry(folder: Path) -> None:
    replaced(connect.database(folder), b"The plan of the whole year, The plan", b"The plan of the whole year. The plan")
    assert wrong(folder) == [CHANGED]
    identity = asked(folder, "SELECT id FROM attachment ORDER BY id LIMIT 1")[0][0]
    assert at(folder)[0].startswith(f"attachment {identity} on entry ")


def test_bytes_that_nothing_refers_to_are_looked_at_too(folder: Path) -> None:
    spoiled(folder, "INSERT INTO blob VALUES ('feed', 3, 'odd')")
    assert wrong(folder) == [CHANGED]
    assert at(folder) == ["bytes feed"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE attachment SET size = size + 1", "An attachment has another size than its bytes."),
        ("UPDATE attachment SET name = ' '", "An attachment has no name."),
        ("UPDATE attachment SET trashed_at = NULL", "An attachment is shown on an entry that lies in the trash."),
        ("UPDATE attachment SET revision = 0", "A row has a revision that cannot be."),
    ],
)
def test_an_attachment_that_says_what_it_cannot_say_is_noticed(folder: Path, statement: str, what: str) -> None:
    spoiled(folder, statement)
    assert wrong(folder) == [what]


def test_a_journal_of_the_first_schema_has_none(tmp_path: Path) -> None:
    file = connect.database(tmp_path)
    file.touch(mode=0o600)
    connection = connect.open_file(file, "rw")
    with migrate.engine_on(connection, "BEGIN IMMEDIATE").begin() as transaction:
        migrate.upgrade(transaction, 1)
    assert list(attachments(Subject(tmp_path, connection, None, bool), Pace(None, 1))) == []
    connection.close()
