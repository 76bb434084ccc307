"""Backups, restoring, the trash, the deep check and a new passphrase, each beside no window.

`python -m benchmarks.long_work CACHE [RUNS] [backup] [trash] [check] [passphrase]`
"""

import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.corpus import SECRET, journal_of, locked_journal_of
from benchmarks.figures import Figure, report
from benchmarks.turns import milliseconds
from isp_journal.credentials import Passphrase
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.journal.restoring import restore
from isp_journal.model import Filter

MANY, ALL, FEW = 20_000, 100_000, 100
SOURCES = {"no passphrase": journal_of, "passphrase": locked_journal_of}
BACKUP_ASKED, PASSPHRASE_ASKED = 1.0, 0.4
OTHER = Passphrase("eight lazy clouds borrow tin kettles")


@contextmanager
def copied(source: Path, cache: Path) -> Iterator[Path]:
    """Copy a journal for a while, so that every run meets the same one."""
    folder = cache / "long-run"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def opened(folder: Path) -> Iterator[Journal]:
    """Open a journal for writing for a while."""
    journal = open_journal(folder, writing=True, secret=SECRET)
    try:
        yield journal
    finally:
        journal.close()


def backups(cache: Path, runs: int) -> list[Figure]:
    """Measure making and reading back a backup, and restoring one into a new folder."""
    made: dict[str, list[float]] = {kind: [] for kind in SOURCES}
    busy: dict[str, list[float]] = {kind: [] for kind in SOURCES}
    restored: dict[str, list[float]] = {kind: [] for kind in SOURCES}
    for _ in range(runs):
        for kind, source in SOURCES.items():
            with copied(source(MANY, cache), cache) as folder:
                with opened(folder) as journal:
                    before = time.process_time()
                    made[kind].append(milliseconds(journal.backups.make) / 1000)
                    busy[kind].append(time.process_time() - before)
                    (backup,) = journal.backups.all()
                into = cache / "restored-run"
                shutil.rmtree(into, ignore_errors=True)
                restored[kind].append(milliseconds(lambda one=backup, to=into: restore(one.file, to, SECRET)) / 1000)  # type: ignore[misc]  # bound here
                shutil.rmtree(into)
    told = [
        Figure(f"backup of 20 000 entries, {kind}", statistics.median(took), "s", asked=BACKUP_ASKED)
        for kind, took in made.items()
    ]
    told += [
        Figure(f"its CPU time on two threads, {kind}", statistics.median(took), "s") for kind, took in busy.items()
    ]
    return told + [Figure(f"restoring it, {kind}", statistics.median(took), "s") for kind, took in restored.items()]


def trash(cache: Path) -> list[Figure]:
    """Measure deleting all of 20 000 entries, bringing back one, and emptying the trash with its backup before."""
    told = []
    for kind, source in SOURCES.items():
        with copied(source(MANY, cache), cache) as folder, opened(folder) as journal:
            identities = [line.id for line in journal.entries.page(Filter(), limit=MANY)]
            deleted = milliseconds(lambda: journal.entries.trash(identities))  # noqa: B023 - done at once
            back = milliseconds(lambda: journal.entries.restore(identities))  # noqa: B023 - done at once
            journal.entries.trash(identities)
            listed = milliseconds(journal.trash.contents)
            emptied = milliseconds(journal.trash.empty)
        told += [
            Figure(f"20 000 entries into the trash, {kind}", deleted / 1000, "s"),
            Figure(f"all of them back, {kind}", back / 1000, "s"),
            Figure(f"what lies in the trash, its newest 1 000, {kind}", listed, "ms"),
            Figure(f"emptying it, with its backup before, {kind}", emptied / 1000, "s"),
        ]
    return told


def checks(cache: Path) -> list[Figure]:
    """Measure the deep check of 100 000 entries, with one backup beside to look into."""
    told = []
    for kind, source in SOURCES.items():
        with copied(source(ALL, cache), cache) as folder, opened(folder) as journal:
            made = milliseconds(journal.backups.make)
            found = journal.checks.run()
            assert not found.problems, found.problems
        told += [
            Figure(f"backup of 100 000 entries, {kind}", made / 1000, "s"),
            Figure(f"deep check of 100 000 entries with that backup, {kind}", found.seconds, "s"),
        ]
    return told


def passphrases(cache: Path, runs: int) -> list[Figure]:
    """Measure a new passphrase in a small and in a large journal, in turns."""
    took: dict[int, list[float]] = {FEW: [], ALL: []}
    for count in took:
        shutil.rmtree(cache / f"passphrase-{count}", ignore_errors=True)
        shutil.copytree(locked_journal_of(count, cache), cache / f"passphrase-{count}")
    now, then = SECRET, OTHER
    for _ in range(runs):
        for count, told in took.items():
            journal = open_journal(cache / f"passphrase-{count}", writing=True, secret=now)
            told.append(milliseconds(lambda held=journal, a=now, b=then: held.keys.change_passphrase(a, b)) / 1000)  # type: ignore[misc]  # bound here
            journal.close()
        now, then = then, now
    for count in took:
        shutil.rmtree(cache / f"passphrase-{count}")
    return [
        Figure(f"new passphrase, {count} entries", statistics.median(told), "s", asked=PASSPHRASE_ASKED)
        for count, told in took.items()
    ]


def main() -> None:
    """Measure all of it, or what is named after the number of runs."""
    cache = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    parts = sys.argv[3:] or ["backup", "trash", "check", "passphrase"]
    if "backup" in parts:
        report(backups(cache, runs))
    if "trash" in parts:
        report(trash(cache))
    if "passphrase" in parts:
        report(passphrases(cache, max(9, runs)))
    if "check" in parts:
        report(checks(cache))


if __name__ == "__main__":
    main()
