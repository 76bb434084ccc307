"""Whether a write-ahead log lost changes that were said to be saved, looked at before SQLite opens it.

SQLite ends a log without a word at the first frame that does not fit, and writes over what stands behind it. After a
power cut that is right: the last change was never finished. It is wrong where finished changes stand behind that
frame, where one bit alone is wrong, or where this computer saw the log longer. In those cases nothing is opened.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from isp_journal.errors import JournalDamaged
from isp_journal.storage.connect import database, log
from isp_journal.storage.faults import translated
from isp_journal.storage.log_frames import HEADER, PAGE, Frame, Header, Salts, frames, header_of, summed

SECTOR = 512
_WORDS = range(32)
_MASK = 0xFFFFFFFF


def check(folder: Path, known: Callable[[Salts], int]) -> None:
    """Raise JournalDamaged where a log lost changes; `known` says how many frames of a round this computer saw.

    A program that writes at this very moment may be met in the middle of a frame, so that harm must be seen twice.
    """
    file = log(folder)
    with translated(file):
        if is_harmed(folder, known) and is_harmed(folder, known):
            raise JournalDamaged(file)


def is_harmed(folder: Path, known: Callable[[Salts], int]) -> bool:
    """Tell whether the log of a journal's folder lost a change that was finished."""
    file = log(folder)
    if not file.is_file() or file.stat().st_size < HEADER:
        return False
    with file.open("rb") as opened:
        first = opened.read(HEADER)
    head = header_of(first)
    return _is_harmed(file, head, known(head.salts)) if head.fits else _lost_its_header(folder, first)


def _is_harmed(file: Path, head: Header, known: int) -> bool:
    """Walk the frames of this round as SQLite does, and look at what stands behind the first that does not fit."""
    sums = head.sums
    finished = 0
    walk = frames(file, head.page)
    for count, frame in enumerate(walk, 1):
        wanted = summed(sums, frame.summed(), head.order)
        if frame.salts != head.salts or frame.sums != wanted:
            # A frame of an earlier round ends a log like no frame at all, unless more of this round stands behind it.
            rest = [frame, *walk]
            return finished < known or _one_bit_is_wrong(frame, head, wanted) or _goes_on(rest, head)
        sums = frame.sums
        finished = count if frame.pages else finished
    return finished < known


def _goes_on(rest: list[Frame], head: Header) -> bool:
    """Tell whether a change was begun after one that was finished at the first frame here or behind it.

    A change is begun only once the one before it is on the disk for certain, so that then the first frame was whole.
    """
    finished = False
    for before, frame in zip([rest[0], *rest], rest, strict=False):
        if finished and frame.salts == head.salts and frame.sums == summed(before.sums, frame.summed(), head.order):
            return True
        # Where two sectors meet between the length and the marks, the length may be one of an earlier round.
        if frame.salts == head.salts and frame.pages and frame.start % SECTOR != SECTOR - 8:
            finished = True
    return False


def _one_bit_is_wrong(frame: Frame, head: Header, wanted: tuple[int, int]) -> bool:
    """Tell whether a single bit keeps a frame from fitting: no power cut leaves that, a failing disk does."""
    salts = _bits(frame.salts[0] ^ head.salts[0]) + _bits(frame.salts[1] ^ head.salts[1])
    if frame.sums == wanted:
        return salts == 1
    sums = _bits(frame.sums[0] ^ wanted[0]) + _bits(frame.sums[1] ^ wanted[1])
    return salts == 0 and (sums == 1 or _one_bit_explains(frame.summed(), frame.sums, wanted, head.order))


def _one_bit_explains(content: bytes, told: tuple[int, int], wanted: tuple[int, int], order: str) -> bool:
    """Tell whether another value of one bit in the content would make its sum the one that is told.

    The sum is linear: what a word adds to it depends on its place alone, and is known from the last word backwards.
    """
    off = ((told[0] - wanted[0]) & _MASK, (told[1] - wanted[1]) & _MASK)
    byte_order = "big" if order == ">" else "little"
    one, two = (1, 1), (0, 1)
    for start in range(len(content) - 8, -1, -8):
        for place, adds in ((start, one), (start + 4, two)):
            word = int.from_bytes(content[place : place + 4], byte_order)  # type: ignore[arg-type]  # one of the two
            for bit in _WORDS:
                change = -(1 << bit) if word >> bit & 1 else 1 << bit
                if adds[0] * change & _MASK == off[0] and adds[1] * change & _MASK == off[1]:
                    return True
        one = ((one[0] + one[1]) & _MASK, (one[0] + 2 * one[1]) & _MASK)
        two = ((two[0] + two[1]) & _MASK, (two[0] + 2 * two[1]) & _MASK)
    return False


def _bits(number: int) -> int:
    return number.bit_count()


def _lost_its_header(folder: Path, first: bytes) -> bool:
    """Tell whether a log whose header does not fit holds finished changes that the database does not have.

    A log that begins a new round has every change of the earlier ones in the database already.
    """
    number = int.from_bytes(first, "big")
    mended = [header_of((number ^ 1 << bit).to_bytes(HEADER, "big")) for bit in range(8 * HEADER)]
    for head in mended:
        found = next(frames(log(folder), head.page), None) if head.fits else None
        if found is not None and found.salts == head.salts:
            return True
    return not _is_in_the_database(folder)


def _is_in_the_database(folder: Path) -> bool:
    """Tell whether the newest state of each page that is whole in the log stands in the database."""
    order = "<" if sys.byteorder == "little" else ">"
    newest: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    pages = 0
    before: Frame | None = None
    for frame in frames(log(folder), PAGE):
        if before is not None and frame.salts == before.salts:
            if frame.sums != summed(before.sums, frame.summed(), order):
                break
            waiting[frame.number] = frame.content
        elif before is not None:
            break
        if frame.pages:
            newest |= waiting
            waiting = {}
            pages = frame.pages
        before = frame
    with database(folder).open("rb") as file:
        for number, content in newest.items():
            file.seek((number - 1) * PAGE)
            if number <= pages and file.read(PAGE) != content:
                return False
    return True
