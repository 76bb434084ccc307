"""Keeps every tag of the open entry on its words while the text is edited, undone and redone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextDocument

from isp_journal.ui.editor.text import raw_text, shown, to_raw, to_written, written

if TYPE_CHECKING:
    from isp_journal.anchors import Anchor
    from isp_journal.model import Tag

_LOOK_AGAIN = 250


class LiveTag:
    """One tag of the open entry; `anchor` is counted in the raw text, and None where it is loose or whole."""

    __slots__ = ("activity", "anchor", "because", "id", "placed", "seen", "whole")

    def __init__(self, tag_id: str, activity: str, *, whole: bool = False, because: str = "") -> None:
        self.id = tag_id
        self.activity = activity
        self.whole = whole
        self.because = because
        self.anchor: Anchor | None = None
        self.placed: Anchor | None = None
        self.seen: Anchor | None = None

    @property
    def loose(self) -> bool:
        """Whether the words of the tag stand nowhere in the text."""
        return not self.whole and self.anchor is None

    @property
    def quote(self) -> str:
        """The tagged words as they are, or were last seen."""
        known = self.anchor or self.seen
        return written(known.quote) if known else ""

    def put(self, anchor: "Anchor") -> None:
        """Set the tag on the words that a person chose."""
        self.anchor = self.placed = self.seen = anchor
        self.whole = False


class Stretch(NamedTuple):
    """Where a tag is painted, in the document's positions (UTF-16 units)."""

    start: int
    end: int
    tag: LiveTag


class Place(NamedTuple):
    """How a tag lies at one moment, so that a change of it can be undone."""

    anchor: "Anchor | None"
    placed: "Anchor | None"
    seen: "Anchor | None"
    whole: bool
    because: str


class Passages(QObject):
    """The tags of one document; says `changed` when a tag comes, goes, changes, gets loose or finds its words again."""

    changed = Signal()

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._tags: list[LiveTag] = []
        self._raw = ""
        self._wide: list[int] = []
        self._stretches: list[Stretch] | None = None
        self.returning = False
        self._again = QTimer(self, singleShot=True, interval=_LOOK_AGAIN)
        self._again.timeout.connect(self._look_again)
        document.contentsChange.connect(self._edited)

    @property
    def tags(self) -> tuple[LiveTag, ...]:
        """The tags in the order in which they were made."""
        return tuple(self._tags)

    def tag(self, tag_id: str) -> LiveTag | None:
        """Return the tag with this id, or None."""
        return next((tag for tag in self._tags if tag.id == tag_id), None)

    def load(self, text: str, tags: Iterable["Tag"]) -> None:
        """Take over the tags of an entry whose text the document has just been given."""
        self._remember()
        self._tags = [_live(tag, text, self._raw) for tag in tags]
        self._stretches = None
        self.changed.emit()

    def stored(self, text: str) -> tuple["Tag", ...]:
        """Return the tags as values for the entry whose written text is `text`."""
        return tuple(_stored(tag, text, self._raw) for tag in self._tags)

    def add(self, tag: LiveTag, at: int | None = None) -> None:
        """Bring in a new tag, or one that was taken away before; then its words are looked for again."""
        self._sync()
        if not tag.whole and not (tag.anchor and self._stands(tag.anchor)):
            tag.anchor = self._found(tag)
        self._tags.insert(len(self._tags) if at is None else at, tag)
        self._told()

    def remove(self, tag_id: str) -> int:
        """Take a tag away and return the place that it had in the order."""
        at = next(number for number, tag in enumerate(self._tags) if tag.id == tag_id)
        del self._tags[at]
        self._told()
        return at

    def place_of(self, tag: LiveTag) -> Place:
        """Return how a tag lies now."""
        return Place(tag.anchor, tag.placed, tag.seen, tag.whole, tag.because)

    def set_place(self, tag: LiveTag, place: Place) -> None:
        """Lay a tag as it lay before; words that moved in between are looked for."""
        self._sync()
        tag.anchor, tag.placed, tag.seen, tag.whole, tag.because = place
        if not tag.whole and not (tag.anchor and self._stands(tag.anchor)):
            tag.anchor = self._found(tag)
        self._told()

    def anchor_at(self, start: int, end: int) -> "Anchor | None":
        """Return an anchor for a stretch of the document, or None where it holds no words."""
        from isp_journal.anchors import anchor  # at first use: start-up time

        self._sync()
        first, last = self._from_units(start), self._from_units(end)
        if not self._raw[first:last].strip():
            return None
        return anchor(self._raw, first, last)

    def sentence_at(self, position: int) -> tuple[int, int] | None:
        """Return the document's stretch of the sentence at a place, or None where there are no words."""
        from isp_journal.anchors import sentence_at  # at first use: start-up time

        self._sync()
        text = written(self._raw)
        start, end = sentence_at(text, to_written(self._raw, self._from_units(position)))
        if not text[start:end].strip():
            return None
        return self._units(to_raw(text, start)), self._units(to_raw(text, end))

    def stretches(self) -> list[Stretch]:
        """Return the painted stretches in the order of the text."""
        if self._stretches is None:
            self._stretches = sorted(
                (
                    Stretch(self._units(tag.anchor.start), self._units(tag.anchor.end), tag)
                    for tag in self._tags
                    if tag.anchor
                ),
                key=lambda stretch: stretch[:2],
            )
        return self._stretches

    def find_words(self, tag: LiveTag) -> bool:
        """Look for the words of a loose tag once more and say whether they are there."""
        self._sync()
        tag.anchor = self._found(tag)
        if tag.anchor:
            tag.seen = tag.anchor
            self._told()
        return tag.anchor is not None

    def _told(self) -> None:
        self._stretches = None
        self.changed.emit()

    def _edited(self, position: int, removed: int, added: int) -> None:
        """Follow one edit of the document, of which Qt tells the stretch that it touched."""
        if not self._tags:
            # Without tags there is nothing to follow; the text is taken when the first one comes.
            self._raw = ""
            return
        from isp_journal.anchors import moved, narrowed  # at first use: start-up time

        before, first = self._raw, self._from_units(position)
        behind = self._from_units(position + removed)
        self._remember()
        at, gone, fresh = narrowed(before, self._raw, first, behind - first)
        if not gone and not fresh:
            return
        if before[:at] != self._raw[:at] or before[at + gone :] != self._raw[at + fresh :]:
            # What Qt told does not explain the text, so the texts themselves are compared.
            at, gone, fresh = narrowed(before, self._raw, 0, len(before))
        old = [tag.anchor for tag in self._tags]
        new = moved(old, at, gone, fresh, self._raw)
        touched = False
        for tag, was, now in zip(self._tags, old, new, strict=True):
            tag.anchor = now
            if was and (now is None or now.quote != was.quote):
                touched = touched or now is None
                self._bring_back(tag, (at, at + fresh), wide=True)
            if tag.anchor:
                tag.seen = tag.anchor
        touched = self._bring_back_loose(at, fresh) or touched
        self._stretches = None
        if touched:
            self.changed.emit()

    def _bring_back_loose(self, at: int, fresh: int) -> bool:
        """Give loose and cut tags their words back where the edit may have brought them."""
        found = False
        for tag in self._tags:
            if tag.whole or tag.placed is None:
                continue
            if tag.anchor is None:
                if self.returning or fresh > 1:
                    self._bring_back(tag, (at, at + fresh), wide=True)
                    found = found or tag.anchor is not None
                else:
                    self._again.start()
            elif tag.anchor.quote != tag.placed.quote:
                near = tag.anchor.start <= at + fresh and at <= tag.anchor.end
                self._bring_back(tag, (at, at + fresh), wide=self.returning or near)
        return found

    def _bring_back(self, tag: LiveTag, inserted: tuple[int, int], *, wide: bool) -> None:
        from isp_journal.anchors import restored  # at first use: start-up time

        if wide:
            known = [each for each in (tag.placed, tag.seen) if each]
            tag.anchor = restored(self._raw, tag.anchor, known, inserted)
            if tag.anchor:
                tag.seen = tag.anchor

    def _look_again(self) -> None:
        self._sync()
        loose = [tag for tag in self._tags if tag.loose]
        for tag in loose:
            self._bring_back(tag, (0, 0), wide=True)
        if any(tag.anchor for tag in loose):
            self._told()

    def _found(self, tag: LiveTag) -> "Anchor | None":
        from isp_journal.anchors import find  # at first use: start-up time

        tries = (find(self._raw, known) for known in (tag.placed, tag.seen) if known)
        return next((found for found in tries if found), None)

    def _stands(self, anchor: "Anchor") -> bool:
        return self._raw[anchor.start : anchor.end] == anchor.quote

    def _sync(self) -> None:
        if not self._tags:
            self._remember()

    def _remember(self) -> None:
        """Take the text, and where it holds characters that are two UTF-16 units."""
        self._raw = raw_text(self._document)
        if len(self._raw) == self._document.characterCount() - 1:
            self._wide = []
        else:
            self._wide = [place for place, letter in enumerate(self._raw) if letter > "\uffff"]

    def _units(self, position: int) -> int:
        return position + bisect_left(self._wide, position) if self._wide else position

    def _from_units(self, position: int) -> int:
        """Return the raw text's place of a document's place."""
        if not self._wide:
            return position
        units = [place + number for number, place in enumerate(self._wide)]
        return position - bisect_right(units, position - 1) if units else position


def _live(tag: "Tag", text: str, raw: str) -> LiveTag:
    from isp_journal.anchors import Anchor, find  # at first use: start-up time

    made = LiveTag(tag.id, tag.activity, whole=tag.anchor is None, because=tag.because)
    if tag.anchor is None:
        return made
    found = None if tag.loose else find(text, tag.anchor)
    kept = found or tag.anchor
    start = to_raw(text, kept.start) if found else 0
    quote, prefix, suffix = shown(kept.quote), shown(kept.prefix), shown(kept.suffix)
    if found:
        end = to_raw(text, kept.end)
        made.anchor = Anchor(start, end, raw[start:end], raw[max(0, start - 32) : start], raw[end : end + 32])
        made.placed = made.seen = made.anchor
    else:
        made.placed = made.seen = Anchor(start, start + len(quote), quote, prefix, suffix)
    return made


def _stored(tag: LiveTag, text: str, raw: str) -> "Tag":
    from isp_journal.anchors import Anchor, anchor  # at first use: start-up time
    from isp_journal.model import Tag  # at first use: start-up time

    if tag.whole:
        return Tag(tag.id, tag.activity, None, False, tag.because)
    if tag.anchor:
        start, end = to_written(raw, tag.anchor.start), to_written(raw, tag.anchor.end)
        return Tag(tag.id, tag.activity, anchor(text, start, end), False, tag.because)
    lost = tag.seen or Anchor(0, 0, "", "", "")
    kept = Anchor(lost.start, lost.end, written(lost.quote), written(lost.prefix), written(lost.suffix))
    return Tag(tag.id, tag.activity, kept, True, tag.because)
