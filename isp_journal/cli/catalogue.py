"""The command `catalogue`: the components and activities that there are; it needs no journal."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from isp_journal.cli.naming import practice
from isp_journal.cli.options import Commands
from isp_journal.cli.output import say, show_items
from isp_journal.framework import Activity, Catalogue, Component, Practice, load_catalogue
from isp_journal.paths import resources


def add_to(commands: Commands) -> None:
    """Add the command that shows the catalogue."""
    parser = commands.add("catalogue", "Show the core components and activities, or one of them.", _catalogue)
    parser.add_argument("name", metavar="NAME", nargs="*", help="a component or an activity by key, name or label")


def _catalogue(asked: Namespace) -> None:
    catalogue = load_catalogue(resources() / "frameworks")
    name = " ".join(asked.name)
    wanted: list[Practice] = [practice(catalogue, name)] if name else [*catalogue.default.components]
    if asked.json:
        show_items(_item(catalogue, one) for one in _with_activities(wanted))
    elif name:
        _print_one(catalogue, wanted[0])
    else:
        _print_all(catalogue)


def _with_activities(wanted: list[Practice]) -> Iterator[Practice]:
    for one in wanted:
        yield one
        if isinstance(one, Component):
            yield from one.activities


def _item(catalogue: Catalogue, one: Practice) -> dict[str, Any]:
    domain = catalogue.domain_of(one)
    item: dict[str, Any] = {"key": one.key, "full_key": one.full_key, "domain": domain.name}
    if isinstance(one, Activity):
        of = catalogue.component_of(one)
        return item | {"kind": "activity", "component": of.name, "label": one.label, "statement": one.statement}
    return item | {"kind": "component", "name": one.name, "short": one.short, "definition": one.definition}


def _print_all(catalogue: Catalogue) -> None:
    framework = catalogue.default
    say(f"{framework.name} ({framework.edition})")
    for domain in framework.domains:
        say()
        say(domain.name)
        for component in domain.components:
            say(f"  {component.name} ({component.key})")
            for activity in component.activities:
                say(f"    {activity.key}  {activity.label}")
    say()
    say(framework.attribution)


def _print_one(catalogue: Catalogue, one: Practice) -> None:
    if isinstance(one, Activity):
        say(f"{one.label} ({one.full_key})")
        say(f"{catalogue.domain_of(one).name} > {catalogue.component_of(one).name}")
        say()
        say(one.statement)
        return
    say(f"{one.name} ({one.full_key})")
    say(catalogue.domain_of(one).name)
    say()
    say(one.definition)
    for activity in one.activities:
        say()
        say(f"{activity.key}  {activity.label}")
        say(f"  {activity.statement}")
