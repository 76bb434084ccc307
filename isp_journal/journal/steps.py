"""Which state of an entry must not get lost between two versions, while somebody types and saves twice a second."""

from isp_journal.model import Entry

# Characters that are taken out at once, or bit by bit with the key held down, before it is more than a correction.
MUCH = 200
# Longer texts are compared by their lengths alone: a save must not wait.
LONGEST = 200_000


class Steps:
    """Watches the saves of the entry that is being written; belongs to whoever saves."""

    def __init__(self) -> None:
        self._fullest: Entry | None = None

    def to_keep(self, before: Entry, after: Entry) -> Entry | None:
        """Return the fullest state since the last such step, when this save takes much away from it, else None."""
        fullest = self._fullest
        if fullest is None or fullest.id != before.id or len(before.body) >= len(fullest.body):
            fullest = before
        self._fullest = fullest
        if len(fullest.body) - len(after.body) > MUCH:
            return fullest
        return before if _taken_out(before.body, after.body) > MUCH else None

    def kept(self) -> None:
        """Begin anew: the state that had to be kept is on disk."""
        self._fullest = None


def _taken_out(before: str, after: str) -> int:
    """Return how many characters of a text were replaced or removed by one edit."""
    if len(before) <= MUCH or len(before) > LONGEST:
        return 0
    start = _alike(before, after)
    return len(before) - start - _alike(before[start:][::-1], after[start:][::-1])


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        # The part up to `low` is the same already.
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
