"""A domain's mark and name on one line, and after it the component of an activity, which can be opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isp_journal.ui.controls.buttons import link_button
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.controls.marks import DomainMark

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme


class DomainLine(QWidget):
    """Says `component_pressed` when the component is pressed that stands after the domain."""

    component_pressed = Signal()

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self._domain = ""
        self._mark = DomainMark(theme, "", "")
        self._name = heavier(label("", "small"), 500)
        self._dot = label("·", "small", "text3")
        self.component = link_button(theme, "")
        self.component.clicked.connect(self.component_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for part in (self._mark, self._name, self._dot, self.component):
            row.addWidget(part)
        row.addStretch(1)
        self.set_domain("", "")
        theme.changed.connect(self._colour)

    def set_domain(self, domain: str, name: str, component: str = "") -> None:
        """Show a domain, and a component after it when one is given."""
        self._domain = domain
        self._mark.set_domain(domain, name)
        self._name.setText(name)
        for part in (self._dot, self.component):
            part.setVisible(bool(component))
        self.component.set_text(component)
        self._colour()

    def _colour(self) -> None:
        # A colour of its own, which no token of the style sheet names.
        self._name.setStyleSheet(f"color: {self._theme.domain(self._domain).text}")
