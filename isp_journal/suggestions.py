"""Suggests activities for the words of a passage, with the words that caused each; nothing is tagged by itself."""

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from isp_journal.activity_search import words_of

if TYPE_CHECKING:
    from isp_journal.framework import Activity, Catalogue

_PLAIN = frozenset(
    (
        "a about all an and any are as at be been but by can do each for from get had has have he her him "
        "his how i if in into is it its made make me more my need no not of on or other our out own people "
        "she so some support than that the their them then there they this to two up us use used was way we "
        "were what when which who will with within work you your"
    ).split()
)
_ENDINGS = ("ingly", "ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "y", "e")
_SHORTEST_STEM = 3
_LEAST_SINGLE = 5
_NEAR = 6
_ENOUGH = 0.5


class Suggestion(NamedTuple):
    """An activity that a passage may show, with the passage's own words that speak for it."""

    activity: "Activity"
    words: str


class _Cue(NamedTuple):
    """A search phrase of an activity, as stems."""

    activity: "Activity"
    stems: tuple[str, ...]


class _Found(NamedTuple):
    """How much of a passage speaks for an activity, and which of its words do so most."""

    weight: float
    start: int
    end: int


class Suggester:
    """Knows the search phrases and telling words of a catalogue, and how many activities share each."""

    def __init__(self, catalogue: "Catalogue") -> None:
        """Take the activities of the default edition."""
        activities = catalogue.default.activities
        self._activities = {activity.full_key: activity for activity in activities}
        self._cues = [
            _Cue(activity, stems)
            for activity in activities
            for phrase in activity.search
            if (stems := _stems(phrase)) and _telling(stems)
        ]
        self._shared = Counter(cue.stems for cue in self._cues)
        self._words = {activity.full_key: _telling_words(activity) for activity in activities}
        self._common = Counter(word for words in self._words.values() for word in words)

    def suggest(self, passage: str, limit: int = 2) -> list[Suggestion]:
        """Return the activities that most words of the passage speak for, best first."""
        words = words_of(passage)
        stems = [stem(word) for word, _ in words]
        best = self._by_words(stems)
        for cue in self._cues:
            at = _place(stems, cue.stems)
            if at is not None:
                weight = 2 * len(cue.stems) / self._shared[cue.stems]
                known = best.get(cue.activity.full_key)
                total = weight + (known.weight if known else 0.0)
                best[cue.activity.full_key] = _Found(total, at, at + len(cue.stems))
        ranked = sorted(best.items(), key=lambda found: (-found[1].weight, found[1].start))
        return [
            Suggestion(self._activities[key], _said(passage, words, found.start, found.end))
            for key, found in ranked[:limit]
        ]

    def _by_words(self, stems: list[str]) -> dict[str, _Found]:
        """Find the activities that share two telling words at least with a few words of the passage in a row."""
        found: dict[str, _Found] = {}
        for key, telling in self._words.items():
            places = [at for at, word in enumerate(stems) if word in telling]
            for first, last in pairwise(places):
                if stems[first] == stems[last] or last - first > _NEAR:
                    continue
                weight = sum(1 / self._common[stems[at]] for at in (first, last))
                if weight >= _ENOUGH and (key not in found or weight > found[key].weight):
                    found[key] = _Found(weight, first, last + 1)
        return found


def stem(word: str) -> str:
    """Return a word without its usual English endings, so that 'listened' meets 'listening'."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(stem(word) for word, _ in words_of(phrase))


def _telling(stems: tuple[str, ...]) -> bool:
    """Whether the phrase says enough by itself: two words or more, or one that is not an everyday one."""
    if len(stems) > 1:
        return any(part not in _PLAIN for part in stems)
    return stems[0] not in _PLAIN and len(stems[0]) >= _LEAST_SINGLE - 1


def _place(stems: list[str], wanted: tuple[str, ...]) -> int | None:
    for at in range(len(stems) - len(wanted) + 1):
        if tuple(stems[at : at + len(wanted)]) == wanted:
            return at
    return None


def _telling_words(activity: "Activity") -> frozenset[str]:
    texts = (activity.label, *activity.search)
    found = {stem(word) for text in texts for word, _ in words_of(text) if word not in _PLAIN}
    return frozenset(word for word in found if len(word) > _SHORTEST_STEM)


def _said(passage: str, words: list[tuple[str, int]], start: int, end: int) -> str:
    """Return the passage's own words from one to another."""
    last = words[end - 1][1]
    # Folding may change a word's length, so its end is looked up in the passage itself.
    while last < len(passage) and passage[last].isalnum():
        last += 1
    return passage[words[start][1] : last]
