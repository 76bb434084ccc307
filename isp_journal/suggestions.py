"""Suggests activities for the words of a passage, with the words that caused each; nothing is tagged by itself."""

from collections import Counter
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


class Suggestion(NamedTuple):
    """An activity that a passage may show, with the passage's own words that speak for it."""

    activity: "Activity"
    words: str


class _Cue(NamedTuple):
    """A search phrase of an activity, as stems."""

    activity: "Activity"
    stems: tuple[str, ...]


class Suggester:
    """Knows the search phrases of a catalogue, and how many activities share each."""

    def __init__(self, catalogue: "Catalogue") -> None:
        """Take the search phrases of every activity of the default edition."""
        self._cues = [
            _Cue(activity, stems)
            for activity in catalogue.default.activities
            for phrase in activity.search
            if (stems := _stems(phrase)) and _telling(stems)
        ]
        self._shared = Counter(cue.stems for cue in self._cues)

    def suggest(self, passage: str, limit: int = 2) -> list[Suggestion]:
        """Return the activities that most words of the passage speak for, best first."""
        words = words_of(passage)
        stems = [stem(word) for word, _ in words]
        best: dict[str, tuple[float, int, Suggestion]] = {}
        for cue in self._cues:
            at = _place(stems, cue.stems)
            if at is None:
                continue
            first, last = words[at], words[at + len(cue.stems) - 1]
            said = passage[first[1] : last[1] + _length(passage, last)]
            weight = (len(cue.stems) + len("".join(cue.stems)) / 40) / self._shared[cue.stems]
            known = best.get(cue.activity.full_key)
            total = weight + (known[0] if known else 0.0)
            words_said = said if known is None or weight > known[0] else known[2].words
            best[cue.activity.full_key] = (total, -at, Suggestion(cue.activity, words_said))
        ranked = sorted(best.values(), key=lambda found: (-found[0], -found[1]))
        return [suggestion for _, _, suggestion in ranked[:limit]]


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


def _length(passage: str, word: tuple[str, int]) -> int:
    # Folding may change a word's length, so its end is looked up in the passage itself.
    end = word[1]
    while end < len(passage) and passage[end].isalnum():
        end += 1
    return end - word[1]
