"""Fifty made-up words that a person brings into the program, and the search for them where no word may stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

# What each word is used for: those that a journal keeps, those that are only asked for, and passphrases.
KEPT = (
    "author title body second-body last-words because site second-site person other-person pseudonym site-pseudonym "
    "name-changed position label second-label note second-note markdown link alt-text heading file-name file-content "
    "picture-name picture-content dropped-name dropped-content trashed-title trashed-body pasted replaced"
).split()
ASKED = "unsaved searched searched-backup found-here palette unknown-person picker date-typed folder".split()
SECRET = (
    "passphrase-one passphrase-two passphrase-three passphrase-four wrong-passphrase new-one new-two new-three new-four"
).split()
USES = (*KEPT, *ASKED, *SECRET)
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_BEGINNINGS, _MIDDLES, _ENDS = "bdfgklmnprstvz", "aeiou", "bdgklmnrxz"


def _made_up(chance: Random) -> str:
    parts = (chance.choice(_BEGINNINGS) + chance.choice(_MIDDLES) + chance.choice(_ENDS) for _ in range(4))
    return "".join(parts)


def words(seed: int = 50) -> dict[str, str]:
    """Return the words by their use: twelve letters each, in no language, and the same each time."""
    chance = Random(seed)
    return {use: _made_up(chance) for use in USES}


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that stands in a file or in its name, with the use that it was made for."""

    file: Path
    use: str


def hits_in(text: str, planted: dict[str, str]) -> set[str]:
    """Return the uses of the words that stand in a text, whatever the case of their letters."""
    low = text.lower()
    return {use for use, word in planted.items() if word in low}


def hits(files: Iterable[Path], below: Path, planted: dict[str, str]) -> Iterator[Hit]:
    """Yield each word that stands in the files or their names, in UTF-8 and UTF-16, whatever its letters' case."""
    forms = {use: [word.encode(encoding) for encoding in _ENCODINGS] for use, word in planted.items()}
    for file in files:
        content = file.read_bytes().lower()
        named = hits_in(file.relative_to(below).as_posix(), planted)
        for use, sought in forms.items():
            if use in named or any(form in content for form in sought):
                yield Hit(file, use)
