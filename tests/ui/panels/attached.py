"""A reading pane on an entry with attachments, and what a person sees and does there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.errors import KnownError
from isp_journal.journal.opening import open_journal
from isp_journal.model import Attachment, Filter
from isp_journal.ui.panels.attachment_strip import AttachmentStrip
from isp_journal.ui.panels.reading_pane import ReadingPane
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.ui import drawn
from tests.ui.dummies import activate
from tests.ui.pages.opened import settled, working_on
from tests.ui.reflections import small_journal

FILES: dict[str, Callable[[], bytes]] = {
    "Flipchart.png": drawn.png,
    "Plan.pdf": lambda: drawn.PDF,
    "Sticky notes.png": lambda: drawn.png(40, 90),
}
LEFT = Qt.MouseButton.LeftButton


def with_files(folder: Path) -> Path:
    """Make a small journal whose newest entry has two pictures and a PDF."""
    small_journal(folder)
    journal = open_journal(folder, writing=True)
    (newest,) = journal.entries.page(Filter(), limit=1)
    for name, content in FILES.items():
        journal.attachments.add(newest.id, name, content())
    journal.close()
    return folder


class Reading:
    """The pane with what was told of failures."""

    def __init__(self, pane: ReadingPane, workers: Workers, qtbot: QtBot) -> None:
        self.pane, self.workers, self._qtbot = pane, workers, qtbot
        self.failures: list[KnownError] = []
        self.offers: list[str] = []
        workers.failed.connect(self.failures.append)
        workers.undoable.connect(lambda said, _undo: self.offers.append(said))
        # As the journal's page does.
        workers.changed.connect(pane.read_again)

    @property
    def strip(self) -> AttachmentStrip:
        return self.pane.attaching.strip

    def settle(self) -> None:
        """Wait until everything asked for is done, small pictures too."""
        settled(self._qtbot, self.workers)
        self._qtbot.waitUntil(lambda: not self.workers.is_busy)

    def names(self) -> list[str]:
        self.settle()
        return [tile.shown.name for tile in self.strip.tiles]

    def wait_for(self, *names: str) -> None:
        self._qtbot.waitUntil(lambda: [tile.shown.name for tile in self.strip.tiles] == list(names))

    def kept(self) -> tuple[Attachment, ...]:
        answers: list[tuple[Attachment, ...]] = []
        identity = self.pane.identity
        self.workers.read(lambda journal: journal.attachments.of(identity), answers.append)
        self._qtbot.waitUntil(lambda: bool(answers))
        return answers[0]


@contextmanager
def reading_in(folder: Path, theme: Theme, qtbot: QtBot) -> Iterator[Reading]:
    """Give a pane that shows the newest entry of a journal."""
    with working_on(folder) as workers:
        pane = ReadingPane(theme, workers)
        qtbot.addWidget(pane)
        pane.resize(900, 700)
        pane.show()
        activate(pane, qtbot)
        made = Reading(pane, workers, qtbot)
        newest: list[str] = []
        workers.read(lambda journal: journal.entries.page(Filter(), limit=1)[0].id, newest.append)
        qtbot.waitUntil(lambda: bool(newest))
        pane.read(newest[0])
        made.settle()
        yield made


def files_of(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return made


def dropped(source: QMimeData, target: QWidget) -> QDropEvent:
    """Move something over a widget with the wish to move it, and let go of it there if the widget takes it."""
    at, moving = QPointF(20, 20), Qt.DropAction.MoveAction
    enters = QDragEnterEvent(at.toPoint(), moving | Qt.DropAction.CopyAction, source, LEFT, Qt.KeyboardModifier(0))
    QApplication.sendEvent(target, enters)
    lands = QDropEvent(at, moving | Qt.DropAction.CopyAction, source, LEFT, Qt.KeyboardModifier(0))
    if enters.isAccepted():
        QApplication.sendEvent(target, lands)
    else:
        lands.ignore()
    return lands


def answer(qtbot: QtBot, words: str) -> str:
    """Press a button of the question that is open, and return the question with what it says further."""

    def asked() -> list[QMessageBox]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(asked()))
    (box,) = asked()
    said = f"{box.text()} {box.informativeText()}"
    next(one for one in box.buttons() if one.text() == words).click()
    return said
