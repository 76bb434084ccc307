"""How each kind of thing in a timeline is shown: one renderer a kind, registered where the window is put together.

A renderer turns a thing into a row of words; painting, walking and opening rows is the timeline's business, which
knows no kinds. A new kind brings its query to the journal's history and its renderer here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from isp_journal.framework import Activity, Catalogue
from isp_journal.model import Note, Passage

if TYPE_CHECKING:
    from isp_journal.journal.history import Item

# How much of an entry the history gives as its beginning; shorter ones are whole entries.
_SNIPPET = 200

_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*+]\s+|\d+[.)]\s+)", re.MULTILINE)


class Piece(NamedTuple):
    """Some words of the line under a row, in the text colour of a domain when one is given."""

    text: str
    domain: str = ""


class Act(NamedTuple):
    """Something that can be done with a row: its name in code, its words in the menu, its key, and what it is about."""

    name: str
    words: str
    key: str
    value: str


class Row(NamedTuple):
    """A thing as the timeline shows it; the first of its acts is what Enter and a click do.

    `quiet` words are not the person's own about this very thing, such as the beginning of a whole entry.
    """

    icon: str
    kind_words: str
    words: str
    pieces: tuple[Piece, ...] = ()
    because: str = ""
    aside: str = ""
    quiet: bool = False
    acts: tuple[Act, ...] = ()

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        told = [self.kind_words, self.words, self.aside, self.because and f"because: {self.because}"]
        told += [piece.text for piece in self.pieces]
        return ". ".join(part.rstrip(".") for part in told if part)


class Renderer(Protocol):
    """What a kind of thing brings to be shown; `name` is that of the kind in the journal's history."""

    name: str

    def row(self, item: Item, catalogue: Catalogue) -> Row:
        """Return how a thing of this kind is shown."""


class Renderers:
    """The renderers of a window by the name of their kind."""

    def __init__(self, renderers: Sequence[Renderer]) -> None:
        self._by_kind = {renderer.name: renderer for renderer in renderers}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the names of the kinds that can be shown."""
        return tuple(self._by_kind)

    def row(self, item: Item, catalogue: Catalogue) -> Row:
        """Return how a thing is shown; LookupError for a kind that no renderer was registered for."""
        return self._by_kind[item.kind].row(item, catalogue)


class PassageRenderer:
    """Shows a tagged passage, or an entry tagged as a whole, with its activity, entry, site and because."""

    name = "passage"

    def row(self, item: Item, catalogue: Catalogue) -> Row:
        """Return the person's words with where they stand; words that are gone from the entry say so."""
        passage = cast(Passage, item.value)
        whole = not passage.quote
        title = passage.title or str(passage.kind).capitalize()
        pieces = [_activity(passage.activity, catalogue), Piece(title), Piece(passage.site)]
        return Row(
            icon="unlink" if passage.loose else "file-text" if whole else "quote",
            kind_words="Whole entry" if whole else "Passage",
            words=beginning(passage.snippet) if whole else " ".join(passage.quote.split()),
            pieces=tuple(piece for piece in pieces if piece.text),
            because=passage.because,
            aside=_aside(passage),
            quiet=whole or passage.loose,
            acts=(
                Act("read_entry", "Read the entry", "Enter", passage.entry),
                Act("write_entry", "Go on writing it", "Ctrl+Enter", passage.entry),
            ),
        )


class NoteRenderer:
    """Shows a note 'where I stand', which can be changed and moved to the trash from its row."""

    name = "note"

    def row(self, item: Item, catalogue: Catalogue) -> Row:
        """Return the note's words; a note on one activity names it."""
        note = cast(Note, item.value)
        pieces = [Piece("Where I stand")]
        if "." in note.about.rsplit("/", 1)[-1]:
            pieces.insert(0, _activity(note.about, catalogue))
        return Row(
            icon="sticky-note",
            kind_words="Note",
            words=note.body,
            pieces=tuple(pieces),
            acts=(
                Act("change_note", "Change the note", "Enter", note.id),
                Act("trash_note", "Move to the trash", "Del", note.id),
            ),
        )


def beginning(snippet: str) -> str:
    """Return how an entry begins as plain words: without the signs of Markdown, and cut between two words."""
    words = " ".join(_MARKDOWN.sub("", snippet).split())
    if len(snippet) < _SNIPPET:
        return words
    return words.rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _aside(passage: Passage) -> str:
    if passage.loose:
        return "These words are no longer in the entry"
    return "" if passage.quote else "The whole entry"


def _activity(key: str, catalogue: Catalogue) -> Piece:
    if not catalogue.knows(key):
        return Piece(key)
    practice = catalogue.practice(key)
    return Piece(practice.label if isinstance(practice, Activity) else practice.name, practice.domain)
