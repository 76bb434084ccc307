"""The sentence around the cursor, for a tag that is set without selecting anything first.

Patterns are compiled when a sentence is first asked for, which keeps 2 ms out of the start; re remembers them.
"""

import re

_MARKER = r"(?:[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\d{1,9}[.)][ \t]+))*[ \t]*"
_WORDLESS = r"[-*_=`~#>+|:\s]*|\s*\d{1,9}[.)]"
_SPACE = r"\s*"
_CLOSERS = r"[\"'\u2019\u201d\u00bb\u203a)\]}*_~`]*"
_STOP = rf"([.!?\u2026]+)({_CLOSERS})(?=\s|$)|[\u3002\uff01\uff1f]+[\u300d\u300f\uff09\"'\u201d)]*"
_OPENERS = "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u2039\u00bf\u00a1([{*_~`"
_TITLES = "dr mr mrs ms mx prof rev hon st mt gov sen rep capt lt col gen sgt vs e.g eg i.e ie cf viz approx dept est"
_COUNTED = "no nos nr p pp fig figs vol vols ch sec art eq ex para tab app ed v"
_SHORTENED = (
    "etc al inc ltd co corp jr sr esq a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun min mins hr hrs max misc incl excl ext tel"
)
_NEVER_LAST = frozenset(_TITLES.split())
_BEFORE_A_NUMBER = frozenset(_COUNTED.split())
_SOMETIMES_LAST = frozenset(_SHORTENED.split())
_INITIALS = r"(?:\w{1,2}\.)*[^\W\d_]"
_LONGEST = 40


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Return start and end of the sentence around a position, never past its line and without Markdown's line markers.

    Between two sentences it is the one that just ended, unless the position is where the next one begins. A line
    without words gives (position, position).
    """
    position = max(0, min(position, len(text)))
    first = text.rfind("\n", 0, position) + 1
    last = text.find("\n", position)
    line = text[first : last if last >= 0 else len(text)].rstrip()
    begin = _end_of(_MARKER, line, 0)
    if begin >= len(line) or re.fullmatch(_WORDLESS, line):
        return position, position
    for stop in re.compile(_STOP).finditer(line, begin):
        after = _end_of(_SPACE, line, stop.end())
        if not _is_end(line, stop, after):
            continue
        if position - first < after or after == len(line):
            return first + begin, first + stop.end()
        begin = after
    return first + begin, first + len(line)


def _end_of(pattern: str, line: str, start: int) -> int:
    """Return where a run of markers or white space ends."""
    found = re.compile(pattern).match(line, start)
    return found.end() if found else start


def _is_end(line: str, stop: re.Match[str], after: int) -> bool:
    """Tell whether a full stop, question or exclamation mark ends its sentence here."""
    following = line[after : after + _LONGEST].lstrip(_OPENERS)
    mark, closers = stop.group(1), stop.group(2)
    if not following or mark is None:
        return True
    goes_on = following[0].islower()
    if mark != ".":
        return not (goes_on and (closers or mark[0] in ".\u2026"))
    if goes_on and closers:
        return False
    return not _is_abbreviated(line[max(0, stop.start() - _LONGEST) : stop.start()], following)


def _is_abbreviated(before: str, following: str) -> bool:
    """Tell whether the full stop belongs to the word before it, given what follows."""
    words = before.split()
    word = words[-1].lstrip(_OPENERS) if words else ""
    short = word.casefold()
    if short in _NEVER_LAST:
        return True
    if short in _BEFORE_A_NUMBER:
        return following[0].isdigit()
    if len(word) == 1 and word.isupper():
        return word != "I"
    if short in _SOMETIMES_LAST or re.fullmatch(_INITIALS, word):
        return not following[0].isupper()
    return False
