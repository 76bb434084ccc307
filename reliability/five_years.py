"""Five years in fast motion: 30 000 entries written, changed, thrown away, 60 backups, and what the file became."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import time_machine

from benchmarks.corpus import entries
from isp_journal.cli.reading import names_by_id
from isp_journal.formats import jsonl
from isp_journal.formats.entry_lines import EntryWriter
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import begin
from isp_journal.model import ImportedEntry, Tag
from reliability import work

MONTHS = 60
STARTS = 15
FIRST_DAY = datetime(2021, 11, 1, 9, tzinfo=UTC)


def run(count: int, folder: Path) -> dict[str, Any]:
    """Live through the years with so many entries; returns sizes in bytes and start times in seconds."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        base = Path(place)
        lived, fresh = base / "lived", base / "fresh"
        lived.mkdir()
        fresh.mkdir()
        backups = _live(lived, count)
        journal = work.opened(lived)
        try:
            out = io.BytesIO()
            jsonl.write(EntryWriter(*names_by_id(journal)).shapes(journal.entries.export()), out.write)
            held = len(work.held(journal))
        finally:
            journal.close()
        work.make(fresh, entries=0)
        other = work.opened(fresh)
        try:
            out.seek(0)
            other.imports.take(jsonl.JsonLines(out, other.framework, undated=date.today()), source="the export")
            other.rest()
        finally:
            other.close()
        sizes = {one.name: (one / work.JOURNAL / "journal.db").stat().st_size for one in (lived, fresh)}
        log = lived / work.JOURNAL / "journal.db-wal"
        return {
            "entries": held,
            "backups": backups,
            "bytes": sizes["lived"],
            "fresh_bytes": sizes["fresh"],
            "size": round(sizes["lived"] / sizes["fresh"], 2),
            "log_bytes_after_idle": log.stat().st_size if log.exists() else 0,
            **_starts(lived, fresh),
        }


def _live(root: Path, count: int) -> int:
    chance = Random(5)
    told = entries(count)
    backups = 0
    with time_machine.travel(FIRST_DAY, tick=False) as clock:
        work.make(root, entries=0)
        for month in range(MONTHS):
            clock.move_to(FIRST_DAY + timedelta(days=30.4 * month))
            journal = work.opened(root)
            try:
                kept = [_write(journal, one, clock, chance) for one in islice(told, count // MONTHS)]
                journal.entries.trash(chance.sample(kept, len(kept) // 50))
                if month % 12 == 11:
                    journal.trash.empty()
                journal.rest()
                journal.backups.make()
                backups += 1
            finally:
                journal.close()
    return backups


def _write(journal: Journal, told: ImportedEntry, clock: Any, chance: Random) -> str:
    """Write one entry as a person does: half of it, the rest and its tags, now and then a change days later."""
    mine = replace(journal.entries.new(told.occurred_on), title=told.title, kind=told.kind)
    half = len(told.body) // 2
    mine = journal.entries.save(replace(mine, body=told.body[:half]))
    clock.shift(timedelta(seconds=90))
    tags = tuple(Tag(id=one, activity=tag.activity) for one, tag in zip(_ids(journal), told.tags, strict=False))
    mine = journal.entries.save(replace(mine, body=told.body, tags=tags))
    if chance.random() < 0.1:
        clock.shift(timedelta(minutes=5))
        mine = journal.entries.save(replace(mine, body=told.body + " I came back to this a week later."))
    return mine.id


def _ids(journal: Journal) -> Iterator[str]:
    while True:
        yield journal.entries.new().id


def _starts(lived: Path, fresh: Path) -> dict[str, float]:
    """Return how long it takes to unlock a journal and to read its newest rows: medians, in turns."""
    took: dict[str, list[float]] = {"lived": [], "fresh": []}
    for _ in range(STARTS):
        for root in (lived, fresh):
            before = time.perf_counter()
            opening = begin(root / work.JOURNAL, writing=True, secret=work.secret(work.FIRST))
            opening.newest()
            took[root.name].append(time.perf_counter() - before)
            opening.abandon()
    lived_s, fresh_s = (statistics.median(took[name]) for name in ("lived", "fresh"))
    return {"start_s": round(lived_s, 4), "fresh_start_s": round(fresh_s, 4), "start": round(lived_s / fresh_s, 2)}
