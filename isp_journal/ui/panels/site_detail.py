"""One site: its name and pseudonym, the stages of implementation it went through, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.model import Site
from isp_journal.ui.models.names import NameRow
from isp_journal.ui.panels.fact_fields import FactField
from isp_journal.ui.panels.name_actions import NameActions, in_words
from isp_journal.ui.panels.name_head import NameHead
from isp_journal.ui.panels.name_kinds import SITES
from isp_journal.ui.panels.stage_list import StageList
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers

if TYPE_CHECKING:
    from datetime import date

    from isp_journal.journal.journal import Journal


class SiteDetail(QWidget):
    """The facts of a site, each kept as soon as its field is left."""

    entries_wanted = Signal(str)
    kept = Signal(str)

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._site = Site(id="", name="")
        self.head = NameHead(theme)
        self.fields = {
            "name": FactField(theme, "Name"),
            "pseudonym": FactField(theme, "Pseudonym", "What to call this site where its name should not stand."),
        }
        self.stages = StageList(theme, workers)
        self.deeds = NameActions(theme, workers, SITES)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._facts = QVBoxLayout()
        for field in self.fields.values():
            self._facts.addWidget(field)
        self._column.addWidget(self.head)
        self._column.addLayout(self._facts)
        self._column.addWidget(self.stages)
        self._column.addWidget(self.deeds)
        self._column.addStretch(1)
        self._space()
        for name, field in self.fields.items():
            field.said.connect(lambda text, name=name: self._keep(name, text))
        self.head.entries_wanted.connect(lambda: self.entries_wanted.emit(self._site.id))
        self.deeds.kept.connect(self.kept)

    def show_site(self, site: Site, others: Sequence[NameRow], today: date) -> None:
        """Show a site, or what has changed of the one that is shown."""
        another = site.id != self._site.id
        self._site = site
        row = site_row(site)
        self.head.set_row(row, today)
        for name, field in self.fields.items():
            (field.reset if another else field.set_value)(getattr(site, name))
        self.stages.show_stages(site, today)
        self.deeds.set_row(row, others)

    def commit(self) -> None:
        """Keep what stands in a field that was not left yet."""
        for field in self.fields.values():
            field.tell()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._facts.setSpacing(self._theme.px(16))
        self._column.setSpacing(self._theme.px(32))

    def _keep(self, name: str, text: str) -> None:
        identity, before = self._site.id, getattr(self._site, name)

        def write(journal: Journal, value: str) -> object:
            told: dict[str, Any] = {name: value}
            return journal.sites.save(replace(journal.sites.get(identity), **told))

        self._workers.change(
            lambda journal: write(journal, text),
            undo=lambda journal: write(journal, before),
            failed=lambda error: self.fields[name].refuse(in_words(error)) if self._site.id == identity else None,
            owner=self,
        )


def site_row(site: Site) -> NameRow:
    """Return a site as a row of a list: the stage that it is in now stands beside its name."""
    stage = str(site.stages[-1].stage) if site.stages else ""
    beside = stage[:1].upper() + stage[1:]
    return NameRow(site.id, site.name, beside, site.entries, site.latest, site.archived, site.pseudonym)
