import os
import subprocess
import sys
from pathlib import Path

import pytest

from isp_journal import __main__ as start
from isp_journal import app, cli
from tests.cli.terminal import command, surroundings
from tests.source import ROOT
from tests.storage.journals import fresh, on_words, written

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def without_screen(*words: object) -> "subprocess.CompletedProcess[str]":
    """Start the program as on a server."""
    around = {name: value for name, value in surroundings().items() if name not in DISPLAYS}
    return subprocess.run(command(*words), cwd=ROOT, env=around, capture_output=True, text=True, check=False)


def test_ctrl_c_before_the_commands_are_there_ends_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", pressed)
    assert start.main(["info"]) == start.STOPPED


def practised(folder: Path) -> Path:
    journal = fresh(folder)
    entry = written(journal, "I asked what the chart did not show. Nobody left.", title="The team meeting")
    journal.entries.save(on_words(entry, "I asked what the chart did not show."))
    journal.close()
    return folder


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen there")
def test_without_a_screen_the_history_is_printed_and_pictures_are_named(tmp_path: Path) -> None:
    said = without_screen("--journal", practised(tmp_path / "journal"))
    assert (said.returncode, said.stderr) == (0, "")
    assert "History of 'Grow and sustain relationships'" in said.stdout
    assert "I asked what the chart did not show." in said.stdout
    (told,) = (line for line in said.stdout.splitlines() if "pictures of the main pages are in" in line)
    folder = Path(told.partition(" are in ")[2].rstrip("."))
    assert len(list(folder.glob("*.png"))) == int(told.split()[0]) > 5


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen there")
def test_without_a_screen_a_missing_journal_is_told_and_not_made(tmp_path: Path) -> None:
    said = without_screen("--journal", tmp_path / "nowhere")
    assert said.returncode == 1
    assert f"There is no journal at {tmp_path / 'nowhere'}." in said.stderr
    assert "pictures" not in said.stdout
    assert not (tmp_path / "nowhere").exists()


def test_no_pictures_are_painted_of_a_journal_with_a_passphrase(tmp_path: Path) -> None:
    practised(tmp_path / "journal")
    (tmp_path / "journal" / "journal.key").write_text("{}", encoding="utf-8")
    assert app.paint_pictures(tmp_path / "journal", tmp_path / "pictures") == []
    assert not (tmp_path / "pictures").exists()


def test_a_command_is_done_where_there_is_no_screen_too(tmp_path: Path) -> None:
    said = without_screen("--journal", practised(tmp_path / "journal"), "list")
    assert (said.returncode, said.stderr) == (0, "")
    assert "The team meeting" in said.stdout


@pytest.mark.parametrize("name", DISPLAYS)
def test_a_display_or_a_named_platform_counts_as_a_screen(name: str) -> None:
    before = {one: os.environ.pop(one, None) for one in DISPLAYS}
    try:
        assert start.has_screen() == (sys.platform in ("win32", "darwin"))
        os.environ[name] = "offscreen"
        assert start.has_screen()
    finally:
        os.environ.pop(name, None)
        os.environ.update({one: value for one, value in before.items() if value is not None})
