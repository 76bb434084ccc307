"""The list side of Sites & people: which of the two, a field that narrows the list, and a way to add one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.boxes import CheckBox
from isp_journal.ui.controls.buttons import icon_button
from isp_journal.ui.controls.fields import SearchField
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.segmented import Segmented
from isp_journal.ui.models.names import NameRow
from isp_journal.ui.panels.name_kinds import PEOPLE, SITES
from isp_journal.ui.panels.name_list import NameList
from isp_journal.ui.panels.new_name import NewName
from isp_journal.ui.theme import Theme

KINDS = {"sites": SITES, "people": PEOPLE}


class NamesPanel(QWidget):
    """Two lists in one place; what is chosen, opened or to be deleted is told by its id."""

    kind_chosen = Signal(str)
    pointed = Signal(str)
    opened = Signal(str)
    trash_wanted = Signal(str)
    named = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[str, list[NameRow]] = {"sites": [], "people": []}
        self._at: dict[str, str] = {"sites": "", "people": ""}
        self.setAccessibleName("Sites and people")
        self.kind = Segmented(theme, "Sites or people", [("sites", "Sites"), ("people", "People")])
        self.kind.set_value("sites")
        self.add = icon_button(theme, "plus", "Add a site")
        self.filter = SearchField(theme, "Filter the list", "Filter")
        self.new = {key: NewName(theme, kind.noun) for key, kind in KINDS.items()}
        self.list = NameList(theme, "Sites")
        self.nothing = label("", "small", "text2", wrap=True)
        self.archived = CheckBox(theme, "Show the archive")
        self._build()
        self._connect()
        self._space()

    def current_kind(self) -> str:
        """Return which list is shown: `sites` or `people`."""
        return self.kind.value()

    def show_kind(self, kind: str) -> None:
        """Show the other list, and what was chosen there last."""
        self.kind.set_value(kind)
        noun = KINDS[kind].noun
        self.add.setAccessibleName(f"Add a {noun}")
        self.add.setToolTip(f"Add a {noun}")
        self.list.setAccessibleName(KINDS[kind].many.capitalize())
        for new in self.new.values():
            new.hide()
        self.filter.clear()
        self._fill()

    def set_rows(self, kind: str, rows: Sequence[NameRow]) -> None:
        """Take the rows of one list as they are now; the one chosen stays chosen, else its neighbour is."""
        self._rows[kind] = list(rows)
        if kind == self.current_kind():
            self._fill()

    def rows(self, kind: str) -> list[NameRow]:
        """Return all rows of a list, whatever is filtered."""
        return self._rows[kind]

    def choose(self, identity: str) -> bool:
        """Choose a row of the present list, out of the archive or the filter if need be; say whether it is there."""
        self._at[self.current_kind()] = identity
        row = next((one for one in self._rows[self.current_kind()] if one.id == identity), None)
        if row is None:
            return False
        if self.list.names.place(identity) < 0:
            self.filter.clear()
            if row.archived:
                self.archived.setChecked(True)
        return self.list.point_at(identity)

    def ask_new(self) -> None:
        """Ask for the name of a new one."""
        self.new[self.current_kind()].open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self.list.step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.current():
                self.opened.emit(self.list.current())
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.kind)
        self._head.addStretch(1)
        self._head.addWidget(self.add)
        self._top = QVBoxLayout()
        self._top.addLayout(self._head)
        self._top.addWidget(self.filter)
        for new in self.new.values():
            self._top.addWidget(new)
        self._foot = QWidget()
        self._foot_row = QVBoxLayout(self._foot)
        self._foot_row.addWidget(self.archived)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self._foot)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._kind_chosen)
        self.add.clicked.connect(self.ask_new)
        self.filter.textChanged.connect(lambda _text: self._narrow())
        self.filter.installEventFilter(self)
        self.archived.toggled.connect(lambda _on: self._narrow())
        self.list.pointed.connect(self._pointed)
        self.list.opened.connect(self.opened)
        self.list.trash_wanted.connect(self.trash_wanted)
        for new in self.new.values():
            new.named.connect(self.named)
            new.closed.connect(lambda: self.add.setFocus(Qt.FocusReason.OtherFocusReason))

    def _space(self) -> None:
        px = self._theme.px
        self._top.setContentsMargins(px(16), px(16), px(16), px(8))
        self._top.setSpacing(px(12))
        self._head.setSpacing(px(8))
        self._foot_row.setContentsMargins(px(16), px(8), px(16), px(8))
        self.nothing.setContentsMargins(px(16), px(8), px(16), px(8))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setViewportMargins(px(4), 0, px(4), 0)

    def _kind_chosen(self, kind: str) -> None:
        self.show_kind(kind)
        self.kind_chosen.emit(kind)

    def _pointed(self, identity: str) -> None:
        self._at[self.current_kind()] = identity
        self.pointed.emit(identity)

    def _fill(self) -> None:
        kind = self.current_kind()
        stood = self.list.currentIndex().row()
        chosen = self._at[kind]
        aside = sum(row.archived for row in self._rows[kind])
        self.archived.setText(f"Show the archive ({aside})")
        self._foot.setVisible(aside > 0)
        self.archived.updateGeometry()
        self.list.names.set_rows(self._rows[kind])
        self._narrow(keep=chosen, near=stood)

    def _narrow(self, *, keep: str = "", near: int = 0) -> None:
        chosen = keep or self._at[self.current_kind()]
        self.list.names.narrow(self.filter.text(), archived=self.archived.isChecked())
        if not self.list.point_at(chosen):
            self.list.point_near(near)
        there = self.list.names.rowCount() > 0
        kind = KINDS[self.current_kind()]
        typed = self.filter.text()
        self.nothing.setText(f"Nothing here is called like “{typed}”." if typed else f"No {kind.many} yet.")
        self.nothing.setVisible(not there)
        if not there:
            self.pointed.emit("")
