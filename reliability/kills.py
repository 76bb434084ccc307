"""The window is ended with `kill -9` while somebody types, again and again, and the journal opened after each."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isp_journal.errors import OpenElsewhere
from isp_journal.journal.opening import open_journal
from isp_journal.model import Filter
from reliability import work

MOST_SECONDS = 1.0
LONGEST_TYPING = 2.5


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


def kills(root: Path, count: int, seed: int, code: str = work.FIRST) -> Iterator[Kill]:
    """Kill one window after another on the same journal."""
    root.mkdir()
    work.make(root, entries=0, code=code)
    chance = random.Random(seed)
    kept: dict[str, str] = {}
    for number in range(count):
        keys, two = type_and_kill(root / work.JOURNAL, chance.uniform(0.1, LONGEST_TYPING), bool(code))
        journal = work.opened(root, code)
        try:
            left = journal.left_open is not None
            page = journal.entries.page(Filter(), limit=100)
            now = {row.id: journal.entries.get(row.id).body for row in page}
            if len(page) > 50:  # the typing of many rounds is enough to compare
                journal.entries.trash([row.id for row in page[40:]])
        finally:
            journal.close()
        yield _judged(number, keys, (kept, now), two=two, left=left)
        kept = dict(list(now.items())[:40])


def _judged(
    number: int, keys: list[tuple[float, str]], bodies: tuple[dict[str, str], dict[str, str]], *, two: bool, left: bool
) -> Kill:
    kept, now = bodies
    wrong = [f"kill {number}: a saved entry is not as it was" for one, body in kept.items() if now.get(one) != body]
    new = [body for identity, body in now.items() if identity not in kept]
    if len(new) > 1:
        wrong.append(f"kill {number}: {len(new)} entries came of one")
    body = new[0] if new else ""
    if not "".join(key for _, key in keys).startswith(body):
        wrong.append(f"kill {number}: what was kept is not what was typed")
    if not left:
        wrong.append(f"kill {number}: the next start does not know that the window was ended")
    gone = [at for at, _ in keys[len(body) :]]
    seconds = keys[-1][0] - gone[0] if gone else 0.0
    if seconds > MOST_SECONDS:
        wrong.append(f"kill {number}: {seconds:.2f} s of typing are gone")
    return Kill(len(gone), seconds, two, tuple(wrong))


def type_and_kill(journal: Path, seconds: float, locked: bool) -> tuple[list[tuple[float, str]], bool]:
    """Let somebody type for so long, end the program from outside; returns each key, and whether a second got in."""
    words = [sys.executable, "-m", "reliability.typist", str(journal), *([work.OLD.text] if locked else [])]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline()]
        killed_at = time.monotonic() + seconds
        two = _second_gets_in(journal, locked)
        while time.monotonic() < killed_at:
            lines.append(program.stdout.readline())
        os.kill(program.pid, signal.SIGKILL)
        lines += program.stdout.read().splitlines(keepends=True)
    return [(float(line.split(" ", 1)[0]), line[:-1].split(" ", 1)[1]) for line in lines if line.endswith("\n")], two


def _second_gets_in(journal: Path, locked: bool) -> bool:
    try:
        open_journal(journal, writing=True, secret=work.secret(work.FIRST if locked else "")).close()
    except OpenElsewhere:
        return False
    return True
