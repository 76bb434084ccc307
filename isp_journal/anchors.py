"""Passages of a text that find their place again after edits.

An anchor follows the text-quote selector of the W3C Web Annotation model (https://www.w3.org/TR/annotation-model/):
the quoted words with a little of what stands before and after, and the place they had. All positions are Python
string positions (code points); `to_utf16` and `from_utf16` change them for Qt, which counts UTF-16 code units.

While a text is being edited, three calls keep a tag on its words, and each may say None, which is 'loose':

- `narrowed` makes the least edit out of what an editor reports (Qt names whole blocks when only their format changed).
- `moved` carries the anchors over that edit.
- `restored` brings a passage back whose words came back: by undo, by paste, or by typing them again in their place.

`find` does the same without knowing the edits: for a text read from elsewhere. Rather loose than on other words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isp_journal.sentences import sentence_at

__all__ = ["Anchor", "anchor", "find", "from_utf16", "moved", "narrowed", "restored", "sentence_at", "to_utf16"]

CONTEXT = 32
"""How many characters an anchor keeps of what stands before and after its words."""

# How far out the known surroundings are looked for: a sentence written in between must not hide them.
_NEARBY = 3 * CONTEXT
# From so many places on words are too common to be told apart, and up to so few it pays to compare loosely.
_MANY, _FEW = 64, 12
# Shorter runs of letters (' the ', 'ing. ') stand in any two texts and prove nothing.
_BLOCK = 8
# The share of its surroundings a place must keep on each side, and its lead over the next best place.
_ALIKE, _CLEARLY = 0.5, 0.5
_LETTERS = r"[\w\u0300-\u036f]+"
_WORD = rf"{_LETTERS}(?:['\u2019-]{_LETTERS})*"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands in one text, by place, by words and by up to 32 characters on each side."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """Mark a passage, without the white space at its ends; ValueError if no words are left or it leaves the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage from {start} to {end} in a text of {len(text)} characters")
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip())
    end -= len(quote) - len(quote.rstrip())
    if start >= end:
        raise ValueError("a passage needs words, not only white space")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def find(text: str, wanted: Anchor) -> Anchor | None:
    """Find the anchor's words in a text now, or None where that cannot be told safely.

    The words must be the same; white space between them may differ, and the new quote is what stands in the text.
    With its surroundings unchanged a passage is found at its old place, or anywhere if they exist once. Otherwise what
    stands around decides: of several places the clearly best one, and a single one only if it kept its surroundings.
    """
    whole = wanted.prefix + wanted.quote + wanted.suffix
    first = wanted.start - len(wanted.prefix)
    if not wanted.quote.strip():
        return None
    if first >= 0 and text.startswith(whole, first):
        return anchor(text, wanted.start, wanted.start + len(wanted.quote))
    unchanged = _in_same_surroundings(text, whole, wanted)
    if unchanged:
        start = unchanged[0] + len(wanted.prefix)
        return anchor(text, start, start + len(wanted.quote)) if len(unchanged) == 1 else None
    places = _places(text, wanted.quote)
    if len(places) > _MANY or wanted.quote in wanted.prefix + "\0" + wanted.suffix:
        return None
    chosen = _clearly_best(text, places, wanted)
    return anchor(text, *chosen) if chosen else None


def moved(
    anchors: Sequence[Anchor | None], position: int, removed: int, added: int, text_after: str
) -> tuple[Anchor | None, ...]:
    """Carry the anchors over one edit, which put `added` characters for `removed` ones at `position`.

    An edit inside a passage changes its words and an edit over its edge cuts it, as long as one word of it is kept;
    what is written exactly at its start or end stays outside. None: its words are gone, or it was loose before.
    """
    return tuple(each and _carried(each, position, removed, added, text_after) for each in anchors)


def restored(
    text: str, live: Anchor | None, known: Iterable[Anchor], inserted: tuple[int, int] = (0, 0)
) -> Anchor | None:
    """Give a tag its words back if they came back, else leave it as it is.

    `known` are older anchors of the same tag, the most wanted first: as placed, then as last seen. A loose tag returns
    to whichever is found; one that was cut or changed returns only where it overlaps the passage it still has.
    `inserted` is the stretch that the last edit put in: words that came in one piece, and stand nowhere else, are
    found wherever that is (cut and paste).
    """
    for wanted in known:
        if live and live.quote == wanted.quote:
            return live
        found = find(text, wanted)
        if found and (not live or (found.start < live.end and live.start < found.end)):
            return found
        if not live:
            places = _places(text, wanted.quote)
            if len(places) == 1 and inserted[0] <= places[0][0] and places[0][1] <= inserted[1]:
                return anchor(text, *places[0])
    return live


def narrowed(before: str, after: str, position: int, removed: int) -> tuple[int, int, int]:
    """Return the least edit (position, removed, added) within the stretch that an editor says it replaced.

    A word put for another is taken whole, also where both begin or end with the same letters.
    """
    position = min(position, len(before))
    removed = min(removed, len(before) - position)
    old = before[position : position + removed]
    new = after[position : position + max(0, removed + len(after) - len(before))]
    same = _shared(old, new)
    kept = _shared(old[same:][::-1], new[same:][::-1])
    if same + kept < min(len(old), len(new)):
        if re.match(r"\w", old[same]) or re.match(r"\w", new[same]):
            same = len(re.sub(r"\w+\Z", "", old[:same]))
        if re.match(r"\w", old[-kept - 1]) or re.match(r"\w", new[-kept - 1]):
            kept -= len(old[len(old) - kept :]) - len(re.sub(r"\A\w+", "", old[len(old) - kept :]))
    return position + same, len(old) - same - kept, len(new) - same - kept


def to_utf16(text: str, position: int) -> int:
    """Return how many UTF-16 code units stand before a position of the text."""
    if text.isascii():
        return min(position, len(text))
    return len(text[:position].encode("utf-16-le", "surrogatepass")) // 2


def from_utf16(text: str, position: int) -> int:
    """Return the text position after so many UTF-16 code units; between the halves of a character, the one before."""
    if text.isascii():
        return min(position, len(text))
    head = text[:position]
    units = head.encode("utf-16-le", "surrogatepass")
    if len(units) == 2 * len(head):
        return len(head)
    whole = units[: 2 * position].decode("utf-16-le", "surrogatepass")
    halved = bool(whole) and whole[-1] != head[len(whole) - 1]
    return len(whole) - halved


def _shared(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        same = one[low:middle] == other[low:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def _places(text: str, quote: str) -> list[tuple[int, int]]:
    """List where the words stand, as they are or else with other white space between them, until they are too many."""
    found: list[tuple[int, int]] = []
    place = text.find(quote)
    while place >= 0 and len(found) <= _MANY:
        found.append((place, place + len(quote)))
        place = text.find(quote, place + 1)
    words = quote.split()
    if found or len(words) == 1 or not all(word in text for word in words):
        return found
    spaced = re.compile(r"\s+".join(map(re.escape, words)))
    match = spaced.search(text)
    while match and len(found) <= _MANY:
        found.append(match.span())
        match = spaced.search(text, match.start() + 1)
    return found


def _in_same_surroundings(text: str, whole: str, wanted: Anchor) -> list[int]:
    """List one or two places where the words stand with all that was around them, the ends of the text included."""
    found: list[int] = []
    place = text.find(whole)
    while place >= 0 and len(found) <= 1:
        begins = place == 0 or len(wanted.prefix) == CONTEXT
        if begins and (place + len(whole) == len(text) or len(wanted.suffix) == CONTEXT):
            found.append(place)
        place = text.find(whole, place + 1)
    return found


def _clearly_best(text: str, places: list[tuple[int, int]], wanted: Anchor) -> tuple[int, int] | None:
    """Choose the one place whose surroundings are much more alike than those of any other."""
    loosely = len(places) <= _FEW
    ranked = []
    for start, end in places:
        before = _likeness(wanted.prefix[::-1], text[max(0, start - _NEARBY) : start][::-1], loosely)
        after = _likeness(wanted.suffix, text[end : end + _NEARBY], loosely)
        ranked.append((before + after, min(before, after), (start, end)))
    ranked.sort(reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY):
        return None
    _, weaker, place = ranked[0]
    return place if weaker >= _ALIKE or _one_side_proves(text, place, wanted) else None


def _likeness(known: str, here: str, loosely: bool) -> float:
    """Tell from 0 to 1 how much of the known surroundings stands here, read outwards from the passage."""
    known, here = re.sub(r"\s+", " ", known), re.sub(r"\s+", " ", here)
    if not known.strip():
        return 1.0 if not here.strip() else 0.0
    same = _shared(known, here)
    if loosely and same < len(known):
        # At first use: not needed for the window's start.
        from difflib import SequenceMatcher

        blocks = SequenceMatcher(None, known, here, autojunk=False).get_matching_blocks()
        same = max(same, sum(block.size for block in blocks if block.size >= _BLOCK))
    return same / len(known)


def _one_side_proves(text: str, place: tuple[int, int], wanted: Anchor) -> bool:
    """Tell whether one side is whole here and nowhere else, while the other side is gone: no rival place is left."""
    start, end = place
    before = len(wanted.prefix) == CONTEXT and text[max(0, start - CONTEXT) : start] == wanted.prefix
    after = len(wanted.suffix) == CONTEXT and text[end : end + CONTEXT] == wanted.suffix
    if before == after:
        return False
    kept, lost = (wanted.prefix, wanted.suffix) if before else (wanted.suffix, wanted.prefix)
    return text.find(kept) == text.rfind(kept) and (not lost.strip() or lost.strip() not in text)


def _carried(each: Anchor, position: int, removed: int, added: int, text: str) -> Anchor | None:
    """Carry one anchor over an edit; one that does not fit the text afterwards is looked for instead."""
    behind = position + removed
    if position >= each.end:
        start, end = each.start, each.end
        fresh = position - CONTEXT >= end
    elif behind <= each.start:
        start, end = each.start + added - removed, each.end + added - removed
        fresh = behind + CONTEXT <= each.start
    else:
        return _edited(each, position, removed, added, text)
    if not text.startswith(each.quote, start):
        return find(text, each)
    if not fresh:
        return anchor(text, start, end)
    return each if start == each.start else Anchor(start, end, each.quote, each.prefix, each.suffix)


def _edited(each: Anchor, position: int, removed: int, added: int, text: str) -> Anchor | None:
    """Keep of an anchor what an edit inside it or over its edge leaves, or None if no word of it is left."""
    left, right = position - each.start, position + removed - each.start
    written = text[position : position + added]
    words = list(re.finditer(_WORD, each.quote)) or list(re.finditer(r"\S+", each.quote))
    if not any(_survives(*word.span(), (left, right), written) for word in words):
        return None
    if left <= 0:
        kept = each.quote[right:]
        start, end = position + added, position + added + len(kept)
        fits = text.startswith(kept, start)
    else:
        kept = each.quote[right:] if right < len(each.quote) else ""
        start, end = each.start, position + (added + len(kept) if kept else 0)
        fits = text.startswith(each.quote[:left], start) and text.startswith(kept, position + added)
    return anchor(text, start, end) if fits else find(text, each)


def _survives(start: int, end: int, edit: tuple[int, int], written: str) -> bool:
    """Tell whether a word is untouched, or corrected inside with half of its letters kept."""
    left, right = edit
    if end <= left or right <= start:
        return True
    corrected = start < left and right < end and 2 * (right - left) <= end - start
    return corrected and not any(map(str.isspace, written))
