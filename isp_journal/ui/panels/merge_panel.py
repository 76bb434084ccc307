"""Two names that mean the same: the other one is found by typing, and what will happen is said before it does."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import link_button, plain_button
from isp_journal.ui.controls.fields import SearchField
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.models.names import NameRow, entries_in_words
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.name_kinds import NameKind
from isp_journal.ui.panels.name_list import ROW, NameList
from isp_journal.ui.theme import Theme

ROWS_SHOWN = 5


class MergePanel(QFrame):
    """Asks which other one is the same, and says `merge_wanted` with the one to keep and the one that goes."""

    merge_wanted = Signal(str, str)
    closed = Signal()

    def __init__(self, theme: Theme, kind: NameKind) -> None:
        super().__init__()
        self._theme = theme
        self._kind = kind
        self._here: NameRow | None = None
        self._other: NameRow | None = None
        self._turned = False
        self.setProperty("card", True)
        self.setAccessibleName(f"Merge with another {kind.noun}")
        self._question = heavier(label("", "body", wrap=True), 600)
        self.field = SearchField(theme, f"Find the other {kind.noun}", "Type a part of the name")
        self.list = NameList(theme, f"Other {kind.many}")
        self._nothing = label("", "small", "text2", wrap=True)
        self.preview = label("", "body", wrap=True)
        self.turn = link_button(theme, "", "refresh-cw")
        self.merge = plain_button(theme, "Merge", "merge")
        self.cancel = plain_button(theme, "Cancel")
        self.problem = Problem(theme)
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()
        self._space()
        self.hide()

    def open(self, here: NameRow, others: Sequence[NameRow]) -> None:
        """Ask which of the others is the same as this one."""
        self._here = here
        self._turned = False
        self.problem.say("")
        self._question.setText(f"Which {self._kind.noun} is the same as {here.name}?")
        self.list.names.set_rows([row for row in others if row.id != here.id])
        self.list.names.narrow("", archived=True)
        self.field.clear()
        self._choose("")
        self._found()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> str:
        """Return what is said to happen."""
        return self.preview.text()

    def refuse(self, why: str) -> None:
        """Say why the two were not merged."""
        self.problem.say(why)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self.list.step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.merge, self.cancel, self.turn):
            row.addWidget(button)
        parts = (self._question, self.field, self.list, self._nothing, self.preview, buttons, self.problem)
        for part in parts:
            self._column.addWidget(part)

    def _connect(self) -> None:
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._narrow)
        self.list.pointed.connect(self._choose)
        self.list.opened.connect(lambda _id: self.merge.setFocus(Qt.FocusReason.OtherFocusReason))
        self.turn.clicked.connect(self._turn)
        self.merge.clicked.connect(self._say)
        self.cancel.clicked.connect(self._leave)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))
        self._fit_list()

    def _fit_list(self) -> None:
        rows = min(ROWS_SHOWN, self.list.names.rowCount())
        heights = [self.list.sizeHintForRow(at) for at in range(rows)]
        self.list.setFixedHeight(sum(heights) + 2 if heights else self._theme.px(ROW))
        self.list.setVisible(bool(heights))

    def _narrow(self, typed: str) -> None:
        self.list.names.narrow(typed, archived=True)
        if typed and not self.list.current():
            self.list.point_near(0)
        self._choose(self.list.current())
        self._found()

    def _found(self) -> None:
        there = self.list.names.rowCount() > 0
        typed = self.field.text()
        words = f"Nothing is called like “{typed}”." if typed else f"There are no other {self._kind.many} yet."
        self._nothing.setText("" if there else words)
        self._nothing.setVisible(not there)
        self._fit_list()

    def _choose(self, identity: str) -> None:
        self._other = self.list.names.row(self.list.names.place(identity)) if identity else None
        self._describe()

    def _turn(self) -> None:
        self._turned = not self._turned
        self._describe()

    def _both(self) -> tuple[NameRow, NameRow] | None:
        if self._here is None or self._other is None:
            return None
        return (self._other, self._here) if self._turned else (self._here, self._other)

    def _describe(self) -> None:
        both = self._both()
        for part in (self.preview, self.turn):
            part.setVisible(both is not None)
        self.merge.setEnabled(both is not None)
        if both is not None:
            keep, gone = both
            self.preview.setText(preview(self._kind, keep, gone))
            self.turn.set_text(f"Keep {gone.name} instead")

    def _enter(self) -> None:
        if self._both() is not None:
            self.merge.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        both = self._both()
        if both is not None:
            self.merge_wanted.emit(both[0].id, both[1].id)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()


def preview(kind: NameKind, keep: NameRow, gone: NameRow) -> str:
    """Return in words what a merge will do."""
    verb = "carry" if kind.noun == "label" else "name"
    if gone.entries:
        first = f"{entries_in_words(gone.entries)} of {gone.name} will {verb} {keep.name}."
    else:
        first = f"{gone.name} has no entries."
    return f"{first} {gone.name} goes to the trash, and Undo brings it all back."
