"""Finds the activities whose words begin with what a person types, for the tag picker and the palette."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from isp_journal.framework import Activity, Catalogue, Component

_WORD = re.compile(r"[^\W_]+")
# A typed word counts as a slip of the fingers from this likeness on; below it unrelated words come in.
_LIKE = 72.0
_LABEL, _SYNONYM, _STATEMENT, _COMPONENT = range(4)

Span = tuple[int, int]


class Match(NamedTuple):
    """An activity that fits, with the places (start, end) in its label that the typed letters stand at."""

    activity: "Activity"
    spans: tuple[Span, ...] = ()


class _Word(NamedTuple):
    """One word of an activity, folded, the source it comes from, and where it stands in the label (else -1)."""

    text: str
    source: int
    start: int


class _Row(NamedTuple):
    """One activity with every word that it may be found by."""

    activity: "Activity"
    words: tuple[_Word, ...]


def folded(text: str) -> str:
    """Return the text without case and accents, so that what is typed plainly finds what is written well."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(text: str) -> list[tuple[str, int]]:
    """Return the folded words of a text, each with the place where it begins."""
    return [(folded(found.group()), found.start()) for found in _WORD.finditer(text)]


class ActivityIndex:
    """Every activity of a catalogue, made ready once to be found by the starts of its words."""

    def __init__(self, catalogue: "Catalogue") -> None:
        """Take the activities in the catalogue's order, the default edition first."""
        frameworks = sorted(catalogue.frameworks, key=lambda framework: framework is not catalogue.default)
        self._rows = tuple(
            _Row(activity, tuple(_searchable(activity, component)))
            for framework in frameworks
            for component in framework.components
            for activity in component.activities
        )

    @property
    def all(self) -> list[Match]:
        """Every activity, in the catalogue's order."""
        return [Match(row.activity) for row in self._rows]

    def matches(self, query: str) -> list[Match]:
        """Return what fits every typed word, labels first; slips of the fingers only if nothing else fits."""
        typed = [word for word, _ in words_of(query)]
        if not typed:
            return []
        return self._beginning_with(typed) or self._written_like(typed)

    def _beginning_with(self, typed: list[str]) -> list[Match]:
        found: list[tuple[tuple[int, int], Match]] = []
        for row in self._rows:
            hits = [_best(row.words, word) for word in typed]
            if all(hits):
                kept = [hit for hit in hits if hit is not None]
                spans = [(hit.start, hit.start + len(word)) for hit, word in zip(kept, typed, strict=True)]
                rank = (max(hit.source for hit in kept), sum(hit.source for hit in kept))
                found.append((rank, Match(row.activity, _joined(spans))))
        found.sort(key=lambda pair: pair[0])
        return [match for _, match in found]

    def _written_like(self, typed: list[str]) -> list[Match]:
        if min(len(word) for word in typed) < 4:
            return []
        found: list[tuple[float, Match]] = []
        for row in self._rows:
            scored = [_closest(row.words, word) for word in typed]
            worst = min(likeness for likeness, _ in scored)
            if worst >= _LIKE:
                spans = [(word.start, word.start + len(word.text)) for _, word in scored]
                found.append((-worst, Match(row.activity, _joined(spans))))
        found.sort(key=lambda pair: pair[0])
        return [match for _, match in found[:8]]


def _searchable(activity: "Activity", component: "Component") -> Iterator[_Word]:
    yield from (_Word(word, _LABEL, start) for word, start in words_of(activity.label))
    yield from _aside(activity.search, _SYNONYM)
    yield from _aside((activity.statement,), _STATEMENT)
    yield from _aside((component.short, component.name, *component.search), _COMPONENT)


def _aside(texts: Iterable[str], source: int) -> Iterator[_Word]:
    return (_Word(word, source, -1) for text in texts for word, _ in words_of(text))


def _best(words: tuple[_Word, ...], typed: str) -> _Word | None:
    # Words stand in the order of their sources, so the first hit is the best one.
    return next((word for word in words if word.text.startswith(typed)), None)


def _closest(words: tuple[_Word, ...], typed: str) -> tuple[float, _Word]:
    from rapidfuzz.fuzz import ratio  # at first use: most searches find what they want without it

    def likeness(word: _Word) -> float:
        return max(ratio(typed, word.text), ratio(typed, word.text[: len(typed)]) - 6)

    named = [word for word in words if word.source <= _SYNONYM]
    best = max(named, key=likeness)
    return likeness(best), best


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted({span for span in spans if span[0] >= 0}))
