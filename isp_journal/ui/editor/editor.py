"""The writing surface: plain text in one column, passages painted behind it, notes and the title scrolling along."""

from time import monotonic

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.editor import painting
from isp_journal.ui.editor.copied import plain_words
from isp_journal.ui.editor.documents import EntryDocument
from isp_journal.ui.editor.measures import INSET, LINE_HEIGHT, Measures
from isp_journal.ui.editor.text import shown, tidied, written
from isp_journal.ui.shortcuts import keep_window_keys
from isp_journal.ui.theme import Theme

PLACEHOLDER = "What happened?"
_PAUSE = 1.0
_BELOW_TEXT = 96
_ABOVE_FOOT = 8
_MOVES_FOOT = (QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
_BASELINE = 0.8


class Editor(QTextEdit):
    """Shows one `EntryDocument` at a time; head, notes and foot are its children and scroll along.

    `given` carries the QMimeData of files or a picture that were dropped or pasted; it is gone when the slot returns.
    """

    edited = Signal()
    laid_out = Signal()
    line_edited = Signal(int, int)
    scrolled = Signal()
    history_changed = Signal()
    passages_changed = Signal()
    tags_edited = Signal()
    tag_wanted = Signal()
    undo_beyond = Signal(bool)
    told = Signal(str)
    given = Signal(object)

    def __init__(self, theme: Theme, first: EntryDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_viewport(self)
        self._theme = theme
        self.entry = first
        self._head: QWidget | None = None
        self._foot: QWidget | None = None
        self._measures = Measures(0, 0, 0, 0)
        self._target: tuple[int, int] | None = None
        self._marked = ""
        self._changed = (0, 0)
        self._domains: dict[str, str] = {}
        self._last_key = 0.0
        self._heard: EntryDocument | None = None
        self._dress()
        self.setAcceptRichText(False)
        # Qt says so to the viewport that it made itself.
        self.viewport().setAcceptDrops(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Text of the entry")
        self.setAccessibleDescription(PLACEHOLDER)
        keep_window_keys(self)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._set_range)
        bar.valueChanged.connect(self._scrolled)
        self.show_entry(first)

    def show_entry(self, entry: EntryDocument) -> None:
        """Swap to another entry's document, at the place where the person left it."""
        old = self.entry
        if old is not entry:
            old.cursor, old.scroll = self.textCursor(), self.verticalScrollBar().value()
        self._listen(old, on=False)
        self.entry = entry
        self._target = None
        cursor, scroll = entry.cursor, entry.scroll
        self.setDocument(entry.document)
        # Qt keeps the cursor's width with the document's layout.
        self.setCursorWidth(max(2, self._theme.px(2)))
        self.setTextCursor(cursor)
        self._listen(entry, on=True)
        self._set_range()
        self.verticalScrollBar().setValue(-self._head_height() if scroll is None else scroll)
        self.history_changed.emit()
        self.passages_changed.emit()
        self.laid_out.emit()
        self.viewport().update()

    def text(self) -> str:
        """Return the text as written."""
        return self.entry.text()

    def set_head(self, head: QWidget) -> None:
        """Put a widget above the text that scrolls along with it."""
        self._head = head
        head.setParent(self.viewport())
        head.installEventFilter(self)
        head.show()

    def set_foot(self, foot: QWidget) -> None:
        """Put a widget below the text that scrolls along with it, for as long as it is shown."""
        self._foot = foot
        foot.setParent(self.viewport())
        foot.setCursor(Qt.CursorShape.ArrowCursor)
        foot.installEventFilter(self)
        self.place_foot()

    def set_measures(self, measures: Measures) -> None:
        """Take the widths of the page."""
        self._measures = measures
        inset = self._theme.px(INSET)
        self.setViewportMargins(measures.left - inset, 0, 0, 0)
        self.setLineWrapColumnOrWidth(measures.column + 2 * inset)
        self.place_head()
        self.place_foot()
        self.laid_out.emit()

    @property
    def measures(self) -> Measures:
        """The widths of the page as set last."""
        return self._measures

    def left_of_text(self) -> int:
        """Return where the text begins, in the viewport's coordinates."""
        return self._theme.px(INSET)

    def set_domains(self, domains: dict[str, str]) -> None:
        """Take the domain of every activity, by full key."""
        self._domains = domains
        self.viewport().update()

    def domain_of(self, activity: str) -> str:
        """Return the domain's key of an activity, or nothing while it is not known."""
        return self._domains.get(activity, "")

    def set_marked(self, tag_id: str) -> None:
        """Bring out the passage of one tag, whose note has the focus or the pointer."""
        if tag_id != self._marked:
            self._marked = tag_id
            self.viewport().update()

    def set_target(self, span: tuple[int, int] | None) -> None:
        """Show which words are about to be tagged."""
        self._target = span
        self.viewport().update()

    def words_to_tag(self) -> tuple[int, int] | None:
        """Return the selection if it holds words, else the sentence at the cursor, else None."""
        cursor = self.textCursor()
        if cursor.hasSelection() and cursor.selectedText().strip():
            return cursor.selectionStart(), cursor.selectionEnd()
        return self.entry.passages.sentence_at(cursor.position())

    def area_of(self, span: tuple[int, int]) -> QRect:
        """Return the box around a stretch of text, in the viewport's coordinates."""
        reach = self._reach()
        area = QRectF()
        for piece in painting.pieces(self.document(), span):
            top = piece.baseline - reach.above
            area = area.united(QRectF(piece.left, top, piece.right - piece.left, reach.above + reach.below))
        return area.toAlignedRect().translated(0, -self.verticalScrollBar().value())

    def bring_into_view(self, area: QRect) -> None:
        """Scroll as little as needed to see an area of the viewport's coordinates."""
        bar = self.verticalScrollBar()
        below = area.bottom() - self.viewport().height()
        if below > 0:
            bar.setValue(bar.value() + below)
        elif area.top() < 0:
            bar.setValue(bar.value() + area.top())

    def undo_last(self) -> None:
        """Take back the last edit or tagging; where there is none, ask for what was done beyond the text."""
        if self.entry.history.can_undo():
            self._go_to(self.entry.history.undo())
        else:
            self.undo_beyond.emit(True)

    def redo_last(self) -> None:
        """Do the last edit or tagging again."""
        if self.entry.history.can_redo():
            self._go_to(self.entry.history.redo())
        else:
            self.undo_beyond.emit(False)

    def insert(self, text: str) -> None:
        """Write text at the cursor, as one step of undo."""
        self.textCursor().insertText(shown(tidied(text)))
        self.ensureCursorVisible()

    def put_in(self, text: str) -> None:
        """Write a text as paragraphs of their own, below the one that the cursor is in, and go on after it."""
        cursor = self.textCursor()
        self.entry.history.part()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if cursor.block().text().strip():
            cursor.insertBlock()
        cursor.insertText(shown(tidied(text.strip("\n"))))
        cursor.insertBlock()
        cursor.endEditBlock()
        self.entry.history.part()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def wrap_selection(self, mark: str) -> None:
        """Put a Markdown mark such as `**` around the selection, or take it away again."""
        from isp_journal.ui.editor import typing_marks  # at first use: start-up time

        self.setTextCursor(typing_marks.wrapped(self.textCursor(), mark))

    def place_head(self) -> None:
        """Lay the head out above the text for its height of now."""
        if self._head is not None:
            height = self._head_height()
            width = self._measures.column + self._theme.px(INSET)
            self._head.setGeometry(0, -height - self.verticalScrollBar().value(), width, height)
        self._set_range()

    def place_foot(self) -> None:
        """Lay the foot out below the text for its height of now."""
        if self._foot is not None:
            top = round(self.document().size().height()) + self._theme.px(_ABOVE_FOOT)
            width = self._measures.column + 2 * self._theme.px(INSET)
            self._foot.setGeometry(0, top - self.verticalScrollBar().value(), width, self._foot_height())
        self._set_range()

    def dress(self) -> None:
        """Take over the theme's colours and sizes."""
        self._dress()
        self.place_head()
        self.place_foot()
        self.laid_out.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.translate(0, -self.verticalScrollBar().value())
        clip = QRectF(event.rect()).translated(0, self.verticalScrollBar().value())
        self._paint_stretches(painter, clip)
        if self.document().isEmpty() and not self.textCursor().block().layout().preeditAreaText():
            painter.setFont(self.document().defaultFont())
            painter.setPen(self._theme.colour("text3"))
            inset = self._theme.px(INSET)
            painter.drawText(QPoint(inset, inset + round(self._theme.px(LINE_HEIGHT) * _BASELINE)), PLACEHOLDER)
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = monotonic()
        if now - self._last_key > _PAUSE:
            self.entry.history.part()
        self._last_key = now
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_last()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_last()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._took_enter(event):
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        return plain_words(super().createMimeDataFromSelection(), written(self.textCursor().selectedText()))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return super().canInsertFromMimeData(source) or _may_hold_files(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self._holds_files(source):
            self.given.emit(source)
        elif source.hasText() and not self.isReadOnly():
            self.entry.history.part()
            self.insert(source.text())
            self.entry.history.part()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._took_drag(event):
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not self._took_drag(event):
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._took_drag(event):
            self.given.emit(event.mimeData())
        else:
            super().dropEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        for name, then in (("edit-undo", self.undo_last), ("edit-redo", self.redo_last)):
            for action in menu.actions():
                if action.objectName() == name:
                    action.triggered.disconnect()
                    action.triggered.connect(then)
                    history = self.entry.history
                    action.setEnabled(history.can_undo() if name == "edit-undo" else history.can_redo())
        menu.addSeparator()
        menu.addAction("Tag these words").triggered.connect(self.tag_wanted)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._head and event.type() == QEvent.Type.LayoutRequest:
            self.place_head()
        elif watched is self._foot and event.type() in _MOVES_FOOT:
            self.place_foot()
        return super().eventFilter(watched, event)

    def _holds_files(self, source: QMimeData) -> bool:
        if not _may_hold_files(source):
            return False
        from isp_journal.ui.incoming_files import holds_files  # at first use: start-up time

        return holds_files(source)

    def _took_drag(self, event: QDragMoveEvent | QDropEvent) -> bool:
        """Take files as copies: whoever moved them here would lose them where they are."""
        if self.isReadOnly() or not self._holds_files(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _took_enter(self, event: QKeyEvent) -> bool:
        from isp_journal.ui.editor import typing_marks  # at first use: start-up time

        return typing_marks.takes_enter(self, event)

    def _paint_stretches(self, painter: QPainter, clip: QRectF) -> None:
        reach = self._reach()
        document = self.document()
        thick = max(1, self._theme.px(self._theme.tokens.underline))
        looks: dict[tuple[str, bool], painting.Look] = {}
        for stretch in self.entry.passages.stretches():
            domain, marked = self.domain_of(stretch.tag.activity), stretch.tag.id == self._marked
            look = looks.get((domain, marked))
            if look is None:
                colours = self._theme.domain(domain)
                look = painting.Look(QColor(colours.tint), QColor(colours.hue), thick * 2 if marked else thick)
                looks[domain, marked] = look
            if not painting.paint_stretch(painter, document, (stretch.start, stretch.end), look, (reach, clip)):
                break
        if self._target is not None:
            line = self._theme.px(LINE_HEIGHT)
            tall = painting.Band(line * _BASELINE, line - line * _BASELINE)
            look = painting.Look(self._theme.colour("select"), None, 0)
            painting.paint_stretch(painter, document, self._target, look, (tall, clip))

    def _reach(self) -> painting.Band:
        return painting.band(self._theme.text_px("editor"))

    def _listen(self, entry: EntryDocument, *, on: bool) -> None:
        pairs = (
            (entry.document.contentsChange, self._contents_change),
            (entry.document.contentsChanged, self._contents_changed),
            (entry.document.documentLayout().documentSizeChanged, self._size_changed),
            (entry.history.changed, self.history_changed),
            (entry.passages.changed, self._passages_changed),
        )
        for signal, slot in pairs:
            if on:
                signal.connect(slot)
            elif entry is self._heard:
                signal.disconnect(slot)
        self._heard = entry if on else None

    def _contents_change(self, position: int, _removed: int, added: int) -> None:
        self._changed = (position, position + added)

    def _contents_changed(self) -> None:
        if not self.entry.is_loading:
            self.edited.emit()
        self.line_edited.emit(*self._changed)

    def _size_changed(self) -> None:
        self.place_foot()
        self.laid_out.emit()

    def _passages_changed(self) -> None:
        self.viewport().update()
        self.passages_changed.emit()
        self.tags_edited.emit()

    def _go_to(self, position: int | None) -> None:
        if position is not None:
            cursor = self.textCursor()
            cursor.setPosition(min(position, self.document().characterCount() - 1))
            self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _head_height(self) -> int:
        if self._head is None:
            return 0
        layout = self._head.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(self._measures.column + self._theme.px(INSET))
        return self._head.sizeHint().height()

    def _foot_height(self) -> int:
        foot = self._foot
        if foot is None or foot.isHidden():
            return 0
        layout = foot.layout()
        width = self._measures.column + 2 * self._theme.px(INSET)
        return layout.totalHeightForWidth(width) if layout is not None else foot.sizeHint().height()

    def _set_range(self, *_told: object) -> None:
        """Let the text scroll by its own height, the head above it and some air below.

        Qt sets the range for the text alone and, after saying so, moves the value into it; by then it is ours.
        """
        above = self._head_height()
        foot = self._foot_height()
        room = self._theme.px(_BELOW_TEXT) + (foot + self._theme.px(_ABOVE_FOOT) if foot else 0)
        below = self.document().size().height() + room - self.viewport().height()
        wanted = (-above, max(-above, round(below)))
        bar = self.verticalScrollBar()
        if (bar.minimum(), bar.maximum()) != wanted:
            bar.setRange(*wanted)

    def _scrolled(self, _value: int) -> None:
        if self._head is not None:
            self._head.move(0, -self._head.height() - self.verticalScrollBar().value())
        if self._foot is not None:
            top = round(self.document().size().height()) + self._theme.px(_ABOVE_FOOT)
            self._foot.move(0, top - self.verticalScrollBar().value())
        self.scrolled.emit()

    def _dress(self) -> None:
        look = QPalette(self.palette())
        look.setColor(QPalette.ColorRole.Base, self._theme.colour("page"))
        look.setColor(QPalette.ColorRole.Text, self._theme.colour("text"))
        look.setColor(QPalette.ColorRole.Highlight, self._theme.colour("select"))
        look.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("text"))
        self.setPalette(look)
        self.viewport().setPalette(look)
        self.setFont(self._theme.font("editor"))
        self.setCursorWidth(max(2, self._theme.px(2)))


def _may_hold_files(source: QMimeData) -> bool:
    return source.hasUrls() or source.hasImage()
