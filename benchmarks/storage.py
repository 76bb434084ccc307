"""What the journal's file does at 100 000 entries, against the bare driver with the same statements in the same run.

`python -m benchmarks.storage CACHE [RUNS]`
"""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.corpus import journal_of
from benchmarks.figures import Figure, report
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import begin, open_journal
from isp_journal.model import Entry, Filter, Kind, Tag
from isp_journal.storage.connect import database, open_file

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
    spoken: list[tuple[str, tuple[object, ...]]] = []
    ours, theirs = [], []
    for number in range(runs):
        fresh = journal.entries.new()
        tags = tuple(Tag("", tag.activity, tag.anchor, because="why") for tag in model.tags)
        entry = replace(model, id=fresh.id, occurred_on=fresh.occurred_on, tags=tags, place=None, revision=0)
        first = journal.entries.save(entry)
        changed = replace(first, body=first.body + f" And {number}.")
        begun = time.perf_counter()
        journal.entries.save(changed)
        ours.append((time.perf_counter() - begun) * 1000)
        if not spoken:
            spoken = statements_of(journal, changed, number)
        begun = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        for statement, values in spoken:
            # A fresh key each time where a row is added, so that the same work is done again.
            bare.execute(statement, [f"{value}-{number}" if value == first.id and "revision (" in statement else value
                                     for value in values]).fetchall()
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


def statements_of(journal: Journal, entry: Entry, number: int) -> list[tuple[str, tuple[object, ...]]]:
    """Return the statements that one save speaks, with their values, as the driver hears them."""
    from sqlalchemy import event

    engine = journal._store._writing
    heard: list[tuple[str, tuple[object, ...]]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            heard.append((statement, tuple(values)))  # type: ignore[arg-type]  # a sequence of values

    event.listen(engine, "before_cursor_execute", hear)
    fresh = replace(entry, id=journal.entries.new().id, place=None, revision=0, tags=tuple(replace(t, id="") for t in entry.tags))
    kept = journal.entries.save(fresh)
    heard.clear()
    journal.entries.save(replace(kept, body=kept.body + f" Once more {number}."))
    event.remove(engine, "before_cursor_execute", hear)
    return heard


def main() -> None:
    """Measure on a copy of the corpus, so that every run meets the same journal."""
    cache = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    folder = cache / "storage-run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(journal_of(100_000, cache), folder)
    opening = begin(folder, writing=True)
    opening.abandon()
    journal = open_journal(folder, writing=True)
    report([*pages(journal, 20), *room(journal, 20), *saves(journal, folder, runs)])
    journal.close()
    shutil.rmtree(folder)
    for module in ("benchmarks.imports",):
        subprocess.run([sys.executable, "-m", module, str(cache)], check=True)


if __name__ == "__main__":
    main()
