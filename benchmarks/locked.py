"""A journal with a passphrase against the same one without, at 100 000 entries, each figure in turns.

`python -m benchmarks.locked CACHE [RUNS] [storage] [first] [import]`
"""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import SECRET, journal_of, locked_journal_of
from benchmarks.figures import Figure, report
from benchmarks.imports import json_lines
from benchmarks.storage import BUSIEST, entry_to_save, kept
from benchmarks.turns import Work, in_turns, milliseconds
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import begin, open_journal
from isp_journal.model import Filter, Kind

COUNT, IMPORTED = 100_000, 20_000
WAYS = ("plain", "locked")
# What a locked journal may cost: at most so many times the plain one; a save and the first call are the engine's own.
ASKED, ASKED_OF_ENGINE = 1.3, 1.9


class Both(NamedTuple):
    """The same journal without and with a passphrase."""

    plain: Journal
    locked: Journal


def compared(name: str, told: dict[str, float], asked: float, unit: str = "ms") -> list[Figure]:
    """Return the figure of the plain journal, and that of the locked one with its ratio."""
    return [
        Figure(f"{name}, no passphrase", told["plain"], unit),
        Figure(f"{name}, passphrase", told["locked"], unit, told["locked"] / told["plain"], asked),
    ]


def questions(journal: Journal) -> dict[str, Work]:
    """Return what lists, rooms, map and search ask for."""
    site, person = journal.sites.all()[3].id, journal.people.all()[5].id
    middle = journal.entries.page(Filter(until=date(2021, 6, 1)), limit=1)[0].place
    everything = Filter()

    def page(asked: Filter) -> Work:
        return lambda: journal.entries.page(asked, middle)

    def room() -> None:
        journal.history.timeline(BUSIEST, everything)
        journal.history.months(BUSIEST, everything)
        journal.history.activities(BUSIEST, everything)

    mixed = Filter(
        site=site, person=person, component=BUSIEST, activity="isp-3.0/power.1", kind=Kind.CALL, label="data"
    )
    return {
        "one more page, all entries": page(Filter()),
        "one more page, a site": page(Filter(site=site)),
        "one more page, a person": page(Filter(person=person)),
        "one more page, a component": page(Filter(component=BUSIEST)),
        "one more page, a kind": page(Filter(kind=Kind.CALL)),
        "one more page, a label": page(Filter(label="data")),
        "one more page, six filters that exclude each other": page(mixed),
        "component room, all its data": room,
        "map of all components": lambda: journal.overview.practice(everything),
        "search, a frequent word": lambda: journal.entries.page(Filter(text="coffee")),
        "search, two letters": lambda: journal.entries.page(Filter(text="co")),
        "search, a phrase": lambda: journal.entries.page(Filter(text='"quiet voice"')),
    }


def warm(both: Both, runs: int) -> list[Figure]:
    """Measure every question in an open journal."""
    asked = {way: questions(journal) for way, journal in zip(WAYS, both, strict=True)}
    told: list[Figure] = []
    for name in asked["plain"]:
        told += compared(name, in_turns({way: asked[way][name] for way in WAYS}, runs), ASKED)
    return told


def saves(both: Both, runs: int) -> list[Figure]:
    """Measure a durable save with three tags, its earlier version and its index."""
    journals = dict(zip(WAYS, both, strict=True))
    models = {way: entry_to_save(journal) for way, journal in journals.items()}
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    for number in range(runs):
        for way, journal in journals.items():
            mine = kept(journal, models[way])
            longer = replace(mine, body=f"{mine.body} And {number}.")
            took[way].append(milliseconds(lambda one=longer, held=journal: held.entries.save(one)))  # type: ignore[misc]  # bound here
            if number % 50 == 49:
                journal.rest()
    high = {way: sorted(told)[int(len(told) * 0.99)] for way, told in took.items()}
    middle = {way: statistics.median(told) for way, told in took.items()}
    return [
        *compared("durable save with 3 tags, version and index", middle, ASKED_OF_ENGINE),
        Figure("the same with a passphrase, 99 in 100 within", high["locked"], "ms", asked=6),
    ]


def first_calls(folders: dict[str, Path], runs: int) -> list[Figure]:
    """Measure what is asked first in a journal that was opened at this moment."""
    calls: dict[str, Callable[[Journal], object]] = {
        "newest page": lambda journal: journal.entries.page(Filter()),
        "busiest room's months": lambda journal: journal.history.months(BUSIEST, Filter()),
        "search": lambda journal: journal.entries.page(Filter(text="coffee")),
    }
    told: list[Figure] = []
    rows: dict[str, list[float]] = {way: [] for way in WAYS}
    took: dict[str, dict[str, list[float]]] = {name: {way: [] for way in WAYS} for name in calls}
    for run in range(runs + 1):
        for name, call in calls.items():
            for way in WAYS:
                opening = begin(folders[way], writing=False, secret=SECRET)
                newest = milliseconds(opening.newest)
                journal = opening.finish()
                first = milliseconds(lambda ask=call, held=journal: ask(held))  # type: ignore[misc]  # bound here
                journal.close()
                if run:
                    rows[way].append(newest)
                    took[name][way].append(first)
    told += compared("newest rows by the driver, first call", _medians(rows), ASKED_OF_ENGINE)
    for name in calls:
        told += compared(f"{name}, first call", _medians(took[name]), ASKED_OF_ENGINE)
    return told


def _medians(took: dict[str, list[float]]) -> dict[str, float]:
    return {way: statistics.median(told) for way, told in took.items()}


def imports(cache: Path, count: int, runs: int) -> list[Figure]:
    """Measure the import of a JSON Lines file, each way in a process of its own."""
    json_lines(count, cache)
    took: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(runs):
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.imports", str(cache), str(count), _IMPORTS[way]]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            took[way].append(float(done.stdout.split()[0]))
    name = f"import of {count:,} entries".replace(",", " ")
    return compared(name, _medians(took), ASKED, "s")


_IMPORTS = {"plain": "app", "locked": "locked"}


def main() -> None:
    """Measure all of it, or what is named after the number of runs."""
    cache = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    parts = sys.argv[3:] or ["storage", "first", "import"]
    sources = {"plain": journal_of(COUNT, cache), "locked": locked_journal_of(COUNT, cache)}
    if "first" in parts:
        report(first_calls(sources, max(9, runs // 8)))
    if "storage" in parts:
        folders = {way: cache / f"{way}-run" for way in WAYS}
        for way, folder in folders.items():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(sources[way], folder)
        both = Both(*(open_journal(folders[way], writing=True, secret=SECRET) for way in WAYS))
        report(warm(both, runs))
        report(saves(both, runs * 4))
        for journal, folder in zip(both, folders.values(), strict=True):
            journal.close()
            shutil.rmtree(folder)
    if "import" in parts:
        report(imports(cache, IMPORTED, 3))


if __name__ == "__main__":
    main()
