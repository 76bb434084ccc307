"""What can be done with one tag: say why, move it to other words, put it on the whole entry, take it away."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.controls.marks import DomainMark
from isp_journal.ui.editor.note import GONE, Noted
from isp_journal.ui.theme import Theme


class Possible(NamedTuple):
    """Whether there are words to move the tag to, and the domain's name for the screen reader."""

    words: bool
    domain_name: str


class NotePanel(QWidget):
    """Says `done` when Enter is pressed in the reason, and what else was asked for."""

    move_wanted = Signal()
    find_wanted = Signal()
    whole_wanted = Signal()
    remove_wanted = Signal()
    done = Signal()

    def __init__(self, theme: Theme, noted: Noted, possible: Possible) -> None:
        super().__init__()
        px = theme.px
        self.because = line_field("Because", "Because … (if you like)")
        self.because.setText(noted.because)
        self.because.installEventFilter(self)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(DomainMark(theme, noted.domain, possible.domain_name), 0, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(heavier(label(noted.label, "body", wrap=True), 500), 1)
        where = noted.component + ("" if not noted.whole else ", on the whole entry")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(label(where if not noted.loose else f"{where}. {GONE}", "small", "text3", wrap=True))
        column.addWidget(self.because)
        self._row = FlowLayout(gap=px(8), row_gap=px(4))
        column.addLayout(self._row)
        if noted.loose:
            self._button(theme, "Find them", self.find_wanted)
        if possible.words:
            self._button(theme, "Move to the selected words", self.move_wanted)
        if not noted.whole:
            self._button(theme, "Keep on the entry", self.whole_wanted)
        self._button(theme, "Take the tag away", self.remove_wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self.done.emit()
        return True

    def reason(self) -> str:
        """Return what is written after 'because'."""
        return " ".join(self.because.text().split())

    def _button(self, theme: Theme, words: str, wanted: SignalInstance) -> None:
        button = plain_button(theme, words, small=True)
        button.clicked.connect(wanted)
        self._row.addWidget(button)
