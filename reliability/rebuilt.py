"""Disks as a power cut could have left them, rebuilt from what a program wrote and synced.

What was synced before the cut is there. Of what was not, each write is kept, dropped or torn at a sector by chance, and
of the changes to folders (names made, moved, removed) a beginning of their order is kept, as journalling does.
A name may so be there with a file whose bytes are not, which is the worst that the standard allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from reliability.disk import Kind, Record

SECTOR = 512


@dataclass(slots=True)
class File:
    """A file's bytes that are certain, and the steps on it since it was last synced."""

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Record] = field(default_factory=list)

    def sync(self) -> None:
        """Make all that waits certain."""
        for step in self.waiting:
            _apply(self.durable, step.offset, step)
        self.waiting.clear()

    def after_cut(self, chance: Random, manner: str) -> bytes:
        """Return the bytes that are found after a cut."""
        found = bytearray(self.durable)
        for step in self.waiting:
            fate = manner if manner != "mixed" else chance.choice(("kept", "dropped", "torn"))
            if fate == "kept":
                _apply(found, step.offset, step)
            elif fate == "torn" and step.kind is Kind.WRITE:
                _tear(found, step, chance)
        return bytes(found)


def _apply(into: bytearray, at: int, step: Record) -> None:
    if step.kind is Kind.TRUNCATE:
        if at <= len(into):
            del into[at:]
        else:
            into.extend(bytes(at - len(into)))
        return
    if len(into) < at:
        into.extend(bytes(at - len(into)))
    into[at : at + len(step.first)] = step.first


def _tear(into: bytearray, step: Record, chance: Random) -> None:
    """Keep only some sectors of a write; where the file grew by it, zeros stand for the others."""
    end = step.offset + len(step.first)
    if len(into) < end:
        into.extend(bytes(end - len(into)))
    start = step.offset
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if chance.random() < 0.5:
            into[start:stop] = step.first[start - step.offset : stop - step.offset]
        start = stop


class Disk:
    """The state of a folder on a disk, step by step."""

    def __init__(self, before: Path) -> None:
        self._names: dict[str, int | None] = {}  # None is a folder
        self._files: dict[int, File] = {}
        self._waiting: list[Record] = []
        self._last = -1
        for path in sorted(before.rglob("*")):
            name = str(path.relative_to(before))
            self._names[name] = None if path.is_dir() else self._old(path.read_bytes())
        # What the program's numbers of files mean.
        self._numbers: dict[int, int] = {}

    def _old(self, content: bytes) -> int:
        self._last -= 1
        self._files[self._last] = File(bytearray(content))
        return self._last

    def take(self, step: Record) -> None:
        """Take one step of the record."""
        kind = step.kind
        if kind is Kind.CREATE:
            self._opened(step)
        elif kind in (Kind.WRITE, Kind.TRUNCATE):
            self._files[self._numbers[step.file]].waiting.append(step)
        elif kind is Kind.SYNC:
            self._files[self._numbers[step.file]].sync()
        elif kind is Kind.SYNC_FOLDER:
            # A journalling file system writes all that it has in order; what came before is certain from here on.
            for waiting in self._waiting:
                self._rename(self._names, waiting)
            self._waiting.clear()
        elif kind is not Kind.MARK:
            self._waiting.append(step)

    def _opened(self, step: Record) -> None:
        name = step.first.decode("utf-8", "surrogateescape")
        if step.offset == 1:
            self._numbers[step.file] = step.file
            self._files[step.file] = File()
            self._waiting.append(step)
        elif step.file not in self._numbers:
            seen = self._now()
            if name not in seen:  # not watched when it was made, such as shared memory under another name
                raise LookupError(f"{name} was opened and is not on the disk")
            self._numbers[step.file] = seen[name]

    def _now(self) -> dict[str, int]:
        names = dict(self._names)
        for waiting in self._waiting:
            self._rename(names, waiting)
        return {name: file for name, file in names.items() if file is not None}

    def _rename(self, names: dict[str, int | None], step: Record) -> None:
        first, second = (part.decode("utf-8", "surrogateescape") for part in (step.first, step.second))
        if step.kind is Kind.CREATE:
            names[first] = self._numbers[step.file]
        elif step.kind is Kind.MKDIR:
            names[first] = None
        elif step.kind is Kind.LINK:
            names[second] = names[first]
        elif step.kind is Kind.RENAME:
            _move(names, first, second)
        else:
            names.pop(first, None)

    def lay(self, into: Path, chance: Random, manner: str) -> None:
        """Lay out the disk as a cut at this moment could leave it."""
        names = dict(self._names)
        kept = {"kept": len(self._waiting), "dropped": 0}.get(manner, chance.randint(0, len(self._waiting)))
        for step in self._waiting[:kept]:
            self._rename(names, step)
        into.mkdir(parents=True, exist_ok=True)
        for name, number in sorted(names.items()):
            path = into / name
            if number is None:
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self._files[number].after_cut(chance, manner))


def _move(names: dict[str, int | None], first: str, second: str) -> None:
    if first not in names:
        return
    below = [name for name in names if name.startswith(first + "/")]
    names[second] = names.pop(first)
    for name in below:
        names[second + name[len(first) :]] = names.pop(name)


def cuts(steps: Sequence[Record], count: int, chance: Random) -> list[int]:
    """Return moments for power cuts: behind each step that changes the disk, as many as asked for, spread by chance."""
    places = [at for at, step in enumerate(steps) if step.kind not in (Kind.SYNC, Kind.SYNC_FOLDER)]
    return sorted(chance.choices(places, k=count))
