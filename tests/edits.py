"""Texts with passages, random edits of them, and a text that knows each of its characters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from hypothesis import strategies as st

from isp_journal.anchors import Anchor, anchor


def passage(text: str, words: str, nth: int = 0) -> Anchor:
    """The nth place of the words in the text as an anchor."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return anchor(text, start, start + len(words))


@dataclass
class Typed:
    """A text that remembers which character is which, through every edit."""

    text: str
    fresh: Iterator[int] = field(default_factory=count)
    ids: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = [next(self.fresh) for _ in self.text]

    def edit(self, position: int, removed: int, added: str, ids: Sequence[int] | None = None) -> "Undo":
        """Change the text and return what takes the change back."""
        behind = position + removed
        undo = Undo(position, len(added), self.text[position:behind], self.ids[position:behind])
        self.text = self.text[:position] + added + self.text[behind:]
        self.ids[position:behind] = ids if ids is not None else [next(self.fresh) for _ in added]
        return undo

    def of(self, found: Anchor) -> list[int]:
        return self.ids[found.start : found.end]


@dataclass(frozen=True)
class Undo:
    position: int
    removed: int
    added: str
    ids: list[int]

    def on(self, typed: Typed) -> None:
        typed.edit(self.position, self.removed, self.added, self.ids)


words = st.sampled_from(
    ["Ana", "listened", "we", "planned", "🎉", "cafe\u0301", "naïve", "👩‍👩‍👧", "site", "don’t", "to", "a"]
)
sentences = st.lists(words, min_size=1, max_size=4).map(lambda found: " ".join(found) + ".")
few_sentences = st.lists(sentences, min_size=1, max_size=3, unique=True)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text in which sentences come again."""
    pool = draw(few_sentences)
    chosen = draw(st.lists(st.sampled_from(pool), min_size=2, max_size=10))
    breaks = draw(st.lists(st.sampled_from([" ", "  ", "\n", "\n\n"]), min_size=len(chosen), max_size=len(chosen)))
    return "".join(sentence + after for sentence, after in zip(chosen, breaks, strict=True))


places = st.integers(min_value=0, max_value=10_000)
additions = st.one_of(st.just(""), sentences, words, st.sampled_from([" ", "\n", "x", "é", "\u0301", "😀", ". Then "]))
scripts = st.lists(st.tuples(places, st.integers(min_value=0, max_value=12), additions), max_size=12)


def applied(typed: Typed, step: tuple[int, int, str]) -> tuple[int, int, int, Undo]:
    """Make one step of a script on the text; where it lands depends on how long the text is now."""
    position = step[0] % (len(typed.text) + 1)
    removed = min(step[1], len(typed.text) - position)
    return position, removed, len(step[2]), typed.edit(position, removed, step[2])


@st.composite
def tagged(draw: st.DrawFn) -> tuple[str, list[Anchor]]:
    """A text and some passages of it."""
    text = draw(texts())
    found = []
    for start, length in draw(st.lists(st.tuples(places, st.integers(1, 30)), min_size=1, max_size=4)):
        begin = start % len(text)
        end = min(begin + length, len(text))
        if text[begin:end].strip():
            found.append(anchor(text, begin, end))
    return text, found
