"""One document per open entry, so that its undo survives going to another entry and back; at most 20 are kept."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage, QTextBlockFormat, QTextCursor, QTextDocument

from isp_journal.ui.editor.highlighter import MarkdownHighlighter
from isp_journal.ui.editor.history import History
from isp_journal.ui.editor.measures import BETWEEN_PARAGRAPHS, INSET, LINE_HEIGHT
from isp_journal.ui.editor.passages import Passages
from isp_journal.ui.editor.text import raw_text, shown, tidied, written
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from isp_journal.model import Tag

KEPT = 20
_INCH = 0.0254
_PLAIN_DPI = 96


class EntryDocument(QObject):
    """The text of one entry with its undo, its tags and where the person was in it."""

    def __init__(self, theme: Theme, device: QImage, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.document = QTextDocument(self)
        self.cursor = QTextCursor(self.document)
        self.scroll: int | None = None
        self.is_loading = False
        self._lay_out(device)
        self.highlighter = MarkdownHighlighter(self.document, theme)
        self.history = History(self.document)
        self.passages = Passages(self.document)
        self.history.returning.connect(self._returning)

    def load(self, text: str, tags: "tuple[Tag, ...]" = ()) -> None:
        """Take a written text with its tags; what was there before is forgotten, undo included."""
        # What comes from the journal is no edit, though the document says that it has changed.
        self.is_loading = True
        self.passages.blockSignals(True)
        text = tidied(text)
        self.document.setUndoRedoEnabled(False)
        self.document.setPlainText(shown(text))
        self._space_lines()
        self.document.setUndoRedoEnabled(True)
        self.document.setModified(False)
        self.history.forget()
        self.passages.load(text, tags)
        self.passages.blockSignals(False)
        self.is_loading = False
        self.cursor = QTextCursor(self.document)
        self.scroll = None

    def text(self) -> str:
        """Return the text as written."""
        return written(raw_text(self.document))

    def is_empty(self) -> bool:
        """Whether nothing is written yet."""
        return self.document.isEmpty()

    def dress(self, device: QImage) -> None:
        """Take over the sizes and colours of the theme; this is no edit and leaves undo alone."""
        self.document.documentLayout().setPaintDevice(device)
        # The font comes last, since it is what lays the text out anew.
        self.document.setDefaultFont(self._theme.font("editor"))
        self.highlighter.dress()

    def _lay_out(self, device: QImage) -> None:
        self.document.setUndoRedoEnabled(False)
        self.document.setDocumentMargin(INSET)
        self.document.setDefaultFont(self._theme.font("editor"))
        # Lines and paragraph distances are given for text size 100 %: the device scales them, so that another text
        # size needs no change of the document and leaves no step for undo.
        self.document.documentLayout().setPaintDevice(device)
        self._space_lines()
        self.document.setUndoRedoEnabled(True)

    def _space_lines(self) -> None:
        cursor = QTextCursor(self.document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(line_spacing())

    def _returning(self, on: bool) -> None:
        self.passages.returning = on


def line_spacing() -> QTextBlockFormat:
    """Return how far lines and paragraphs stand apart at text size 100 %."""
    made = QTextBlockFormat()
    made.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    made.setBottomMargin(BETWEEN_PARAGRAPHS)
    return made


def scaling_device(theme: Theme) -> QImage:
    """Return the device that documents are laid out for: as many dots per inch as the text size asks."""
    screen = QGuiApplication.primaryScreen()
    dots = round((screen.logicalDotsPerInchY() if screen else _PLAIN_DPI) * theme.factor / _INCH)
    made = QImage(1, 1, QImage.Format.Format_RGB32)
    made.setDotsPerMeterX(dots)
    made.setDotsPerMeterY(dots)
    return made


T = TypeVar("T")


class OpenDocuments(Generic[T]):
    """What was opened lately, by the entry's id; the oldest that may go is let go when there are too many."""

    def __init__(self, may_go: Callable[[T], bool], let_go: Callable[[T], None], limit: int = KEPT) -> None:
        self._may_go = may_go
        self._let_go = let_go
        self._limit = limit
        self._kept: OrderedDict[str, T] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def all(self) -> list[T]:
        """Return everything that is kept."""
        return list(self._kept.values())

    def get(self, entry_id: str) -> T | None:
        """Return what is kept of an entry."""
        found = self._kept.get(entry_id)
        if found is not None:
            self._kept.move_to_end(entry_id)
        return found

    def keep(self, entry_id: str, opened: T) -> None:
        """Keep something under its entry's id."""
        self._kept[entry_id] = opened
        self._kept.move_to_end(entry_id)
        for oldest, old in list(self._kept.items())[: -self._limit]:
            if self._may_go(old):
                del self._kept[oldest]
                self._let_go(old)

    def forget(self, entry_id: str) -> T | None:
        """Keep an entry no longer, such as one in the trash, and return what was kept of it."""
        return self._kept.pop(entry_id, None)
