"""Where output goes and input comes from: full, closed or broken, each ends in one sentence."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.terminal import Said, Terminal, command, surroundings
from tests.source import ROOT


def shell(words: str, *arguments: object) -> Said:
    """Run a command as a process, with streams as the shell sets them ('$@' is the command)."""
    given = ["sh", "-c", f'"$@" {words}', "sh", *command(*arguments)]
    done = subprocess.run(given, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False)
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("words", [("info",), ("list", "--json"), ("export", "-"), ("catalogue",)])
def test_output_to_a_full_disk_is_told_and_is_no_fault(terminal: Terminal, words: tuple[str, ...]) -> None:
    terminal.add("I stayed in the room.")
    said = shell("> /dev/full", "--journal", terminal.folder, *words)
    assert said.code == 1
    assert said.err.startswith("The output can't be written (")
    assert said.err.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="shells close streams so on POSIX")
def test_output_that_goes_nowhere_hinders_nothing(terminal: Terminal) -> None:
    entry = terminal.file("entry.txt", "I stayed in the room.")
    assert shell(">&-", "--journal", terminal.folder, "add", entry) == Said(0, "", "")
    assert shell(">&- 2>&-", "--journal", terminal.folder, "list", "--json") == Said(0, "", "")
    assert shell(">&-", "--journal", terminal.folder, "export", "-") == Said(0, "", "")
    assert len(terminal.done("list", "--json").items) == 1


@pytest.mark.skipif(os.name != "posix", reason="shells close streams so on POSIX")
@pytest.mark.parametrize("words", [("add",), ("import", "-")])
def test_without_standard_input_a_file_is_asked_for(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = shell("<&-", "--journal", terminal.folder, *words)
    assert said.code == 1
    assert said.err.startswith("There is no standard input here.")


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="a file that fails while it is read is at hand on Linux"
)
def test_a_file_that_fails_while_it_is_read_is_told_and_nothing_comes_in(terminal: Terminal) -> None:
    said = terminal("import", "/proc/self/mem")
    assert said.code == 1
    assert "can't be read any further" in said.err
    assert terminal.done("info", "--json").json["entries"] == 0


def test_an_export_never_takes_the_place_of_the_journal(terminal: Terminal) -> None:
    terminal.add("I stayed in the room.")
    before = (terminal.folder / "journal.db").read_bytes()
    for words in (("--force",), ("--format", "markdown")):
        said = terminal("export", terminal.folder / "journal.db", *words)
        assert said.code == 1
        assert "journal's own files" in said.err
    assert (terminal.folder / "journal.db").read_bytes() == before


def test_a_title_that_would_be_cut_is_refused(terminal: Terminal) -> None:
    said = terminal("add", terminal.file("entry.txt", "Words."), "--title", "t" * 501, "--site", "North")
    assert said.code == 1
    assert "500 characters" in said.err
    assert terminal.done("info", "--json").json["sites"] == 0


def test_the_sample_may_be_made_where_one_stands(
    nowhere: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    nowhere.done("sample", "--to", ".")
    assert (tmp_path / "here" / "journal.db").is_file()
