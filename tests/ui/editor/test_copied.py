import os
import subprocess
import sys
from pathlib import Path

from isp_journal.journal.opening import create_journal
from isp_journal.ui.editor.copied import MARKS

COPY_AND_QUIT = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from isp_journal import app

def watch(moment, window):
    if moment == "opened":
        editor = window.pages["write"].editor
        editor.setFocus()
        QTest.keyClicks(editor, "Said in confidence")
        editor.selectAll()
        editor.copy()
        window.close()

code = app.run(Path(sys.argv[1]), "write", watch)
data = QApplication.clipboard().mimeData()
print(data.text(), data.hasHtml(), data.formats())
sys.exit(code)
"""


def test_who_copies_words_and_quits_has_them_still_marked_and_sees_no_crash(tmp_path: Path) -> None:
    create_journal(tmp_path / "journal", author="Jonas")
    command = [sys.executable, "-c", COPY_AND_QUIT, str(tmp_path / "journal")]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (ran.returncode, ran.stdout.strip()) == (0, f"Said in confidence False {['text/plain', *MARKS]}"), ran.stderr
