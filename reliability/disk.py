"""A program's disk, watched by a preload library: what it wrote and synced in which order, and faults on demand."""

import atexit
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("disk.c")
_HEAD = struct.Struct("<BIQII")


class Kind(IntEnum):
    """What a program asked of its disk; MARK is what it said meanwhile."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    UNLINK = 6
    MKDIR = 7
    RMDIR = 8
    SYNC_FOLDER = 9
    LINK = 10
    MARK = 11


@dataclass(frozen=True, slots=True)
class Record:
    """One step: `file` numbers an open file, `offset` is a place or size in bytes (for CREATE 1 if it was made now)."""

    kind: Kind
    file: int
    offset: int
    first: bytes
    second: bytes


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended."""

    code: int
    out: str
    errors: str


def can_build() -> bool:
    """Tell whether the library can be built and preloaded here: Linux with a C compiler."""
    return sys.platform == "linux" and shutil.which("cc") is not None


@cache
def library() -> Path:
    """Build the library, once in a process, and return its file; preloading takes no path with spaces."""
    made = Path(tempfile.mkdtemp(prefix="isp-journal-disk-")) / "disk.so"
    atexit.register(shutil.rmtree, made.parent, ignore_errors=True)
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", made, SOURCE, "-ldl", "-lpthread"], check=True)
    return made


def run(arguments: Sequence[str], **watched: str) -> Ran:
    """Run a Python program with the library in front of its disk; `watched` are the library's settings."""
    return run_plain(arguments, LD_PRELOAD=str(library()), **watched)


def run_plain(arguments: Sequence[str], **more: str) -> Ran:
    """Run a Python program with some words more in its environment."""
    env = {**os.environ, **more, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], check=False, env=env, capture_output=True, text=True, timeout=7200
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def records(log: Path) -> Iterator[Record]:
    """Yield the steps of a record in their order."""
    told = log.read_bytes()
    at = 0
    while at < len(told):
        kind, file, offset, first, second = _HEAD.unpack_from(told, at)
        at += _HEAD.size
        yield Record(Kind(kind), file, offset, told[at : at + first], told[at + first : at + first + second])
        at += first + second
