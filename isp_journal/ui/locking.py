"""Locking: the window goes blank at once, then all is saved, then nothing of the journal stays in it or in memory."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip

from isp_journal.ui.opened_files import clean_opened
from isp_journal.ui.pages.unlock import UnlockPage

if TYPE_CHECKING:
    from isp_journal.credentials import Secret
    from isp_journal.errors import KnownError
    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.workers import Workers

TRY_AGAIN = 5_000
LOOK_AGAIN = 50
NOT_SAVED = "Something is not saved yet. Open the journal to see what."


class Locking(QObject):
    """Keeps a window locked, from a passphrase being needed until the journal is open.

    `secret_given` carries what is to open a journal that is closed; `locked` says that this one is closed and
    forgotten, and where the person was in it; `kept` that it is shown again before it could be closed.
    """

    secret_given = Signal(object)
    another_wanted = Signal()
    locked = Signal(object)
    kept = Signal()

    def __init__(self, window: MainWindow, workers: Workers, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._workers = workers
        self._page: UnlockPage | None = None
        self._unsaved: KnownError | None = None
        self._tried: Secret | None = None
        self._holds = False
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._save)
        window.stayed.connect(self._say_unsaved)
        window.closed.connect(self._again.stop)

    @property
    def page(self) -> UnlockPage | None:
        """The page that asks for the passphrase, while it is shown."""
        return self._page

    @property
    def holds_unsaved(self) -> bool:
        """Whether the journal is still open behind the blank page, since something could not be saved yet."""
        return self._holds and self._unsaved is not None

    def get_ready(self, load: Callable[[], object]) -> None:
        """Load what unlocking needs while the passphrase is being typed, so that it need not be waited for then."""
        getting_ready = threading.Thread(target=load, name="getting-ready", daemon=True)
        if self._window.isVisible():
            getting_ready.start()
        else:  # the field comes first: beside this it would be painted later
            self._window.first_painted.connect(lambda: getting_ready.start())

    def ask(self) -> None:
        """Ask for the passphrase of a journal that is not open."""
        if self._page is None:
            self._page = UnlockPage(self._window.theme)
            self._page.secret_given.connect(self._try)
            self._page.another_wanted.connect(self.another_wanted)
            self._window.show_full(self._page)
        else:
            self._page.set_busy(False)

    def lock(self) -> None:
        """Show nothing of the journal from now on, then save, close and forget it."""
        if self._page is None:
            _close_what_lies_over(self._window)
            self.ask()
            # At once, and not when the window's thread has time for it: what follows keeps it busy.
            self._window.repaint()
            self._holds = True
            self._again.start(0)

    def tell(self, error: KnownError) -> None:
        """Say on the page why the journal did not open."""
        self._tried = None
        if self._page is not None:
            self._page.show_error(error)

    def end(self) -> None:
        """Ask no longer, since the journal is open or can't be opened; the window shows something else now."""
        if self._page is not None:
            self._page.wipe()
        self._page = self._tried = None

    def _try(self, secret: Secret) -> None:
        if not self._holds:
            self.secret_given.emit(secret)
            return
        self._tried = secret
        self._workers.read(
            lambda journal: journal.keys.check(secret), self._show_again, failed=self.tell, owner=self._page
        )

    def _show_again(self, _right: None) -> None:
        """Show the journal that could not be closed yet, and why it could not if that is the person's business."""
        error, self._unsaved = self._unsaved, None
        self._holds = False
        self._again.stop()
        self.end()
        self._window.show_opened()
        self.kept.emit()
        if error is not None:
            self._window.messages.show_error(error)

    def _save(self) -> None:
        if self._page is None:
            return
        lost = self._window.save_all()
        if self._page is None:  # while it was saved, the answer came that the passphrase is right
            return
        self._unsaved = lost[0] if lost else None
        if lost:
            self._again.start(TRY_AGAIN)
        elif not self._workers.stop_long():
            # A backup that is being written can't be left in the middle; meanwhile the page goes on taking keys.
            self._again.start(LOOK_AGAIN)
        else:
            self._put_away()
        self._page.offer_another(not self._holds)

    def _put_away(self) -> None:
        self._holds = False
        standing = self._window.standing()
        self._window.drop_pages()
        self._workers.shut()
        clear_clipboard()
        clean_opened()
        self.locked.emit(standing)
        # Widgets go later, in the order in which they were told to: what goes last says that the pages are gone.
        last = QObject(self)
        last.destroyed.connect(lambda: QTimer.singleShot(0, forget_what_is_gone))
        last.deleteLater()
        tried, self._tried = self._tried, None
        if tried is not None:  # its answer went with the journal, which could be closed meanwhile
            self.secret_given.emit(tried)

    def _say_unsaved(self) -> None:
        if self._page is not None:
            self._page.say(NOT_SAVED)


def forget_what_is_gone() -> None:
    """Let Python take back what nobody holds any more, also of what was put out of its sight when a journal opened."""
    gc.unfreeze()
    gc.collect()


def clear_clipboard() -> None:
    """Empty the clipboard and the selection where what is in them was put there by this app."""
    board = QGuiApplication.clipboard()
    if board.ownsClipboard():
        board.clear(QClipboard.Mode.Clipboard)
    if board.supportsSelection() and board.ownsSelection():
        board.clear(QClipboard.Mode.Selection)
    if board.supportsFindBuffer() and board.ownsFindBuffer():
        board.clear(QClipboard.Mode.FindBuffer)


def _close_what_lies_over(window: MainWindow) -> None:
    QToolTip.hideText()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
