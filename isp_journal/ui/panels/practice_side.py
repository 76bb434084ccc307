"""Beside the map: the chosen component with its activities and latest passage, and what is not in the journal."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import icon_button, link_button, plain_button
from isp_journal.ui.controls.labels import divider, label
from isp_journal.ui.models.practice_values import Line, Practice
from isp_journal.ui.panels.activity_list import ActivityList, Counted
from isp_journal.ui.panels.domain_line import DomainLine
from isp_journal.ui.panels.set_words import Laid, Run, WordsLabel, set_words
from isp_journal.ui.wording import counted, day, passages

if TYPE_CHECKING:
    from isp_journal.model import Passage
    from isp_journal.ui.models.periods import Period
    from isp_journal.ui.theme import Theme

_MOST_LINES = 8


class Latest(NamedTuple):
    """What is read for the chosen component: its entries in the period, and its newest passage."""

    component: str
    entries: int
    passage: "Passage | None"


class QuotedWords(QWidget):
    """Some words of the person with a line in the domain's colour at their left."""

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self._domain = ""
        self._words = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, words: str, domain: str) -> None:
        """Show other words."""
        self._words, self._domain = words, domain
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._laid(width).height)

    def sizeHint(self) -> QSize:
        width = self._theme.px(240)
        return QSize(width, self.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        laid = self._laid(self.width())
        line = QRectF(0, 0, self._theme.px(2), laid.height)
        painter.fillRect(line, self._theme.domain(self._domain).hue)
        laid.layout.draw(painter, QPointF(self._theme.px(16), 0))

    def _laid(self, width: int) -> Laid:
        runs = [Run(self._words, self._theme.colour("text"))]
        return set_words(runs, self._theme.font("body"), width - self._theme.px(16), _MOST_LINES)


class PracticeSide(QScrollArea):
    """`opened` carries the full key of a component or activity whose room is wanted."""

    opened = Signal(str)

    def __init__(self, theme: "Theme", today: date) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self._line: Line | None = None
        self._holders: list[tuple[QVBoxLayout, int, int]] = []
        self.setAccessibleName("Chosen component")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button = icon_button(theme, "x", "Close", key="Esc")
        self.domain = DomainLine(theme)
        self.name = label("", "section", wrap=True)
        self.count = WordsLabel(theme, "small")
        self.activities = ActivityList(theme)
        self.latest_head = label("", "caption", "text3", wrap=True)
        self.quote = QuotedWords(theme)
        self.site = label("", "small", "text3", wrap=True)
        self.room_button = plain_button(theme, "Open the room", trail="arrow-right")
        self.absent_head = label("", "caption", "text3", wrap=True)
        self.absent_words = label("", "small", "text2", wrap=True)
        self.which_button = link_button(theme, "See which")
        self.absent_list = ActivityList(theme)
        self._lay_out()
        self.absent_list.hide()
        self.close_button.hide()
        self.activities.chosen.connect(self.opened)
        self.absent_list.chosen.connect(self.opened)
        self.room_button.clicked.connect(self._open_room)
        self.which_button.clicked.connect(self._toggle_which)
        theme.changed.connect(self._space)

    def show_line(self, practice: Practice, line: Line) -> None:
        """Show a component with its numbers; its latest passage comes by `show_latest`."""
        changed = self._line is None or self._line.key != line.key
        self._line, self._today = line, practice.today
        self.domain.set_domain(line.domain.key, line.domain.name)
        self.name.setText(line.component.name)
        self.activities.set_activities([Counted(dot.key, dot.label, dot.number, 1) for dot in line.dots])
        if changed or not line.number:
            self.count.setText(passages(line.number).capitalize())
            self._show_passage(None)

    def show_latest(self, latest: Latest, period: "Period") -> None:
        """Show in how many entries the chosen component is, and its newest passage."""
        line = self._line
        if line is None or line.key != latest.component:
            return
        if line.number:
            in_entries = counted(latest.entries, "entry", "entries")
            self.count.setText(f"{passages(line.number)} in {in_entries}, {period.told(self._today)}.")
        self._show_passage(latest.passage)

    def show_absent(self, practice: Practice, period: "Period", narrowed: bool) -> None:
        """Show how many activities have no passage in the period, if any has one."""
        absent = practice.absent
        some = 0 < len(absent) < practice.total
        where = " with these filters" if narrowed else ""
        self.absent_head.setText(f"Not in your journal {period.within}{where}")
        self.absent_words.setText(f"{len(absent)} of {practice.total} activities. Nobody needs all {practice.total}.")
        self.absent_list.set_activities([Counted(dot.key, dot.label, 0, 1) for dot in absent])
        for part in (self._line_above, self.absent_head, self.absent_words, self.which_button):
            part.setVisible(some)
        if not some:
            self.absent_list.hide()
        self._name_which()

    def _show_passage(self, passage: "Passage | None") -> None:
        for part in (self.latest_head, self.quote, self.site):
            part.setVisible(passage is not None)
        if passage is None or self._line is None:
            return
        self.latest_head.setText(f"Latest passage, {day(passage.occurred_on, self._today)}")
        words = " ".join((passage.quote or passage.snippet).split())
        self.quote.set_words(words, self._line.domain.key)
        self.site.setText(passage.site)
        self.site.setVisible(bool(passage.site))

    def _open_room(self) -> None:
        if self._line is not None:
            self.opened.emit(self._line.key)

    def _toggle_which(self) -> None:
        self.absent_list.setVisible(self.absent_list.isHidden())
        self._name_which()

    def _name_which(self) -> None:
        self.which_button.set_text("See which" if self.absent_list.isHidden() else "Hide them")

    def _lay_out(self) -> None:
        content = QWidget()
        self._column = column = QVBoxLayout(content)
        column.setSpacing(0)
        self._line_above = divider()
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        activities_head = label("Activities", "caption", "text3")
        above: tuple[tuple[QWidget, int], ...] = (
            (self.domain, 0),
            (self.name, 8),
            (self.count, 4),
            (activities_head, 24),
            (self.activities, 4),
            (self.latest_head, 24),
            (self.quote, 8),
            (self.site, 4),
            (self.room_button, 24),
        )
        below: tuple[tuple[QWidget, int], ...] = (
            (self._line_above, 0),
            (self.absent_head, 16),
            (self.absent_words, 4),
            (self.which_button, 0),
            (self.absent_list, 4),
        )
        for part, space in above:
            self._add(part, space)
        self._between = QVBoxLayout()
        column.addLayout(self._between)
        column.addStretch(1)
        for part, space in below:
            self._add(part, space)
        self._space()
        self.setWidget(content)

    def _add(self, part: QWidget, space: int) -> None:
        """Put a part below the others after some space; lists stand out by the inset of their rows."""
        holder = QVBoxLayout()
        inset = 0 if isinstance(part, ActivityList) else 4 if part is self.which_button else 8
        holder.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if isinstance(part, QPushButton) else Qt.AlignmentFlag(0))
        self._holders.append((holder, inset, space))
        self._column.addLayout(holder)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(32), px(16), px(24))
        self._between.setContentsMargins(0, px(24), 0, 0)
        for holder, inset, space in self._holders:
            holder.setContentsMargins(px(inset), px(space), px(inset), 0)
