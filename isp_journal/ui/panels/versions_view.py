"""What an entry said before its edits: a list by time, what differs from now, and the way back to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from isp_journal.errors import Refused
from isp_journal.ui.controls.buttons import LINK_INSET, icon_button, link_button, primary_button
from isp_journal.ui.controls.labels import divider, label, surface
from isp_journal.ui.controls.segmented import Segmented
from isp_journal.ui.controls.viewport import give_viewport
from isp_journal.ui.editor.measures import INSET, column_width
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.version_list import VersionList
from isp_journal.ui.panels.version_reading import Difference, MarkedText, VersionRow, read_difference, read_rows
from isp_journal.ui.panels.version_text import VersionText
from isp_journal.ui.shortcuts import key_text

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Entry
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

CHANGES, THEN = "changes", "then"
ABOUT = "What this entry said before it was changed. Restoring one keeps what it says now as a version too."
NONE_YET = "No earlier version of this entry is kept yet. One is kept when you change it, every two minutes at most."
LEGEND = "Struck through: only in that version. Underlined: only in the entry as it is now."
SAME_TEXT = "The text is the same as now."
_LIST = 220
_BESIDE = 700
_ROWS_ABOVE = 2
_AROUND = 80
_NO_LIMIT = 16_777_215


class VersionsView(QWidget):
    """Says `left` when the person goes back to the entry, and `restored` when it says again what it said before."""

    left = Signal()
    restored = Signal()

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._identity = ""
        self._rows: list[VersionRow] = []
        self._shown: Difference | None = None
        surface(self, "page")
        self.setAccessibleName("Earlier versions")
        self._make_parts()
        self._build()
        self._connect()
        self._space()

    def show_of(self, identity: str) -> None:
        """Show the versions of an entry, beginning with the newest."""
        self._identity = identity
        self._rows, self._shown = [], None
        self._read()

    def focus_first(self) -> None:
        """Put the focus on the list, or on the way back where nothing is listed."""
        target = self.list if self.list.isVisible() else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def restore(self) -> None:
        """Let the entry say again what it said in the version that is shown."""
        shown = self._shown
        if shown is not None:
            restoring = Restoring(self._identity, shown.revision)
            self._workers.change(
                restoring,
                lambda _done: self.restored.emit(),
                undo=restoring.take_back,
                said=f"The entry says again what it said until {shown.until}",
                owner=self,
            )

    def step(self, by: int) -> None:
        """Go to the next change, or the one before, and say it."""
        changes = self.text.shown.changes
        if changes:
            first = 0 if by > 0 else len(changes) - 1
            area = self.text.go_to((self.text.at + by) % len(changes) if self.text.at >= 0 else first)
            self._say_change()
            self._bring_into_view(area)
            announce(self.change, f"{self.change.text()}. {changes[self.text.at].words()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Other keys mean something to the entry behind, which is not in sight.
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F3:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            bar = self.scroller.verticalScrollBar()
            bar.setValue(bar.value() + (bar.pageStep() if event.key() == Qt.Key.Key_PageDown else -bar.pageStep()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "restore_button"):
            self._space()
        super().changeEvent(event)

    def _make_parts(self) -> None:
        theme = self._theme
        self.back = link_button(theme, "Back to the entry", "arrow-left")
        self.back.setToolTip("Back to the entry (Esc)")
        self.title = label("Earlier versions", "topic")
        self.about = label(ABOUT, "small", "text2", wrap=True)
        self.list = VersionList(theme)
        self.heading = label("", "section", wrap=True)
        self.views = Segmented(theme, "What is shown", ((CHANGES, "Changes"), (THEN, "As it was")))
        self.views.set_value(CHANGES)
        self.facts = label("", "small", "text2", wrap=True)
        self.legend = label("", "small", "text3", wrap=True)
        self.text = VersionText(theme)
        self.restore_button = primary_button(theme, "Restore this version", "history")
        self.change = label("", "small", "text3")
        self.previous = icon_button(theme, "chevron-left", "Previous change", key=key_text("previous_hit"))
        self.next = icon_button(theme, "chevron-right", "Next change", key=key_text("next_hit"))

    def _build(self) -> None:
        self._head = QVBoxLayout()
        self._head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._words = QVBoxLayout()
        self._words.addWidget(self.title)
        self._words.addWidget(self.about)
        self._head.addLayout(self._words)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._above = QVBoxLayout()
        for part in (self.heading, self.facts, self.legend):
            self._above.addWidget(part)
        self._column.addLayout(self._above)
        self._column.addWidget(self.text)
        self._column.addStretch(1)
        self.scroller = QScrollArea()
        give_viewport(self.scroller)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setAccessibleName("Version")
        self.scroller.setWidget(self._inside)
        self._side = QVBoxLayout()
        self._side.addWidget(self.list)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addLayout(self._side)
        self._body.addWidget(self.scroller, 1)
        self._foot = QWidget()
        self._foot_row = QHBoxLayout(self._foot)
        self._foot_row.addWidget(self.restore_button)
        self._foot_row.addWidget(self.views)
        self._foot_row.addStretch(1)
        self._foot_row.addWidget(self.change)
        self._foot_row.addWidget(self.previous)
        self._foot_row.addWidget(self.next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._line = divider()
        whole.addLayout(self._head)
        whole.addLayout(self._body, 1)
        whole.addWidget(self._line)
        whole.addWidget(self._foot)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.list.picked.connect(self._choose)
        self.views.chosen.connect(lambda _view: self._show_text())
        self.restore_button.clicked.connect(self.restore)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self._workers.changed.connect(self._journal_changed)

    def _journal_changed(self) -> None:
        if self.isVisible() and self._identity:
            self._read()

    def _read(self) -> None:
        identity = self._identity
        self._workers.read(
            lambda journal: read_rows(journal, identity),
            lambda rows: self._take_rows(identity, rows),
            key="versions",
            owner=self,
            failed=self._not_read,
        )

    def _take_rows(self, identity: str, rows: list[VersionRow]) -> None:
        if identity != self._identity:
            return
        had_focus = self.list.hasFocus() or self.back.hasFocus()
        revision = self._shown.revision if self._shown is not None else None
        self._rows = rows
        at = next((at for at, row in enumerate(rows) if row.revision == revision), 0)
        self.list.show_rows(rows, at if rows else -1)
        self.about.setText(ABOUT if rows else NONE_YET)
        for part in (self.list, self.scroller, self._line, self._foot):
            part.setVisible(bool(rows))
        self._arrange()
        if had_focus:
            self.focus_first()
        if rows:
            self._choose(at)

    def _choose(self, at: int) -> None:
        identity, row = self._identity, self._rows[at]
        self._workers.read(
            lambda journal: read_difference(journal, identity, row),
            self._take,
            key="version",
            owner=self,
            failed=self._not_read,
        )

    def _take(self, found: Difference) -> None:
        other = self._shown is None or self._shown.revision != found.revision
        self._shown = found
        self.heading.setText(f"Until {found.until}")
        self.facts.setText("\n".join(found.facts))
        self.facts.setVisible(bool(found.facts))
        self._show_text()
        if other:
            self.scroller.verticalScrollBar().setValue(0)
            announce(self.heading, f"{self.heading.text()}. {self.change.text() or self.legend.text()}")

    def _show_text(self) -> None:
        found = self._shown
        if found is None:
            return
        marks = self.views.value() == CHANGES
        self.text.show_text(found.marked if marks else MarkedText(found.then))
        self.text.setVisible(bool(self.text.shown.text))
        self.legend.setText("" if not marks else LEGEND if found.marked.changes else SAME_TEXT)
        self.legend.setVisible(bool(self.legend.text()))
        self._say_change()

    def _say_change(self) -> None:
        count, at = len(self.text.shown.changes), self.text.at
        many = f"{count} changes" if count > 1 else "1 change" if count else ""
        self.change.setText(f"Change {at + 1} of {count}" if at >= 0 else many)
        for part in (self.previous, self.next):
            part.setVisible(count > 0)

    def _not_read(self, error: KnownError) -> None:
        # An entry or a version that has left the journal meanwhile is no fault.
        if isinstance(error, Refused):
            self.left.emit()
        else:
            self._workers.failed.emit(error)

    def _bring_into_view(self, area: QRectF) -> None:
        top = self.text.mapTo(self._inside, QPoint(0, 0)).y() + area.center().y()
        self.scroller.ensureVisible(0, round(top), 0, self._theme.px(_AROUND))

    def _arrange(self) -> None:
        """Put the list beside the text, or above it where there is no room."""
        px = self._theme.px
        beside = self.width() >= px(_BESIDE)
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        most = (px(_LIST), _NO_LIMIT) if beside else (_NO_LIMIT, self.list.height_for(_ROWS_ABOVE))
        self.list.setMaximumSize(*most)
        self.list.setMinimumSize(*((px(_LIST), 0) if beside else (0, most[1])))
        # Where there is little room the versions themselves are worth more than words about them.
        self.about.setVisible(beside or not self._rows)
        self._side.setContentsMargins(px(12), px(8), 0 if beside else px(12), px(8))

    def _space(self) -> None:
        px = self._theme.px
        side = px(24)
        self._head.setContentsMargins(side - px(LINK_INSET), px(24), side, px(8))
        self._head.setSpacing(px(8))
        self._words.setContentsMargins(px(LINK_INSET), 0, 0, 0)
        self._words.setSpacing(px(4))
        self._above.setContentsMargins(px(INSET), 0, px(INSET), 0)
        self._above.setSpacing(px(8))
        self._column.setContentsMargins(px(16), px(8), px(16), px(24))
        self._column.setSpacing(px(8))
        self._foot_row.setContentsMargins(side, px(8), side, px(8))
        self._foot_row.setSpacing(px(8))
        self._inside.setMaximumWidth(column_width(self._theme) + 2 * px(INSET) + 2 * px(16))
        self._arrange()


class Restoring:
    """Restores a version; taken back, the entry says again what it said just before."""

    def __init__(self, identity: str, revision: int) -> None:
        self._identity = identity
        self._revision = revision
        self._before = 0

    def __call__(self, journal: Journal) -> Entry:
        """Restore it."""
        self._before = journal.entries.get(self._identity).revision
        return journal.entries.restore_version(self._identity, self._revision)

    def take_back(self, journal: Journal) -> Entry:
        """Restore what stood there before."""
        return journal.entries.restore_version(self._identity, self._before)
