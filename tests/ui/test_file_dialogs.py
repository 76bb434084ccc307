import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT, of_package

# A program of its own: Qt keeps where it was told to write for as long as it runs.
LOOKS_AROUND = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from isp_journal.ui import file_dialogs

app = QApplication(["test"])
window = QWidget()
window.show()

def goes(how):
    (shown,) = [one for one in app.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    shown.setDirectory(sys.argv[1])
    if how == "taken":
        shown.selectFile("new.txt")
        shown.accept()
    else:
        shown.reject()

asked = [
    lambda: file_dialogs.ask_folder(window, "Where?", "/"),
    lambda: file_dialogs.ask_file(window, "Which?", "/", "Texts (*.txt)"),
    lambda: file_dialogs.ask_files(window, "Which?"),
    lambda: file_dialogs.ask_new_file(window, "Where?", "/tmp/new.txt"),
]
if sys.argv[2] == "control":
    asked = [lambda: QFileDialog.getOpenFileName(window, "Which?")]
for ask in asked:
    for how in ("taken", "left") if ask is asked[-1] and len(asked) > 1 else ("left",):
        QTimer.singleShot(0, lambda how=how: goes(how))
        print(ask())
"""


def said(folder: Path, settings: Path, kind: str) -> list[str]:
    around = {**os.environ, "XDG_CONFIG_HOME": str(settings), "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", LOOKS_AROUND, str(folder), kind]
    return subprocess.run(
        words, cwd=ROOT, env=around, capture_output=True, text=True, check=True, timeout=60
    ).stdout.splitlines()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems have dialogs of their own")
def test_no_dialog_for_files_leaves_where_the_person_went(tmp_path: Path) -> None:
    visited = tmp_path / "Letters of Dana Okafor"
    visited.mkdir()
    (tmp_path / "settings").mkdir()
    assert said(visited, tmp_path / "settings", "ours") == ["", "", "[]", str(visited / "new.txt"), ""]
    assert list((tmp_path / "settings").rglob("*")) == []
    said(visited, tmp_path / "settings", "control")
    (kept,) = (tmp_path / "settings").rglob("*")
    assert "Letters" in kept.read_text(encoding="utf-8")


def test_one_place_opens_dialogs_for_files() -> None:
    others = [source.name for source in of_package() if "QFileDialog" in source.text]
    assert others == ["isp_journal/ui/file_dialogs.py"]
