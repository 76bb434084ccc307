"""What is shown instead of a journal that could not be opened: what it is, that all is safe, and the ways to go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from isp_journal.errors import (
    DiskFails,
    DiskFull,
    JournalBusy,
    JournalDamaged,
    JournalEmpty,
    JournalMissing,
    NewerJournal,
    NotAJournal,
    OpenElsewhere,
    ReadOnly,
)
from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.labels import label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.begin_form import BeginForm
from isp_journal.ui.panels.folder_choice import Choose, choose_folder, free_folder
from isp_journal.ui.panels.start_frame import StartFrame
from isp_journal.ui.panels.way_button import Way, WayButton

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.pages.first_run import Makers
    from isp_journal.ui.theme import Theme

FIND = Way("Find it …", "Choose the folder where it lies now, or a copy of it.", "search")
COPY = Way("Open a copy of it …", "Choose the folder of a copy that you kept.", "folder-open")
ANOTHER = Way("Open another journal …", "From this computer, a stick or a share.", "folder-open")
BEGIN = Way("Begin a new one", "In a folder of its own; what is there stays as it is.", "pen-line")
SAMPLE = Way("Look around in the sample", "One year of invented entries; nothing of yours is touched.", "compass")
AGAIN = Way("Try again", "", "refresh-cw")
ORDER = ("again", "find", "begin", "sample")
# What fits each failure, the likeliest way first; whatever is not listed here can be tried again.
WAYS: dict[type[KnownError], tuple[tuple[str, Way], ...]] = {
    JournalMissing: (
        ("find", FIND),
        ("again", AGAIN._replace(detail="When the stick or the share is there again.")),
        ("begin", BEGIN),
        ("sample", SAMPLE),
    ),
    JournalEmpty: (("find", COPY), ("begin", BEGIN), ("sample", SAMPLE)),
    JournalDamaged: (("find", COPY), ("begin", BEGIN), ("sample", SAMPLE)),
    NotAJournal: (("find", ANOTHER), ("begin", BEGIN), ("sample", SAMPLE)),
    NewerJournal: (("find", ANOTHER), ("begin", BEGIN), ("sample", SAMPLE)),
    OpenElsewhere: (
        ("again", AGAIN._replace(detail="When it is closed there.")),
        ("find", ANOTHER),
        ("sample", SAMPLE),
    ),
    JournalBusy: (
        ("again", AGAIN._replace(detail="When the other program is closed.")),
        ("find", ANOTHER),
        ("sample", SAMPLE),
    ),
    ReadOnly: (
        ("again", AGAIN._replace(detail="When the folder can be written to.")),
        ("find", ANOTHER),
        ("begin", BEGIN),
        ("sample", SAMPLE),
    ),
    DiskFull: (("again", AGAIN._replace(detail="When there is room again.")), ("find", ANOTHER)),
    DiskFails: (
        ("again", AGAIN._replace(detail="When the drive is connected again.")),
        ("find", ANOTHER),
        ("sample", SAMPLE),
    ),
}
OTHERWISE = (("again", AGAIN), ("find", ANOTHER), ("begin", BEGIN), ("sample", SAMPLE))


class Trouble(QWidget):
    """Tells a known error in full and offers the ways that fit it; it never makes a journal that nobody asked for."""

    open_wanted = Signal(object)
    again_wanted = Signal()

    def __init__(self, theme: Theme, makers: Makers, folder: Path, choose: Choose = choose_folder) -> None:
        super().__init__()
        self._theme = theme
        self._makers = makers
        self._folder = folder
        self._choose = choose
        self._aside = Aside(self)
        self.what = label("", "title", wrap=True)
        self.safe = label("", "editor", wrap=True)
        self.todo = label("", "editor", "text2", wrap=True)
        self.ways = {name: WayButton(theme, AGAIN) for name in ORDER}
        self.form = BeginForm(theme, choose)
        self._told = QWidget()
        self._steps = QStackedWidget()
        self.frame = StartFrame(theme, "Trouble with the journal", self._steps)
        self._build()
        self._connect()
        self._space()

    def shown(self) -> None:
        """Nothing is read here."""

    def focus_first(self) -> None:
        """Put the focus on the likeliest way, or into the form."""
        if self._steps.currentWidget() is self.form:
            self.form.focus_first()
            return
        first = self._cards.itemAt(0)
        widget = first.widget() if first is not None else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: KnownError) -> None:
        """Tell a failure: in the form if a journal was to be made there, else as what stands on this page."""
        self._wait(False)
        if self._steps.currentWidget() is self.form:
            self.form.show_error(error)
            return
        for part, words in ((self.what, error.what), (self.safe, error.safe), (self.todo, error.todo)):
            part.setText(breakable(words))
            part.setAccessibleName(words)
            part.setVisible(bool(words))
        self._offer(WAYS.get(type(error), OTHERWISE))
        announce(self, str(error))
        if self.isVisible():
            self.focus_first()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.frame)
        self._words = QVBoxLayout()
        for part in (self.what, self.safe, self.todo):
            self._words.addWidget(part)
        self._cards = QVBoxLayout()
        self._column = QVBoxLayout(self._told)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._words)
        self._column.addLayout(self._cards)
        for step in (self._told, self.form):
            self._steps.addWidget(step)

    def _connect(self) -> None:
        self.ways["again"].clicked.connect(self.again_wanted)
        self.ways["find"].clicked.connect(self._find)
        self.ways["begin"].clicked.connect(self._ask_begin)
        self.ways["sample"].clicked.connect(self._look_around)
        self.form.back_wanted.connect(self._back)
        self.form.begin_wanted.connect(self._begin)
        self.form.open_wanted.connect(self.open_wanted)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._words.setSpacing(self._theme.px(12))
        self._cards.setSpacing(self._theme.px(12))
        self._column.setSpacing(self._theme.px(32))

    def _offer(self, ways: tuple[tuple[str, Way], ...]) -> None:
        for button in self.ways.values():
            self._cards.removeWidget(button)
            button.setParent(self._told)
            button.hide()
        previous: QWidget | None = None
        for name, way in ways:
            button = self.ways[name]
            button.set_way(way)
            self._cards.addWidget(button)
            button.show()
            if previous is not None:
                QWidget.setTabOrder(previous, button)
            previous = button

    def _find(self) -> None:
        chosen = self._choose(self, "Which folder is the journal's?", self._folder)
        if chosen is not None:
            self.open_wanted.emit(chosen)

    def _ask_begin(self) -> None:
        self.form.open(free_folder(self._folder))
        self._steps.setCurrentWidget(self.form)
        self.form.focus_first()

    def _back(self) -> None:
        if not self._aside.busy:
            self._steps.setCurrentWidget(self._told)
            self.focus_first()

    def _begin(self, name: str, folder: Path) -> None:
        self.form.set_busy(True)
        makers = self._makers
        self._aside.run(lambda: makers.begin(name, folder), lambda _made: self._made(folder), self.show_error)

    def _look_around(self) -> None:
        self._wait(True)
        self._aside.run(self._makers.sample, self._made, self.show_error)

    def _made(self, folder: Path) -> None:
        self._wait(False)
        self.form.set_busy(False)
        self.open_wanted.emit(folder)

    def _wait(self, busy: bool) -> None:
        for way in self.ways.values():
            way.setEnabled(not busy)


def breakable(words: str) -> str:
    """Return words in which a long path may go on in the next line behind each of its slashes."""
    return words.replace("/", "/\u200b").replace("\\", "\\\u200b")
