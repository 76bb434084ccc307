import fcntl
import json
import os
import struct
import subprocess
import termios
from pathlib import Path
from typing import Any

import pytest

from isp_journal.journal.opening import open_journal
from tests.cli.terminal import Terminal, command, process, surroundings

ENTRIES: list[dict[str, Any]] = [
    {"text": "I listened.", "date": "2026-11-01", "site": "North", "tags": [{"activity": "relationships.4"}]},
    {
        "text": "I asked Ruth.",
        "date": "2026-11-02",
        "people": ["Ruth"],
        "tags": [{"activity": "co-learning.2", "quote": "Ruth"}],
    },
    {"text": "I waited.", "date": "2026-11-03", "id": "01a20fc6-a14b-70ef-beb9-07c55e6934cd"},
]


def exported(terminal: Terminal) -> list[dict[str, Any]]:
    return [json.loads(line) for line in terminal.done("export", "-").out.splitlines()]


def another(terminal: Terminal, name: str, capture: pytest.CaptureFixture[str]) -> Terminal:
    other = Terminal(terminal.folder.parent / name, terminal.files, capture)
    other.done("new", "--no-passphrase")
    return other


def test_a_report_says_what_was_read_added_and_skipped_and_why(terminal: Terminal) -> None:
    bad: list[dict[str, Any] | str] = [
        "{",
        {"title": "no text"},
        {"text": "x", "tags": ["dancing"]},
        {"text": "x", "minutes": 2_000},
    ]
    file = terminal.lines("entries.jsonl", ENTRIES[0], *bad, *ENTRIES[1:], {"text": "x", "mood": "calm"})
    report = terminal.done("import", file, "--json").json
    assert {name: report[name] for name in ("read", "added", "known", "loose", "dry_run", "unread")} == {
        "read": 8,
        "added": 4,
        "known": 0,
        "loose": 0,
        "dry_run": False,
        "unread": {"mood": 1},
    }
    assert [(one["number"], one["name"]) for one in report["skipped"]] == [(2, ""), (3, ""), (4, ""), (5, "")]
    for one, words in zip(report["skipped"], ["not JSON", "no text", "dancing", "2000 minutes"], strict=True):
        assert words in one["reason"]


def test_the_report_for_a_person_says_the_same(terminal: Terminal) -> None:
    bad = ["{"] * 25
    file = terminal.lines(
        "entries.jsonl", *ENTRIES, *bad, {"text": "a a", "tags": [{"activity": "co-learning.1", "quote": "a"}]}
    )
    shown = terminal.done("import", file).out
    assert shown.startswith("Read 29 entries: 4 added, 0 known already, 25 not taken.\nLine 4: it is not JSON")
    assert "… and 5 more; --json lists all of them." in shown
    assert "1 tag is loose" in shown
    assert "isp-journal import --undo" in shown


def test_a_dry_run_tells_the_same_and_changes_nothing(terminal: Terminal) -> None:
    file = terminal.lines("entries.jsonl", *ENTRIES, ENTRIES[0], "{")
    tried = terminal.done("import", file, "--dry-run", "--json").json
    assert (tried["read"], tried["added"], tried["known"], tried["dry_run"], tried["batch"]) == (5, 3, 1, True, None)
    assert "3 would be added" in terminal.done("import", file, "--dry-run").out
    assert terminal.done("list", "--json").items == []
    assert terminal.done("import", file, "--json").json["added"] == 3


def test_the_same_file_twice_makes_no_doubles(terminal: Terminal) -> None:
    file = terminal.lines("entries.jsonl", *ENTRIES, {"text": "Without a date."})
    assert terminal.done("import", file, "--json").json["added"] == 4
    again = terminal.done("import", file, "--json").json
    assert (again["added"], again["known"], again["batch"]) == (0, 4, None)
    assert len(exported(terminal)) == 4


def test_a_line_without_a_date_is_of_the_day_on_which_its_file_was_written(terminal: Terminal) -> None:
    file = terminal.lines("entries.jsonl", {"text": "Without a date."})
    os.utime(file, (1_700_000_000, 1_700_000_000))
    terminal.done("import", file)
    assert [one["date"] for one in exported(terminal)] == ["2023-11-14"]


def test_one_undo_takes_a_whole_import_back_and_no_more(terminal: Terminal) -> None:
    before = terminal.add("Written before.", "--site", "North")
    terminal.done("import", terminal.lines("first.jsonl", ENTRIES[0]))
    terminal.done("import", terminal.lines("second.jsonl", *ENTRIES[1:]))
    undone = terminal.done("import", "--undo", "--json").json
    assert (undone["source"], undone["removed"], undone["kept"]) == ("second.jsonl", 2, 0)
    assert len(exported(terminal)) == 2
    assert "Took the import of first.jsonl back: 1 entry left the journal." in terminal.done("import", "--undo").out
    assert [one["id"] for one in exported(terminal)] == [before]
    assert terminal("import", "--undo").code == 1
    assert terminal.done("info", "--json").json["people"] == 1


def test_an_entry_that_was_changed_since_stays_when_its_import_is_taken_back(terminal: Terminal) -> None:
    terminal.done("import", terminal.lines("entries.jsonl", *ENTRIES))
    terminal.done("tag", ENTRIES[2]["id"], "relationships.1")
    shown = terminal.done("import", "--undo").out
    assert "2 entries left the journal.\n1 entry changed since then and stayed." in shown
    assert [one["text"] for one in exported(terminal)] == ["I waited."]


def test_lines_come_from_standard_input(terminal: Terminal) -> None:
    given = "".join(json.dumps(one) + "\n" for one in ENTRIES).encode()
    said = process("--journal", terminal.folder, "import", "-", "--json", given=given)
    assert (said.code, said.err, said.json["added"]) == (0, "", 3)


def test_a_folder_of_markdown_files_comes_in_with_the_names_of_what_was_not_taken(terminal: Terminal) -> None:
    terminal.file("notes/a.md", "---\ndate: 2026-11-01\ntags: [relationships.4]\n---\nI listened.\n")
    terminal.file("notes/b.md", "---\nkind: party\n---\nI danced.\n")
    terminal.file("notes/sub/c.md", "---\nminutes: 2000\n---\nI waited.\n")
    report = terminal.done("import", terminal.files / "notes", "--json").json
    assert (report["read"], report["added"]) == (3, 1)
    assert sorted(one["name"] for one in report["skipped"]) == ["b.md", "sub/c.md"]
    assert "b.md: its kind 'party' is none of" in terminal.done("import", terminal.files / "notes", "--dry-run").out
    assert exported(terminal)[0]["text"] == "I listened."


def test_a_path_that_is_not_there_is_refused(terminal: Terminal) -> None:
    for name in ("none.jsonl", "none.md", "none"):
        said = terminal("import", terminal.files / name)
        assert (said.code, said.out) == (1, ""), said
        assert "can't be read" in said.err


def test_another_encoding_is_refused_and_leaves_nothing(terminal: Terminal) -> None:
    said = terminal("import", terminal.file("entries.jsonl", '{"text": "x"}'.encode("utf-16")))
    assert said.code == 1
    assert "UTF-16" in said.err
    assert "import --undo" not in said.out
    assert terminal("import", "--undo").code == 1


def test_what_is_exported_comes_back_the_same_by_both_ways(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    terminal.done("import", terminal.lines("entries.jsonl", *ENTRIES))
    terminal.done("tag", ENTRIES[2]["id"], "relationships.1", "--quote", "waited", "--because", "they needed time")
    lines, folder = tmp_path / "all.jsonl", tmp_path / "all"
    assert terminal.done("export", lines, "--json").json == {"path": str(lines), "format": "jsonl", "entries": 3}
    assert f"Wrote 3 entries to {folder}." in terminal.done("export", folder, "--format", "markdown").out
    assert lines.stat().st_mode & 0o777 == 0o600
    assert terminal.done("export", "-").out.encode() == lines.read_bytes()
    for number, path in enumerate((lines, folder)):
        other = another(terminal, f"other {number}", capsys)
        assert other.done("import", path, "--json").json["added"] == 3
        assert other.done("export", "-").out.encode() == lines.read_bytes()
        again = tmp_path / f"again {number}"
        other.done("export", again, "--format", "markdown")
        assert contents(again) == contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.md")}


def test_what_is_in_the_trash_is_not_exported(terminal: Terminal) -> None:
    entry = terminal.add("Away with it.")
    journal = open_journal(terminal.folder, writing=True)
    journal.entries.trash([entry])
    journal.close()
    assert exported(terminal) == []


def test_nothing_is_overwritten_unless_it_is_said(terminal: Terminal) -> None:
    there = terminal.file("all.jsonl", "mine")
    terminal.add("I listened.")
    assert "--force" in terminal("export", there).err
    assert there.read_text() == "mine"
    terminal.done("export", there, "--force")
    assert json.loads(there.read_text())["text"] == "I listened."
    said = terminal("export", terminal.files, "--format", "markdown", "--force")
    assert said.code == 1
    assert "holds other files" in said.err


def test_somebody_who_looks_sees_how_far_it_is(terminal: Terminal) -> None:
    file = terminal.lines("many.jsonl", *({"text": f"Visit {number}"} for number in range(3_000)))
    screen, behind = os.openpty()
    fcntl.ioctl(behind, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.set_blocking(screen, False)
    started = subprocess.Popen(
        command("--journal", terminal.folder, "import", file, "--json"),
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=behind,
    )
    with started:
        out, _ = started.communicate()
    shown = os.read(screen, 65_536).decode()
    os.close(behind)
    os.close(screen)
    assert json.loads(out)["added"] == 3_000
    assert "100%" in shown or "%|" in shown
    assert "Visit" not in shown
