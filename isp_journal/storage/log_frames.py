"""The write-ahead log as SQLite lays it down (https://www.sqlite.org/fileformat2.html#walformat): its frames and sums.

Only reads, and never through SQLite, which silently ends a log at its first frame that does not fit.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

HEADER = 32
FRAME = 24
PAGE = 4096
VERSION = 3007000
_MAGIC = 0x377F0682
_WORD = 0xFFFFFFFF

Salts = tuple[int, int]
Sums = tuple[int, int]


class Header(NamedTuple):
    """The beginning of a log: how long its pages are, what marks the frames of this round, and whether its sum fits."""

    page: int
    salts: Salts
    sums: Sums
    order: str
    fits: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the log: `pages` is the length of the database if a change ends here, else 0."""

    number: int
    pages: int
    salts: Salts
    sums: Sums
    content: bytes = field(repr=False)
    start: int

    def summed(self) -> bytes:
        """Return the bytes that the frame's sum is over."""
        return struct.pack(">II", self.number, self.pages) + self.content


class Round(NamedTuple):
    """Up to where a log was written in one round: what marks it, and the frames up to the last finished change."""

    salts: Salts
    frames: int


def header_of(first: bytes) -> Header:
    """Read the header of a log from its first bytes."""
    magic, version, page, _, *numbers = struct.unpack(">8I", first[:HEADER])
    order = ">" if magic & 1 else "<"
    sums = (numbers[2], numbers[3])
    known = magic & ~1 == _MAGIC and version == VERSION and 512 <= page <= 65_536 and page & (page - 1) == 0
    return Header(page, (numbers[0], numbers[1]), sums, order, known and summed((0, 0), first[:24], order) == sums)


def summed(before: Sums, content: bytes, order: str) -> Sums:
    """Go on with SQLite's sum over more bytes, whose number is a multiple of eight."""
    one, two = before
    words = iter(struct.unpack(f"{order}{len(content) // 4}I", content))
    for word, following in zip(words, words, strict=True):
        one = (one + word + two) & _WORD
        two = (two + following + one) & _WORD
    return one, two


def frames(file: Path, page: int) -> Iterator[Frame]:
    """Yield all whole frames that lie in a log's file, those of earlier rounds behind the others."""
    with file.open("rb") as log:
        start = log.seek(HEADER)
        while len(read := log.read(FRAME + page)) == FRAME + page:
            number, pages, *rest = struct.unpack(">6I", read[:FRAME])
            yield Frame(number, pages, (rest[0], rest[1]), (rest[2], rest[3]), read[FRAME:], start)
            start += FRAME + page


def round_of(file: Path) -> Round | None:
    """Return up to where a log is written, by its marks alone and without adding anything up; None for no log.

    Only for a log that nobody is writing to at this moment.
    """
    try:
        with file.open("rb") as log:
            head = header_of(log.read(HEADER).ljust(HEADER, b"\0"))
            if not head.fits:
                return None
            step = FRAME + head.page
            count = (os.fstat(log.fileno()).st_size - HEADER) // step

            def mark(place: int) -> tuple[Salts, int]:
                log.seek(HEADER + place * step)
                told = struct.unpack(">4I", log.read(16))
                return (told[2], told[3]), told[1]

            low, high = 0, count
            while low < high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if mark(middle)[0] == head.salts else (low, middle)
            while low and not mark(low - 1)[1]:
                low -= 1
            return Round(head.salts, low)
    except FileNotFoundError:
        return None
