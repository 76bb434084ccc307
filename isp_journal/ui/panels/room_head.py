"""The head of a room: the domain, the component's or activity's name, and what it means in whose words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.framework import Activity, Catalogue, Component, Practice
from isp_journal.ui.controls.buttons import icon_button, plain_button
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.domain_line import DomainLine
from isp_journal.ui.panels.folding import Folding
from isp_journal.ui.shortcuts import key_text

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme


class RoomHead(QWidget):
    """Says `component_wanted` with the full key of the component that an activity belongs to."""

    component_wanted = Signal(str)

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._component = ""
        self.domain = DomainLine(theme)
        self.name = label("", "title", wrap=True)
        self.meaning = Folding(theme)
        self.note_button = plain_button(theme, "Add a note", "sticky-note")
        self.side_button = icon_button(
            theme, "panel-right", "Show or hide activities and a question", key=key_text("side_panel")
        )
        self.domain.component_pressed.connect(lambda: self.component_wanted.emit(self._component))
        self._theme = theme
        self._words = QVBoxLayout()
        for part in (self.domain, self.name, self.meaning):
            self._words.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self.note_button, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.side_button, 0, Qt.AlignmentFlag.AlignTop)
        self._space()
        theme.changed.connect(self._space)

    def show_practice(self, practice: Practice, catalogue: Catalogue) -> None:
        """Show a component with its definition, or an activity with its full statement."""
        component = catalogue.component_of(practice)
        domain = catalogue.domain_of(practice)
        self._component = component.full_key
        if isinstance(practice, Activity):
            self.domain.set_domain(domain.key, domain.name, component.name)
            self.name.setText(practice.label)
            self.meaning.set_words(f"“{practice.statement}”", _source(catalogue, practice))
        else:
            self.domain.set_domain(domain.key, domain.name)
            self.name.setText(practice.name)
            self.meaning.set_words(*definition(practice, catalogue))

    def _space(self) -> None:
        self._words.setSpacing(self._theme.px(4))
        self._row.setSpacing(self._theme.px(16))


def definition(component: Component, catalogue: Catalogue) -> tuple[str, str]:
    """Return a component's definition, in quotation marks where it is its authors', and whose words it is."""
    if component.definition_kind == "quote":
        return f"“{component.definition}”", _source(catalogue, component)
    return component.definition, "Our summary"


def _source(catalogue: Catalogue, practice: Practice) -> str:
    framework = catalogue.edition_of(practice.full_key)
    return f"{framework.name}, {framework.year}"
