"""Choosing a period: a few that are ready, or any two days."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui import wording
from isp_journal.ui.controls.buttons import Chip, plain_button
from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.menus import add_choice, make_menu, open_below
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.dates import parse, short
from isp_journal.ui.models.periods import Period, between, periods

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

_WIDTH = 300


class PeriodChip(QObject):
    """Its button shows the chosen period and opens the choice of others."""

    chosen = Signal(object)

    def __init__(self, theme: "Theme", today: Callable[[], date]) -> None:
        super().__init__()
        self.button = Chip(theme, "", "calendar", framed=True)
        self._theme = theme
        self._today = today
        self.period = periods(today())[0]
        self._show()
        self.button.clicked.connect(self.open)

    def set_period(self, period: Period) -> None:
        """Show another period without saying `chosen`."""
        self.period = period
        self._show()

    def open(self) -> None:
        """Open the choice below the chip."""
        menu = make_menu(self._theme, self.button, "Period")
        for period in periods(self._today()):
            same = period.key == self.period.key
            add_choice(self._theme, menu, period.words, partial(self._choose, period), chosen=same)
        menu.addSeparator()
        add_choice(self._theme, menu, "From one day to another …", self._ask_days, chosen=self.period.key == "days")
        menu.aboutToHide.connect(menu.deleteLater)
        open_below(menu, self.button)

    def _choose(self, period: Period) -> None:
        self.set_period(period)
        self.chosen.emit(period)

    def _ask_days(self) -> None:
        popup = Popup(self._theme, self.button.window(), "From one day to another")
        days = DaysPanel(self._theme, self.period, self._today())
        popup.column.addWidget(days)
        popup.closed.connect(popup.deleteLater)
        days.chosen.connect(self._choose)
        days.chosen.connect(lambda _period: popup.leave())
        for part in (days, *days.findChildren(QWidget)):
            part.ensurePolished()
        size = days.sizeHint().expandedTo(days.minimumSize()) + QSize(2, 2)
        popup.open_at(place_below(self.button, size), days.first)

    def _show(self) -> None:
        self.button.set_text(self.period.words)
        self.button.setAccessibleName(f"Period: {self.period.words}")


class DaysPanel(QWidget):
    """Asks for two days, typed in any form that Write takes too; an empty one is left open."""

    chosen = Signal(object)

    def __init__(self, theme: "Theme", period: Period, today: date) -> None:
        super().__init__()
        self._today = today
        px = theme.px
        self.first = line_field("From", "1 March, last monday …")
        self.last = line_field("To", "Today")
        self.said = label("", "small", "text2", wrap=True)
        self.said.hide()
        self.show_button = plain_button(theme, "Show these days")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(16))
        column.setSpacing(px(4))
        for words, field in (("From", self.first), ("To", self.last)):
            column.addWidget(label(words, "small", "text2"))
            column.addWidget(field)
            column.addSpacing(px(4))
            field.returnPressed.connect(self._take)
        column.addWidget(self.said)
        column.addSpacing(px(4))
        column.addWidget(self.show_button)
        self.show_button.clicked.connect(self._take)
        self.first.setText(short(period.since, today) if period.since else "")
        self.last.setText(short(period.until, today) if period.until else "")
        self.setFixedWidth(px(_WIDTH))

    def _take(self) -> None:
        days = []
        for field, otherwise in ((self.first, date.min), (self.last, self._today)):
            typed = field.text().strip()
            day = parse(typed, self._today) if typed else otherwise
            if day is None:
                self.said.setText(f"“{typed}” is no day that is known here. Try 12 May, or 2026-05-12.")
                self.said.show()
                field.setFocus()
                return
            days.append(day)
        since, until = min(days), max(days)
        if since == date.min:
            words = f"Up to {wording.day(until, self._today)}"
            self.chosen.emit(Period("days", words, None, until, words.lower()))
        else:
            self.chosen.emit(between(since, until, self._today))


def place_below(widget: QWidget, size: QSize) -> QRect:
    """Return where a popup of a size opens in the window below a widget, moved in where it would stand out."""
    window = widget.window()
    corner = widget.mapTo(window, QPoint(0, widget.height() + 4))
    width = min(size.width(), window.width())
    left = max(0, min(corner.x(), window.width() - width - 8))
    height = min(size.height(), window.height() - 16)
    return QRect(left, max(8, min(corner.y(), window.height() - height - 8)), width, height)
