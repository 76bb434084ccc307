"""Failures that nobody expected, raised all over the program while it handles made-up words: none may be told on."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import ImportedEntry
from reliability import planted, stumbler, stumbles, work
from reliability.plain_text import FOLDERS, SOURCE, surroundings

# How many of them are raised in the terminal, of ten.
TERMINAL = 3
LONGEST = 3_600
MOST_STARTS = 60


def run(count: int, folder: Path) -> dict[str, Any]:
    """Let so many failures happen in the window and in the terminal; returns counts."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="f") as place:
        root = Path(place)
        in_terminal = count * TERMINAL // 10
        told = [
            *fail(root / "w", "reliability.stumbler", count - in_terminal),
            *fail(root / "t", "reliability.stumbler_terminal", in_terminal),
        ]
        control = fail(root / "c", "reliability.stumbler", 1, control=True)
    wrong = [f"{one['deed']}, {one['place']}, {one['kind']}: {hit}" for one in told for hit in one["hits"]]
    control_hits = sum(len(one["hits"]) for one in control)
    if not control_hits:
        wrong.append("the control: no word was found where Python prints all of them")
    return {
        "failures": sum("happened" in one for one in told),
        "places": len({one["place"] for one in told if "happened" in one}),
        "hits": sum(len(one["hits"]) for one in told),
        "control_hits": control_hits,
        "wrong": wrong[:50],
    }


def fail(root: Path, program: str, count: int, *, control: bool = False) -> list[dict[str, Any]]:
    """Start a program that fails so often, anew whenever it can't go on; returns what came of each failure."""
    for name in FOLDERS.values():
        (root / name).mkdir(parents=True, mode=0o700)
    told = root / "told"
    told.touch()
    for seed in range(MOST_STARTS):
        done = len(told.read_text().splitlines())
        if done >= count:
            break
        make(root / f"{seed}")
        _start(root, [program, str(root / f"{seed}"), str(count - done), str(seed), "control" if control else "ours"])
    found = [json.loads(line) for line in told.read_text().splitlines()]
    return found if control else [*found, *_left(root)]


def _left(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the words that lie about in the end, such as those of a program that the system has ended."""
    places = [root / name for name in FOLDERS.values() if name != "tmp"]
    files = [root / "err", *(one for place in places for one in place.rglob("*") if one.is_file())]
    for words in (stumbles.WORDS, planted.words()):
        for hit in planted.hits(files, root, words):
            where = hit.file.relative_to(root).as_posix()
            yield {"deed": "in the end", "place": where, "kind": "left", "hits": [hit.use]}


def _start(root: Path, words: list[str]) -> None:
    with (root / "out").open("ab") as out, (root / "err").open("ab") as errors:
        ran = subprocess.run(
            [sys.executable, "-m", *words],
            check=False,
            cwd=SOURCE,
            env=surroundings(root),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            timeout=LONGEST,
        )
    # Where Qt can't go on without an answer the system ends the program; another one goes on.
    if ran.returncode > 0 and ran.returncode != stumbler.AGAIN:
        raise RuntimeError(f"{ran.returncode}: {(root / 'err').read_text(errors='replace')[-2_000:]}")


def make(root: Path) -> None:
    """Make a journal with a passphrase and some entries full of made-up words."""
    words = planted.words()
    protection = Protection(Passphrase(stumbler.PASSPHRASE), RecoveryCode(work.FIRST))
    create_journal(root, author=words["author"], protection=protection)
    journal = open_journal(root, writing=True, secret=protection.code)
    try:
        bodies = [
            f"{words['second-body']} said {words['pasted']} to {words['person']}, {number}." for number in range(9)
        ]
        journal.imports.take(
            ImportedEntry(
                number=number,
                occurred_on=date(2026, 3, 2 + number),
                body=body,
                title=f"{words['title']} {number}",
                site=words["site"],
                people=(words["person"],),
                labels=(words["label"],),
            )
            for number, body in enumerate(bodies, 1)
        )
        journal.rest()
    finally:
        journal.close()
