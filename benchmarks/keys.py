"""From a key to the painted letter, in an entry of 5 000 words with 40 tags; needs a display.

`xvfb-run -a python -m benchmarks.keys CACHE [KEYS]`: a bare text field with the same text is the limit of the run.
"""

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks.corpus import sentence
from benchmarks.figures import Figure, report
from isp_journal.framework import load_framework
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Filter, ImportedEntry, ImportedTag
from isp_journal.paths import resources

WORDS = 5_000
TAGS = 40
# Median and 99th percentile in milliseconds that are asked for.
ASKED = {"paragraphs": (3.0, 8.0), "one": (12.0, 35.0)}
LIMITS = {"paragraphs": "bare", "one": "bare-one"}
NAMES = {
    "bare": "bare text field, text in paragraphs",
    "paragraphs": "entry in paragraphs",
    "bare-one": "bare text field, text of one paragraph",
    "one": "entry of one paragraph",
}


def text(*, one: bool) -> tuple[str, tuple[ImportedTag, ...]]:
    """Return a text with its tags, in paragraphs of some 70 words or as a single one."""
    activities = [activity.key for activity in load_framework(resources() / "frameworks" / "isp-3.0.json").activities]
    chance = random.Random(7)
    sentences: list[str] = []
    while sum(len(said.split()) for said in sentences) < WORDS:
        said = sentence(chance)
        if said not in sentences:
            sentences.append(said)
    every = len(sentences) // TAGS
    tags = tuple(ImportedTag(activities[number % len(activities)], sentences[number * every]) for number in range(TAGS))
    paragraphs = [" ".join(sentences[start : start + 6]) for start in range(0, len(sentences), 6)]
    return (" " if one else "\n\n").join(paragraphs), tags


def journal_with(cache: Path, *, one: bool) -> Path:
    """Return the folder of a new journal with the one entry."""
    folder = cache / ("keys-one" if one else "keys-paragraphs")
    shutil.rmtree(folder, ignore_errors=True)
    create_journal(folder, author="A Practitioner")
    journal = open_journal(folder, writing=True)
    body, tags = text(one=one)
    journal.imports.take([ImportedEntry(number=1, occurred_on=date(2026, 11, 24), body=body, tags=tags)], source="keys")
    journal.close()
    return folder


def measured(kind: str, count: int, cache: Path) -> list[float]:
    """Return the milliseconds of each key, typed in a program of its own."""
    command = [sys.executable, "-m", "benchmarks.typed", kind, str(count)]
    if kind not in LIMITS:
        command.append(text(one=kind == "bare-one")[0])
    else:
        folder = journal_with(cache, one=kind == "one")
        journal = open_journal(folder, writing=False)
        (line,) = journal.entries.page(Filter(), None, 1)
        journal.close()
        command += [str(folder), line.id]
    own = os.environ | {"XDG_CONFIG_HOME": str(cache / "config"), "XDG_CACHE_HOME": str(cache / "cache")}
    done = subprocess.run(command, env=own, stdout=subprocess.PIPE, text=True, check=False)
    return [seconds * 1000 for seconds in json.loads(done.stdout.splitlines()[-1])]


def main() -> None:
    """Measure the limit and both kinds of entry."""
    cache = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    found: dict[str, tuple[float, float]] = {}
    for kind, name in NAMES.items():
        took = measured(kind, count, cache)
        found[kind] = (statistics.median(took), statistics.quantiles(took, n=100)[98])
        asked = ASKED.get(kind, (None, None))
        for at, what in enumerate(("median", "99th percentile")):
            report([Figure(f"{name}, {what}", found[kind][at], "ms", None, asked[at])])
            if kind in LIMITS:
                print(f"{'':<58} {found[kind][at] / found[LIMITS[kind]][at]:10.2f} x the bare field")


if __name__ == "__main__":
    main()
