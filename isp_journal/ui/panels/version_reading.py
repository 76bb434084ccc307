"""What an entry said before and what differs from now, made ready to be shown; all of it runs on the reading thread."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from isp_journal.errors import Refused
from isp_journal.ui import wording
from isp_journal.ui.dates import clock, moment
from isp_journal.ui.editor.text import tidied
from isp_journal.word_diff import Piece, diff

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Entry, Tag

Span = tuple[int, int]

AROUND = 400
"""How many characters that did not change are shown on each side of a change."""

LONGEST_CHANGE = 20_000
SENTENCE_ENDS = tuple(".!?…。")
MOST_SHOWN = 200_000
_SHORTENED = 80
_NAMELESS = "somebody who is no longer in the journal"
_PLACELESS = "a site that is no longer in the journal"
_PAIR_OR_WIDE = re.compile("\n\n|[\U00010000-\U0010ffff]")


class VersionRow(NamedTuple):
    """One earlier version: its revision, and up to when the entry said so."""

    revision: int
    until: str


class Change(NamedTuple):
    """One change: what only the version says and what only the entry of now says, with where both stand as shown."""

    gone: str
    new: str
    span: Span

    def words(self) -> str:
        """Return the change as somebody hears it who does not see it."""
        if not self.gone:
            return f"Only now: {_spoken(self.new)}"
        if not self.new:
            return f"Only then: {_spoken(self.gone)}"
        return f"Then {_spoken(self.gone)}, now {_spoken(self.new)}"


class MarkedText(NamedTuple):
    """A text with its marks, as places in the document that shows it."""

    text: str
    gone: tuple[Span, ...] = ()
    new: tuple[Span, ...] = ()
    left_out: tuple[Span, ...] = ()
    changes: tuple[Change, ...] = ()


class Difference(NamedTuple):
    """All that is shown of one version: its own text, the text with the changes marked, and what else was different."""

    revision: int
    until: str
    then: str
    marked: MarkedText
    facts: tuple[str, ...]


def read_rows(journal: Journal, identity: str) -> list[VersionRow]:
    """Read which earlier versions of an entry there are, newest first."""
    kept = journal.entries.versions(identity, contents=False)
    return [VersionRow(one.revision, moment(one.kept_at, date.today())) for one in kept]


def read_difference(journal: Journal, identity: str, row: VersionRow) -> Difference:
    """Read what differs between a version and the entry of now; Refused where one of them is not there."""
    then, now = journal.entries.version(identity, row.revision), journal.entries.get(identity)
    before, after = tidied(then.body), tidied(now.body)
    facts = tuple(_facts(journal, then, now))
    return Difference(row.revision, row.until, before, marked(diff(before, after)), facts)


def marked(pieces: Sequence[Piece]) -> MarkedText:
    """Return both texts in one with the places of the changes; what is the same far from any change is left out."""
    found = _Marking()
    pieces = _slid(pieces)
    for number, piece in enumerate(pieces):
        if found.length > MOST_SHOWN:
            found.put("left_out", "\n\n[… the rest is too long to be shown here …]")
            break
        if piece.kind == "same":
            _put_same(found, piece.text, first=number == 0, last=number == len(pieces) - 1)
        else:
            _put_long(found, piece)
    return found.text()


def _slid(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with a sentence that came in or went taken with its own full stop, not with the one before."""
    found = list(pieces)
    for at in range(1, len(found) - 1):
        before, piece, after = found[at - 1 : at + 2]
        mark = piece.text[:1]
        if (before.kind, after.kind) == ("same", "same") and piece.kind != "same" and after.text.startswith(mark):
            if mark not in SENTENCE_ENDS or len(piece.text) == 1:
                continue
            found[at - 1] = before._replace(text=before.text + mark)
            found[at] = piece._replace(text=piece.text[1:] + mark)
            found[at + 1] = after._replace(text=after.text[1:])
    return [piece for piece in found if piece.text]


def _put_same(found: _Marking, text: str, *, first: bool, last: bool) -> None:
    before, after = (0 if first else AROUND), (0 if last else AROUND)
    if len(text) <= before + after + AROUND or (first and last):
        found.put("same", text[:MOST_SHOWN] if first and last else text)
        return
    head, tail = _whole_words(text, before, len(text) - after)
    count = len(text[len(head) : len(text) - len(tail)].split())
    found.put("same", head)
    said = f"[… {wording.counted(count, 'word', 'words')} the same …]"
    found.put("left_out", (" …\n\n" if head else "") + said + ("\n\n… " if tail else ""))
    found.put("same", tail)


def _put_long(found: _Marking, piece: Piece) -> None:
    found.put(piece.kind, piece.text[:LONGEST_CHANGE])
    rest = len(piece.text[LONGEST_CHANGE:].split())
    if rest:
        found.put("left_out", f" [… {wording.counted(rest, 'word', 'words')} more …] ")


def _whole_words(text: str, before: int, from_end: int) -> tuple[str, str]:
    """Return the beginning and the end of a text, about so long, without cutting a word."""
    head_end = text.rfind(" ", 0, before) if before else 0
    tail_start = text.find(" ", from_end) + 1 if from_end < len(text) else len(text)
    head_end = before if head_end < 0 else head_end
    tail_start = from_end if tail_start == 0 else tail_start
    return text[:head_end], text[tail_start:]


class _Marking:
    """Puts pieces together and remembers where they stand."""

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[tuple[str, str]] = []

    def put(self, kind: str, text: str) -> None:
        """Add some text of a kind."""
        if text:
            self._parts.append((kind, text))
            self.length += len(text)

    def text(self) -> MarkedText:
        """Return the whole, with places as Qt counts them in the document."""
        whole = "".join(text for _kind, text in self._parts)
        place = _places(whole)
        spans: dict[str, list[Span]] = {"same": [], "gone": [], "new": [], "left_out": []}
        changes: list[Change] = []
        at, joins = 0, False
        for kind, text in self._parts:
            # Spaces at its ends are not marked, so that words are and nothing else.
            start = at + (len(text) - len(text.lstrip()) if text.strip() else 0)
            span = place(start), place(start + len(text.strip() or text))
            at += len(text)
            spans[kind].append(span)
            if kind in ("gone", "new"):
                if joins and not changes[-1].new and kind == "new":
                    changes[-1] = changes[-1]._replace(new=text, span=(changes[-1].span[0], span[1]))
                else:
                    changes.append(Change(text if kind == "gone" else "", text if kind == "new" else "", span))
            joins = kind == "gone"
        return MarkedText(whole, tuple(spans["gone"]), tuple(spans["new"]), tuple(spans["left_out"]), tuple(changes))


def _places(text: str) -> Callable[[int], int]:
    """Return how places in a written text become places in its document: a pair of breaks is one, wide signs are two.

    All at once, since a text may have thousands of changes.
    """
    pairs: list[int] = []
    wide: list[int] = []
    for found in _PAIR_OR_WIDE.finditer(text):
        (pairs if found.group() == "\n\n" else wide).append(found.end())
    return lambda place: place - bisect_right(pairs, place) + bisect_right(wide, place)


def _spoken(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return "a space or a line break"
    return f"“{words}”" if len(words) <= _SHORTENED else f"“{words[:_SHORTENED].rstrip()} …”"


def _facts(journal: Journal, then: Entry, now: Entry) -> Iterator[str]:
    """Yield what else was different, a sentence each."""
    yield from _fields(journal, then, now)
    yield from _only("People", *([_person(journal, one) for one in entry.people] for entry in (then, now)))
    yield from _only("Labels", then.labels, now.labels)
    yield from _tags(journal, then.tags, now.tags)


def _fields(journal: Journal, then: Entry, now: Entry) -> Iterator[str]:
    def told(entry: Entry) -> dict[str, str]:
        at = entry.occurred_time
        return {
            "Title": f"“{entry.title}”" if entry.title else "",
            "Date": wording.day(entry.occurred_on, date.today()),
            "Time": clock(at.hour, at.minute) if at else "",
            "Kind": str(entry.kind),
            "Site": _site(journal, entry.site),
            "Mode": str(entry.mode) if entry.mode else "",
            "Minutes": str(entry.minutes) if entry.minutes else "",
        }

    was, is_now = told(then), told(now)
    for name, words in was.items():
        if words != is_now[name]:
            yield f"{name}: {words or 'none'} then, {is_now[name] or 'none'} now."


def _only(name: str, then: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    was, is_now = list(then), list(now)
    parts = [
        f"{', '.join(words)} only {when}"
        for words, when in (
            ([one for one in was if one not in is_now], "then"),
            ([one for one in is_now if one not in was], "now"),
        )
        if words
    ]
    if parts:
        yield f"{name}: {'; '.join(parts)}."


def _tags(journal: Journal, then: Sequence[Tag], now: Sequence[Tag]) -> Iterator[str]:
    was, is_now = {tag.id: tag for tag in then}, {tag.id: tag for tag in now}
    gone = [_label(journal, tag) for key, tag in was.items() if key not in is_now]
    new = [_label(journal, tag) for key, tag in is_now.items() if key not in was]
    # One that was taken away and put on again is the same to whoever reads.
    yield from _only("Tags", gone, new)
    for key in was.keys() & is_now.keys():
        before, after = was[key], is_now[key]
        label = _label(journal, after)
        if before.because != after.because:
            yield f"Why, at {label}: {_quoted(before.because)} then, {_quoted(after.because)} now."
        if _where(before) != _where(after):
            yield f"{label}: {_where(before)} then, {_where(after)} now."


def _where(tag: Tag) -> str:
    if tag.anchor is None:
        return "on the whole entry"
    return f"on {_spoken(tag.anchor.quote)}{', whose words are gone' if tag.loose else ''}"


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "nothing"


def _label(journal: Journal, tag: Tag) -> str:
    if not journal.framework.knows(tag.activity):
        return tag.activity.rpartition("/")[2]
    return journal.framework.activity(tag.activity).label


def _person(journal: Journal, identity: str) -> str:
    try:
        person = journal.people.get(identity)
    except Refused:
        return _NAMELESS
    return _NAMELESS if person.trashed else person.name


def _site(journal: Journal, identity: str | None) -> str:
    if identity is None:
        return ""
    try:
        site = journal.sites.get(identity)
    except Refused:
        return _PLACELESS
    return _PLACELESS if site.trashed else site.name
