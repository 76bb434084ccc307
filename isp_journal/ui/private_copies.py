"""Marks as private what fields and labels put on the clipboard by themselves, as the app's own texts already are."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from isp_journal.ui.editor.copied import MARKS, plain_words


class PrivateCopies(QObject):
    """Looks at what is copied or selected here while a journal is open, and puts it in place once more, marked."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._board = QGuiApplication.clipboard()
        self._board.changed.connect(self._look)

    def _look(self, mode: QClipboard.Mode) -> None:
        if not self._is_ours(mode):
            return
        held = self._board.mimeData(mode)
        if (
            held is not None
            and held.hasText()
            and not held.hasUrls()
            and not any(held.hasFormat(mark) for mark in MARKS)
        ):
            self._put(held.text(), mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        owns = {
            QClipboard.Mode.Clipboard: self._board.ownsClipboard,
            QClipboard.Mode.Selection: self._board.ownsSelection,
        }
        return mode in owns and owns[mode]()

    def _put(self, words: str, mode: QClipboard.Mode) -> None:
        # Only a text of Qt's makes data of Qt's own, which the clipboard may keep when Python has ended.
        text = QPlainTextEdit()
        text.setPlainText(words)
        text.selectAll()
        self._board.setMimeData(plain_words(text.createMimeDataFromSelection(), words), mode)
