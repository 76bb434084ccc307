"""What the journal's file does at 100 000 entries, against the bare driver with the same statements in the same run.

`python -m benchmarks.storage CACHE [RUNS]`
"""

import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.corpus import journal_of
from benchmarks.figures import Figure, report
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.model import Entry, Filter, Kind
from isp_journal.storage import prepared
from isp_journal.storage.connect import database, open_file

Spoken = tuple[str, tuple[object, ...]]
BUSIEST = "isp-3.0/relationships"


def median_of(work: Callable[[], object], runs: int) -> float:
    """Return the median milliseconds of some work, its first run aside."""
    times = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[1:])


def pages(journal: Journal, runs: int) -> list[Figure]:
    """Measure one more page of the list in the middle of the journal, for usual filters and bad combinations."""
    site, person = journal.sites.all()[3].id, journal.people.all()[5].id
    middle = journal.entries.page(Filter(until=date(2021, 6, 1)), limit=1)[0].place
    usual = {
        "none": Filter(),
        "a site": Filter(site=site),
        "a person": Filter(person=person),
        "a component": Filter(component=BUSIEST),
        "a kind": Filter(kind=Kind.CALL),
        "a label": Filter(label="data"),
        "a period": Filter(since=date(2020, 1, 1), until=date(2020, 12, 31)),
    }
    mixed = {
        "site and person": Filter(site=site, person=person),
        "component and another's activity": Filter(component=BUSIEST, activity="isp-3.0/power.1"),
        "kind, label, component": Filter(kind=Kind.CALL, label="data", component=BUSIEST),
        "all that exclude each other": Filter(
            site=site, person=person, component=BUSIEST, activity="isp-3.0/power.1", kind=Kind.CALL, label="data"
        ),
    }
    timed = {
        name: median_of(lambda asked=asked: journal.entries.page(asked, middle), runs)  # type: ignore[misc]  # bound here
        for name, asked in (usual | mixed).items()
    }
    worst_usual, worst = max(timed[name] for name in usual), max(timed.values())
    print({name: round(value, 2) for name, value in timed.items()})
    return [
        Figure("one more page, the slowest of the usual filters", worst_usual, "ms", asked=2),
        Figure("one more page, the worst combination", worst, "ms", asked=20),
    ]


def room(journal: Journal, runs: int) -> list[Figure]:
    """Measure what the room of the busiest component asks for."""
    everything = Filter()

    def ask() -> None:
        journal.history.timeline(BUSIEST, everything)
        journal.history.months(BUSIEST, everything)
        journal.history.activities(BUSIEST, everything)

    return [Figure("component room, all its data, all time", median_of(ask, runs), "ms", asked=30)]


def entry_to_save(journal: Journal) -> Entry:
    """Return a stored entry with three tags."""
    rows = journal.entries.page(Filter(), limit=20)
    return next(one for one in (journal.entries.get(row.id) for row in rows) if len(one.tags) == 3)


def saves(journal: Journal, folder: Path, runs: int) -> list[Figure]:
    """Measure a durable save with three tags, its earlier version and its index; the same statements alternate."""
    bare = open_file(database(folder), "rw")
    model = entry_to_save(journal)
    ours, theirs = [], []
    for number in range(runs):
        # Three entries alike, each written on by a sentence: the first tells which statements that takes with its own
        # values, the second is saved by the app, and the driver says to the third what the first was told.
        heard_of, mine, other = (kept(journal, model) for _ in range(3))
        words = f" And {number}."
        heard = statements_of(journal, replace(heard_of, body=heard_of.body + words))
        begun = time.perf_counter()
        journal.entries.save(replace(mine, body=mine.body + words))
        ours.append((time.perf_counter() - begun) * 1000)
        own = {heard_of.id: other.id, heard_of.place: other.place}
        spoken = [(statement, [own.get(value, value) for value in values]) for statement, values in heard]
        begun = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        for statement, values in spoken:
            bare.execute(statement, values).fetchall()
        bare.execute("COMMIT")
        theirs.append((time.perf_counter() - begun) * 1000)
        if number % 50 == 49:
            journal.rest()  # as the window does when nobody types
    bare.close()
    middle, limit = statistics.median(ours), statistics.median(theirs)
    high = sorted(ours)[int(len(ours) * 0.99)]
    return [
        Figure("the same statements by the bare driver", limit, "ms"),
        Figure("durable save with 3 tags, version and index", middle, "ms", middle / limit, 1.5),
        Figure("the same, median", middle, "ms", asked=2),
        Figure("the same, 99 in 100 within", high, "ms", asked=6),
    ]


def kept(journal: Journal, model: Entry) -> Entry:
    """Return a new entry like the model, with tags of its own, as it is kept."""
    fresh = journal.entries.new()
    tags = tuple(replace(tag, id="") for tag in model.tags)
    entry = replace(model, id=fresh.id, occurred_on=fresh.occurred_on, tags=tags, place=None, revision=0)
    return journal.entries.save(entry)


class Recorder:
    """Stands before the driver's connection and keeps what it is told."""

    def __init__(self, driver: Any, heard: list[Spoken]) -> None:
        self._driver = driver
        self._heard = heard

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any:
        """Keep one statement and let the driver do it."""
        self._heard.append((statement, tuple(values)))
        return self._driver.execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> Any:
        """Keep one statement a row and let the driver do them."""
        rows = [tuple(row) for row in rows]
        self._heard += [(statement, row) for row in rows]
        return self._driver.executemany(statement, rows)


def statements_of(journal: Journal, entry: Entry) -> list[Spoken]:
    """Return the statements that one save speaks, with their values, as the driver hears them."""
    heard: list[Spoken] = []
    plain = prepared._driver
    prepared._driver = lambda transaction: Recorder(plain(transaction), heard)
    try:
        journal.entries.save(entry)
    finally:
        prepared._driver = plain
    return heard


def main() -> None:
    """Measure on a copy of the corpus, so that every run meets the same journal."""
    cache = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    folder = cache / "storage-run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(journal_of(100_000, cache), folder)
    journal = open_journal(folder, writing=True)
    report([*pages(journal, 20), *room(journal, 20), *saves(journal, folder, runs)])
    journal.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
