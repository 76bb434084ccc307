"""The search field of the journal and the chips that narrow its list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.model import Filter, Kind
from isp_journal.ui import wording
from isp_journal.ui.controls.buttons import Chip
from isp_journal.ui.controls.faces import CHEVRON
from isp_journal.ui.controls.fields import SearchField
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.models.periods import Period, between, periods
from isp_journal.ui.panels.filter_choices import FilterChoices
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from isp_journal.ui.controls.popup import Popup
    from isp_journal.ui.panels.pick_list import Choice, PickList

PAUSE = 150
COMPONENT, SITE, PERSON, KIND, LABEL, DATE = "Component", "Site", "Person", "Kind", "Label", "Date"
CHIPS = (COMPONENT, SITE, PERSON, KIND, LABEL, DATE)
PLURALS = {COMPONENT: "components and activities", SITE: "sites", PERSON: "people", KIND: "kinds", LABEL: "labels"}
_FIELDS = {SITE: "site", PERSON: "person", KIND: "kind", LABEL: "label"}
_WIDTH = 320
_WIDER = 440
_ALL_TIME = "all"


class FilterBar(QWidget):
    """Says `changed` with what the list is to show; typing counts after a pause of 150 ms."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self._filter = Filter()
        self._choices = FilterChoices()
        self._popup: Popup | None = None
        self.setAccessibleName("Search and filters")
        self.search = SearchField(theme, "Search the journal", "Search")
        self._typed = QTimer(self, singleShot=True, interval=PAUSE)
        self._typed.timeout.connect(self._take_text)
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.search.cleared.connect(self._take_text)
        self.search.installEventFilter(self)
        self.chips = {name: self._chip(name) for name in CHIPS}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.search)
        self._flow = FlowLayout(gap=theme.px(8), row_gap=theme.px(4))
        for chip in self.chips.values():
            self._flow.addWidget(chip)
        self._column.addLayout(self._flow)
        self._space()
        self._show()

    @property
    def filter(self) -> Filter:
        """What the list is to show now."""
        return self._filter

    @property
    def narrows(self) -> bool:
        """Whether anything but the search text narrows the list."""
        return replace(self._filter, text="") != Filter()

    def set_filter(self, asked: Filter) -> None:
        """Show another filter, without saying so."""
        self._filter = asked
        if self.search.text().strip() != asked.text:
            self.search.setText(asked.text)
        self._typed.stop()
        self._show()

    def set_choices(self, choices: FilterChoices) -> None:
        """Take what can be chosen."""
        self._choices = choices
        self._show()

    def clear_chips(self) -> None:
        """Take all filters away; the search stays."""
        self._change(Filter(text=self._filter.text))

    def take_text_now(self) -> None:
        """Search for what is typed without waiting for the pause."""
        if self._typed.isActive():
            self._take_text()

    def open_choices(self, name: str) -> None:
        """Open the choices of a chip below it."""
        if name == DATE:
            self._open_periods()
            return
        # at first use: start-up time
        from isp_journal.ui.controls.popup import Popup
        from isp_journal.ui.panels.pick_list import Asked, PickList

        rows = self._rows(name)
        found = PickList(self._theme, Asked(name, f"Find among {PLURALS[name]}", rows, lambda _typed: None))
        popup = Popup(self._theme, self.window(), name)
        popup.column.addWidget(found)
        popup.closed.connect(popup.deleteLater)
        found.picked.connect(lambda key: self._picked(name, key))
        self._popup = popup
        found.setFixedWidth(self._theme.px(_WIDER if name == COMPONENT else _WIDTH))
        found.grown.connect(lambda: popup.setGeometry(self._below(name, found)) if popup.isVisible() else None)
        popup.open_at(self._below(name, found), found.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.take_text_now()
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and not self.search.text():
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _chip(self, name: str) -> Chip:
        chip = Chip(self._theme, name, framed=True)
        chip.clicked.connect(lambda: self._pressed(name))
        return chip

    def _pressed(self, name: str) -> None:
        if self._words(name)[0]:
            self._picked(name, "")
        else:
            self.open_choices(name)

    def _picked(self, name: str, key: str) -> None:
        if self._popup is not None:
            popup, self._popup = self._popup, None
            popup.leave()
        self._change(self._with(name, key or None))

    def _with(self, name: str, key: str | None) -> Filter:
        """Return the filter with one chip's choice, or without any."""
        asked = self._filter
        if name == COMPONENT:
            activity = key is not None and key not in self._choices.components
            return replace(asked, component=None if activity else key, activity=key if activity else None)
        if name == SITE:
            return replace(asked, site=key)
        if name == PERSON:
            return replace(asked, person=key)
        if name == KIND:
            return replace(asked, kind=Kind(key) if key else None)
        if name == LABEL:
            return replace(asked, label=key)
        return replace(asked, since=None, until=None)

    def _change(self, asked: Filter) -> None:
        self._typed.stop()
        self._filter = replace(asked, text=self.search.text().strip())
        self._show()
        self.changed.emit(self._filter)

    def _take_text(self) -> None:
        self._typed.stop()
        if self.search.text().strip() != self._filter.text:
            self._change(self._filter)

    def _rows(self, name: str) -> tuple[Choice, ...]:
        choices = self._choices
        return {
            COMPONENT: choices.component_rows,
            SITE: choices.sites,
            PERSON: choices.people,
            KIND: choices.kinds,
            LABEL: choices.labels,
        }[name]

    def _below(self, name: str, found: PickList) -> QRect:
        from isp_journal.ui.panels.period_menu import place_below  # at first use: start-up time

        return place_below(self.chips[name], QSize(found.width() + 2, found.sizeHint().height() + 2))

    def _open_periods(self) -> None:
        from isp_journal.ui.controls.menus import add_choice, make_menu, open_below  # at first use: start-up time

        menu = make_menu(self._theme, self, DATE)
        for period in periods(self._today()):
            if period.key != _ALL_TIME:
                add_choice(self._theme, menu, period.words, partial(self._take_period, period))
        menu.addSeparator()
        add_choice(self._theme, menu, "From one day to another …", self.ask_days)
        menu.aboutToHide.connect(menu.deleteLater)
        open_below(menu, self.chips[DATE])

    def ask_days(self) -> None:
        """Ask for the first and the last day of a period."""
        # at first use: start-up time
        from isp_journal.ui.controls.popup import Popup
        from isp_journal.ui.panels.period_menu import DaysPanel, place_below

        asked = self._filter
        popup = Popup(self._theme, self.window(), "From one day to another")
        days = DaysPanel(self._theme, Period("days", "", asked.since, asked.until, ""), self._today())
        popup.column.addWidget(days)
        popup.closed.connect(popup.deleteLater)
        days.chosen.connect(lambda _period: popup.leave())
        days.chosen.connect(self._take_period)
        popup.open_at(place_below(self.chips[DATE], QSize(days.width() + 2, days.sizeHint().height() + 2)), days.first)

    def _take_period(self, period: Period) -> None:
        self._change(replace(self._filter, since=period.since, until=period.until))

    def _show(self) -> None:
        for name, chip in self.chips.items():
            words, domain = self._words(name)
            chip.set_chosen(bool(words))
            if domain:
                chip.set_mark(domain)
            else:
                chip.set_face(chip.face._replace(mark="", trail="x" if words else CHEVRON))
            chip.set_text(words or name)
            chip.setAccessibleName(f"{name}: {words}" if words else f"{name}: all")
            chip.setAccessibleDescription("Takes this filter away." if words else "Opens the choices.")
            chip.setToolTip(f"{name}: {words}. Press to take the filter away." if words else "")

    def _words(self, name: str) -> tuple[str, str]:
        """Return the words of a chip whose filter is on, else none, and the domain whose mark goes before them."""
        asked = self._filter
        if name == COMPONENT:
            key = asked.activity or asked.component
            shown = self._choices.practices.get(key or "")
            return (shown.name, shown.domain) if shown else ("Chosen component" if key else "", "")
        if name == DATE:
            return period_in_words(asked, self._today()), ""
        key = getattr(asked, _FIELDS[name])
        if not key:
            return "", ""
        rows = {choice.key: choice.text for choice in self._rows(name)}
        return rows.get(str(key), f"Chosen {name.lower()}"), ""

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(8))
        self._flow.setSpacing(self._theme.px(8))


def period_in_words(asked: Filter, today: date) -> str:
    """Return a filter's period, such as 'Last 3 months', '1 Mar to 31 May' or 'Since 1 Mar'; nothing for all time."""
    since, until = asked.since, asked.until
    for period in periods(today):
        if (period.since, period.until) == (since, until):
            return "" if period.key == _ALL_TIME else period.words
    if since and until:
        return between(since, until, today).words
    if since:
        return f"Since {wording.day(since, today)}"
    return f"Until {wording.day(until, today)}" if until else ""
