"""Recovery codes: 128 random bits as twelve words of a list that is made to be copied from paper (BIP 39, English)."""

import unicodedata
from typing import Any

WORDS = 12
BITS = 128


def fresh() -> str:
    """Return a new code from the system's own source of chance."""
    return str(_list().generate(strength=BITS))


def normal(typed: str) -> str:
    """Return what was typed in lower case with single spaces, for comparing; numbers of a printed list are left out."""
    words = unicodedata.normalize("NFKD", typed).lower().replace(",", " ").split()
    return " ".join(word for word in words if not word.rstrip(".").isdecimal())


def problems(typed: str) -> tuple[int, ...]:
    """Return the places, counted from 0, of the words that no code has."""
    known = set(_list().wordlist)
    return tuple(place for place, word in enumerate(normal(typed).split()) if word not in known)


def complete(beginning: str) -> list[str]:
    """Return the words of the list that begin so; none for an empty beginning."""
    start = normal(beginning)
    return [word for word in _list().wordlist if word.startswith(start)] if start else []


def fits(typed: str) -> bool:
    """Tell whether these are twelve known words whose last one fits the others, as in every code that was made."""
    words = normal(typed)
    return len(words.split()) == WORDS and not problems(words) and bool(_list().check(words))


def bits(typed: str) -> bytes:
    """Return the 128 bits that a code stands for; asks for one that fits."""
    return bytes(_list().to_entropy(normal(typed)))


def _list() -> Any:
    from mnemonic import Mnemonic  # at first use: only a locked journal has a code

    return Mnemonic("english")
