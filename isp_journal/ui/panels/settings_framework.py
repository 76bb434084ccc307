"""The framework whose activities are tagged: what it is called, whose words it is in, and what it cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.wording import counted

if TYPE_CHECKING:
    from isp_journal.framework import Framework
    from isp_journal.ui.theme import Theme


class FrameworkSettings(QWidget):
    """Words to read; the references unfold."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self.name = heavier(label("", "body", wrap=True), 600)
        self.parts = label("", "body", "text2", wrap=True)
        self.citation = label("", "body", "text2", wrap=True)
        self.attribution = label("", "body", "text2", wrap=True)
        self.definitions = label("", "body", "text2", wrap=True)
        self.unfold = link_button(theme, "")
        self.references = label("", "small", "text2", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        shown = (self.name, self.parts, self.citation, self.attribution, self.definitions, self.unfold, self.references)
        for part in shown:
            self._column.addWidget(part)
        self.references.hide()
        self.unfold.clicked.connect(lambda: self._unfold(not self.references.isVisible()))
        self._space()

    def show_framework(self, framework: Framework) -> None:
        """Show a framework."""
        components = [component for domain in framework.domains for component in domain.components]
        activities = sum(len(component.activities) for component in components)
        self.name.setText(f"{framework.name} {framework.version} ({framework.year})")
        self.parts.setText(
            f"{counted(len(framework.domains), 'domain', 'domains')}, "
            f"{counted(len(components), 'core component', 'core components')}, "
            f"{counted(activities, 'core activity', 'core activities')}."
        )
        self.citation.setText(framework.citation)
        self.attribution.setText(framework.attribution)
        own = [component.short for component in components if component.definition_kind == "summary"]
        self.definitions.setText(f"Definitions in our own words: {', '.join(own)}." if own else "")
        self.definitions.setVisible(bool(own))
        self._count = len(framework.references)
        self.references.setText("\n\n".join(reference.text for reference in framework.references))
        self._unfold(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(12))

    def _unfold(self, shown: bool) -> None:
        self.references.setVisible(shown)
        words = counted(self._count, "reference", "references")
        self.unfold.set_text(f"Hide the {words}" if shown else f"Show the {words}")
        self.unfold.setVisible(self._count > 0)
