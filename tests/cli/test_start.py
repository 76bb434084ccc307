import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from isp_journal import hardening
from isp_journal.journal.opening import open_journal
from tests.cli.terminal import Terminal, command, process, surroundings


def test_a_missing_journal_is_never_made_by_the_way(nowhere: Terminal) -> None:
    for words in (["list"], ["info"], ["search", "x"], ["add", "-"], ["export", "-"]):
        said = nowhere(*words)
        assert (said.code, said.out) == (1, "")
        assert f"There is no journal at {nowhere.folder}." in said.err
    assert not nowhere.folder.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["dance"],
        ["list", "--bogus"],
        ["list", "--limit", "0"],
        ["list", "--since", "soon"],
        ["list", "--kind", "party"],
        ["show"],
        ["search"],
        ["add", "-", "--minutes", "1441"],
        ["add", "-", "--time", "25:00"],
        ["add", "-", "--mode", "letter"],
        ["tag", "x"],
        ["tag", "x", "relationships.4", "--remove", "y"],
        ["tag", "x", "relationships.4", "--quote", "a", "--quote-file", "b"],
        ["import"],
        ["import", "x", "--undo"],
        ["import", "--undo", "--dry-run"],
        ["export", "-", "--json"],
        ["export", "-", "--format", "markdown"],
        ["export", "x", "--format", "pdf"],
        ["--page", "components", "list"],
        ["--json", "list"],
    ],
)
def test_a_command_line_that_makes_no_sense_is_told_in_one_sentence(terminal: Terminal, words: list[str]) -> None:
    said = terminal(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(".\n")
    assert said.err.count("\n") == 1


def test_help_and_version_go_well(nowhere: Terminal) -> None:
    for words in (["--help"], ["list", "--help"], ["--version"]):
        said = nowhere(*words)
        assert (said.code, said.err) == (0, "")
        assert said.out


def test_a_program_starts_says_and_ends_with_its_code(terminal: Terminal) -> None:
    terminal.add("Over tea we agreed.", "--title", "Tea and “agreement” ☕")
    listed = process("--journal", terminal.folder, "list")
    assert (listed.code, listed.err) == (0, "")
    assert "Tea and “agreement” ☕" in listed.out
    refused = process("--journal", terminal.folder, "show", "zz")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.count("\n") == 1
    assert process("--journal", terminal.folder, "list", "--bogus").code == 2


def test_text_comes_from_standard_input(terminal: Terminal) -> None:
    said = process("--journal", terminal.folder, "add", "--json", given="I listened.\r\nTwice. ☕\r\n".encode())
    assert said.code == 0
    assert terminal.done("show", said.json["id"], "--json").json["text"] == "I listened.\nTwice. ☕"


def test_whoever_stops_reading_is_not_bothered(terminal: Terminal) -> None:
    lines = [{"text": f"Visit {number} " + "word " * 30} for number in range(2_000)]
    terminal.done("import", terminal.lines("many.jsonl", *lines))
    for words in (["list"], ["list", "--json"], ["export", "-"]):
        started = subprocess.Popen(
            command("--journal", terminal.folder, *words),
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with started:
            assert started.stdout is not None
            assert started.stderr is not None
            assert started.stdout.readline()
            started.stdout.close()
            assert started.stderr.read() == b""
        assert started.returncode == 141


def test_beside_an_open_window_reading_works_and_writing_is_refused_in_words(terminal: Terminal) -> None:
    entry = terminal.add("I listened.")
    window = open_journal(terminal.folder, writing=True, window=True)
    try:
        note = terminal.file("note.txt", "More.")
        for words in (["list"], ["show", entry], ["info"], ["export", "-"], ["import", note, "--dry-run"]):
            assert process("--journal", terminal.folder, *words).code == 0
        for words in (["add", note], ["tag", entry, "relationships.4"], ["import", note], ["import", "--undo"]):
            said = process("--journal", terminal.folder, *words)
            assert (said.code, said.out) == (1, "")
            assert f"open in another window (the window, process {os.getpid()})" in said.err
    finally:
        window.close()
    assert len(terminal.done("list", "--json").items) == 1


def test_ctrl_c_during_an_import_leaves_the_journal_as_it_was(terminal: Terminal) -> None:
    pipe = terminal.files / "endless.jsonl"
    pipe.parent.mkdir(exist_ok=True)
    os.mkfifo(pipe)
    started = subprocess.Popen(
        command("--journal", terminal.folder, "import", pipe),
        env=surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with started, pipe.open("wb", buffering=0) as lines:
        line = b'{"text": "I listened."}\n' * 500
        for number in range(1_000):
            if number == 20:
                started.send_signal(signal.SIGINT)
            try:
                lines.write(line)
            except BrokenPipeError:
                break
        out, err = started.communicate()
    assert (started.returncode, out) == (130, b"")
    assert err.decode() == "Stopped. The journal is as it was before.\n"
    assert terminal.done("list", "--json").items == []


def test_a_bug_is_told_in_a_sentence_and_noted_without_any_text(tmp_path: Path, account_of_its_own: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(
        "import sys\n"
        "from isp_journal.__main__ import main\n"
        "from isp_journal.cli import reading\n"
        "def fail(*_):\n"
        "    raise ValueError('Ruth cried in the meeting')\n"
        "reading.opened = fail\n"
        "sys.argv = ['isp-journal', 'list']\n"
        "sys.exit(main())\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(broken)], env=surroundings(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "has a fault here (ValueError)" in done.stderr
    (log,) = account_of_its_own.rglob("isp-journal.log")
    noted = log.read_text(encoding="utf-8")
    assert "builtins.ValueError" in noted
    assert "reading.py" in noted
    assert "Ruth" not in noted + done.stderr
    assert log.stat().st_mode & 0o777 == 0o600


def test_commands_are_there_without_qt_and_the_help_without_a_database() -> None:
    code = (
        "import sys; from isp_journal.__main__ import main; code = main(sys.argv[1:]); "
        "late = {'PySide6', 'sqlalchemy', 'alembic', 'yaml', 'dateparser', 'tqdm'} & sys.modules.keys(); "
        "print(*sorted(late), file=sys.stderr)"
    )
    for words in (["catalogue"], ["--help"]):
        started = [sys.executable, "-c", code, *words]
        done = subprocess.run(started, env=surroundings(), capture_output=True, text=True, check=True)
        assert done.stderr.strip() == "", words


def test_without_a_command_the_window_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []

    def run(journal: Path | None, page: str | None, *, guard: Callable[[], object]) -> int:
        assert guard is hardening.withhold_memory
        asked.append((journal, page))
        return 7

    stand_in = type(sys)("isp_journal.app")
    vars(stand_in)["run"] = run
    monkeypatch.setitem(sys.modules, "isp_journal.app", stand_in)
    import isp_journal
    from isp_journal.__main__ import main

    monkeypatch.setattr(isp_journal, "app", stand_in, raising=False)
    assert [main([]), main(["--journal", str(tmp_path)]), main([f"--journal={tmp_path}", "--page", "journal"])] == [
        7
    ] * 3
    assert asked == [(None, None), (tmp_path, None), (tmp_path, "journal")]
    assert main(["--journal"]) == main(["--journal", ""]) == 2
