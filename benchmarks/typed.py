"""A window that is typed into, for benchmarks.keys: `typed bare COUNT TEXT` or `typed KIND COUNT JOURNAL ID`.

Prints the seconds of every key as one line of JSON.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from isp_journal import app

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTextEdit, QWidget

    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.pages.write import WritePage


def in_the_middle(field: "QTextEdit") -> None:
    """Put the cursor into the middle of the text, where most of what follows has to move."""
    cursor = field.textCursor()
    cursor.setPosition(field.document().characterCount() // 2)
    field.setTextCursor(cursor)
    field.ensureCursorVisible()
    field.setFocus()


def type_into(field: "QTextEdit", count: int) -> None:
    """Type so many keys, tell, and end: what was typed is of no use."""
    from PySide6.QtCore import QTimer

    from benchmarks.typist import Typist, tell

    def done(took: list[float]) -> None:
        tell(took)
        os._exit(0)

    in_the_middle(field)
    typist = Typist(field, count, done)
    QTimer.singleShot(1000, typist.begin)


def bare(count: int, text: str) -> int:
    """Type into a bare text field."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    field = QTextEdit()
    field.setPlainText(text)
    window.setCentralWidget(field)
    window.resize(1440, 860)
    window.show()
    QTimer.singleShot(500, lambda: type_into(field, count))
    return application.exec()


def in_the_app(count: int, journal: Path, identity: str) -> int:
    """Type into an entry in the app's window."""

    def watch(moment: str, widget: "QWidget") -> None:
        from PySide6.QtCore import QTimer

        if moment != "opened":
            return
        window = cast("MainWindow", widget)
        page = cast("WritePage", window.pages["write"])
        timer = QTimer(window)

        def look() -> None:
            notes = len(page.margin.notes)
            if page.draft.id == identity and page.names.labels and notes:
                timer.stop()
                type_into(page.editor, count)

        timer.timeout.connect(look)
        window.go("write", "open_entry", identity)
        timer.start(200)

    return app.run(journal, "write", watch)


if __name__ == "__main__":
    if sys.argv[1].startswith("bare"):
        sys.exit(bare(int(sys.argv[2]), sys.argv[3]))
    sys.exit(in_the_app(int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
