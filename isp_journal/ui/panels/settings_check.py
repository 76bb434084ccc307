"""The deep check of the journal: begun here, stopped here, and told in words with what to do about what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from isp_journal.errors import Cancelled
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.fact_fields import Problem as Trouble
from isp_journal.ui.panels.progress_line import ProgressLine
from isp_journal.ui.wording import counted

if TYPE_CHECKING:
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.model import CheckReport, Problem
    from isp_journal.ui.beside import Steady
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

WHAT = (
    "Reads the whole file and looks whether everything in it is as it was written: pages, the search index, "
    "references, tags, earlier versions, attachments and backups. "
    "Nothing is changed, and you can go on writing meanwhile."
)
BEGUN = "Looking at the journal"
STOPPED = "Stopped. Nothing was changed."
NAMED = 5
MOST_KINDS = 20
INDEX = "--rebuild-index"


class KindOfProblem(QFrame):
    """What is wrong in one way: in words, where, and what to do."""

    def __init__(self, theme: Theme, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("card", True)
        first = problems[0]
        self.what = heavier(label(first.what, "body", wrap=True), 600)
        self.where = label(where(problems), "small", "text2", wrap=True)
        self.todo = label(first.todo, "body", "text2", wrap=True)
        self._column = QVBoxLayout(self)
        for part in (self.what, self.where, self.todo):
            part.setVisible(bool(part.text()))
            self._column.addWidget(part)
        self.setAccessibleName(first.what)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(4))


class CheckSettings(QWidget):
    """One button; below it how far the check is, and then what it found."""

    backups_wanted = Signal()

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._reading = False
        self.what = label(WHAT, "body", "text2", wrap=True)
        self.start = plain_button(theme, "Check the journal", "circle-check")
        self.progress = ProgressLine(theme, "The check")
        self.result = heavier(label("", "body", wrap=True), 600)
        self.detail = label("", "body", "text2", wrap=True)
        self.problem = Trouble(theme)
        self.backups = plain_button(theme, "Go to the backups", "history")
        self.index = plain_button(theme, "Build the search index anew", "refresh-cw")
        self._found = QWidget()
        self._list = QVBoxLayout(self._found)
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()
        self._space()

    def set_reading(self, reading: bool) -> None:
        """Offer no way to put things right where a copy is open for reading alone."""
        self._reading = reading

    def run(self) -> None:
        """Begin the check."""
        if self.progress.is_busy:
            return
        self._clear()
        self.start.setEnabled(False)
        task = self._workers.beside(_check, self._take, told=self._tell, failed=self._failed, owner=self)
        self.progress.begin(task, BEGUN)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._list.setContentsMargins(0, 0, 0, 0)
        begin, ways = QWidget(), QWidget()
        FlowLayout(begin).addWidget(self.start)
        row = FlowLayout(ways)
        for way in (self.backups, self.index):
            row.addWidget(way)
        self._ways = ways
        for part in (self.what, begin, self.progress, self.result, self.detail, self._found, ways, self.problem):
            self._column.addWidget(part)
        self._clear()

    def _connect(self) -> None:
        self.start.clicked.connect(self.run)
        self.backups.clicked.connect(lambda: self.backups_wanted.emit())
        self.index.clicked.connect(self._build_index)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(12))
        self._list.setSpacing(self._theme.px(8))

    def _tell(self, done: int, total: int, what: str) -> None:
        self.progress.tell(done, total, f"Looking at {what}" if what else "")

    def _take(self, report: CheckReport) -> None:
        self._end()
        kinds = by_kind(report.problems)
        for kind in kinds[:MOST_KINDS]:
            self._list.addWidget(KindOfProblem(self._theme, kind))
        self._say(in_words(report, len(kinds)), detail_of(report))
        self._found.setVisible(bool(kinds))
        self._ways.setVisible(bool(kinds) and not self._reading)
        self.index.setVisible(any(INDEX in kind[0].todo for kind in kinds))
        announce(self.result, self.result.text())

    def _failed(self, error: KnownError) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self._say(STOPPED, "")
        else:
            self.problem.say(str(error))

    def _end(self) -> None:
        had_focus = self.progress.stop.hasFocus()
        self.progress.end()
        self.start.setEnabled(True)
        if had_focus:
            self.start.setFocus()

    def _say(self, words: str, detail: str) -> None:
        for part, text in ((self.result, words), (self.detail, detail)):
            part.setText(text)
            part.setVisible(bool(text))

    def _clear(self) -> None:
        self._say("", "")
        self.problem.say("")
        self._found.hide()
        self._ways.hide()
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _build_index(self) -> None:
        self.index.setEnabled(False)
        self._workers.change(
            lambda journal: journal.checks.rebuild_index(),
            lambda _done: self._built(),
            failed=self._not_built,
            owner=self,
        )

    def _built(self) -> None:
        self.index.setEnabled(True)
        # What else is wrong, and whether the index now fits, is only known by looking again.
        self.run()

    def _not_built(self, error: KnownError) -> None:
        self.index.setEnabled(True)
        self.problem.say(str(error))


def by_kind(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Return problems in groups of those that are wrong in the same way, in the order in which they were found."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for one in problems:
        kinds.setdefault((one.what, one.todo), []).append(one)
    return list(kinds.values())


def where(problems: Sequence[Problem]) -> str:
    """Return where something is wrong: a few places by name, and how many there are besides."""
    places = [one.where for one in problems if one.where]
    more = len(places) - NAMED
    named = ", ".join(places[:NAMED])
    return f"Where: {named}{f', and {more} more' if more > 0 else ''}." if named else ""


def in_words(report: CheckReport, kinds: int) -> str:
    """Return what came of a check in one sentence."""
    if not report.problems:
        return "Everything is as it was written."
    more = f"; the first {MOST_KINDS} are listed" if kinds > MOST_KINDS else ""
    return f"Not everything is as it was written. {counted(kinds, 'kind', 'kinds')} of damage{more}:"


def detail_of(report: CheckReport) -> str:
    """Return how much was looked at, what could not be, and how long that took."""
    took = QLocale().toString(report.seconds, "f", 1)
    looked = f"{counted(len(report.checked), 'part', 'parts')} looked at in {took} s."
    if report.left_out:
        looked += f" These could not be looked at now: {', '.join(report.left_out)}."
    return looked


def _check(journal: Journal, steady: Steady) -> CheckReport:
    return journal.checks.run(steady.tell)
