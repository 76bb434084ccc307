"""The first page that somebody sees: begin a journal, look around in the sample, or open what exists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.one_of import OneOf
from isp_journal.ui.panels.begin_steps import BeginSteps
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.folder_choice import Choose, choose_backup, choose_folder, free_folder
from isp_journal.ui.panels.open_steps import OpenSteps
from isp_journal.ui.panels.start_frame import StartFrame
from isp_journal.ui.panels.way_button import Way, WayButton

if TYPE_CHECKING:
    from isp_journal.credentials import Protection, Secret
    from isp_journal.errors import KnownError
    from isp_journal.model import Backup
    from isp_journal.ui.recovery_page import Paper
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths


class Makers(NamedTuple):
    """How journals are made: new, as the sample, whose folder is returned, or out of a backup.

    `begin` takes a name, a folder and what it is to be locked with; `look` tells of a backup, such as whether it needs
    a secret, and `restore` takes its file, the folder for its journal, and that secret.
    """

    begin: Callable[[str, Path, Protection | None], object]
    sample: Callable[[], Path]
    look: Callable[[Path], Backup]
    restore: Callable[[Path, Path, Secret | None], object]


class Asking(NamedTuple):
    """How the person is asked outside the window: for a folder, for the file of a backup, for a printer."""

    folder: Choose = choose_folder
    backup: Choose = choose_backup
    paper: Paper | None = None


WAYS = {
    "begin": Way("Start my journal", "Two minutes: a place on this computer and a passphrase.", "pen-line"),
    "sample": Way("Look around first", "Opens a sample journal with one year of invented entries.", "compass"),
    "open": Way("Open a journal or a backup", "From this computer, a stick or a share.", "folder-open"),
}
NOT_MADE = "No journal was made. The twelve words that were shown open nothing: throw that page away."
PROMISES = (
    ("hard-drive", "Stays on this computer"),
    ("key-round", "Locked with a passphrase"),
    ("circle-check", "No account, no network"),
)


class FirstRun(QWidget):
    """Three ways to a journal; whichever is taken, `open_wanted` tells the folder of the one to open.

    With it goes what opens it, where the person has just said that, else None.
    Where a journal is open already, such as the sample, `offer_back` brings a way back to it: `back_wanted`.
    """

    open_wanted = Signal(object, object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, makers: Makers, folder: Path, asking: Asking | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._makers = makers
        self._folder = folder
        self._way = "begin"
        self._aside = Aside(self)
        ways = asking or Asking()
        self.ways = {name: WayButton(theme, way) for name, way in WAYS.items()}
        self.back = plain_button(theme, "", "arrow-left")
        self.problem = Problem(theme)
        self.begin = BeginSteps(theme, ways.folder, ways.paper)
        self.form = self.begin.form
        self.opening = OpenSteps(theme, ways.folder, ways.backup, makers.look)
        self._promises = QWidget()
        self._start = QWidget()
        self._steps = OneOf()
        self.frame = StartFrame(theme, "Welcome", self._steps)
        self._build()
        self._connect()
        self._space()

    def shown(self) -> None:
        """Nothing is read here."""

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        shown = self._steps.shown
        if shown is self.begin:
            self.begin.focus_first()
        elif shown is self.opening:
            self.opening.focus_first()
        else:
            self.ways[self._way].setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_begin(self) -> None:
        """Ask for the name and the place of a new journal, then for its passphrase."""
        self._way = "begin"
        self.begin.open(free_folder(self._folder))
        self._go(self.begin)

    def ask_open(self) -> None:
        """Ask which journal is to be opened, or which backup restored."""
        self._way = "open"
        self.opening.open(free_folder(self._folder))
        self._go(self.opening)

    def offer_back(self, words: str) -> None:
        """Offer a way back to the journal that is open, in words such as `Back to the sample`."""
        self.back.set_text(words)
        self.back.show()

    def show_error(self, error: KnownError) -> None:
        """Say what went wrong on the way to a journal, with what was typed left as it is."""
        self._wait(False)
        shown = self._steps.shown
        if shown is self.begin:
            self.begin.show_error(error)
        elif shown is self.opening:
            self.opening.show_error(error)
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
        flow = FlowLayout(self._promises, gap=12)
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
        for part in (self._start, self.begin, self.opening):
            self._steps.add(part)

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
        self.ways["open"].clicked.connect(self.ask_open)
        self.frame.fitted.connect(self._fitted)
        self.begin.back_wanted.connect(self._back)
        self.begin.stepped.connect(self.frame.scroller.to_top)
        self.begin.begin_wanted.connect(self._begin)
        self.opening.back_wanted.connect(self._back)
        self.opening.restore_wanted.connect(self._restore)
        for part in (self.begin, self.opening):
            part.open_wanted.connect(lambda folder: self.open_wanted.emit(folder, None))

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
        self._steps.show_one(step)
        self.problem.say("")
        self.focus_first()

    def _back(self) -> None:
        if self._aside.busy:
            return
        void = self.begin.has_shown_code
        self.begin.forget()
        self.opening.forget()
        self._go(self._start)
        if void:
            self.problem.say(NOT_MADE)

    def _begin(self, name: str, folder: Path, protection: Protection | None) -> None:
        makers = self._makers
        secret = protection.passphrase if protection is not None else None
        self.begin.set_busy(True)
        self._aside.run(
            lambda: makers.begin(name, folder, protection), lambda _made: self._made(folder, secret), self.show_error
        )

    def _look_around(self) -> None:
        self._way = "sample"
        self._wait(True)
        self._aside.run(self._makers.sample, lambda folder: self._made(folder, None), self.show_error)

    def _restore(self, backup: Path, folder: Path, secret: Secret | None) -> None:
        makers = self._makers
        self.opening.set_busy(True)
        self._aside.run(
            lambda: makers.restore(backup, folder, secret), lambda _made: self._made(folder, secret), self.show_error
        )

    def _made(self, folder: Path, secret: Secret | None) -> None:
        self._wait(False)
        self.begin.forget()
        self.opening.forget()
        self.open_wanted.emit(folder, secret)

    def _wait(self, busy: bool) -> None:
        for way in self.ways.values():
            way.setEnabled(not busy)
        shown = WAYS["sample"]
        self.ways["sample"].set_way(shown._replace(detail="Laying out the sample …") if busy else shown)
