"""Import of 100 000 entries with three tags each, against bare executemany of the same rows with their index.

`python -m benchmarks.imports CACHE [COUNT]`: each way runs in a process of its own, so that memory is its own.
"""

import resource
import shutil
import subprocess
import sys
import time
from datetime import date
from itertools import islice
from pathlib import Path

from benchmarks.corpus import SECRET, entries, journal_of
from benchmarks.figures import Figure, report
from isp_journal import recovery_words
from isp_journal.credentials import Protection, RecoveryCode
from isp_journal.formats.jsonl import JsonLines
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.storage.connect import database, open_file

TABLES = (
    "person", "site", "label", "entry", "entry_person", "entry_label", "tag", "import_batch", "import_line",
)  # fmt: skip


def json_lines(count: int, cache: Path) -> Path:
    """Return a JSON Lines file with so many entries, made when it is not there yet."""
    import json

    file = cache / f"corpus-{count}.jsonl"
    if not file.exists():
        with file.open("w", encoding="utf-8") as out:
            for one in entries(count):
                told = {
                    "text": one.body, "title": one.title, "date": one.occurred_on.isoformat(), "kind": str(one.kind),
                    "site": one.site, "people": list(one.people), "mode": str(one.mode), "minutes": one.minutes,
                    "labels": list(one.labels),
                    "tags": [{"activity": t.activity, "quote": t.quote, "because": t.because} for t in one.tags],
                }  # fmt: skip
                if one.occurred_time is not None:
                    told["time"] = one.occurred_time.isoformat("minutes")
                out.write(json.dumps(told) + "\n")
    return file


def by_the_app(count: int, cache: Path, protection: Protection | None = None) -> None:
    """Import the file into a new journal and print seconds and the peak of memory in MB."""
    folder = cache / "import-run"
    shutil.rmtree(folder, ignore_errors=True)
    create_journal(folder, author="", protection=protection)
    journal = open_journal(folder, writing=True, secret=protection.passphrase if protection else None)
    file = json_lines(count, cache)
    begun = time.perf_counter()
    with file.open("rb") as stream:
        journal.imports.take(JsonLines(stream, journal.framework, undated=date.today()))
    told(time.perf_counter() - begun)
    journal.close()
    shutil.rmtree(folder)


def into_a_locked_one(count: int, cache: Path) -> None:
    """Import the file into a new journal with a passphrase; used by benchmarks.locked."""
    by_the_app(count, cache, Protection(SECRET, RecoveryCode(recovery_words.fresh())))


def by_the_driver(count: int, cache: Path) -> None:
    """Write the rows of a finished journal into an empty one by executemany, and print the same."""
    source = open_file(database(journal_of(count, cache)), "rw")
    folder = cache / "bare-run"
    shutil.rmtree(folder, ignore_errors=True)
    create_journal(folder, author="")
    target = open_file(database(folder), "rw")
    spent = 0.0
    begun = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    spent += time.perf_counter() - begun
    for table in TABLES:
        width = len(source.execute(f"PRAGMA table_info({table})").fetchall())
        rows = iter(source.execute(f"SELECT * FROM {table}"))
        marks = ",".join("?" * width)
        while batch := list(islice(rows, 1_000)):
            begun = time.perf_counter()
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)
            spent += time.perf_counter() - begun
    begun = time.perf_counter()
    target.execute("COMMIT")
    target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spent += time.perf_counter() - begun
    told(spent)
    target.close()
    source.close()
    shutil.rmtree(folder)


def told(seconds: float) -> None:
    """Print seconds and the peak of memory in MB, for the parent process."""
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(way: str, count: int, cache: Path) -> tuple[float, float]:
    """Run one way in its own process and return what it told."""
    command = [sys.executable, "-m", "benchmarks.imports", str(cache), str(count), way]
    seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(memory)


def main() -> None:
    """Measure both ways."""
    cache, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    if len(sys.argv) > 3:
        {"app": by_the_app, "locked": into_a_locked_one, "driver": by_the_driver}[sys.argv[3]](count, cache)
        return
    json_lines(count, cache)
    json_lines(10_000, cache)
    journal_of(count, cache)
    limit, _ = measured("driver", count, cache)
    seconds, memory = measured("app", count, cache)
    _, small = measured("app", 10_000, cache)
    report(
        [
            Figure("bare executemany of the same rows with their index", limit, "s"),
            Figure(f"import of {count:,} entries".replace(",", " "), seconds, "s", seconds / limit, 1.8),
            Figure("its peak of memory", memory, "MB", asked=120),
            Figure("against the peak at 10 000", memory, "MB", memory / small, 1.1),
        ]
    )


if __name__ == "__main__":
    main()
