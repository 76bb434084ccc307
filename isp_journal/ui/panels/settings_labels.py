"""The person's own labels in one place: renamed, merged, deleted; each step can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import label
from isp_journal.ui.models.names import NameRow
from isp_journal.ui.panels.fact_fields import FactField
from isp_journal.ui.panels.name_actions import NameActions, in_words
from isp_journal.ui.panels.name_kinds import LABELS
from isp_journal.ui.panels.name_list import NameList

if TYPE_CHECKING:
    from isp_journal.model import Label
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

ROWS_SHOWN = 6
NONE = "Labels are words of your own on entries. Those you give will be listed here."


class LabelSettings(QWidget):
    """A short list, and below it what can be done with the label that is chosen."""

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._rows: list[NameRow] = []
        self._chosen = ""
        self.none = label(NONE, "body", "text2", wrap=True)
        self.list = NameList(theme, "Labels")
        self.name = FactField(theme, "Name of this label")
        self.deeds = NameActions(theme, workers, LABELS)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.none, self.list, self.name, self.deeds):
            self._column.addWidget(part)
        self.list.pointed.connect(self._show)
        self.list.opened.connect(lambda _id: self.name.field.setFocus())
        self.list.trash_wanted.connect(lambda _id: self.deeds.ask_delete())
        self.name.said.connect(self._rename)
        self.deeds.kept.connect(self._keep)
        self.show_labels([])
        self._space()

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Show the labels as they are now."""
        self._rows = [NameRow(one.id, one.name, entries=one.entries) for one in labels]
        stood = self.list.currentIndex().row()
        self.list.names.set_rows(self._rows)
        if not self.list.point_at(self._chosen):
            self.list.point_near(max(0, stood))
        self._show(self.list.current())
        there = bool(self._rows)
        self.none.setVisible(not there)
        for part in (self.list, self.name, self.deeds):
            part.setVisible(there)
        self._fit()

    def commit(self) -> None:
        """Keep what stands in the field if it was not left yet."""
        if self._chosen:
            self.name.tell()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(16))
        self._fit()

    def _fit(self) -> None:
        rows = min(ROWS_SHOWN, len(self._rows))
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(at) for at in range(rows)) + 2)

    def _show(self, identity: str) -> None:
        row = next((one for one in self._rows if one.id == identity), None)
        if row is None:
            return
        another = identity != self._chosen
        self._chosen = identity
        (self.name.reset if another else self.name.set_value)(row.name)
        self.deeds.set_row(row, self._rows)

    def _keep(self, identity: str) -> None:
        self._chosen = identity

    def _rename(self, name: str) -> None:
        identity = self._chosen
        before = next((one.name for one in self._rows if one.id == identity), "")
        self._workers.change(
            lambda journal: journal.labels.rename(identity, name),
            undo=lambda journal: journal.labels.rename(identity, before),
            failed=lambda error: self.name.refuse(in_words(error)) if identity == self._chosen else None,
            owner=self,
        )
