"""An open journal whose time a test moves, with its backups and a second place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isp_journal.journal.backups import Backups
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal
from isp_journal.model import Backup, Entry
from isp_journal.storage import connect
from isp_journal.storage.lock import Hold
from isp_journal.storage.store import Store, create
from tests.storage.journals import Clock, written


@dataclass(frozen=True, slots=True)
class Shelf:
    """An open journal, its backups, and the clock of both."""

    journal: Journal
    backups: Backups
    clock: Clock
    folder: Path

    def write(self, body: str) -> Entry:
        """Write one more entry."""
        return written(self.journal, body)

    def files(self) -> list[str]:
        """Return all that lies in the folder of backups, hidden things too."""
        place = self.folder / "backups"
        return sorted(one.name for one in place.iterdir()) if place.exists() else []

    def close(self) -> None:
        """Close the journal."""
        self.journal.close()


def opened(folder: Path, clock: Clock, *, writing: bool = True) -> Shelf:
    """Open a journal under a clock of its own."""
    hold = Hold.take(folder, "a test", clock()) if writing else None
    store = Store(folder, connect.connect(folder, writing=False), hold, clock)
    journal = Journal.over(store)
    journal.backups = Backups(store, clock)
    return Shelf(journal, journal.backups, clock, folder)


@contextmanager
def shelf(folder: Path) -> Iterator[Shelf]:
    """Give a new journal with one entry, open under a clock that stands still."""
    clock = Clock()
    create(folder, clock=clock)
    made = opened(folder, clock)
    made.write("I stopped the agenda.")
    yield made
    made.close()


def names(backups: list[Backup]) -> list[str]:
    """Return the names of the files of backups."""
    return [one.file.name for one in backups]


def sample(folder: Path) -> None:
    """Make a journal that is a sample."""
    create(folder, sample=True)


def empty(folder: Path) -> None:
    """Make a journal of somebody who has written nothing."""
    create_journal(folder, author="Jonas Aldren")
