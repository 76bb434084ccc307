"""The side panel of a room: the activities of its component with their numbers, and a question to take along."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import icon_button
from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.activity_list import ActivityList, Counted
from isp_journal.ui.panels.set_words import WordsLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isp_journal.framework import Component
    from isp_journal.ui.theme import Theme


class RoomSide(QScrollArea):
    """Says `activity_wanted` with the full key of an activity, or of the component for all of them."""

    activity_wanted = Signal(str)

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._theme = theme
        self._component = ""
        self._chosen = ""
        self._holders: list[tuple[QVBoxLayout, int, int]] = []
        self.setAccessibleName("Activities and a question")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button = icon_button(theme, "x", "Close", key="Esc")
        self.close_button.hide()
        self.activities = ActivityList(theme)
        self.activities.chosen.connect(self._pressed)
        self.question_head = label("A question to take along", "caption", "text3")
        self.question = WordsLabel(theme)
        content = QWidget()
        self._column = column = QVBoxLayout(content)
        column.setSpacing(0)
        self._head = label("Activities", "caption", "text3")
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        # Words stand where those of the rows do, whose fill is a little wider.
        for part, space in ((self._head, 0), (self.activities, 4), (self.question_head, 24), (self.question, 4)):
            holder = QVBoxLayout()
            holder.addWidget(part)
            self._holders.append((holder, 0 if part is self.activities else 8, space))
            column.addLayout(holder)
        column.addStretch(1)
        self.setWidget(content)
        self._space()
        theme.changed.connect(self._space)

    def show_component(self, component: "Component", today: date) -> None:
        """Show the question of the day for a component, if it has any."""
        self._component = component.full_key
        prompts = component.prompts
        self.question.setText(prompts[today.toordinal() % len(prompts)] if prompts else "")
        self.question_head.setVisible(bool(prompts))

    def show_counts(
        self,
        component: "Component",
        counts: "Mapping[str, tuple[int, str]]",
        ever: "Mapping[str, tuple[int, str]]",
        chosen: str,
    ) -> None:
        """Show the activities by number, the most frequent first; `chosen` is the one that is shown alone."""
        self._chosen = chosen
        none = (0, "")
        counted = [
            Counted(one.full_key, one.label, counts.get(one.full_key, none)[0], ever.get(one.full_key, none)[0])
            for one in component.activities
        ]
        counted.sort(key=lambda one: -one.number)
        self.activities.set_activities(counted, chosen)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(32), px(16), px(24))
        for holder, inset, space in self._holders:
            holder.setContentsMargins(px(inset), px(space), px(inset), 0)

    def _pressed(self, key: str) -> None:
        # Pressing the one that is shown alone shows all of them again.
        self.activity_wanted.emit(self._component if key == self._chosen else key)
