from pathlib import Path
from typing import Any

import pytest

from isp_journal.journal import attachments
from tests.cli.terminal import Terminal, process

PICTURE = b"\x89PNG\r\n\x1a\n a flipchart"


def test_files_are_attached_listed_saved_and_taken_off(terminal: Terminal) -> None:
    entry = terminal.add("We drew.")
    picture, plan = terminal.file("wall.png", PICTURE), terminal.file("plan.pdf", b"%PDF-1.7" + b"x" * 2_500)
    kept = terminal.done("attach", entry[:20], picture, plan, "--json").items
    assert [(one["name"], one["media"], one["size"]) for one in kept] == [
        ("wall.png", "image/png", len(PICTURE)),
        ("plan.pdf", "application/pdf", 2_508),
    ]
    assert {one["entry"] for one in kept} == {entry}
    assert terminal.done("attachments", entry, "--json").items == kept
    told = terminal.done("attachments", entry).out
    assert told.splitlines() == [
        f"{kept[0]['id']}  wall.png  (image/png, {len(PICTURE)} bytes)",
        f"{kept[1]['id']}  plan.pdf  (application/pdf, 2 kB)",
    ]
    assert "Wrote wall.png" in terminal.done("save-attachment", kept[0]["id"], terminal.files / "copy.png").out
    assert (terminal.files / "copy.png").read_bytes() == PICTURE
    assert terminal.done("detach", kept[0]["id"]).out == "wall.png is in the trash.\n"
    assert terminal.done("detach", kept[1]["id"], "--json").json == kept[1]
    assert terminal.done("attachments", entry, "--json").items == []
    terminal.done("trash", "restore", kept[1]["id"])
    assert terminal.done("attachments", entry, "--json").items == [kept[1]]


def test_the_same_file_again_is_attached_once(terminal: Terminal) -> None:
    entry, picture = terminal.add("We drew."), terminal.file("wall.png", PICTURE)
    terminal.done("attach", entry, picture)
    assert terminal.done("attach", entry, picture).out.startswith("Attached ")
    assert len(terminal.done("attachments", entry, "--json").items) == 1


def test_a_copy_is_written_into_a_folder_by_its_name_and_never_over_a_file(terminal: Terminal) -> None:
    entry, picture = terminal.add("We drew."), terminal.file("wall.png", PICTURE)
    (kept,) = terminal.done("attach", entry, picture, "--json").items
    (terminal.files / "copies").mkdir()
    saved = terminal.done("save-attachment", kept["id"], terminal.files / "copies", "--json").json
    assert saved == {**kept, "path": str(terminal.files / "copies" / "wall.png")}
    assert (terminal.files / "copies" / "wall.png").stat().st_mode & 0o777 == 0o600
    said = terminal("save-attachment", kept["id"], terminal.files / "copies")
    assert (said.code, "There is a file" in said.err) == (1, True)
    terminal.done("save-attachment", kept["id"], terminal.files / "copies", "--force")
    inside = terminal("save-attachment", kept["id"], terminal.folder)
    assert (inside.code, "no place among the journal's own files" in inside.err) == (1, True)
    assert not (terminal.folder / "wall.png").exists()


def test_a_copy_goes_to_standard_output_as_it_is(terminal: Terminal) -> None:
    entry, picture = terminal.add("We drew."), terminal.file("wall.txt", "Ä\r\n".encode())
    (kept,) = terminal.done("attach", entry, picture, "--json").items
    assert process("--journal", terminal.folder, "save-attachment", kept["id"], "-").out == "Ä\r\n"
    assert terminal("save-attachment", kept["id"], "-", "--json").code == 2


def test_what_cannot_be_attached_is_refused_in_words(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = terminal.add("We drew.")
    monkeypatch.setattr(attachments, "LARGEST", 5)
    small = terminal.file("small.txt", "words")
    for file, words in (
        (terminal.files / "missing.png", "There is no file"),
        (terminal.files, "There is no file"),
        (terminal.file("large.txt", "too many words"), "6 bytes, more than"),
        (terminal.file("empty.txt", ""), "is empty"),
    ):
        said = terminal("attach", entry, small, file)
        assert (said.code, words in said.err) == (1, True), said
    assert [one["name"] for one in terminal.done("attachments", entry, "--json").items] == ["small.txt"]
    assert terminal("attach", "nothing", small).code == 1
    assert terminal("detach", "nothing").code == 1


def test_a_file_that_cannot_be_read_is_told_with_its_cause(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, file = terminal.add("We drew."), terminal.file("wall.png", PICTURE)

    opens = Path.open

    def fails(self: Path, *how: Any, **more: Any) -> object:
        if self == file:
            raise PermissionError(13, "Permission denied")
        return opens(self, *how, **more)

    monkeypatch.setattr(Path, "open", fails)
    said = terminal("attach", entry, file)
    assert (said.code, "Permission denied" in said.err) == (1, True)


def test_an_export_carries_attachments_unless_they_are_left_out(terminal: Terminal) -> None:
    entry, picture = terminal.add("We drew."), terminal.file("wall.png", PICTURE)
    terminal.done("attach", entry, picture)
    whole, bare = terminal.files / "whole.jsonl", terminal.files / "bare.jsonl"
    terminal.done("export", whole)
    terminal.done("export", bare, "--without-attachments")
    assert b'"attachments":[{"name":"wall.png","content":"' in whole.read_bytes()
    assert b"attachments" not in bare.read_bytes()
    folder = terminal.files / "folder"
    terminal.done("export", folder, "--format", "markdown")
    assert [file.read_bytes() for file in folder.rglob("1.png")] == [PICTURE]
    terminal.done("delete", entry)
    terminal.done("trash", "empty", "--yes")
    assert terminal.done("import", folder, "--json").json["added"] == 1
    assert [one["name"] for one in terminal.done("attachments", entry, "--json").items] == ["wall.png"]
