"""The first page that somebody sees: begin a journal, look around in the sample, or open a journal that exists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.begin_form import BeginForm
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.folder_choice import Choose, choose_folder, free_folder
from isp_journal.ui.panels.start_frame import StartFrame
from isp_journal.ui.panels.way_button import Way, WayButton

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths


class Makers(NamedTuple):
    """How journals are made: `begin` takes a name and a folder, `sample` returns the folder of the sample."""

    begin: Callable[[str, Path], object]
    sample: Callable[[], Path]


WAYS = {
    "begin": Way("Start my journal", "Two minutes: your name and a place on this computer.", "pen-line"),
    "sample": Way("Look around first", "Opens a sample journal with one year of invented entries.", "compass"),
    "open": Way("Open a journal", "From this computer, a stick or a share.", "folder-open"),
}
PROMISES = (("hard-drive", "Stays on this computer"), ("circle-check", "No account, no network"))


class FirstRun(QWidget):
    """Three ways to a journal; whichever is taken, `open_wanted` tells the folder of the one to open.

    Where a journal is open already, such as the sample, `offer_back` brings a way back to it: `back_wanted`.
    """

    open_wanted = Signal(object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, makers: Makers, folder: Path, choose: Choose = choose_folder) -> None:
        super().__init__()
        self._theme = theme
        self._makers = makers
        self._folder = folder
        self._choose = choose
        self._aside = Aside(self)
        self.ways = {name: WayButton(theme, way) for name, way in WAYS.items()}
        self.back = plain_button(theme, "", "arrow-left")
        self.problem = Problem(theme)
        self.form = BeginForm(theme, choose)
        self._promises = QWidget()
        self._start = QWidget()
        self._steps = QStackedWidget()
        self.frame = StartFrame(theme, "Welcome", self._steps)
        self._build()
        self._connect()
        self._space()

    def shown(self) -> None:
        """Nothing is read here."""

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        if self._steps.currentWidget() is self.form:
            self.form.focus_first()
        else:
            self.ways["begin"].setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_begin(self) -> None:
        """Ask for the name and the place of a new journal."""
        self.form.open(free_folder(self._folder))
        self._go(self.form)

    def offer_back(self, words: str) -> None:
        """Offer a way back to the journal that is open, in words such as `Back to the sample`."""
        self.back.set_text(words)
        self.back.show()

    def show_error(self, error: KnownError) -> None:
        """Say what went wrong on the way to a journal, with what was typed left as it is."""
        self._wait(False)
        if self._steps.currentWidget() is self.form:
            self.form.show_error(error)
        else:
            self.problem.say(str(error))
            self.focus_first()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.frame)
        self._words = QVBoxLayout()
        self._words.addWidget(label("A quiet place to think\nabout your practice", "welcome", wrap=True))
        told = "Write what happened, mark the sentences that matter, and see over time how you support others."
        self._words.addWidget(label(told, "editor", "text2", wrap=True))
        self._cards = QVBoxLayout()
        for way in self.ways.values():
            self._cards.addWidget(way)
        flow = FlowLayout(self._promises, gap=24)
        for icon, words in PROMISES:
            flow.addWidget(self._promise(icon, words))
        self._column = QVBoxLayout(self._start)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._words)
        self._column.addLayout(self._cards)
        self._column.addWidget(self.problem)
        self._column.addWidget(self._promises)
        self._column.addWidget(self.back)
        self.back.hide()
        for part in (self._start, self.form):
            self._steps.addWidget(part)

    def _promise(self, icon: str, words: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconMark(self._theme, icon))
        row.addWidget(label(words, "small", "text2"))
        return made

    def _connect(self) -> None:
        self.ways["begin"].clicked.connect(self.ask_begin)
        self.back.clicked.connect(lambda: self.back_wanted.emit())
        self.ways["sample"].clicked.connect(self._look_around)
        self.ways["open"].clicked.connect(self._open)
        self.frame.fitted.connect(self._fitted)
        self.form.back_wanted.connect(self._back)
        self.form.begin_wanted.connect(self._begin)
        self.form.open_wanted.connect(self.open_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.back.isHidden() and not self._aside.busy:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._words.setSpacing(px(12))
        self._cards.setSpacing(px(12))
        self._column.setSpacing(px(32))

    def _fitted(self, widths: Widths) -> None:
        self._promises.setVisible(not widths.low)

    def _go(self, step: QWidget) -> None:
        self._steps.setCurrentWidget(step)
        self.problem.say("")
        self.focus_first()

    def _back(self) -> None:
        if not self._aside.busy:
            self._go(self._start)

    def _begin(self, name: str, folder: Path) -> None:
        self.form.set_busy(True)
        makers = self._makers
        self._aside.run(lambda: makers.begin(name, folder), lambda _made: self._made(folder), self.show_error)

    def _look_around(self) -> None:
        self._wait(True)
        self._aside.run(self._makers.sample, self._made, self.show_error)

    def _open(self) -> None:
        chosen = self._choose(self, "Which folder is the journal's?", self._folder)
        if chosen is not None:
            self.problem.say("")
            self.open_wanted.emit(chosen)

    def _made(self, folder: Path) -> None:
        self._wait(False)
        self.form.set_busy(False)
        self.open_wanted.emit(folder)

    def _wait(self, busy: bool) -> None:
        for way in self.ways.values():
            way.setEnabled(not busy)
        shown = WAYS["sample"]
        self.ways["sample"].set_way(shown._replace(detail="Laying out the sample …") if busy else shown)
