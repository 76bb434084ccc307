"""The limits that figures are compared with: a bare Qt window with a text field, and the driver alone."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit


def tell(moment: str) -> None:
    """Tell the parent process that a moment has come, by the clock that both share, and the CPU seconds until then."""
    sys.stdout.write(f"{moment} {time.monotonic()} {time.process_time()}\n")
    sys.stdout.flush()


class BareText(QTextEdit):
    """A text field that tells when it was painted with the focus in it."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__()
        self._then = then
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and not self._told:
            self._told = True
            QTimer.singleShot(0, self._then)


def main() -> int:
    """Open a bare window; with 'stay' it stays until it is ended from outside."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    stay = "stay" in sys.argv

    def ready() -> None:
        tell("ready")
        if not stay:
            app.quit()

    text = BareText(ready)
    window.setCentralWidget(text)
    window.resize(1440, 860)
    window.show()
    text.setFocus()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
