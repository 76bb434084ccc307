"""The filters over a component or all of them: period, site, and person where it is asked for."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from isp_journal.model import Filter
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.models.periods import Period, all_time
from isp_journal.ui.panels.choice_chip import ChoiceChip, Choosing, people, sites
from isp_journal.ui.panels.period_menu import PeriodChip

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers


class PracticeFilters(QWidget):
    """Chips in a row, in more rows where there is no room; says `changed` when another choice is made."""

    changed = Signal()

    def __init__(
        self, theme: "Theme", workers: "Workers", today: Callable[[], date], *, with_people: bool = True
    ) -> None:
        super().__init__()
        self.period_chip = PeriodChip(theme, today)
        self.site_chip = ChoiceChip(theme, workers, Choosing("Site", "All sites", "map-pin", sites))
        self.person_chip = ChoiceChip(theme, workers, Choosing("Person", "Everyone", "users", people))
        self.setAccessibleName("Filters")
        self.flow = FlowLayout(self, gap=theme.px(8))
        for chip in (self.period_chip, self.site_chip, self.person_chip):
            self.flow.addWidget(chip.button)
        self.person_chip.button.setVisible(with_people)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.period_chip.chosen.connect(lambda _period: self.changed.emit())
        self.site_chip.chosen.connect(lambda _key: self.changed.emit())
        self.person_chip.chosen.connect(lambda _key: self.changed.emit())
        theme.changed.connect(lambda: self.flow.setSpacing(theme.px(8)))

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return self.period_chip.period

    @property
    def narrows(self) -> bool:
        """Whether anything is left out by site or person."""
        return bool(self.site_chip.value or self.person_chip.value)

    def asked(self) -> Filter:
        """Return the choices as the journal takes them."""
        return Filter(
            since=self.period.since,
            until=self.period.until,
            site=self.site_chip.value or None,
            person=self.person_chip.value or None,
        )

    def show_all(self) -> None:
        """Leave nothing out any more."""
        self.period_chip.set_period(all_time())
        self.site_chip.clear()
        self.person_chip.clear()
        self.changed.emit()
