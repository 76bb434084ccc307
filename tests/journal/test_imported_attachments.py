"""Attachments that come in with entries from files."""

from datetime import date

import pytest

from isp_journal.errors import Refused
from isp_journal.journal import attachments, imports
from isp_journal.journal.journal import Journal
from isp_journal.model import AttachedFile, Filter, ImportedEntry

DAY = date(2026, 3, 2)
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x01 a flipchart"
ID = "01a20fc6-a14b-70ef-beb9-07c55e6934cd"


def held(journal: Journal) -> list[list[tuple[str, str, bytes]]]:
    with journal.attachments.exporting() as whole:
        return [[(one.id, one.name, one.content) for one in whole.files(entry)] for entry in whole.entries]


def imported(number: int, *files: AttachedFile) -> ImportedEntry:
    return ImportedEntry(number, DAY, f"Number {number}.", attachments=files)


def test_an_import_keeps_the_same_content_once_and_gives_each_attachment_its_own_id(journal: Journal) -> None:
    one, same = AttachedFile("a.png", PICTURE, ID), AttachedFile("b.png", PICTURE, ID)
    report = journal.imports.take([imported(1, one, same), imported(2, same, AttachedFile("c.txt", b"c", ID))])
    assert report.added == 2
    found = held(journal)
    assert [[(name, content) for _, name, content in files] for files in found] == [
        [("a.png", PICTURE)],
        [("b.png", PICTURE), ("c.txt", b"c")],
    ]
    assert found[0][0][0] == ID
    assert len({identity for files in found for identity, _, _ in files}) == 3


def test_an_entry_with_an_attachment_that_cannot_be_kept_is_skipped_and_told(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 5)
    told = [imported(1, AttachedFile("a", b"")), imported(2, AttachedFile("a", b"123456")), imported(3)]
    report = journal.imports.take(told)
    assert (report.added, [one.number for one in report.skipped]) == (1, [1, 2])
    assert "empty" in report.skipped[0].reason


def test_entries_without_ids_differ_by_their_attachments(journal: Journal) -> None:
    assert journal.imports.take([imported(1, AttachedFile("a", b"1"))]).added == 1
    assert journal.imports.take([imported(1, AttachedFile("a", b"1"))]).known == 1
    assert journal.imports.take([imported(1, AttachedFile("a", b"2"))]).added == 1
    assert journal.imports.take([imported(1)]).added == 1


def test_an_import_holds_few_attachments_in_memory_at_a_time(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_HELD", 2_000)
    heard: list[int] = []
    told = [imported(number, AttachedFile("a", str(number).encode() * 1_000)) for number in range(5)]
    journal.imports.take(told, progress=heard.append)
    assert heard == [2, 4, 5] or heard == [2, 3, 4, 5]
    assert journal.facts().entries == 5


def test_an_import_is_taken_back_with_its_attachments_unless_some_were_touched(journal: Journal) -> None:
    told = [imported(number, AttachedFile(f"{number}.txt", f"{number}".encode())) for number in range(4)]
    batch = journal.imports.take(told).batch
    lines = {line.snippet: line.id for line in journal.entries.page(Filter())}
    journal.attachments.add(lines["Number 1."], "mine.txt", b"mine")
    journal.attachments.rename(journal.attachments.of(lines["Number 2."])[0].id, "renamed")
    journal.attachments.trash(journal.attachments.of(lines["Number 3."])[0].id)
    assert journal.imports.undo(batch or "") == 1
    assert {line.snippet for line in journal.entries.page(Filter())} == {"Number 1.", "Number 2.", "Number 3."}
    assert [len(journal.attachments.of(lines[f"Number {number}."])) for number in (1, 2, 3)] == [2, 1, 0]
    with pytest.raises(Refused):
        journal.entries.get(lines["Number 0."])
