import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull, OpenElsewhere
from isp_journal.journal.opening import create_journal
from isp_journal.ui import one_window
from tests.cli.terminal import command, surroundings
from tests.source import ROOT
from tests.ui.desks import Sitting

ASKS = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from isp_journal.ui import one_window
app = QCoreApplication([])
print(one_window.bring_forward(Path(sys.argv[1])))
"""
ENDED_FROM_OUTSIDE = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from isp_journal.ui import one_window
app = QCoreApplication([])
assert one_window.listen(Path(sys.argv[1]), lambda: None, app).isListening()
os._exit(9)
"""


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    for server in made.children():
        server.setParent(None)


def another(code: str, folder: Path) -> "subprocess.Popen[str]":
    """Start another program beside this one."""
    words = [sys.executable, "-c", code, str(folder)]
    return subprocess.Popen(words, cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, text=True)


def answer(qtbot: QtBot, program: "subprocess.Popen[str]") -> str:
    """Wait until a program has ended while this one goes on, and return what it said."""
    qtbot.waitUntil(lambda: program.poll() is not None, timeout=20_000)
    return program.communicate()[0].strip()


def test_a_second_program_brings_the_window_of_the_first_forward(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    forward: list[bool] = []
    one_window.listen(tmp_path, lambda: forward.append(True), owner)
    assert answer(qtbot, another(ASKS, tmp_path)) == "True"
    assert forward == [True]


def test_without_a_window_nobody_answers(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    one_window.listen(tmp_path / "another journal", lambda: None, owner)
    assert answer(qtbot, another(ASKS, tmp_path)) == "False"


def test_the_same_folder_by_another_way_is_the_same_journal(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "short cut").symlink_to(tmp_path / "journal")
    forward: list[bool] = []
    one_window.listen(tmp_path / "journal", lambda: forward.append(True), owner)
    assert answer(qtbot, another(ASKS, tmp_path / "short cut")) == "True"
    assert forward == [True]


def test_what_a_killed_program_left_behind_is_in_nobodys_way(qtbot: QtBot, owner: QObject, tmp_path: Path) -> None:
    killed = another(ENDED_FROM_OUTSIDE, tmp_path)
    answer(qtbot, killed)
    assert killed.returncode == 9
    forward: list[bool] = []
    assert one_window.listen(tmp_path, lambda: forward.append(True), owner).isListening()
    assert answer(qtbot, another(ASKS, tmp_path)) == "True"
    assert forward == [True]


def test_only_a_journal_that_is_open_elsewhere_may_have_a_window() -> None:
    assert one_window.has_window(OpenElsewhere("the window, process 7"))
    assert not one_window.has_window(DiskFull())


def test_a_second_start_of_the_app_ends_and_the_first_window_comes_up(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    create_journal(tmp_path / "journal", author="Jonas Aldren")
    sitting = Sitting(qapp, qtbot, tmp_path)
    window = sitting.starts(tmp_path / "journal")
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    second = subprocess.Popen(
        command("--journal", tmp_path / "journal"), cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, text=True
    )
    qtbot.waitUntil(lambda: not window.isMinimized(), timeout=20_000)
    assert answer(qtbot, second) == ""
    assert second.returncode == 0
    sitting.end()


def test_the_name_of_the_door_tells_nothing_of_the_folder(owner: QObject, tmp_path: Path) -> None:
    folder = tmp_path / "Harlow Bend School"
    server = one_window.listen(folder, lambda: None, owner)
    assert "harlow" not in server.serverName().casefold()
    if os.name == "posix":
        assert Path(server.fullServerName()).stat().st_mode & 0o077 == 0
