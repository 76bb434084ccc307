"""Attachments leave with their entries and come back the same, in lines of JSON and beside files of Markdown."""

import base64
import json
import os
import tracemalloc
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from isp_journal.formats import entry_lines, jsonl, markdown_folder
from isp_journal.formats.entry_lines import LONGEST, EntryWriter
from isp_journal.formats.jsonl import JsonLines
from isp_journal.formats.markdown_folder import MarkdownFolder, attached_file
from isp_journal.formats.new_files import put
from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.journal import attachments
from isp_journal.journal.journal import Journal
from isp_journal.model import AttachedFile, ImportedEntry, Skipped
from isp_journal.paths import resources
from tests.storage.journals import fresh, written

DAY = date(2026, 3, 2)
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x01 a flipchart"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources() / "frameworks")


def as_lines(journal: Journal) -> bytes:
    out = BytesIO()
    with journal.attachments.exporting() as whole:
        jsonl.write(EntryWriter({}, {}).shapes(whole.entries, whole.files), out.write)
    return out.getvalue()


def as_files(journal: Journal, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    with journal.attachments.exporting() as whole:
        markdown_folder.write(EntryWriter({}, {}).shapes(whole.entries, whole.files), folder, put)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def filled(journal: Journal) -> None:
    entry, other = written(journal, "We drew."), written(journal, "We wrote.", occurred_on=date(2026, 3, 3))
    for name, content in {
        "Ruth's wall — 漢字.png": PICTURE,
        "plan": b"%PDF-1.7",
        "notes.md": b"# words",
        "no ending": b"words",
        "blob": b"\x00\x01",
        "odd.long-ending-of-a-name": b"\x02",
        'quoted "so".csv': b"a,b\n",
    }.items():
        journal.attachments.add(entry.id, name, content)
    journal.attachments.add(other.id, "the same.png", PICTURE)
    gone = journal.attachments.add(other.id, "gone.txt", b"gone")
    journal.attachments.trash(gone.id)


def held(journal: Journal) -> list[list[tuple[str, str, bytes]]]:
    with journal.attachments.exporting() as whole:
        return [[(one.id, one.name, one.content) for one in whole.files(entry)] for entry in whole.entries]


def test_lines_bring_attachments_into_another_journal_and_leave_the_same_again(
    journal: Journal, catalogue: Catalogue, tmp_path: Path
) -> None:
    filled(journal)
    lines = as_lines(journal)
    assert b"gone" not in lines
    other = fresh(tmp_path / "other")
    report = other.imports.take(JsonLines(BytesIO(lines), catalogue, undated=DAY))
    assert (report.added, report.skipped) == (2, ())
    assert held(other) == held(journal)
    assert as_lines(other) == lines
    assert other.imports.take(JsonLines(BytesIO(lines), catalogue, undated=DAY)).known == 2
    other.close()


def test_files_bring_attachments_into_another_journal_and_leave_the_same_again(
    journal: Journal, catalogue: Catalogue, tmp_path: Path
) -> None:
    filled(journal)
    files = as_files(journal, tmp_path / "first")
    attached = sorted(Path(name).name for name in files if not name.endswith(".md"))
    assert attached == ["1.png", "1.png", "2.pdf", "3.txt", "4.txt", "5.bin", "6.bin", "7.csv"]
    assert not any("Ruth" in name or "notes" in name for name in files)
    other = fresh(tmp_path / "other")
    report = other.imports.take(MarkdownFolder(tmp_path / "first", catalogue))
    assert (report.read, report.added, report.skipped) == (2, 2, ())
    assert held(other) == held(journal)
    assert as_files(other, tmp_path / "second") == files
    other.close()


def read(catalogue: Catalogue, line: bytes | dict[str, object]) -> ImportedEntry | Skipped:
    content = line if isinstance(line, bytes) else json.dumps(line).encode()
    (found,) = JsonLines(BytesIO(content), catalogue, undated=DAY)
    return found


def reason(found: ImportedEntry | Skipped) -> str:
    assert isinstance(found, Skipped), found
    return found.reason


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_line_of_another_program_needs_content_alone(catalogue: Catalogue) -> None:
    found = read(
        catalogue, {"text": "x", "attachments": [{"content": in_base64(b"abc")}, {"name": "a", "id": 7, "content": ""}]}
    )
    assert isinstance(found, ImportedEntry)
    assert found.attachments[0] == AttachedFile("", b"abc")
    assert (found.attachments[1].name, found.attachments[1].content, len(found.attachments[1].id)) == ("a", b"", 36)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": "a"}, "no content"),
        ({"name": "a", "file": "/etc/passwd"}, "no content"),
        ({"name": "a", "content": "not base64!"}, "base64"),
        ({"name": 7, "content": ""}, "of the kind"),
        ("a", "of the kind"),
    ],
)
def test_an_attachment_without_bytes_is_told_and_its_line_skipped(
    catalogue: Catalogue, told: object, words: str
) -> None:
    assert words in reason(read(catalogue, {"text": "x", "attachments": [told]}))


def test_fields_of_an_attachment_that_are_not_read_are_counted(catalogue: Catalogue) -> None:
    lines = JsonLines(
        BytesIO(json.dumps({"text": "x", "attachments": [{"content": "", "taken": "today"}]}).encode()),
        catalogue,
        undated=DAY,
    )
    list(lines)
    assert dict(lines.unread) == {"attachments.taken": 1}


def test_too_many_or_too_large_attachments_are_told(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [{"content": in_base64(str(number).encode())} for number in range(attachments.MOST + 1)]
    assert "51 attachments" in reason(read(catalogue, {"text": "x", "attachments": many}))
    monkeypatch.setattr(entry_lines, "MOST_TOGETHER", 10)
    large = [{"content": in_base64(b"x" * 6)}, {"content": in_base64(b"y" * 6)}]
    assert "more than 10 bytes together" in reason(read(catalogue, {"text": "x", "attachments": large}))


def long_line(**more: object) -> bytes:
    """A line that is longer than any without attachments."""
    large = {"name": "large.bin", "content": in_base64(b"\x00" * 13_000_000)}
    return json.dumps({"text": "Words é", "title": "t", "attachments": [large], **more}, ensure_ascii=False).encode()


def test_a_long_line_with_a_large_attachment_is_read_with_little_memory_beside(catalogue: Catalogue) -> None:
    line = long_line()
    assert len(line) > LONGEST
    stream = BytesIO(line)
    tracemalloc.start()
    (found,) = JsonLines(stream, catalogue, undated=DAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, ImportedEntry)
    assert (found.body, found.title) == ("Words é", "t")
    assert [(one.name, len(one.content)) for one in found.attachments] == [("large.bin", 13_000_000)]
    assert peak < 5 * len(line)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (lambda: b'{"text": "' + b"x" * LONGEST + b'", "attachments": []}', "without its attachments"),
        (lambda: long_line()[:-3], "not JSON with attachments"),
        (lambda: b"[" * (LONGEST + 1), "not JSON with attachments"),
        (lambda: long_line(attachments=[{"content": "!" * (LONGEST + 1)}]), "not JSON with attachments"),
        (lambda: long_line(attachments="x" * (LONGEST + 1)), "not JSON with attachments"),
        (lambda: long_line(text=7), "of the kind"),
        (
            lambda: b'{"text": "x", "a": "' + b"x" * (LONGEST + entry_lines.LONGEST_ATTACHED) + b'"}',
            "longer than 143 MiB",
        ),
    ],
    ids=["text", "torn", "deep", "no base64", "no list", "no text", "endless"],
)
def test_a_long_line_that_is_no_entry_is_told(catalogue: Catalogue, line: Callable[[], bytes], words: str) -> None:
    assert words in reason(read(catalogue, line()))


def document(folder: Path, *told: str) -> Path:
    folder.mkdir(exist_ok=True)
    lines = "\n".join(f'  - name: "one"\n    file: "{one}"' for one in told)
    file = folder / "2026-03-02.md"
    file.write_text(f"---\nattachments:\n{lines}\n---\n\nWords.\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "told",
    [
        "../secret.txt",
        "/etc/passwd",
        "a/b/c.txt",
        "a//b",
        "./a.txt",
        "a\\\\b.txt",
        "c:secret",
        ".",
        "..",
        "a/..",
        "a\\0",
    ],
)
def test_a_file_that_does_not_lie_beside_is_not_read(catalogue: Catalogue, tmp_path: Path, told: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (found,) = MarkdownFolder(document(tmp_path / "in", told), catalogue)
    assert "does not lie beside it" in reason(found)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_links_and_pipes_and_missing_files_are_not_read(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    for told in ("link.txt", "linked/secret.txt", "pipe", "missing.txt"):
        (found,) = MarkdownFolder(document(folder, told), catalogue)
        assert "is not there" in reason(found)


def test_a_file_that_cannot_be_read_is_told_with_its_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    assert attached_file(tmp_path / "x.md", "a.txt", 3) == b"word"

    def fails(_self: Path, _mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fails)
    with pytest.raises(Exception, match="Permission denied"):
        attached_file(tmp_path / "x.md", "a.txt", 3)


def test_an_export_may_leave_attachments_out(journal: Journal) -> None:
    filled(journal)
    with journal.attachments.exporting() as whole:
        shapes = list(EntryWriter({}, {}).shapes(whole.entries))
    assert [shape.attachments for shape in shapes] == [None, None]
