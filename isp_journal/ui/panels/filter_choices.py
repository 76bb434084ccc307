"""What the journal can be narrowed to, read from it: components and activities, sites, people, kinds, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from isp_journal.model import Kind
from isp_journal.ui.panels.entry_rows import Shown

if TYPE_CHECKING:
    from isp_journal.framework import Catalogue
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.panels.pick_list import Choice


class FilterChoices(NamedTuple):
    """The choices of each filter, by key; `practices` tells how a component or activity is shown on a chip."""

    practices: dict[str, Shown] = {}  # noqa: RUF012 - the default of a named tuple is never changed
    components: dict[str, Shown] = {}  # noqa: RUF012 - the default of a named tuple is never changed
    component_rows: tuple[Choice, ...] = ()
    sites: tuple[Choice, ...] = ()
    people: tuple[Choice, ...] = ()
    labels: tuple[Choice, ...] = ()
    kinds: tuple[Choice, ...] = ()


def read_choices(journal: Journal) -> FilterChoices:
    """Read what can be chosen; archived sites and people are in it, for their entries are."""
    from isp_journal.ui.panels.pick_list import Choice  # at first use: start-up time

    return practice_choices(journal.framework)._replace(
        sites=tuple(Choice(one.id, one.name, _count(one.entries)) for one in journal.sites.all(archived=True)),
        people=tuple(Choice(one.id, one.name, _count(one.entries)) for one in journal.people.all(archived=True)),
        labels=tuple(Choice(one.name, one.name, _count(one.entries)) for one in journal.labels.all()),
    )


def practice_choices(catalogue: Catalogue) -> FilterChoices:
    """Return what can be chosen in any journal: components, activities and kinds."""
    from isp_journal.ui.panels.pick_list import Choice  # at first use: start-up time

    return FilterChoices(
        practices=_practices(catalogue),
        components=_components(catalogue),
        component_rows=_component_rows(catalogue),
        kinds=tuple(Choice(str(kind), kind.capitalize()) for kind in Kind),
    )


def _count(entries: int) -> str:
    return str(entries) if entries else ""


def _components(catalogue: Catalogue) -> dict[str, Shown]:
    return {
        one.full_key: Shown(one.short, one.domain) for framework in catalogue.frameworks for one in framework.components
    }


def _practices(catalogue: Catalogue) -> dict[str, Shown]:
    activities = {
        one.full_key: Shown(one.label, one.domain) for framework in catalogue.frameworks for one in framework.activities
    }
    return {**_components(catalogue), **activities}


def _component_rows(catalogue: Catalogue) -> tuple[Choice, ...]:
    """Return the components of the edition in use, then its activities, which typing finds."""
    from isp_journal.ui.panels.pick_list import Choice  # at first use: start-up time

    framework = catalogue.default
    components = [Choice(one.full_key, one.short, framework.domain_of(one).name) for one in framework.components]
    activities = [Choice(one.full_key, one.label, framework.component_of(one).short) for one in framework.activities]
    return (*components, *activities)
