"""Opening a journal in two steps: its newest rows with the driver alone, then all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isp_journal.credentials import Protection, Secret, ThisComputer
from isp_journal.errors import JournalBusy, JournalDamaged, KeyFileRepaired, KnownError, NotAJournal
from isp_journal.model import EntryLine
from isp_journal.storage import connect, first_page, locked, switch
from isp_journal.storage.faults import translated
from isp_journal.storage.lock import Hold

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.storage.data_key import DataKey
    from isp_journal.storage.store import Store

WINDOW = "the window"
TERMINAL = "a terminal command"
MOVER = "a change of the lock"


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a journal before its parts are loaded: its key, when it was written last, what to tell."""

    last_write: str
    key: DataKey | None = None
    told: tuple[KnownError, ...] = ()
    at_home: bool = False
    """Whether it lies in its own folder, and is no copy that was opened to be read."""


class Opening:
    """A journal that is checked and held, but whose parts are not loaded yet."""

    def __init__(self, folder: Path, connection: Any, hold: Hold | None, found: Found) -> None:
        self._folder = folder
        self._connection = connection
        self._hold = hold
        self._found = found
        self._at_close: list[Callable[[], None]] = []
        self.schema = connect.schema_of(connection)

    def newest(self) -> list[EntryLine]:
        """Return the newest rows of the list; none when the journal must be migrated first."""
        if self.schema < connect.SCHEMA:
            return []
        with translated(connect.database(self._folder), ours=True):
            return first_page.newest(self._connection)

    def finish(self) -> Journal:
        """Load what the whole journal needs and return its door; on a failure everything is given back."""
        # at first use: SQLAlchemy costs 0.15 s, and the first rows are shown before it
        from isp_journal.journal.journal import Journal
        from isp_journal.storage.store import Store

        try:
            store = Store(self._folder, self._connection, self._hold, key=self._found.key)
            for act in self._at_close:
                store.at_close(act)
            told = self._found.told + (_notices(store) if self._found.at_home else ())
            return Journal.over(store, self._found.last_write if store.left_behind else None, told)
        except BaseException:
            self.abandon()
            raise

    def at_close(self, act: Callable[[], None]) -> None:
        """Let something be done once the journal is closed, or not wanted after all."""
        self._at_close.append(act)

    def abandon(self) -> None:
        """Give everything back when the journal is not wanted after all."""
        self._connection.close()
        if self._hold is not None:
            self._hold.let_go()
        for act in self._at_close:
            act()


def begin(folder: Path, *, writing: bool, window: bool = False, secret: Secret | None = None) -> Opening:
    """Check a journal, take the right to write where it is wanted, and open it; raises a known error on any doubt.

    A locked journal needs a secret; without one the key that this computer remembers is tried, else PassphraseNeeded
    is raised.
    """
    tidy(folder, writing=writing)
    connect.check_presence(folder)
    found = Found(_last_write(folder))
    if writing:
        connect.check_writable(folder)
    if locked.is_locked(folder):
        if writing:
            # Before a passphrase is asked for: where a window holds the journal it comes forward instead.
            Hold.check_free(folder)
        found = _unlocked(folder, found, secret, writing)
    hold = Hold.take(folder, WINDOW if window else TERMINAL, datetime.now(UTC)) if writing else None
    try:
        _check_log(folder)
        connection = connect.connect(folder, writing=False, key=found.key)
        return Opening(folder, connection, hold, replace(found, at_home=True))
    except BaseException as failed:
        if hold is not None:
            hold.let_go()
        if isinstance(failed, JournalDamaged | NotAJournal) and _got_another_lock(folder, found.key):
            raise JournalBusy() from None
        raise


def get_ready() -> None:
    """Load all that opening a locked journal needs, so that it is there when the passphrase has been typed."""
    # ahead of use, on whatever thread has time for it
    import isp_journal.journal.journal
    import isp_journal.storage.store
    import isp_journal.storage.unlock  # noqa: F401 - all of these for later


def is_locked(folder: Path) -> bool:
    """Tell whether a journal that is there needs a passphrase or a recovery code."""
    tidy(folder, writing=False)
    connect.check_presence(folder)
    return locked.is_locked(folder)


def tidy(folder: Path, *, writing: bool) -> None:
    """End what was cut off while a journal got another lock: the new pair of files is moved in place, or dropped."""
    with translated(connect.database(folder)):
        if not switch.is_decided(folder) and not (writing and switch.is_begun(folder)):
            return
    hold = Hold.take(folder, MOVER, datetime.now(UTC))
    try:
        switch.finish(folder)
        switch.drop(folder)
    finally:
        hold.let_go()


def _got_another_lock(folder: Path, key: DataKey | None) -> bool:
    """Tell whether another program changed the journal's lock since it was found out: then nothing is damaged."""
    return locked.is_locked(folder) if key is None else not locked.belongs(connect.database(folder), key)


def _check_log(folder: Path) -> None:
    """Refuse a log that lost changes, before SQLite opens it and cuts it off there."""
    if any(one.st_size for one in connect.stats(folder)[1:]):
        # at first use: a log lies there after a sudden end, or beside an open window
        from isp_journal.storage import log_check, seen

        log_check.check(folder, partial(seen.frames_of, folder))


def _notices(store: Store) -> tuple[KnownError, ...]:
    from isp_journal.storage import seen  # at first use: not before the first rows are shown

    return seen.notices(store.folder, store.origin, store.last_change, datetime.now(UTC))


def _unlocked(folder: Path, found: Found, secret: Secret | None, writing: bool) -> Found:
    # at first use: the ciphers take 40 ms and are for a locked journal alone
    from isp_journal.storage import unlock

    unlock.check(folder)
    done = unlock.unlock(folder, secret or ThisComputer(), settle=writing)
    told = (KeyFileRepaired(done.repaired),) if done.repaired else ()
    return replace(found, key=done.key, told=told)


def open_journal(folder: Path, *, writing: bool, window: bool = False, secret: Secret | None = None) -> Journal:
    """Open a journal whole; raises a known error where that cannot be."""
    return begin(folder, writing=writing, window=window, secret=secret).finish()


def create_journal(folder: Path, *, author: str, sample: bool = False, protection: Protection | None = None) -> None:
    """Make a new journal whose author has this name; nothing is left behind when that fails."""
    # at first use: SQLAlchemy costs 0.15 s and is not wanted before the first rows
    from isp_journal.journal.journal import introduce
    from isp_journal.journal.names import checked
    from isp_journal.storage import store

    name = checked(author, "An author") if author.strip() else ""
    store.create(folder, sample=sample, protection=protection)
    # A locked journal is opened once in any case: now is the time to know that its passphrase opens it.
    if name or protection is not None:
        journal = open_journal(folder, writing=True, secret=protection.passphrase if protection is not None else None)
        try:
            if name:
                introduce(journal, name)
        finally:
            journal.close()


def _last_write(folder: Path) -> str:
    """Return when the journal's file was last written to, as an instant in UTC."""
    with translated(connect.database(folder)):
        written = max((one.st_mtime for one in connect.stats(folder)), default=0)
    return datetime.fromtimestamp(written, UTC).isoformat(timespec="seconds")
