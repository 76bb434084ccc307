"""Opens the choices of one field at its place in the capture bar, and says what the entry's fields are then."""

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QWidget

from isp_journal.activity_search import folded
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.dates import clock, parse, parse_time, short
from isp_journal.ui.panels.capture_bar import DATE, LABELS, MINUTES, PEOPLE, SITE
from isp_journal.ui.panels.entry_fields import EntryFields, Known, minutes_in_words
from isp_journal.ui.panels.pick_list import Asked, Choice, PickList
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from isp_journal.ui.workers import Workers

TIME = "time"
_WIDTH = 320
_DAYS_OFFERED = 8
_MINUTES_OFFERED = (15, 30, 45, 60, 90, 120, 180)
_MOST_MINUTES = 24 * 60
_NONE = ""


class Holder(NamedTuple):
    """How the choices reach the fields of the entry that they were opened for."""

    fields: Callable[[], EntryFields]
    change: Callable[[EntryFields], None]


class FieldChoices(QObject):
    """One popup at a time, for date, time, site, people, minutes or labels; `made`: a site or person is new."""

    made = Signal()

    def __init__(self, theme: Theme, workers: "Workers", window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._workers = workers
        self._window = window
        self._popup: Popup | None = None
        self._list: PickList | None = None
        self._holder: Holder | None = None
        self._field = ""
        self._at: QWidget | None = None
        self._today = date.today()
        self._known = Known({}, {})

    def show_known(self, known: Known) -> None:
        """Take the names of sites, people and labels; an open list shows them at once."""
        self._known = known
        self._ask_again()

    def open(self, field: str, at: QWidget, holder: Holder, *, typed: str = "", today: date) -> None:
        """Open the choices of a field below a widget."""
        self.close()
        self._field, self._at, self._holder, self._today = field, at, holder, today
        self._list = PickList(self._theme, self._asked())
        self._list.picked.connect(self._picked)
        self._list.new_wanted.connect(self._new)
        self._list.taken_back.connect(self._taken_back)
        self._popup = Popup(self._theme, self._window, self._list.asked.name)
        self._popup.column.addWidget(self._list)
        self._popup.closed.connect(partial(self._closed, self._popup))
        self._list.grown.connect(self._place)
        self._popup.open_at(self._area(), self._list.field)
        if typed:
            self._list.field.setText(typed)

    def close(self) -> None:
        """Close what is open; the focus goes back to where it was."""
        if self._popup is not None:
            popup, self._popup, self._list = self._popup, None, None
            popup.leave()

    def _closed(self, popup: Popup) -> None:
        """Let go of a popup that was closed by whatever way, such as Esc or a click beside it."""
        if self._popup is popup:
            self._popup = self._list = None
        popup.deleteLater()

    @property
    def list(self) -> PickList | None:
        """The list that is open."""
        return self._list

    def _asked(self) -> Asked:
        makers = {
            DATE: self._dates,
            TIME: self._times,
            SITE: self._sites,
            PEOPLE: self._people,
            MINUTES: self._minutes,
            LABELS: self._labels,
        }
        return makers[self._field]()

    def _dates(self) -> Asked:
        on = self._now().occurred_on
        days = [self._today - timedelta(days=back) for back in range(_DAYS_OFFERED)]
        names = {0: "Today", 1: "Yesterday"}
        choices = [
            Choice(
                day.isoformat(),
                names.get(back, short(day, self._today)),
                "" if back > 1 else short(day, self._today),
                day == on,
            )
            for back, day in enumerate(days)
        ]
        return Asked("Date", "Yesterday, last tuesday, 12 May …", choices, self._offer_date)

    def _offer_date(self, typed: str) -> str | None:
        day = parse(typed, self._today)
        return short(day, self._today) if day else None

    def _times(self) -> Asked:
        has = self._now().occurred_time is not None
        choices = [Choice(_NONE, "No time")] if has else []
        return Asked("Time", "9:30, 14:15 …", choices, _offer_time)

    def _sites(self) -> Asked:
        fields = self._now()
        choices = _named(self._known.sites, self._known, () if fields.site is None else (fields.site,))
        if fields.guessed:
            choices = [choice._replace(hint="probably") if choice.chosen else choice for choice in choices]
        if fields.site:
            choices.append(Choice(_NONE, "No site"))
        return Asked("Site", "Name of a site", choices, _offer(self._known.sites.values(), "Add the site “{}”"))

    def _people(self) -> Asked:
        choices = _named(self._known.people, self._known, self._now().people)
        offer = _offer(self._known.people.values(), "Add “{}”")
        return Asked("People", "Name of a person", choices, offer, several=True)

    def _minutes(self) -> Asked:
        now = self._now().minutes
        choices = [Choice(str(each), minutes_in_words(each), "", each == now) for each in _MINUTES_OFFERED]
        if now:
            choices.append(Choice(_NONE, "No duration"))
        return Asked("Minutes", "How many minutes", choices, _offer_minutes)

    def _labels(self) -> Asked:
        chosen = self._now().labels
        known = dict.fromkeys((*chosen, *self._known.labels))
        choices = [Choice(name, name, "", name in chosen) for name in known]
        return Asked("Labels", "A word of your own", choices, _offer(known, "Add the label “{}”"), several=True)

    def _picked(self, key: str) -> None:
        fields = self._now()
        if self._field == DATE:
            self._change(fields._replace(occurred_on=date.fromisoformat(key)))
        elif self._field == TIME:
            self._change(fields._replace(occurred_time=None))
        elif self._field == SITE:
            self._change(fields._replace(site=key or None, guessed=False))
        elif self._field == MINUTES:
            self._change(fields._replace(minutes=int(key) if key else None))
        elif self._field == PEOPLE:
            self._change(fields._replace(people=_toggled(fields.people, key)))
        else:
            self._change(fields._replace(labels=_toggled(fields.labels, key)))

    def _new(self, typed: str) -> None:
        fields = self._now()
        if self._field == DATE:
            day = parse(typed, self._today)
            self._change(fields._replace(occurred_on=day or fields.occurred_on))
        elif self._field == TIME:
            found = parse_time(typed)
            self._change(fields._replace(occurred_time=time(*found) if found else None))
        elif self._field == MINUTES:
            self._change(fields._replace(minutes=int(typed)))
        elif self._field == LABELS:
            self._change(fields._replace(labels=_toggled(fields.labels, " ".join(typed.split()))))
        elif self._field == SITE:
            self._make_site(" ".join(typed.split()))
        else:
            self._make_person(" ".join(typed.split()))

    def _make_site(self, name: str) -> None:
        holder = self._holder
        if holder is None:
            return

        def made(site_id: str) -> None:
            holder.change(holder.fields()._replace(site=site_id, guessed=False))
            self.made.emit()

        self._workers.change(lambda journal: journal.sites.ensure(name).id, made, owner=self)
        self.close()

    def _make_person(self, name: str) -> None:
        holder = self._holder
        if holder is None:
            return

        def made(person_id: str) -> None:
            fields = holder.fields()
            if person_id not in fields.people:
                holder.change(fields._replace(people=(*fields.people, person_id)))
            self.made.emit()

        self._workers.change(lambda journal: journal.people.ensure(name).id, made, owner=self)

    def _taken_back(self) -> None:
        fields = self._now()
        if self._field == PEOPLE and fields.people:
            self._change(fields._replace(people=fields.people[:-1]))
        elif self._field == LABELS and fields.labels:
            self._change(fields._replace(labels=fields.labels[:-1]))

    def _change(self, fields: EntryFields) -> None:
        if self._holder is not None:
            self._holder.change(fields)
        if self._field in (PEOPLE, LABELS):
            self._ask_again()
        else:
            self.close()

    def _ask_again(self) -> None:
        if self._list is not None and self._popup is not None and not self._popup.isHidden():
            self._list.ask(self._asked())

    def _now(self) -> EntryFields:
        return self._holder.fields() if self._holder else EntryFields(self._today)

    def _place(self) -> None:
        if self._popup is not None and not self._popup.isHidden():
            self._popup.setGeometry(self._area())

    def _area(self) -> QRect:
        below = self._at or self._window
        window = self._window.size()
        size = QSize(self._theme.px(_WIDTH), self._list.sizeHint().height() + 2 if self._list else 0)
        corner = below.mapTo(self._window, QPoint(0, below.height() + self._theme.px(4)))
        left = max(0, min(corner.x(), window.width() - size.width() - self._theme.px(8)))
        height = min(size.height(), max(self._theme.px(120), window.height() - corner.y() - self._theme.px(8)))
        return QRect(left, corner.y(), min(size.width(), window.width()), height)


def _toggled(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value) if value in values else (*values, value)


def _named(names: dict[str, str], known: Known, chosen: tuple[str, ...]) -> list[Choice]:
    """Return the choices by name: what is chosen first, and last who is put aside or writes the journal."""
    seldom = dict(known.seldom)
    choices = [Choice(key, name, seldom.get(key, ""), key in chosen) for key, name in names.items()]
    return sorted(choices, key=lambda choice: (not choice.chosen, choice.key in seldom))


def _offer(known: Iterable[str], words: str) -> Callable[[str], str | None]:
    names = {folded(name) for name in known}

    def offer(typed: str) -> str | None:
        plain = " ".join(typed.split())
        return words.format(plain) if plain and folded(plain) not in names else None

    return offer


def _offer_time(typed: str) -> str | None:
    found = parse_time(typed)
    return clock(*found) if found else None


def _offer_minutes(typed: str) -> str | None:
    if not typed.isdecimal() or not 0 < int(typed) <= _MOST_MINUTES or int(typed) in _MINUTES_OFFERED:
        return None
    return minutes_in_words(int(typed))
