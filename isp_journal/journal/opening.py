"""Opening a journal in two steps: its newest rows with the driver alone, then all of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isp_journal.model import EntryLine
from isp_journal.storage import connect, first_page
from isp_journal.storage.faults import translated
from isp_journal.storage.lock import Hold

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal

WINDOW = "the window"
TERMINAL = "a terminal command"


class Opening:
    """A journal that is checked and held, but whose parts are not loaded yet."""

    def __init__(self, folder: Path, connection: Any, hold: Hold | None, last_write: str) -> None:
        self._folder = folder
        self._connection = connection
        self._hold = hold
        self._last_write = last_write
        self.schema = connect.schema_of(connection)

    def newest(self) -> list[EntryLine]:
        """Return the newest rows of the list; none when the journal must be migrated first."""
        if self.schema < connect.SCHEMA:
            return []
        with translated(connect.database(self._folder)):
            return first_page.newest(self._connection)

    def finish(self) -> Journal:
        """Load what the whole journal needs and return its door; on a failure everything is given back."""
        # at first use: SQLAlchemy costs 0.15 s, and the first rows are shown before it
        from isp_journal.journal.journal import Journal
        from isp_journal.storage.store import Store

        try:
            store = Store(self._folder, self._connection, self._hold)
            return Journal.over(store, self._last_write if store.left_behind else None)
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Give everything back when the journal is not wanted after all."""
        self._connection.close()
        if self._hold is not None:
            self._hold.let_go()


def begin(folder: Path, *, writing: bool, window: bool = False) -> Opening:
    """Check a journal, take the right to write where it is wanted, and open it; raises a known error on any doubt."""
    connect.check_presence(folder)
    last_write = _last_write(folder)
    hold = None
    if writing:
        connect.check_writable(folder)
        hold = Hold.take(folder, WINDOW if window else TERMINAL, datetime.now(UTC))
    try:
        connection = connect.connect(folder, writing=False)
        return Opening(folder, connection, hold, last_write)
    except BaseException:
        if hold is not None:
            hold.let_go()
        raise


def open_journal(folder: Path, *, writing: bool, window: bool = False) -> Journal:
    """Open a journal whole; raises a known error where that cannot be."""
    return begin(folder, writing=writing, window=window).finish()


def create_journal(folder: Path, *, author: str, sample: bool = False) -> None:
    """Make a new journal whose author has this name; nothing is left behind when that fails."""
    # at first use: SQLAlchemy costs 0.15 s and is not wanted before the first rows
    from isp_journal.journal.journal import introduce
    from isp_journal.journal.names import checked
    from isp_journal.storage import store

    name = checked(author, "An author") if author.strip() else ""
    store.create(folder, sample=sample)
    if name:
        journal = open_journal(folder, writing=True)
        try:
            introduce(journal, name)
        finally:
            journal.close()


def _last_write(folder: Path) -> str:
    """Return when the journal's file was last written to, as an instant in UTC."""
    with translated(connect.database(folder)):
        written = max((one.st_mtime for one in connect.stats(folder)), default=0)
    return datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")
