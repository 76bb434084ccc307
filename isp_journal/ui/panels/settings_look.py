"""How the window looks: theme, text size, motion, single-letter keys; each choice holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.boxes import CheckBox
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.controls.segmented import Segmented
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.theme import SCALES

if TYPE_CHECKING:
    from isp_journal.ui.settings_store import SettingsStore
    from isp_journal.ui.theme import Theme

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
NOT_KEPT = "This holds until you close the window: the file of the settings could not be written."


class LookSettings(QWidget):
    """The controls; the theme is changed and the store told with each of them."""

    single_keys_changed = Signal(bool)

    def __init__(self, theme: Theme, store: SettingsStore) -> None:
        super().__init__()
        self._theme = theme
        self._store = store
        self.themes = Segmented(theme, "Theme", THEMES)
        self.smaller = plain_button(theme, "Smaller", small=True)
        self.larger = plain_button(theme, "Larger", small=True)
        self.shown_size = heavier(label("", "body"), 500)
        self.motion = CheckBox(theme, "Let popups fade in")
        self.keys = CheckBox(theme, "Single letters as keys in lists, such as J and K")
        self.problem = Problem(theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._sizes = QHBoxLayout()
        self._groups: list[QVBoxLayout] = []
        self._build()
        self._connect()
        self.show_settings()
        self._space()

    def show_settings(self) -> None:
        """Show what holds now, which keys may have changed from elsewhere."""
        self.themes.set_value(self._theme.choice)
        self.shown_size.setText(f"{self._theme.percent} %")
        self.shown_size.setAccessibleName(f"Text size {self._theme.percent} %")
        self.smaller.setEnabled(self._theme.percent > SCALES[0])
        self.larger.setEnabled(self._theme.percent < SCALES[-1])
        for box, checked in ((self.motion, self._theme.motion), (self.keys, self._store.settings.single_keys)):
            box.blockSignals(True)
            box.setChecked(checked)
            box.blockSignals(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._group("Theme", self.themes)
        sizes = QWidget()
        sizes.setLayout(self._sizes)
        self._sizes.setContentsMargins(0, 0, 0, 0)
        self._sizes.addWidget(self.smaller)
        self._sizes.addWidget(self.shown_size)
        self._sizes.addWidget(self.larger)
        self._sizes.addStretch(1)
        self.smaller.setAccessibleName("Smaller text")
        self.larger.setAccessibleName("Larger text")
        self._group("Text size", sizes)
        for box in (self.motion, self.keys):
            self._column.addWidget(box)
        self._column.addWidget(self.problem)

    def _group(self, name: str, part: QWidget) -> None:
        group = QVBoxLayout()
        group.addWidget(label(name, "small", "text2"))
        group.addWidget(part)
        self._groups.append(group)
        self._column.addLayout(group)

    def _connect(self) -> None:
        self.themes.chosen.connect(self._choose_theme)
        self.smaller.clicked.connect(lambda: self._step(-1))
        self.larger.clicked.connect(lambda: self._step(1))
        self.motion.toggled.connect(self._set_motion)
        self.keys.toggled.connect(self._set_keys)
        self._theme.changed.connect(self.show_settings)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._sizes.setSpacing(px(12))
        for group in self._groups:
            group.setSpacing(px(4))

    def _choose_theme(self, choice: str) -> None:
        self._theme.set_choice(choice)
        self._keep(theme=choice)

    def _step(self, by: int) -> None:
        self._theme.step_scale(by)
        self._keep(text_size=self._theme.percent)

    def _set_motion(self, on: bool) -> None:
        self._theme.motion = on
        self._keep(motion=on)

    def _set_keys(self, on: bool) -> None:
        self._keep(single_keys=on)
        self.single_keys_changed.emit(on)

    def _keep(self, **changes: object) -> None:
        self.problem.say("" if self._store.update(**changes) else NOT_KEPT)
