"""Somebody at the real window who follows a story: presses keys, clicks, and waits until they see what they expect."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path
from types import GeneratorType
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget

from isp_journal.ui.main_window import MainWindow

Story = Generator[Callable[[], object], None, None]
Shown = TypeVar("Shown", bound=QWidget)
LOOK_EVERY = 10
PATIENCE = 60.0
QUIET_LOOKS = 4
LOST = 3
"""The exit code of a person who waited for something that did not come."""

CTRL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


class Person(QObject):
    """Goes on with the story whenever what it waits for has come; `hear` is what the app's `watch` calls."""

    window: MainWindow

    def __init__(self, story: Callable[[Person], Story]) -> None:
        super().__init__()
        self.moments: Counter[str] = Counter()
        self._story = story(self)
        self._waits: Callable[[], object] = lambda: self.moments["shown"]
        self._since = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def hear(self, moment: str, window: QWidget) -> None:
        """Hear of a moment, and of the window of now."""
        assert isinstance(window, MainWindow)
        self.window = window
        self.moments[moment] += 1
        if not self._timer.isActive():
            self._timer.start(LOOK_EVERY)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus(), key, held)

    def types(self, words: str) -> None:
        """Type words where the focus is."""
        QTest.keyClicks(self.focus(), words)

    def types_anew(self, field: QLineEdit, words: str) -> None:
        """Type words in the place of what stands in a field, and Enter."""
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def click(self, widget: QWidget) -> None:
        """Click on a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def later(self, deed: Callable[[], object]) -> None:
        """Do something that may open a dialog and return only when that is closed, without waiting for it."""
        QTimer.singleShot(0, self, deed)

    def focus(self) -> QWidget:
        """Return what has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        return focus

    def opened(self, times: int) -> Callable[[], object]:
        """Wait until a journal was opened so many times."""
        return lambda: self.moments["opened"] >= times

    def quiet(self) -> Callable[[], object]:
        """Wait until all that was asked of the journal is answered, and answers have led to no more questions."""
        looks = [0]

        def is_quiet() -> bool:
            looks[0] = 0 if self.window.workers.is_busy else looks[0] + 1
            return looks[0] > QUIET_LOOKS

        return is_quiet

    def seen(self, kind: type[Shown]) -> Shown | None:
        """Return the first widget of a kind that can be seen in the window."""
        return next((one for one in self.window.findChildren(kind) if one.isVisible()), None)

    def find(self, kind: type[Shown]) -> Shown:
        """Return the widget of a kind that can be seen, which must be there."""
        found = self.seen(kind)
        assert found is not None, kind.__name__
        return found

    def chooses_file(self, asked: Callable[[], object], file: Path) -> Story:
        """Do what asks for a file, and name it in Qt's own dialog."""
        self.later(asked)
        yield lambda: dialog(QFileDialog) is not None
        shown = dialog(QFileDialog)
        assert shown is not None
        field = shown.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        shown.setDirectory(str(file.parent))
        field.setText(file.name)
        self.later(shown.accept)
        yield from self.comes_back(QFileDialog)

    def chooses_nothing(self, asked: Callable[[], object]) -> Story:
        """Do what asks for a file, and think better of it."""
        self.later(asked)
        yield lambda: dialog(QFileDialog) is not None
        shown = dialog(QFileDialog)
        assert shown is not None
        self.later(shown.reject)
        yield from self.comes_back(QFileDialog)

    def answers(self, words: str) -> Story:
        """Answer the question that is asked in a dialog."""
        yield lambda: dialog(QMessageBox) is not None
        asked = dialog(QMessageBox)
        assert asked is not None
        next(one for one in asked.buttons() if one.text() == words).click()
        yield from self.comes_back(QMessageBox)

    def comes_back(self, kind: type[QDialog]) -> Story:
        """Wait until a dialog is closed and the window is in front again."""
        yield lambda: dialog(kind) is None
        self.window.activateWindow()
        yield self.window.isActiveWindow
        yield self.quiet()

    def _look(self) -> None:
        try:
            self._go_on()
        except StopIteration:
            self._timer.stop()
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(LOST)

    def _go_on(self) -> None:
        if self._waits():
            self._waits = next(self._story)
            self._since = time.monotonic()
        elif time.monotonic() - self._since > PATIENCE:
            raise TimeoutError(f"The story waits in vain: {_where(self._story)}.")


Kind = TypeVar("Kind", bound=QDialog)


def dialog(kind: type[Kind]) -> Kind | None:
    """Return the dialog of a kind that can be seen, or None."""
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)


def _where(story: object) -> str:
    inner = story
    while isinstance(inner, GeneratorType) and isinstance(inner.gi_yieldfrom, GeneratorType):
        inner = inner.gi_yieldfrom
    frame = inner.gi_frame if isinstance(inner, GeneratorType) else None
    return f"{frame.f_code.co_name}, line {frame.f_lineno}" if frame is not None else "at its end"
