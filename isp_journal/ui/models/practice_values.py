"""What the map of components shows, made once from what was read: rows with their words, the same for map and table."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from isp_journal.framework import Catalogue, Component, Domain
from isp_journal.ui.charts.steps import Steps, in_steps, span
from isp_journal.ui.wording import ago, day, passages

if TYPE_CHECKING:
    from isp_journal.model import ComponentPractice
    from isp_journal.ui.models.periods import Period

MOST_STEPS = 12


class Dot(NamedTuple):
    """One activity: its full key and label, its passages, and the day of the latest."""

    key: str
    label: str
    number: int
    latest: date | None


class Line(NamedTuple):
    """One component of the map: its parts in the framework, its numbers, and its period in steps."""

    component: Component
    domain: Domain
    number: int
    latest: date | None
    dots: tuple[Dot, ...]
    steps: Steps

    @property
    def key(self) -> str:
        """The component's full key."""
        return self.component.full_key


class Practice(NamedTuple):
    """The whole map on a day, over a period."""

    lines: tuple[Line, ...]
    today: date

    @property
    def most(self) -> int:
        """The highest number of any step of any component."""
        return max((step.number for line in self.lines for step in line.steps.steps), default=0)

    @property
    def total(self) -> int:
        """How many activities there are."""
        return sum(len(line.dots) for line in self.lines)

    @property
    def absent(self) -> tuple[Dot, ...]:
        """The activities without a passage."""
        return tuple(dot for line in self.lines for dot in line.dots if not dot.number)

    def line(self, key: str) -> Line | None:
        """Return a component's row by its full key."""
        return next((line for line in self.lines if line.key == key), None)

    def words(self, thing: Line | Dot) -> str:
        """Return a component or activity in words: 'Regulate distress ..., 8 passages, last 24 Nov'."""
        name = thing.label if isinstance(thing, Dot) else thing.component.name
        last = f", last {day(thing.latest, self.today)}" if thing.latest else ""
        return f"{name}, {passages(thing.number)}{last}"

    def day(self, latest: date | None) -> str:
        """Return the day of the latest passage, or a dash."""
        return day(latest, self.today) if latest else "–"

    def ago(self, latest: date | None) -> str:
        """Return how long ago the latest passage was, in words."""
        return ago(latest, self.today) if latest else "none"


def practice_of(
    catalogue: Catalogue, counted: "Sequence[ComponentPractice]", period: "Period", today: date
) -> Practice:
    """Return the map for what was counted in a period."""
    months = [month for one in counted for month in one.months]
    first, last = span(dict.fromkeys(months, 0), period.since, period.until, today)
    lines = []
    for one in counted:
        component = catalogue.component(one.component)
        dots = tuple(
            Dot(activity.full_key, activity.label, *_counted(one, activity.full_key))
            for activity in component.activities
        )
        steps = in_steps(one.months, first, last, MOST_STEPS)
        lines.append(Line(component, catalogue.domain_of(component), one.passages, _day(one.latest), dots, steps))
    return Practice(tuple(lines), today)


def _counted(one: "ComponentPractice", key: str) -> tuple[int, date | None]:
    count, latest = one.activities.get(key, (0, ""))
    return count, _day(latest)


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
