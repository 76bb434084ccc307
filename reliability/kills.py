"""The window is ended with `kill -9` while somebody types, again and again, and the journal opened after each."""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from isp_journal.errors import OpenElsewhere
from isp_journal.journal.opening import open_journal
from isp_journal.model import Filter
from reliability import work

MOST_SECONDS = 1.0
LONGEST_TYPING = 2.5
OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Typing:
    """Each key with its moment, when the journal was open, and whether a second program got in meanwhile."""

    keys: list[tuple[float, str]]
    opened: float
    two: bool


@dataclass(frozen=True, slots=True)
class Kill:
    """What one kill did: letters and seconds of typing that are gone, what is wrong, whether two had the journal."""

    letters: int
    seconds: float
    two: bool
    wrong: tuple[str, ...] = ()


def run(count: int, folder: Path, workers: int = 2) -> dict[str, Any]:
    """Kill so many windows on journals with a passphrase, some at a time; returns counts."""
    with tempfile.TemporaryDirectory(dir=folder) as place, ThreadPoolExecutor(workers) as pool:
        shares = [count // workers + (number < count % workers) for number in range(workers)]
        parts = pool.map(lambda one: list(kills(Path(place) / str(one), shares[one], one)), range(workers))
        told = [kill for part in parts for kill in part]
    wrong = [line for one in told for line in one.wrong]
    return {
        "kills": len(told),
        "lost": len(wrong),
        "most_letters_lost": max(one.letters for one in told),
        "most_seconds_lost": round(max(one.seconds for one in told), 2),
        "two_instances": sum(one.two for one in told),
        "wrong": wrong[:50],
    }


def kills(
    root: Path, count: int, seed: int, code: str = work.FIRST, most_seconds: float = MOST_SECONDS
) -> Iterator[Kill]:
    """Kill one window after another on the same journal; more typing than `most_seconds` may not be gone."""
    root.mkdir()
    work.make(root, entries=0, code=code)
    chance = random.Random(seed)
    kept: dict[str, str] = {}
    for number in range(count):
        typing = type_and_kill(root / work.JOURNAL, chance.uniform(0.1, LONGEST_TYPING), bool(code))
        journal = work.opened(root, code)
        try:
            left = journal.left_open is not None
            page = journal.entries.page(Filter(), limit=100)
            now = {row.id: journal.entries.get(row.id).body for row in page}
            going = [row.id for row in page[40:]] if len(page) > 50 else []  # so many are enough to compare
            journal.entries.trash(going)
        finally:
            journal.close()
        told = _judged(typing, (kept, now), most_seconds)
        ended_open = typing.opened < math.inf
        left_wrong = () if left or not ended_open else ("the next start does not know that the window was ended",)
        yield replace(told, wrong=tuple(f"kill {number}: {line}" for line in (*told.wrong, *left_wrong)))
        kept = {identity: body for identity, body in now.items() if identity not in going}


def _judged(typing: Typing, bodies: tuple[dict[str, str], dict[str, str]], most_seconds: float) -> Kill:
    kept, now = bodies
    wrong = ["a saved entry is not as it was" for one, body in kept.items() if now.get(one) != body]
    new = [body for identity, body in now.items() if identity not in kept]
    if len(new) > 1:
        wrong.append(f"{len(new)} entries came of one")
    body = new[0] if new else ""
    if not "".join(key for _, key in typing.keys).startswith(body):
        wrong.append("what was kept is not what was typed")
    gone = [at for at, _ in typing.keys[len(body) :]]
    # What is typed before the journal is open waits for that, which takes as long as the machine is busy.
    seconds = max(0.0, typing.keys[-1][0] - max(gone[0], typing.opened)) if gone else 0.0
    if seconds > most_seconds:
        wrong.append(f"{seconds:.2f} s of typing are gone")
    return Kill(len(gone), seconds, typing.two, tuple(wrong))


def type_and_kill(journal: Path, seconds: float, locked: bool) -> Typing:
    """Let somebody type for so long, end the program from outside, and return what is known of it."""
    words = [sys.executable, "-m", "reliability.typist", str(journal), *([work.OLD.text] if locked else [])]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline()]
        killed_at, two, asked = time.monotonic() + seconds, False, False
        while time.monotonic() < killed_at:
            if not asked and lines[-1].endswith(f" {OPENED}\n"):
                asked, two = True, _second_gets_in(journal, locked)
            lines.append(program.stdout.readline())
        os.kill(program.pid, signal.SIGKILL)
        lines += program.stdout.read().splitlines(keepends=True)
    told = [(float(line.split(" ", 1)[0]), line[:-1].split(" ", 1)[1]) for line in lines if line.endswith("\n")]
    opened = next((at for at, word in told if word == OPENED), math.inf)
    keys = [(at, key) for at, key in told if key != OPENED]
    return Typing(keys or [(0.0, "")], opened, two)


def _second_gets_in(journal: Path, locked: bool) -> bool:
    try:
        open_journal(journal, writing=True, secret=work.secret(work.FIRST if locked else "")).close()
    except OpenElsewhere:
        return False
    return True
