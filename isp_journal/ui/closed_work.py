"""Work for which a journal has to be closed, such as a new data key: the window waits, and the journal opens again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.start_frame import StartFrame

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.theme import Theme

WORDS = "The journal is closed while its files are changed. It opens again by itself."


class Moment(QWidget):
    """What is shown meanwhile: why there is nothing to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(StartFrame(theme, "One moment", label(WORDS, "editor", "text2", wrap=True)))


class ClosedWork(QObject):
    """Does one piece of work; `ended` carries what it returned and why it failed. A window that is to close waits."""

    ended = Signal(object, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._aside = Aside(self)
        self._to_close = False
        window.installEventFilter(self)

    def run(self, work: Callable[[Path], object], folder: Path) -> None:
        """Do it on the folder of the journal, on a thread of its own."""
        self._aside.run(
            lambda: work(folder), lambda value: self._end(value, None), lambda error: self._end(None, error)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            event.ignore()
            self._to_close = True
            return True
        return False

    def _end(self, value: object, error: KnownError | None) -> None:
        self._window.removeEventFilter(self)
        if self._to_close:
            self._window.close()
        else:
            self.ended.emit(value, error)
        self.deleteLater()
