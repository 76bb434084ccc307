"""The sample journal: a year of one invented practitioner whose newest entry is never older than a year."""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from isp_journal import __version__
from isp_journal.errors import FolderNotEmpty
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import ImportedEntry, ImportedTag, Kind, Mode, Person, Role, Site, Stage, StageChange
from isp_journal.paths import resources, sample_journal
from isp_journal.storage.connect import database
from isp_journal.storage.faults import translated
from isp_journal.storage.lock import Hold
from isp_journal.storage.store import utc_now

AUTHOR = "Jonas Aldren"
FILES = ("people.json", "sites.json", "entries-1.jsonl", "entries-2.jsonl", "entries-3.jsonl", "notes.jsonl")
# 52 weeks: days of the week and seasons stay what they are.
STEP = timedelta(days=364)
STAMP = "sample.json"
LEFT_BEHIND = 3_600


def sample_of_today() -> Path:
    """Make the sample in its usual place, unless it is there already, and return its folder."""
    folder = sample_journal()
    make_sample(folder, date.today())
    return folder


def make_sample(folder: Path, today: date) -> None:
    """Make the sample journal in a folder, dated up to `today`; one that is whole and still fits is kept as it is.

    Raises FolderNotEmpty where something else lies, OpenElsewhere where an outdated sample is open in a window.
    """
    told = Telling(resources() / "sample", today)
    folder = folder.resolve()
    with translated(database(folder)):
        if _stamp_of(folder) == told.stamp and _has_bytes(database(folder)):
            return
        if folder.exists():
            _check_replaceable(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        half_made = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
        try:
            _build(half_made, told)
            _put_in_place(half_made, folder)
        finally:
            shutil.rmtree(half_made, ignore_errors=True)


class Telling:
    """What the files of the sample say, with all dates moved by whole steps so that the newest is of this last year."""

    def __init__(self, source: Path, today: date) -> None:
        texts = [(source / name).read_text(encoding="utf-8") for name in FILES]
        self.people: list[dict[str, Any]] = json.loads(texts[0])
        self.sites: list[dict[str, Any]] = json.loads(texts[1])
        self.lines: list[dict[str, Any]] = [json.loads(line) for text in texts[2:5] for line in text.splitlines()]
        self.notes: list[dict[str, Any]] = [json.loads(line) for line in texts[5].splitlines()]
        self.moved = steps(max(date.fromisoformat(line["date"]) for line in self.lines), today) * STEP
        digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()
        self.stamp = {"version": __version__, "days": self.moved.days, "digest": digest}

    def day(self, written: str) -> date:
        """Return a date of the files as it is in this sample."""
        return date.fromisoformat(written) + self.moved

    def entries(self) -> Iterator[ImportedEntry]:
        """Yield all entries, oldest first, with names for sites and people."""
        for number, line in enumerate(self.lines, 1):
            on = self.day(line["date"])
            yield ImportedEntry(
                number=number,
                occurred_on=on,
                body=line["text"],
                title=line.get("title", ""),
                occurred_time=time_of_day.fromisoformat(line["time"]) if "time" in line else None,
                kind=Kind(line["kind"]),
                site=line.get("site", ""),
                people=tuple(line.get("people", ())),
                labels=tuple(line.get("labels", ())),
                mode=Mode(line["mode"]) if "mode" in line else None,
                minutes=line.get("minutes"),
                tags=tuple(
                    ImportedTag(tag["activity"], tag.get("quote"), tag.get("because", "")) for tag in line["tags"]
                ),
                created_at=f"{on.isoformat()}T20:00:00.000Z",
                updated_at=f"{on.isoformat()}T20:00:00.000Z",
            )


def steps(newest: date, today: date) -> int:
    """Return by how many steps of 52 weeks a date is moved so that it comes near to today and never past it."""
    return (today - newest) // STEP


def _build(folder: Path, told: Telling) -> None:
    create_journal(folder, author=AUTHOR, sample=True)
    journal = open_journal(folder, writing=True)
    try:
        _introduce(journal, told)
        journal.imports.take(told.entries(), source="the sample")
        for note in told.notes:
            journal.notes.save(note["on"], told.day(note["date"]), note["text"])
        # What is moved in place is one closed file.
        journal.rest()
    finally:
        journal.close()
    (folder / STAMP).write_text(json.dumps(told.stamp), encoding="utf-8")


def _introduce(journal: Journal, told: Telling) -> None:
    for one in told.people:
        known = journal.people.named(one["name"])
        person = Person(
            id=known.id if known else "",
            name=one["name"],
            role=Role(one["kind"]),
            organisation=one["organisation"],
            pseudonym=one["pseudonym"],
            position=one["role"],
        )
        journal.people.save(person)
    for one in told.sites:
        stages = tuple(StageChange(Stage(change["stage"]), told.day(change["since"])) for change in one["stages"])
        journal.sites.save(Site(id="", name=one["name"], pseudonym=one["pseudonym"], stages=stages))


def _check_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything but a sample, and a sample that somebody is looking at."""
    if not (folder / STAMP).is_file():
        if not folder.is_dir() or any(folder.iterdir()):
            raise FolderNotEmpty(folder)
        return
    Hold.take(folder, "the sample's maker", utc_now()).let_go()


def _put_in_place(made: Path, folder: Path) -> None:
    before = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    try:
        if folder.exists():
            folder.rename(before / "old")
        made.rename(folder)
    finally:
        shutil.rmtree(before, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what was left behind by a making that was ended from outside, but nothing that is just being made."""
    for left in folder.parent.glob(_prefix(folder) + "*"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)


def _prefix(folder: Path) -> str:
    return f".{folder.name}-in-the-making-"


def _stamp_of(folder: Path) -> object:
    try:
        return json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _has_bytes(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0
