"""What a person names in words: components, activities, sites, people and labels, case aside."""

from argparse import Namespace
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from isp_journal.errors import Refused
from isp_journal.framework import Activity, Ambiguous, Catalogue, Component, Found, Practice
from isp_journal.model import Filter

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal


def name_of(practice: Practice) -> str:
    """Return the words that a component or activity is known by."""
    return practice.name if isinstance(practice, Component) else practice.label


def practice(catalogue: Catalogue, typed: str) -> Practice:
    """Return the component or activity that is named; raises Refused with names that are near."""
    found = catalogue.find(typed)
    if isinstance(found, Found):
        return found.practice
    if isinstance(found, Ambiguous):
        keys = ", ".join(one.full_key for one in found.practices)
        raise Refused(f"'{typed}' may mean several: {keys}.", safe="", todo="Name one by its key.")
    todo = _near(found.near) or "isp-journal catalogue lists all names."
    raise Refused(f"'{typed}' is neither a core component nor a core activity.", safe="", todo=todo)


def activity(catalogue: Catalogue, typed: str) -> Activity:
    """Return the activity that is named; raises Refused for a component, with its activities."""
    found = practice(catalogue, typed)
    if isinstance(found, Activity):
        return found
    keys = ", ".join(one.key for one in found.activities)
    raise Refused(f"{found.name} is a core component.", safe="", todo=f"Name one of its activities: {keys}.")


def component(catalogue: Catalogue, typed: str) -> Component:
    """Return the component that is named; raises Refused for an activity."""
    found = practice(catalogue, typed)
    if isinstance(found, Component):
        return found
    of = catalogue.component_of(found)
    raise Refused(f"'{typed}' is a core activity of {of.name}.", safe="", todo="Use --activity for it.")


def chosen(journal: "Journal", asked: Namespace, text: str = "") -> Filter:
    """Return the filter that the options of a command line describe; raises Refused for names that are not known."""
    said = vars(asked)
    named_component, named_activity = said.get("component"), said.get("activity")
    return Filter(
        text=text,
        since=asked.since,
        until=asked.until,
        site=_site(journal, asked.site) if asked.site is not None else None,
        person=_person(journal, asked.person) if asked.person is not None else None,
        component=component(journal.framework, named_component).full_key if named_component is not None else None,
        activity=activity(journal.framework, named_activity).full_key if named_activity is not None else None,
        kind=said.get("kind"),
        label=_label(journal, asked.label) if said.get("label") is not None else None,
    )


def _site(journal: "Journal", typed: str) -> str:
    found = journal.sites.named(typed)
    if found is None:
        raise _unknown("site", typed, (one.name for one in journal.sites.all(archived=True)))
    return found.id


def _person(journal: "Journal", typed: str) -> str:
    found = journal.people.named(typed)
    if found is None:
        raise _unknown("person", typed, (one.name for one in journal.people.all(archived=True)))
    return found.id


def _label(journal: "Journal", typed: str) -> str:
    names = [one.name for one in journal.labels.all()]
    wanted = " ".join(typed.split())
    same = [name for name in names if name == wanted] or [one for one in names if one.casefold() == wanted.casefold()]
    if not same:
        raise _unknown("label", typed, names)
    return same[0]


def _unknown(thing: str, typed: str, names: Iterable[str]) -> Refused:
    shown = {name.casefold(): name for name in names}
    near = [shown[one] for one in get_close_matches(typed.casefold(), shown)]
    return Refused(f"No {thing} is called '{typed}'.", safe="", todo=_near(near))


def _near(names: Iterable[str]) -> str:
    words = " or ".join(f"'{name}'" for name in names)
    return f"Did you mean {words}?" if words else ""
