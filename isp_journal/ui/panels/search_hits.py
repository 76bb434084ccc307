"""Where the words that were searched for stand in the text of an entry that is being read."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")


class Wanted(NamedTuple):
    """Words that follow each other; `open_end` means that the last one may go on, as while it is being typed."""

    words: tuple[str, ...]
    open_end: bool = False


class Word(NamedTuple):
    """A word of a text, folded, with its place."""

    folded: str
    start: int
    end: int


def wanted(typed: str, found: Sequence[str] = ()) -> list[Wanted]:
    """Return what a search asks for: single words, "phrases" whole, the last word as a beginning.

    `found` are words that the index answered with: it knows other forms of a word, such as 'greeted' for 'greeting'.
    """
    asked: list[Wanted] = []
    for number, piece in enumerate(typed.split('"')):
        words = tuple(word.folded for word in words_of(piece))
        if number % 2 and typed.count('"') > number:
            asked += [Wanted(words)] if words else []
        else:
            asked += [Wanted((word,)) for word in words]
    if asked and typed[-1:].isalnum() and typed.count('"') % 2 == 0:
        asked[-1] = asked[-1]._replace(open_end=True)
    return asked + [Wanted((folded(word),)) for word in found]


def hits(text: str, asked: Sequence[Wanted]) -> list[tuple[int, int]]:
    """Return where any of it stands, in the order of the text; stretches that overlap are one."""
    words = words_of(text) if asked else []
    found: list[tuple[int, int]] = []
    for at, first in enumerate(words):
        ends = [_end(words, at, one) for one in asked]
        end = max((end for end in ends if end is not None), default=None)
        if end is None:
            continue
        if found and first.start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first.start, end))
    return found


def words_of(text: str) -> list[Word]:
    """Return the words of a text as the index knows them: case and accents aside."""
    return [Word(folded(one.group()), *one.span()) for one in _WORD.finditer(text)]


def folded(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.lower()
    bare = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).lower()


def _end(words: list[Word], at: int, one: Wanted) -> int | None:
    there = words[at : at + len(one.words)]
    if len(there) < len(one.words):
        return None
    *first, last = zip(there, one.words, strict=True)
    if any(word.folded != asked for word, asked in first):
        return None
    word, asked = last
    fits = word.folded.startswith(asked) if one.open_end else word.folded == asked
    return word.end if fits else None
