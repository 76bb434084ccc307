"""Names of files that came from elsewhere, made fit to be shown and to be a name on any disk."""

import re
import unicodedata

from isp_journal.file_kinds import ENDINGS

LONGEST = 120
# A name has 255 bytes at most on the usual disks; what is half written there has a little more than the name.
MOST_BYTES = 230
UNNAMED = "attachment"
_LONGEST_ENDING = 16
_SEPARATORS = re.compile(r"[/\\\u2044\u2215\u29f8\uff0f\uff3c]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Controls, signs that turn the direction of writing or show nothing, halves of characters, and what Unicode leaves
# free: a name that shows one thing and is another.
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\..*)?", re.IGNORECASE)


def clean(name: str, media: str = "") -> str:
    """Return the name without folders and without what could mislead or harm; one that is left empty gets another.

    A picture or PDF (`media`) gets an ending that fits it, so that no other program takes it for something else.
    """
    last = next((part for part in reversed(_SEPARATORS.split(name)) if _shown(part)), "")
    plain = _shown(last) or UNNAMED
    endings = ENDINGS.get(media, ())
    if endings and not plain.lower().endswith(endings):
        plain += endings[0]
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    return _shortened(plain)


def _shown(part: str) -> str:
    kept = "".join(" " if sign.isspace() else sign for sign in part if sign.isspace() or _stays(sign))
    kept = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", kept))
    return " ".join(kept.split()).strip(". ")


def _stays(sign: str) -> bool:
    return unicodedata.category(sign) not in _DROPPED


def _shortened(name: str) -> str:
    """Return a name that is short enough, with its ending kept."""
    if len(name) <= LONGEST and len(name.encode()) <= MOST_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = f".{ending}" if dot and stem and len(ending) < _LONGEST_ENDING and len(ending.encode()) < 64 else ""
    stem = name.removesuffix(tail)[: LONGEST - len(tail)]
    while len(stem.encode()) + len(tail.encode()) > MOST_BYTES:
        stem = stem[:-1]
    return (stem.rstrip(". ") or UNNAMED) + tail
