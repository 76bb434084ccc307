"""Failures that nobody expected, at functions of the program that are chosen by chance."""

from __future__ import annotations

import builtins
import errno
import gc
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import CodeType, FrameType, FunctionType
from typing import Any

from sqlalchemy.exc import StatementError
from sqlcipher3 import dbapi2 as driver

import isp_journal
from isp_journal import bug_log, errors, hardening
from isp_journal.cli import bugs as terminal_bugs
from isp_journal.ui import bugs as window_bugs
from reliability import planted

PACKAGE = str(Path(isp_journal.__file__).parent)
# What tells of failures: one that fails itself has no one to tell. Known errors are words for the person.
LEFT_OUT = frozenset(str(one.__file__) for one in (bug_log, errors, hardening, terminal_bugs, window_bugs))
NAME = "_stumbles_here"
WORDS = planted.words(51)
"""Words that only failures say: no part of the window shows them for any other reason."""


@dataclass(slots=True)
class Calls:
    """Which functions of the program are called, on whatever thread, while `heard` is a set."""

    heard: set[CodeType] | None = None

    def begin(self) -> None:
        """Hear of calls on this thread, and on those that are begun from now on."""
        threading.setprofile(self._hear)
        sys.setprofile(self._hear)

    def end(self) -> None:
        """Hear of no more, since that takes time."""
        threading.setprofile(None)
        sys.setprofile(None)

    def _hear(self, frame: FrameType, event: str, _value: object) -> None:
        if event == "call" and self.heard is not None and frame.f_code.co_filename.startswith(PACKAGE):
            self.heard.add(frame.f_code)

    @contextmanager
    def into(self, heard: set[CodeType]) -> Iterator[None]:
        """Hear of calls inside the block."""
        self.heard = heard
        try:
            yield
        finally:
            self.heard = None


@dataclass(slots=True)
class Stumble:
    """A function that fails once (or whenever it is called), and whether that has happened."""

    code: CodeType
    kind: str
    message: str
    ever: bool = False
    happened: int = 0
    _kept: list[tuple[FunctionType, CodeType]] = field(default_factory=list)

    def begin(self) -> bool:
        """Let it fail from now on; False where no function has this code."""
        gc.unfreeze()  # the window puts what there is when a journal opens out of the collector's sight, and of ours
        functions = [one for one in gc.get_objects() if isinstance(one, FunctionType) and one.__code__ is self.code]
        vars(builtins)[NAME] = self._happen
        for one in functions:
            self._kept.append((one, one.__code__))
            one.__code__ = _stand_in(len(one.__code__.co_freevars))
        return bool(functions)

    def end(self) -> None:
        """Let the function do again what it did before."""
        while self._kept:
            function, code = self._kept.pop()
            function.__code__ = code

    def _happen(self, *given: Any) -> None:
        self.happened += 1
        if not self.ever:
            self.end()
        raise KINDS[self.kind](f"{self.message} while {str(given)[:200]}")

    @property
    def place(self) -> str:
        """Where it is in the program."""
        return f"{Path(self.code.co_filename).relative_to(Path(PACKAGE).parent)} {self.code.co_qualname}"


KINDS: dict[str, Callable[[str], BaseException]] = {
    "RuntimeError": RuntimeError,
    "ValueError": ValueError,
    "KeyError": KeyError,
    "AssertionError": AssertionError,
    "OperationalError": driver.OperationalError,
    "IntegrityError": driver.IntegrityError,
    "DatabaseError": driver.DatabaseError,
    "StatementError": lambda words: StatementError(words, f"SELECT '{words}'", {"words": words}, None, True),
    "OSError": lambda words: OSError(errno.EPROTO, os.strerror(errno.EPROTO), words),
    "UnicodeDecodeError": lambda words: UnicodeDecodeError("utf-8", words.encode(), 0, 1, "invalid start byte"),
}


def _stand_in(free: int) -> CodeType:
    """Return code that fails, for a function with so many variables of the function around it."""
    names = [f"held_{number}" for number in range(free)]
    held = "".join(f"    {name} = None\n" for name in names)
    uses = f"        ({', '.join(names)},)\n" if names else ""
    source = (
        f"def around():\n{held}    def stand_in(*given, **named):\n{uses}        {NAME}(given, named)\n"
        "    return stand_in\n"
    )
    made: dict[str, Any] = {}
    exec(source, made)
    code = made["around"]().__code__
    assert isinstance(code, CodeType)
    return code


def candidates(heard: Iterable[CodeType]) -> list[CodeType]:
    """Return the code that may be chosen to fail, in a steady order."""
    names = (one for one in heard if one.co_filename not in LEFT_OUT)
    fit = (one for one in names if one.co_name == "<lambda>" or not one.co_name.startswith("<"))
    return sorted(fit, key=lambda code: (code.co_filename, code.co_firstlineno, code.co_name))


def message(chance: Random) -> str:
    """Return what a failure says: a word of its own, among words of the journal."""
    own = chance.choice(sorted(WORDS.values()))
    others = chance.sample(sorted(planted.words().values()), 3)
    return f"{own}: {others[0]} told {others[1]} about {others[2]}"


class Streams:
    """Files that grow, such as standard error and the log, and the words in what came since they were looked at."""

    def __init__(self, *files: Path, sought: Sequence[dict[str, str]] = (WORDS, planted.words())) -> None:
        self._read = dict.fromkeys(files, 0)
        self._sought = sought

    def hits(self) -> Iterator[str]:
        """Yield the words in what was written since the last look, with the file that they stand in."""
        for file, before in self._read.items():
            if not file.exists():
                continue
            with file.open("rb") as opened:
                opened.seek(before)
                text = opened.read().decode(errors="replace")
                self._read[file] = opened.tell()
            for words in self._sought:
                yield from (f"{file.name}: {use}" for use in sorted(planted.hits_in(text, words)))


def tell(into: Path, stumble: Stumble, deed: str, hits: Iterable[str]) -> None:
    """Note one failure and what came of it, for whoever started this program."""
    told = {
        "deed": deed,
        "place": stumble.place,
        "kind": stumble.kind,
        "happened": stumble.happened,
        "hits": sorted(set(hits)),
    }
    with into.open("a") as out:
        out.write(json.dumps(told) + "\n")
