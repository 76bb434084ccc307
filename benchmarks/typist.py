"""Types into a text field key by key and measures each from its posting to the end of the paint that shows it."""

import json
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QTextEdit

WORDS = "so we went on and asked them what had changed since the last time we met "
PAUSE = 4
WARM = 50


class Typist(QObject):
    """Posts one key at a time, the next one a little after the paint of the last; `done` gets the seconds of each."""

    def __init__(self, field: QTextEdit, count: int, done: Callable[[list[float]], object]) -> None:
        super().__init__(field)
        # A cursor that blinks would be taken for the paint that is waited for.
        QGuiApplication.styleHints().setCursorFlashTime(0)
        self._field = field
        self._left = count + WARM
        self._done = done
        self._took: list[float] = []
        self._begun = 0.0
        field.viewport().installEventFilter(self)

    def begin(self) -> None:
        """Type the next key."""
        letter = WORDS[self._left % len(WORDS)]
        key = Qt.Key.Key_Space if letter == " " else Qt.Key(ord(letter.upper()))
        self._length = self._field.document().characterCount()
        self._begun = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.postEvent(self._field, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_paint = event.type() == QEvent.Type.Paint and self._begun > 0
        if is_paint and self._field.document().characterCount() != self._length:
            # Handled when the paint is over and on the screen.
            QTimer.singleShot(0, self, self._painted)
        return False

    def _painted(self) -> None:
        if not self._begun:
            return
        self._took.append(time.perf_counter() - self._begun)
        self._begun = 0.0
        self._left -= 1
        if self._left:
            QTimer.singleShot(PAUSE, self, self.begin)
        else:
            self._done(self._took[WARM:])


def tell(took: list[float]) -> None:
    """Tell the parent process the seconds of all keys."""
    sys.stdout.write(json.dumps(took) + "\n")
    sys.stdout.flush()
