from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import JournalDamaged, Refused
from isp_journal.file_kinds import OTHER, PDF, PNG
from isp_journal.journal import attachments
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.model import Attachment, Filter, Thing
from isp_journal.storage.connect import FILE, connect
from tests.storage.journals import fresh, written

PICTURE = b"\x89PNG\r\n\x1a\n a flipchart"
PAPER = b"%PDF-1.7 a plan"


def kept(journal: Journal) -> int:
    """How many contents the file holds."""
    connection = connect(Path(journal.facts().folder), writing=False)
    try:
        return int(connection.execute("SELECT count(*) FROM blob").fetchone()[0])
    finally:
        connection.close()


def test_a_file_is_kept_with_its_entry_and_comes_back_byte_by_byte(journal: Journal) -> None:
    entry = written(journal, "We drew.")
    one = journal.attachments.add(entry.id, "C:\\pictures\\flipchart.png", PICTURE)
    two = journal.attachments.add(entry.id, "plan.pdf", PAPER)
    assert (one.name, one.media, one.size, one.revision, one.trashed) == ("flipchart.png", PNG, len(PICTURE), 1, False)
    assert journal.attachments.of(entry.id) == (one, two)
    assert (journal.attachments.get(two.id), two.media, two.entry) == (two, PDF, entry.id)
    assert journal.attachments.content(one.id) == PICTURE
    assert journal.entries.get(entry.id) == entry


def test_the_bytes_say_what_a_file_is_and_not_its_name(journal: Journal) -> None:
    entry = written(journal, "We drew.")
    assert journal.attachments.add(entry.id, "holiday.png", b"MZ\x00\x01").media == OTHER
    assert journal.attachments.add(entry.id, "letter.exe", PAPER).name == "letter.exe.pdf"


def test_the_same_content_is_kept_once(journal: Journal) -> None:
    first, second = written(journal, "One."), written(journal, "Two.")
    one = journal.attachments.add(first.id, "a.png", PICTURE)
    assert journal.attachments.add(first.id, "again.png", PICTURE) == one
    other = journal.attachments.add(second.id, "b.png", PICTURE)
    assert (other.id != one.id, other.name, other.digest) == (True, "b.png", one.digest)
    assert kept(journal) == 1


def test_a_file_added_again_after_it_was_taken_off_comes_out_of_the_trash(journal: Journal) -> None:
    entry = written(journal, "One.")
    one = journal.attachments.add(entry.id, "a.png", PICTURE)
    journal.attachments.trash(one.id)
    journal.attachments.trash(one.id)
    assert journal.attachments.of(entry.id) == ()
    assert journal.attachments.get(one.id).trashed
    again = journal.attachments.add(entry.id, "a.png", PICTURE)
    assert (again.id, again.revision, again.trashed) == (one.id, 3, False)
    journal.attachments.trash(one.id)
    assert journal.attachments.restore(one.id).revision == 5
    assert journal.attachments.restore(one.id).revision == 5


def test_what_cannot_be_attached_is_refused_in_words(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, trashed = written(journal, "One."), written(journal, "Two.")
    journal.entries.trash([trashed.id])
    monkeypatch.setattr(attachments, "LARGEST", 100)
    monkeypatch.setattr(attachments, "MOST_TOGETHER", 150)
    refusals: list[tuple[str, Callable[[], object]]] = [
        ("empty", lambda: journal.attachments.add(entry.id, "a.txt", b"")),
        ("101 bytes", lambda: journal.attachments.add(entry.id, "a.txt", b"x" * 101)),
        ("no entry", lambda: journal.attachments.add("nothing", "a.txt", b"x")),
        ("in the trash", lambda: journal.attachments.add(trashed.id, "a.txt", b"x")),
        ("not in the journal", lambda: journal.attachments.get("nothing")),
        ("not in the journal", lambda: journal.attachments.find("nothing")),
        ("not in the journal", lambda: journal.attachments.find(" ")),
        ("not in the journal", lambda: journal.attachments.content("nothing")),
        ("not in the journal", lambda: journal.attachments.trash("nothing")),
        ("not in the journal", lambda: journal.attachments.restore("nothing")),
        ("not in the journal", lambda: journal.attachments.rename("nothing", "a")),
    ]
    for words, refusal in refusals:
        with pytest.raises(Refused, match=words):
            refusal()
    first = journal.attachments.add(entry.id, "a.txt", b"x" * 100)
    with pytest.raises(Refused, match="150 bytes together"):
        journal.attachments.add(entry.id, "b.txt", b"y" * 51)
    journal.attachments.trash(first.id)
    journal.attachments.add(entry.id, "b.txt", b"y" * 51)
    with pytest.raises(Refused, match="150 bytes together"):
        journal.attachments.restore(first.id)
    with pytest.raises(Refused, match="150 bytes together"):
        journal.attachments.add(entry.id, "a.txt", b"x" * 100)


def test_an_entry_has_a_bounded_number_of_attachments(journal: Journal) -> None:
    entry = written(journal, "One.")
    for number in range(attachments.MOST):
        journal.attachments.add(entry.id, f"{number}.txt", str(number).encode())
    with pytest.raises(Refused, match="50 attachments"):
        journal.attachments.add(entry.id, "more.txt", b"more")
    assert len(journal.attachments.of(entry.id)) == attachments.MOST


def test_an_attachment_is_found_by_the_beginning_of_its_id(journal: Journal) -> None:
    entry = written(journal, "One.")
    one = journal.attachments.add(entry.id, "a.png", PICTURE)
    assert journal.attachments.find(f" {one.id[:30].upper()} ") == one
    journal.attachments.add(entry.id, "b.pdf", PAPER)
    with pytest.raises(Refused, match="Several"):
        journal.attachments.find(one.id[:8])


def test_a_renamed_attachment_keeps_what_it_was_called(journal: Journal) -> None:
    entry = written(journal, "One.")
    one = journal.attachments.add(entry.id, "IMG_1.png", PICTURE)
    named = journal.attachments.rename(one.id, "The wall/after lunch")
    assert (named.name, named.revision) == ("after lunch.png", 2)
    assert journal.attachments.rename(one.id, "after lunch").revision == 2
    assert [version.revision for version in journal.versions.of(Thing.ATTACHMENT, one.id)] == [1]


def test_attachments_follow_their_entry_to_another_date(journal: Journal) -> None:
    entry = written(journal, "One.")
    one = journal.attachments.add(entry.id, "a.png", PICTURE)
    journal.entries.save(replace(entry, occurred_on=date(2026, 8, 1)))
    assert journal.attachments.of(entry.id) == (one,)


def test_attachments_go_to_the_trash_with_their_entry_and_come_back_with_it(journal: Journal) -> None:
    entry = written(journal, "One.")
    along = journal.attachments.add(entry.id, "a.png", PICTURE)
    before = journal.attachments.add(entry.id, "b.pdf", PAPER)
    journal.attachments.trash(before.id)
    journal.entries.trash([entry.id])
    assert [one.id for one in journal.attachments.of(entry.id)] == [along.id]
    assert journal.attachments.get(along.id).trashed
    with pytest.raises(Refused, match="in the trash"):
        journal.attachments.restore(along.id)
    journal.entries.restore([entry.id])
    assert [one.id for one in journal.attachments.of(entry.id)] == [along.id]
    assert journal.attachments.get(before.id).trashed
    assert not journal.attachments.get(along.id).trashed
    journal.trash.restore(Thing.ATTACHMENT, before.id)
    assert [one.id for one in journal.attachments.of(entry.id)] == [along.id, before.id]


def changed_in_the_file(folder: Path, statement: str, *values: object) -> None:
    connection = driver.connect(str(folder / FILE))
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(statement, values)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE blob SET bytes = ?1, size = length(?1)", "DELETE FROM blob WHERE size > length(?)"]
)
def test_bytes_that_are_not_those_that_were_added_are_never_given_out(tmp_path: Path, statement: str) -> None:
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "One.")
    one = journal.attachments.add(entry.id, "a.png", PICTURE)
    journal.close()
    changed_in_the_file(tmp_path / "journal", statement, b"other")
    journal = open_journal(tmp_path / "journal", writing=False)
    with pytest.raises(JournalDamaged):
        journal.attachments.content(one.id)
    journal.close()


def test_an_export_gives_each_entry_with_its_files(journal: Journal) -> None:
    bare, full = written(journal, "One."), written(journal, "Two.", occurred_on=date(2026, 3, 3))
    one = journal.attachments.add(full.id, "a.png", PICTURE)
    gone = journal.attachments.add(full.id, "b.pdf", PAPER)
    journal.attachments.trash(gone.id)
    with journal.attachments.exporting() as whole:
        told = [
            (entry.id, [(file.id, file.name, file.content) for file in whole.files(entry)]) for entry in whole.entries
        ]
    assert told == [(bare.id, []), (full.id, [(one.id, "a.png", PICTURE)])]
    assert journal.entries.count(Filter()) == 2


def test_an_attachment_of_25_megabytes_is_kept(journal: Journal) -> None:
    entry = written(journal, "One.")
    large: Attachment = journal.attachments.add(entry.id, "large.bin", b"\x00" * attachments.LARGEST)
    assert (large.size, len(journal.attachments.content(large.id))) == (25_000_000, 25_000_000)
