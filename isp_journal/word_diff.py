"""What changed between two texts, word by word, for whoever looks at an earlier version."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["same", "gone", "new"]
# Two parts are compared exactly when the product of their numbers of words is at most this: about 5 ms.
EXACT = 16_000_000
# Longer ones are parted at words that stand once in both, so many times at most.
DEEPEST = 12
# Scripts that put no spaces between words: each sign is a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Marks that end a word. An apostrophe does not: don't is one word.
_MARKS = r"!-&(-/:-@\[-`{-~\u00a0-\u00bf\u2010-\u2018\u201a-\u205e\u3000-\u303f\uff00-\uff0f"
_WORD = re.compile(rf"\n|[^\S\n]+|[{_UNSPACED}]|[^\s{_MARKS}{_UNSPACED}]+|.", re.DOTALL)


class Piece(NamedTuple):
    """Some words that stand in both texts, only in the one before (gone), or only in the one after (new)."""

    kind: Kind
    text: str


class _Part(NamedTuple):
    """A part of the old words (from `a` to `a_end`) beside one of the new words."""

    a: int
    a_end: int
    b: int
    b_end: int
    depth: int = 0


class _Block(NamedTuple):
    """Words that both have: where they begin in the old and in the new ones, and how many they are."""

    a: int
    b: int
    size: int


def diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other; what is gone stands before what came in its place.

    The time is bounded: long parts that have no word of their own in common are shown as replaced whole.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    numbers: dict[str, int] = {}
    a = [numbers.setdefault(word, len(numbers)) for word in old]
    b = [numbers.setdefault(word, len(numbers)) for word in new]
    return tuple(_pieces(_readable(_changes(a, b), old, new), old, new))


def _pieces(changes: list[_Part], old: list[str], new: list[str]) -> Iterator[Piece]:
    done = 0
    for change in [*changes, _Part(len(old), len(old), len(new), len(new))]:
        parts: tuple[tuple[Kind, list[str]], ...] = (
            ("same", old[done : change.a]),
            ("gone", old[change.a : change.a_end]),
            ("new", new[change.b : change.b_end]),
        )
        yield from (Piece(kind, "".join(words)) for kind, words in parts if words)
        done = change.a_end


def _readable(changes: Iterator[_Part], old: list[str], new: list[str]) -> list[_Part]:
    """Return the changes with those put together that only a space or a short word parts: a person reads phrases."""
    found: list[_Part] = []
    for change in changes:
        if found and _one_change(found[-1], change, old, new):
            found[-1] = found[-1]._replace(a_end=change.a_end, b_end=change.b_end)
        else:
            found.append(change)
    return found


def _one_change(first: _Part, second: _Part, old: list[str], new: list[str]) -> bool:
    between = old[first.a_end : second.a]
    # Three words of ours are a word between two spaces; whatever is longer stands for itself.
    if len(between) > 3 or "\n" in between:
        return False
    length = sum(map(len, between))
    return not "".join(between).strip() or length <= min(_length(first, old, new), _length(second, old, new))


def _length(change: _Part, old: list[str], new: list[str]) -> int:
    gone, came = old[change.a : change.a_end], new[change.b : change.b_end]
    return max(sum(map(len, gone)), sum(map(len, came)))


def _changes(a: list[int], b: list[int]) -> Iterator[_Part]:
    """Yield what lies between the blocks that both have."""
    at, to = 0, 0
    for block in (*_blocks(a, b), _Block(len(a), len(b), 0)):
        if block.a > at or block.b > to:
            yield _Part(at, block.a, to, block.b)
        at, to = block.a + block.size, block.b + block.size


def _blocks(a: list[int], b: list[int]) -> Iterator[_Block]:
    """Yield what both have, in order."""
    waiting: list[_Part | _Block] = [_Part(0, len(a), 0, len(b))]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _Block):
            yield part
            continue
        start = _alike(a, b, part)
        if start:
            yield _Block(part.a, part.b, start)
            part = part._replace(a=part.a + start, b=part.b + start)
        end = _alike_at_end(a, b, part)
        if end:
            part = part._replace(a_end=part.a_end - end, b_end=part.b_end - end)
            waiting.append(_Block(part.a_end, part.b_end, end))
        sizes = (part.a_end - part.a) * (part.b_end - part.b)
        if 0 < sizes <= EXACT:
            yield from _exactly(a, b, part)
        elif sizes and part.depth < DEEPEST:
            waiting.extend(reversed(_parted(a, b, part)))


def _alike(a: list[int], b: list[int], part: _Part) -> int:
    most = min(part.a_end - part.a, part.b_end - part.b)
    return next((n for n in range(most) if a[part.a + n] != b[part.b + n]), most)


def _alike_at_end(a: list[int], b: list[int], part: _Part) -> int:
    most = min(part.a_end - part.a, part.b_end - part.b)
    return next((n for n in range(most) if a[part.a_end - 1 - n] != b[part.b_end - 1 - n]), most)


def _exactly(a: list[int], b: list[int], part: _Part) -> Iterator[_Block]:
    from rapidfuzz.distance import Indel  # at first use: most sessions look at no earlier version

    for step in Indel.opcodes(a[part.a : part.a_end], b[part.b : part.b_end]):
        if step.tag == "equal":
            yield _Block(part.a + step.src_start, part.b + step.dest_start, step.src_end - step.src_start)


def _parted(a: list[int], b: list[int], part: _Part) -> list[_Part | _Block]:
    """Return a long part as the words that stand once in both, and the parts between them; nothing without such."""
    found: list[_Part | _Block] = []
    anchors = _anchors(a, b, part)
    at, to = part.a, part.b
    for here, there in anchors:
        found += [_Part(at, here, to, there, part.depth + 1), _Block(here, there, 1)]
        at, to = here + 1, there + 1
    return [*found, _Part(at, part.a_end, to, part.b_end, part.depth + 1)] if anchors else []


def _anchors(a: list[int], b: list[int], part: _Part) -> list[tuple[int, int]]:
    """Return where words stand that both have once, as many as come in the same order."""
    there = _once(b, part.b, part.b_end)
    pairs = sorted((at, there[word]) for word, at in _once(a, part.a, part.a_end).items() if word in there)
    # The longest row of them that ascends in both: each knows the one before it in the best row that it ends.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, to) in enumerate(pairs):
        length = bisect_left(ends, to)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [to]
        last[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _once(words: list[int], start: int, end: int) -> dict[int, int]:
    """Return the words that stand once between two places, and where."""
    counted = Counter(words[start:end])
    return {word: at for at, word in enumerate(words[start:end], start) if counted[word] == 1}
