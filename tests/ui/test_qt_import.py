import subprocess
import sys

OWN = """
import builtins
plain = builtins.__import__
from isp_journal import app
assert builtins.__import__ is plain, builtins.__import__
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal()
heard = []
bell = Bell()
bell.rung.connect(lambda: heard.append(1))
bell.rung.emit()
assert heard == [1]
"""


def test_pythons_own_import_stands_in_its_place_and_qt_works_all_the_same() -> None:
    ran = subprocess.run([sys.executable, "-c", OWN], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
