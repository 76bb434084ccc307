"""The drill: each backup that the tests make is restored aside and compared with its journal.

As a plug-in of pytest (`-p reliability.drills`) it stands behind the one function that makes backups. It asks both
files in its own words, so that it does not rest on what it is there to check.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from isp_journal.storage import backup_file, connect
from reliability import disk

RESULT = "DRILLS_INTO"
ROWS = (
    "SELECT id, revision, title, body, trashed_at FROM entry ORDER BY id",
    "SELECT id, revision, activity, quote, because FROM tag ORDER BY id",
    "SELECT row_id, revision, content FROM revision ORDER BY row_id, revision",
    "SELECT id, revision, name, trashed_at FROM person ORDER BY id",
    "SELECT id, revision, name, trashed_at FROM site ORDER BY id",
    "SELECT id, digest, name, trashed_at FROM attachment ORDER BY id",
    "SELECT digest, bytes FROM blob ORDER BY digest",
)


def run(folder: Path, *arguments: str) -> dict[str, Any]:
    """Run the tests (or those that are named) with a drill behind each backup; returns counts."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        into = Path(place) / "told"
        words = ["-m", "pytest", "-q", "-n", "2", "-p", "reliability.drills", *(arguments or ("tests",))]
        ran = disk.run_plain(words, **{RESULT: str(into)})
        if ran.code:
            raise RuntimeError(ran.out[-2_000:])
        told = Counter(into.read_text().splitlines()) if into.exists() else Counter[str]()
        same = told.pop("same", 0)
        return {"backups": same + sum(told.values()), "same": same, "others": dict(told)}


def drilled(journal: backup_file.Kept, backup: Path) -> str:
    """Restore a backup into a folder of its own and return `same`, or what is not."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        backup_file.extract(backup, folder)
        with (
            closing(connect.connect(folder, writing=False, key=journal.key)) as restored,
            closing(journal.another_connection()) as live,
        ):
            for asked in ROWS:
                if _told(restored, asked) != _told(live, asked):
                    return f"differs: {asked.partition(' FROM ')[2].split()[0]}"
    return "same"


def _told(connection: Any, asked: str) -> str:
    table = asked.partition(" FROM ")[2].split()[0]
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
        return "no such table"
    told = hashlib.sha256()
    for row in connection.execute(asked):
        told.update(repr(row).encode("utf-8", "surrogatepass"))
    return told.hexdigest()


@pytest.fixture(autouse=True)
def _drill_each_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    into = os.environ.get(RESULT)
    make = backup_file.make
    if into is None:
        return

    def made(journal: backup_file.Kept, *arguments: Any, **named: Any) -> backup_file.Made:
        found = make(journal, *arguments, **named)
        with Path(into).open("a") as out:
            out.write(drilled(journal, found.backup.file) + "\n")
        return found

    monkeypatch.setattr(backup_file, "make", made)
