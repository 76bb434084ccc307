"""The catalogue of core components and activities: frozen values for every part of the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from isp_journal.framework_file import (
    ComponentPart,
    DefinitionKind,
    DomainPart,
    FrameworkFile,
    FrameworkFileError,
    folded,
    read_framework_file,
)

__all__ = [
    "Activity",
    "Ambiguous",
    "Catalogue",
    "Component",
    "Domain",
    "Finding",
    "Found",
    "Framework",
    "FrameworkFileError",
    "Practice",
    "Reference",
    "Unknown",
    "UnknownKeyError",
    "load_catalogue",
    "load_framework",
]

SCHEMA_SUFFIX = ".schema.json"


class UnknownKeyError(LookupError):
    """A key that names nothing in the catalogue at hand."""

    def __init__(self, key: str) -> None:
        """Keep the key as it was asked for."""
        super().__init__(f"There is nothing with the key {key!r} in the catalogue.")
        self.key = key


@dataclass(frozen=True, slots=True)
class Reference:
    """One work that the framework cites."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One core activity; `component` and `domain` are keys, `place` counts from 1 in the component."""

    edition: str
    key: str
    component: str
    domain: str
    place: int
    label: str
    statement: str
    search: tuple[str, ...]
    cites: tuple[str, ...]

    @property
    def full_key(self) -> str:
        """The key with its edition, as tags keep it."""
        return f"{self.edition}/{self.key}"


@dataclass(frozen=True, slots=True)
class Component:
    """One core component with its activities in order; `place` counts from 1 in the domain."""

    edition: str
    key: str
    domain: str
    place: int
    name: str
    short: str
    definition: str
    definition_kind: DefinitionKind
    prompts: tuple[str, ...]
    search: tuple[str, ...]
    cites: tuple[str, ...]
    activities: tuple[Activity, ...]

    @property
    def full_key(self) -> str:
        """The key with its edition, as notes keep it."""
        return f"{self.edition}/{self.key}"


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain with its components in order; `place` counts from 1 in the framework."""

    edition: str
    key: str
    place: int
    name: str
    text: str
    cites: tuple[str, ...]
    components: tuple[Component, ...]


Practice: TypeAlias = Component | Activity


@dataclass(frozen=True, slots=True)
class Found:
    """The one component or activity that was meant."""

    practice: Practice


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several components or activities that may have been meant."""

    practices: tuple[Practice, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that name nothing, with up to three names that are written much like them."""

    text: str
    near: tuple[str, ...]


Finding: TypeAlias = Found | Ambiguous | Unknown


@dataclass(frozen=True, slots=True)
class Framework:
    """One edition of a framework, with every look-up by key made once."""

    id: str
    version: str
    edition: str
    name: str
    authors: tuple[str, ...]
    year: int
    citation: str
    attribution: str
    references: tuple[Reference, ...]
    domains: tuple[Domain, ...]
    _domains: Mapping[str, Domain] = field(init=False, repr=False, compare=False)
    _practices: Mapping[str, Practice] = field(init=False, repr=False, compare=False)
    _names: Mapping[str, tuple[Practice, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the look-ups; a frozen value can only be completed this way."""
        practices: list[Practice] = [*self.components, *self.activities]
        names: dict[str, tuple[Practice, ...]] = {}
        for practice in practices:
            for name in {folded(name) for name in _names_of(practice)}:
                names[name] = (*names.get(name, ()), practice)
        object.__setattr__(self, "_domains", MappingProxyType({domain.key: domain for domain in self.domains}))
        object.__setattr__(self, "_practices", MappingProxyType({practice.key: practice for practice in practices}))
        object.__setattr__(self, "_names", MappingProxyType(names))

    @property
    def components(self) -> tuple[Component, ...]:
        """All components in order."""
        return tuple(component for domain in self.domains for component in domain.components)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities in order."""
        return tuple(activity for component in self.components for activity in component.activities)

    def knows(self, key: str) -> bool:
        """Whether the short or full key names a component or activity of this edition."""
        return key.removeprefix(f"{self.edition}/") in self._practices

    def practice(self, key: str) -> Practice:
        """Return the component or activity with this short or full key; UnknownKeyError if there is none."""
        found = self._practices.get(key.removeprefix(f"{self.edition}/"))
        if found is None:
            raise UnknownKeyError(key)
        return found

    def activity(self, key: str) -> Activity:
        """Return the activity with this short or full key; UnknownKeyError if there is none."""
        found = self.practice(key)
        if not isinstance(found, Activity):
            raise UnknownKeyError(key)
        return found

    def component(self, key: str) -> Component:
        """Return the component with this short or full key; UnknownKeyError if there is none."""
        found = self.practice(key)
        if not isinstance(found, Component):
            raise UnknownKeyError(key)
        return found

    def domain(self, key: str) -> Domain:
        """Return the domain with this key; UnknownKeyError if there is none."""
        found = self._domains.get(key.removeprefix(f"{self.edition}/"))
        if found is None:
            raise UnknownKeyError(key)
        return found

    def component_of(self, practice: Practice) -> Component:
        """Return the component of an activity; a component is its own."""
        return self.component(practice.component if isinstance(practice, Activity) else practice.key)

    def domain_of(self, practice: Practice) -> Domain:
        """Return the domain of a component or activity."""
        return self._domains[practice.domain]

    def find(self, text: str) -> Finding:
        """Find what is named by key, name, short name or label, case and white space aside; keys go first."""
        wanted = folded(text).removeprefix(f"{self.edition}/")
        if wanted in self._practices:
            return Found(self._practices[wanted])
        named = self._names.get(wanted, ())
        if not named:
            return Unknown(text, self._near(wanted))
        return Found(named[0]) if len(named) == 1 else Ambiguous(named)

    def _near(self, wanted: str) -> tuple[str, ...]:
        shown = {folded(name): name for practice in self._practices.values() for name in _names_of(practice)}
        return tuple(shown[name] for name in get_close_matches(wanted, shown))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Several editions side by side; a short key means the default edition, the first unless another is named."""

    frameworks: tuple[Framework, ...]
    default_edition: str = ""
    _editions: Mapping[str, Framework] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the look-up by edition; ValueError for no edition, one twice, or a default that is not there."""
        editions = {framework.edition: framework for framework in self.frameworks}
        if not editions or len(editions) != len(self.frameworks):
            raise ValueError("A catalogue holds at least one framework, and each edition once.")
        default = self.default_edition or self.frameworks[0].edition
        if default not in editions:
            raise ValueError(f"The catalogue has no edition {default!r}.")
        object.__setattr__(self, "default_edition", default)
        object.__setattr__(self, "_editions", MappingProxyType(editions))

    @property
    def default(self) -> Framework:
        """The edition that a short key means."""
        return self._editions[self.default_edition]

    def edition(self, edition: str) -> Framework:
        """Return the framework of this edition; UnknownKeyError if it is not here."""
        found = self._editions.get(edition)
        if found is None:
            raise UnknownKeyError(edition)
        return found

    def edition_of(self, key: str) -> Framework:
        """Return the framework of a full key, or the default for a short one; UnknownKeyError if it is not here."""
        edition, slash, _ = key.partition("/")
        if not slash:
            return self.default
        if edition not in self._editions:
            raise UnknownKeyError(key)
        return self._editions[edition]

    def knows(self, key: str) -> bool:
        """Whether the short or full key names a component or activity of an edition that is here."""
        edition, slash, _ = key.partition("/")
        framework = self._editions.get(edition) if slash else self.default
        return framework is not None and framework.knows(key)

    def practice(self, key: str) -> Practice:
        """Return the component or activity with this short or full key; UnknownKeyError if there is none."""
        return self.edition_of(key).practice(key)

    def activity(self, key: str) -> Activity:
        """Return the activity with this short or full key; UnknownKeyError if there is none."""
        return self.edition_of(key).activity(key)

    def component(self, key: str) -> Component:
        """Return the component with this short or full key; UnknownKeyError if there is none."""
        return self.edition_of(key).component(key)

    def component_of(self, practice: Practice) -> Component:
        """Return the component of an activity, in its own edition; a component is its own."""
        return self.edition(practice.edition).component_of(practice)

    def domain_of(self, practice: Practice) -> Domain:
        """Return the domain of a component or activity, in its own edition."""
        return self.edition(practice.edition).domain_of(practice)

    def find(self, text: str) -> Finding:
        """Find what is named in the default edition, else in the others; a full key asks its own edition alone."""
        edition, slash, _ = folded(text).partition("/")
        if slash and edition in self._editions:
            return self._editions[edition].find(text)
        first = self.default.find(text)
        if not isinstance(first, Unknown):
            return first
        others = [framework.find(text) for framework in self.frameworks if framework is not self.default]
        found = tuple(practice for finding in others for practice in _practices_in(finding))
        if not found:
            return first
        return Found(found[0]) if len(found) == 1 else Ambiguous(found)


def load_framework(path: Path) -> Framework:
    """Read one framework file; FrameworkFileError says where and why it is refused."""
    return _framework(read_framework_file(path))


def load_catalogue(folder: Path, default_edition: str = "") -> Catalogue:
    """Read every framework file of a folder by name; FrameworkFileError if one is refused or none is there."""
    paths = sorted(path for path in folder.glob("*.json") if not path.name.endswith(SCHEMA_SUFFIX))
    frameworks: dict[str, Framework] = {}
    for path in paths:
        framework = load_framework(path)
        if framework.edition in frameworks:
            raise FrameworkFileError(path, "$.edition", f"Another file here has the edition {framework.edition} too")
        frameworks[framework.edition] = framework
    if not frameworks:
        raise FrameworkFileError(folder, "$", "There is no framework file in this folder")
    return Catalogue(tuple(frameworks.values()), default_edition)


def _framework(content: FrameworkFile) -> Framework:
    return Framework(
        id=content.id,
        version=content.version,
        edition=content.edition,
        name=content.name,
        authors=content.authors,
        year=content.year,
        citation=content.citation,
        attribution=content.attribution,
        references=tuple(Reference(part.key, part.text) for part in content.references),
        domains=tuple(_domain(content.edition, place, part) for place, part in enumerate(content.domains, start=1)),
    )


def _domain(edition: str, place: int, part: DomainPart) -> Domain:
    components = tuple(
        _component(edition, part.key, place, component) for place, component in enumerate(part.components, start=1)
    )
    return Domain(edition, part.key, place, part.name, part.text, part.cites, components)


def _component(edition: str, domain: str, place: int, part: ComponentPart) -> Component:
    activities = tuple(
        Activity(
            edition=edition,
            key=activity.key,
            component=part.key,
            domain=domain,
            place=index,
            label=activity.label,
            statement=activity.statement,
            search=activity.search,
            cites=activity.cites,
        )
        for index, activity in enumerate(part.activities, start=1)
    )
    return Component(
        edition=edition,
        key=part.key,
        domain=domain,
        place=place,
        name=part.name,
        short=part.short,
        definition=part.definition,
        definition_kind=part.definition_kind,
        prompts=part.prompts,
        search=part.search,
        cites=part.cites,
        activities=activities,
    )


def _names_of(practice: Practice) -> tuple[str, ...]:
    return (practice.label,) if isinstance(practice, Activity) else (practice.name, practice.short)


def _practices_in(finding: Finding) -> tuple[Practice, ...]:
    if isinstance(finding, Found):
        return (finding.practice,)
    return finding.practices if isinstance(finding, Ambiguous) else ()
