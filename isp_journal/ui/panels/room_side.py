"""The side panel of a room: the activities of its component with their numbers, and a question to take along."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from isp_journal.ui.controls.labels import label
from isp_journal.ui.panels.activity_list import ActivityList, Counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isp_journal.framework import Component
    from isp_journal.ui.theme import Theme


class RoomSide(QScrollArea):
    """Says `activity_wanted` with the full key of an activity, or of the component for all of them."""

    activity_wanted = Signal(str)

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self._component = ""
        self._chosen = ""
        self.setAccessibleName("Activities and a question")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.activities = ActivityList(theme)
        self.activities.chosen.connect(self._pressed)
        self.question_head = label("A question to take along", "caption", "text3")
        self.question = label("", "body", "text2", wrap=True)
        content = QWidget()
        px = theme.px
        column = QVBoxLayout(content)
        column.setContentsMargins(px(16), px(32), px(16), px(24))
        column.setSpacing(px(4))
        self._head = label("Activities", "caption", "text3")
        for part in (self._head, self.question_head, self.question):
            part.setContentsMargins(px(8), 0, px(8), 0)
        column.addWidget(self._head)
        column.addWidget(self.activities)
        column.addSpacing(px(24))
        column.addWidget(self.question_head)
        column.addWidget(self.question)
        column.addStretch(1)
        self.setWidget(content)

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
        counted.sort(key=lambda one: -one.count)
        self.activities.set_activities(counted, chosen)

    def _pressed(self, key: str) -> None:
        # Pressing the one that is shown alone shows all of them again.
        self.activity_wanted.emit(self._component if key == self._chosen else key)
