"""Power cuts: the disk is rebuilt as a cut at any moment of any work could leave it, and the journal opened."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from reliability import disk, rebuilt, work
from reliability.expected import Expected, wrong_in

MANNERS = ("mixed", "mixed", "mixed", "dropped", "kept", "torn")


def run(states: int, folder: Path, workers: int = 2) -> dict[str, Any]:
    """Try so many states over all kinds of work; returns counts, and what went wrong where."""
    each = max(1, states // len(work.ALL))
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(_of_one, [(one.name, each, folder) for one in work.ALL]))
    wrong = [line for part in parts for line in part["wrong"]]
    return {
        "states": sum(part["states"] for part in parts),
        "lost": sum("does not open" not in line for line in wrong),
        "unopened": sum("does not open" in line for line in wrong),
        "works": {part["work"]: part["states"] for part in parts},
        "wrong": wrong[:50],
    }


def _of_one(asked: tuple[str, int, Path]) -> dict[str, Any]:
    name, count, folder = asked
    return of_work(work.named(name), count, folder)


def of_work(which: work.Work, count: int, folder: Path, seed: int = 1) -> dict[str, Any]:
    """Record one kind of work once and open the disk after `count` cuts of it."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        base = Path(place)
        before, steps = recorded(which, base)
        chance = Random(f"{which.name} {seed}")
        wrong: Counter[str] = Counter()
        at = 0
        state, expected = rebuilt.Disk(before), Expected()
        for cut in rebuilt.cuts(steps, count, chance):
            while at <= cut:
                _take(state, expected, steps[at])
                at += 1
            manner = chance.choice(MANNERS)
            root = base / "found"
            state.lay(root, chance, manner)
            for line in wrong_in(root, expected):
                wrong[f"{which.name}, after step {cut} of {len(steps)} ({manner}): {line}"] += 1
            shutil.rmtree(root)
    return {"work": which.name, "states": count, "wrong": list(wrong)}


def recorded(which: work.Work, base: Path) -> tuple[Path, list[disk.Record]]:
    """Do some work once under the recorder; returns the folder as it was before, and the steps."""
    root, before, log, marks = (base / name for name in ("root", "before", "log", "marks"))
    root.mkdir()
    which.prepare(root)
    shutil.copytree(root, before)
    ran = disk.run(
        ["-m", "reliability.act", which.name, str(root), str(marks)],
        DISK_ROOT=str(root),
        DISK_LOG=str(log),
        DISK_MARKS=str(marks),
    )
    if ran.code:
        raise RuntimeError(f"{which.name} ended with {ran.code}: {ran.errors}")
    steps = list(disk.records(log))
    if not any(one.kind is disk.Kind.WRITE for one in steps):
        raise RuntimeError(f"{which.name} wrote nothing that was seen")
    return before, steps


def _take(state: rebuilt.Disk, expected: Expected, step: disk.Record) -> None:
    if step.kind is disk.Kind.MARK:
        expected.take(json.loads(step.first))
    else:
        state.take(step)
