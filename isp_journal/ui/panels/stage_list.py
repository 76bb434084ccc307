"""The stages of implementation that a site went through, each with the day it began; added and taken back here."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.errors import KnownError
from isp_journal.model import Site, Stage, StageChange
from isp_journal.ui import dates
from isp_journal.ui.controls.buttons import icon_button, plain_button
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.fact_fields import FactChoice, FactField, Problem
from isp_journal.ui.panels.name_actions import in_words
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers

NO_DATE = "That is not a date yet. Try “today”, “13 April” or “2026-04-13”."


class StageList(QWidget):
    """A short list, newest first, and a line to add a change of stage with its date."""

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._site = Site(id="", name="")
        self._today = date.min
        self._shown: tuple[str, tuple[StageChange, ...]] = ("", ())
        self.rows = QWidget()
        self._grid = QGridLayout(self.rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._none = label("No stage is noted yet.", "body", "text2", wrap=True)
        self.stage = FactChoice(theme, "Stage", [(str(stage), in_title(stage)) for stage in Stage])
        self.since = FactField(theme, "Since", placeholder="today, 13 April …")
        self.add = plain_button(theme, "Add", "plus")
        self.add.setAccessibleName("Add this change of stage")
        self.problem = Problem(theme)
        self._line = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._build()
        self.add.clicked.connect(self._add)
        self.since.field.returnPressed.connect(self._add)

    def show_stages(self, site: Site, today: date) -> None:
        """Show the stages of a site."""
        if site.id != self._site.id:
            self.problem.say("")
            self.since.reset("")
            self.stage.set_value(str(next_stage(site)))
        self._site = site
        self._today = today
        if (site.id, site.stages) != self._shown:
            self._shown = (site.id, site.stages)
            self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(label("Stage of implementation", "section", wrap=True))
        self._column.addWidget(self._none)
        self._column.addWidget(self.rows)
        self._line.addWidget(self.stage, 3)
        self._line.addWidget(self.since, 2)
        self._line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        self._column.addLayout(self._line)
        self._column.addWidget(self.problem)
        self._space()

    def _space(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(8))
        self._line.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(0)

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, change in enumerate(reversed(self._site.stages)):
            name = in_title(change.stage)
            since = f"since {dates.short(change.since, self._today)}"
            remove = icon_button(self._theme, "x", f"Take {name}, {since}, off the list")
            remove.clicked.connect(lambda _on=False, change=change: self._remove(change))
            self._grid.addWidget(label(name, "body", "text" if at == 0 else "text2"), at, 0)
            self._grid.addWidget(label(since, "small", "text3"), at, 1)
            self._grid.addWidget(remove, at, 2)
        self._none.setVisible(not self._site.stages)
        self.rows.setVisible(bool(self._site.stages))

    def _add(self) -> None:
        since = dates.parse(self.since.value() or "today", self._today)
        if since is None:
            self.problem.say(NO_DATE)
            self.since.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.problem.say("")
        identity, stage = self._site.id, Stage(self.stage.value())
        before = next((one.stage for one in self._site.stages if one.since == since), None)
        self._workers.change(
            lambda journal: journal.sites.set_stage(identity, stage, since),
            lambda _site: self.since.reset(""),
            undo=lambda journal: (
                journal.sites.remove_stage(identity, since)
                if before is None
                else journal.sites.set_stage(identity, before, since)
            ),
            failed=self._refuse,
            owner=self,
        )

    def _remove(self, change: StageChange) -> None:
        identity = self._site.id
        self._workers.change(
            lambda journal: journal.sites.remove_stage(identity, change.since),
            undo=lambda journal: journal.sites.set_stage(identity, change.stage, change.since),
            said=f"{in_title(change.stage)} is off the list",
            failed=self._refuse,
            owner=self,
        )

    def _refuse(self, error: KnownError) -> None:
        self.problem.say(in_words(error))


def in_title(stage: Stage) -> str:
    """Return a stage as it stands at the beginning of a line."""
    return stage[:1].upper() + stage[1:]


def next_stage(site: Site) -> Stage:
    """Return the stage that is likely to be added next."""
    order = list(Stage)
    if not site.stages:
        return order[0]
    return order[min(order.index(site.stages[-1].stage) + 1, len(order) - 1)]
