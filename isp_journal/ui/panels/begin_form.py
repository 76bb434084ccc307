"""Beginning a journal: whose it is and where it lies, the first of its steps; nothing is made here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.errors import JournalExists, JournalMissing, KnownError, ReadOnly
from isp_journal.synced_folders import mounts_here, warning
from isp_journal.ui.controls.buttons import plain_button, primary_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.fact_fields import FactField, Problem
from isp_journal.ui.panels.folder_choice import Choose, own_folder_in

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

CANNOT_WRITE = "That folder can't be written to. Choose another; nothing was made."
NO_PLACE = "A journal needs a folder of its own. Type or choose one."
NOT_WHOLE = "That is not a whole path. Choose a folder instead; nothing was made."


class BeginForm(QWidget):
    """Two fields with good answers already in them; Enter goes on, Esc goes back."""

    begin_wanted = Signal(str, object)
    open_wanted = Signal(object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, choose: Choose) -> None:
        super().__init__()
        self._theme = theme
        self._choose = choose
        self._exists: Path | None = None
        self.count = label("1 of 4", "small", "text3")
        self.title = label("Start my journal", "title", wrap=True)
        self.name = FactField(theme, "Your name", "You may leave this empty.")
        self.place = FactField(theme, "Where the journal lies", "A folder of its own on this computer.")
        self.change = plain_button(theme, "Change …", "folder-open", small=True)
        self.change.setAccessibleName("Choose another folder")
        self.warning = Problem(theme)
        self.problem = Problem(theme)
        self.open_it = plain_button(theme, "Open the journal there")
        self.go_on = primary_button(theme, "Continue")
        self.back = plain_button(theme, "Back")
        self._busy = label("", "small", "text2")
        self._column = QVBoxLayout(self)
        self._head = QVBoxLayout()
        self._place = QVBoxLayout()
        self._buttons = FlowLayout()
        self._build()
        self._connect()
        self._space()

    def open(self, folder: Path) -> None:
        """Offer a folder that is good for a new journal."""
        self.set_busy(False)
        self._say("")
        self.place.reset(str(folder))
        self._warn()

    def focus_first(self) -> None:
        """Put the cursor where the person goes on."""
        self.name.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: KnownError) -> None:
        """Say why nothing was made, with what was typed left as it is."""
        self.set_busy(False)
        # A place that cannot even hold a folder is, for whoever types it, one that cannot be written to.
        words = CANNOT_WRITE if isinstance(error, ReadOnly | JournalMissing) else str(error)
        self._say(words, self._folder() if isinstance(error, JournalExists) else None)
        self.place.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while the place is looked at, or go on."""
        for part in (self.go_on, self.back, self.name, self.place, self.change):
            part.setEnabled(not busy)
        self._busy.setText("Looking at the folder …" if busy else "")
        self._busy.setVisible(busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._place.addWidget(self.place)
        self._place.addWidget(self.change)
        self._head.addWidget(self.count)
        self._head.addWidget(self.title)
        self._column.addLayout(self._head)
        self._column.addWidget(self.name)
        self._column.addLayout(self._place)
        for part in (self.warning, self.problem):
            self._column.addWidget(part)
        holder = QWidget()
        holder.setLayout(self._buttons)
        for button in (self.go_on, self.back, self.open_it):
            self._buttons.addWidget(button)
        self._column.addWidget(holder)
        self._column.addWidget(self._busy)
        self._column.addStretch(1)
        self._busy.hide()
        self.open_it.hide()

    def _connect(self) -> None:
        self.go_on.clicked.connect(self._begin)
        self.back.clicked.connect(self.back_wanted)
        self.change.clicked.connect(self._change_place)
        self.open_it.clicked.connect(lambda: self.open_wanted.emit(self._exists))
        self.place.field.textChanged.connect(lambda _text: self._warn())
        for fact in (self.name, self.place):
            fact.field.returnPressed.connect(self._begin)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(24))
        self._head.setSpacing(self._theme.px(8))
        self._place.setSpacing(self._theme.px(8))

    def _folder(self) -> Path | None:
        typed = self.place.value().strip()
        return Path(typed).expanduser() if typed else None

    def _begin(self) -> None:
        folder = self._folder()
        if folder is None or not folder.is_absolute():
            self._say(NO_PLACE if folder is None else NOT_WHOLE)
            self.place.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say("")
        self.begin_wanted.emit(" ".join(self.name.value().split()), folder)

    def _change_place(self) -> None:
        chosen = self._choose(self, "Where should the journal lie?", self._folder() or Path.home())
        if chosen is not None:
            self._say("")
            self.place.reset(str(own_folder_in(chosen)))
            self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _warn(self) -> None:
        folder = self._folder()
        self.warning.say(warning(folder, mounts_here()) if folder is not None else "")

    def _say(self, words: str, exists: Path | None = None) -> None:
        self._exists = exists
        self.problem.say(words)
        self.open_it.setVisible(exists is not None)
