"""Ways to a journal for tests of the pages before one is open: real ones, or failing as they are told."""

import threading
from pathlib import Path

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Protection, Secret
from isp_journal.errors import (
    KnownError,
)
from isp_journal.journal.opening import create_journal
from isp_journal.model import Backup
from isp_journal.ui.pages.first_run import Asking, FirstRun, Makers
from isp_journal.ui.recovery_page import Paper
from isp_journal.ui.theme import Theme

LOCKED = Backup(Path("20261123T180500Z-0a1b2c3d.ispbackup"), "2026-11-23T18:05:00.000Z", "asked", True, 2, 4096)


class Making:
    """Makes real journals, or fails as it is told; notes on which threads, and what is chosen in dialogs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.threads: list[str] = []
        self.error: KnownError | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.chosen: Path | None = None
        self.asked: list[str] = []
        self.backup = LOCKED
        self.restored: list[tuple[Path, Path, Secret | None]] = []
        self.printed: list[str] = []
        self.pdf: Path | None = None

    def begin(self, name: str, folder: Path, protection: Protection | None) -> None:
        self._work()
        create_journal(folder, author=name, protection=protection)

    def sample(self) -> Path:
        self._work()
        return self.folder / "sample"

    def look(self, backup: Path) -> Backup:
        self._work()
        return self.backup

    def restore(self, backup: Path, folder: Path, secret: Secret | None) -> None:
        self._work()
        self.restored.append((backup, folder, secret))

    @property
    def makers(self) -> Makers:
        return Makers(self.begin, self.sample, self.look, self.restore)

    @property
    def asking(self) -> Asking:
        return Asking(self.choose, self.choose, Paper(self.print_out, lambda _parent: self.pdf))

    def choose(self, _parent: QWidget, question: str, _start: Path) -> Path | None:
        self.asked.append(question)
        return self.chosen

    def print_out(self, _parent: QWidget, document: QTextDocument) -> bool:
        self.printed.append(document.toPlainText())
        return True

    def _work(self) -> None:
        self.threads.append(threading.current_thread().name)
        self.gate.wait(10)
        if self.error is not None:
            raise self.error


def first_run(qtbot: QtBot, theme: Theme, making: Making) -> FirstRun:
    """Show the first page with these ways, and wait until it has the focus."""
    made = FirstRun(theme, making.makers, making.folder / "journal", making.asking)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    made.focus_first()
    qtbot.waitUntil(made.ways["begin"].hasFocus)
    return made


def words(page: QWidget) -> str:
    """Return all words that can be seen."""
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())
