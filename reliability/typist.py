"""Starts the real window on a journal and types into it for ever, telling each key on standard output.

python -m reliability.typist FOLDER [PASSPHRASE]
"""

import itertools
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from isp_journal import app

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PASSPHRASE = sys.argv[2] if len(sys.argv) > 2 else ""


def begin_to_type(moment: str, window: QWidget) -> None:
    """Type a letter every 12 ms, as soon as there is something to type into; a passphrase first where one is asked."""
    if moment == "shown" and PASSPHRASE:
        QTimer.singleShot(0, window, _unlock)
    if moment == ("opened" if PASSPHRASE else "shown"):
        _type_on(window)
    if moment == "opened":
        sys.stdout.write(f"{time.monotonic()} opened\n")
        sys.stdout.flush()


def _unlock() -> None:
    field = QApplication.focusWidget()
    if field is None:
        QTimer.singleShot(5, _unlock)
        return
    QTest.keyClicks(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)


def _type_on(window: QWidget) -> None:
    typed = itertools.count()

    def one_letter() -> None:
        target = QApplication.focusWidget()
        if target is None:
            return
        number = next(typed)
        letter = LETTERS[number % 26]
        QTest.keyClick(target, Qt.Key(Qt.Key.Key_A + number % 26) if number % 8 else Qt.Key.Key_Space)
        # The line is out before the next key: what the parent has read was typed.
        sys.stdout.write(f"{time.monotonic()} {letter if number % 8 else ' '}\n")
        sys.stdout.flush()

    timer = QTimer(window)
    timer.timeout.connect(one_letter)
    timer.start(12)


if __name__ == "__main__":
    sys.exit(app.run(Path(sys.argv[1]), watch=begin_to_type))
