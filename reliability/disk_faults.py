"""Disk faults: each write, sync, renaming, truncation and so on of each kind of work fails once and for ever."""

from __future__ import annotations

import errno
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from reliability import disk, power_loss, work

KINDS = {
    "write": (disk.Kind.WRITE,),
    "sync": (disk.Kind.SYNC, disk.Kind.SYNC_FOLDER),
    "rename": (disk.Kind.RENAME,),
    "truncate": (disk.Kind.TRUNCATE,),
    "open": (disk.Kind.CREATE,),
    "unlink": (disk.Kind.UNLINK, disk.Kind.RMDIR),
    "mkdir": (disk.Kind.MKDIR,),
}
SMALL_DISK = 4_000_000
# Faults that a person need not hear of: the work was done all the same.
UNHEARD = "done"
NOTHING = "FAIL none"


def run(cases: int | None, folder: Path, workers: int = 2) -> dict[str, Any]:
    """Try each fault of each work, or so many of them chosen by chance; returns counts, and what went wrong where."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        base = Path(place)
        steps = {one.name: _steps(one, base) for one in work.ALL}
        asked = [case for one in work.ALL for case in _cases(one.name, steps[one.name])]
        if cases is not None:
            asked = Random(7).sample(asked, min(cases, len(asked)))
        clean = [{"work": one.name, "fault": NOTHING} for one in work.ALL]
        shares = [[*clean, *asked][number::workers] for number in range(workers)]
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(lambda number: _tried(shares[number], base, f"tried-{number}"), range(workers)))
    told = [one for part in parts for one in part]
    should = {one["work"]: one.get("entries") for one in told if one["fault"] == NOTHING}
    return _counted([one for one in told if one["fault"] != NOTHING], should)


def _steps(which: work.Work, base: Path) -> list[disk.Record]:
    template = base / "templates" / which.name
    template.mkdir(parents=True)
    which.prepare(template)
    place = base / "recorded" / which.name
    place.mkdir(parents=True)
    _before, steps = power_loss.recorded(which, place)
    return steps


def _cases(name: str, steps: list[disk.Record]) -> Iterator[dict[str, Any]]:
    for word, kinds in KINDS.items():
        made = [one for one in steps if one.kind in kinds and (one.kind is not disk.Kind.CREATE or one.offset == 1)]
        for number in range(1, len(made) + 1):
            for code in (errno.EIO, errno.ENOSPC):
                for often in ("once", "ever"):
                    yield {"work": name, "kind": word, "fault": f"FAIL {word}:{number}:{code}:{often}"}
    grows = sum(len(one.first) for one in steps if one.kind is disk.Kind.WRITE)
    chance = Random(name)
    for _ in range(12):
        yield {"work": name, "kind": "full", "fault": f"ROOM {chance.randrange(min(SMALL_DISK, grows + 1))}"}


def _tried(cases: list[dict[str, Any]], base: Path, name: str) -> list[dict[str, Any]]:
    asked, told, marks = base / f"{name}.cases", base / name / "told", base / f"{name}.marks"
    told.parent.mkdir()
    asked.write_text("".join(json.dumps(one) + "\n" for one in cases))
    ran = disk.run(
        ["-m", "reliability.fault_cases", str(asked), str(base / "templates"), str(told), str(marks)],
        DISK_ROOT=str(told.parent),
        DISK_MARKS=str(marks),
    )
    if ran.code:
        raise RuntimeError(ran.errors)
    return [json.loads(line) for line in told.read_text().splitlines()]


def _counted(told: list[dict[str, Any]], should: dict[str, Any]) -> dict[str, Any]:
    wrong = [f"{one['work']}, {one['fault']}: {line}" for one in told for line in one["wrong"]]
    odd = [f"{one['work']}, {one['fault']}: {one['ended']}" for one in told if " " in one["ended"]]
    doubles = [
        f"{one['work']}, {one['fault']}: {one['entries']} entries instead of {should[one['work']]}"
        for one in told
        if one.get("entries") is not None and one["entries"] != should[one["work"]]
    ]
    return {
        "cases": len(told),
        "by_kind": dict(Counter(one["kind"] for one in told)),
        "sentences": dict(Counter(one["ended"] for one in told)),
        "lost": len(wrong),
        "without_sentence": len(odd),
        "doubles": len(doubles),
        "wrong": [*wrong, *odd, *doubles][:50],
    }
