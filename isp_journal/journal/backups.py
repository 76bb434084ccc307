"""Copies of a whole journal: made, kept in two places, tried now and then, and the way back to one entry."""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from isp_journal.credentials import Secret
from isp_journal.errors import BackupDamaged, BackupFailed, Cancelled, KnownError, NoBackup, Refused
from isp_journal.journal.entries import fit
from isp_journal.journal.opened_backup import OpenedBackup, key_in, private_folder, unpacked
from isp_journal.model import Backup, BackupHealth, DrillReport, Entry, EntryLine, Filter
from isp_journal.paths import opened_backups
from isp_journal.storage import (
    backup_file,
    backup_form,
    backup_places,
    backup_rows,
    backup_state,
    connect,
    contents,
    entry_rows,
    facts,
    lists,
)
from isp_journal.storage.backup_state import State
from isp_journal.storage.backup_tiers import to_drop
from isp_journal.storage.store import Clock, Store, instant, utc_now

ASKED = "asked"
BY_ITSELF = ""
BEFORE = "before "
EVERY = timedelta(minutes=30)
# After a failure it is tried again this often: each try reads the whole journal.
AGAIN = timedelta(minutes=5)
DRILL_EVERY = timedelta(days=91)

Told = Callable[[int, int, str], object]
"""Hears how much is done of how much, and what is done now; returns False to stop."""


class Backups:
    """The backups of one journal."""

    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock
        self._place = backup_places.folder_of(store.folder)
        self._one_at_a_time = threading.RLock()
        self._opened = OpenedBackup(store, self._place)
        # Whoever wrote here last and was ended from outside may have changed what no backup has.
        self._covered = -1 if store.left_behind else 0
        self._failed: datetime | None = None
        self._counted: tuple[Path, int] | None = None
        self._kept: State | None = None
        self._away: KnownError | None = None

    def make(self, reason: str = ASKED, told: Told | None = None) -> Backup:
        """Make a backup, in the second place too, drop those that are no longer needed, and return it.

        It holds what the journal holds, which was compared. Raises BackupFailed where none could be made; trouble of
        the second place alone is told by `health`.
        """
        with self._one_at_a_time:
            changes, covers = self._store.changes, self._store.tell_change()
            try:
                with backup_places.trouble_of(self._place):
                    backup_places.make(self._place)
                made = backup_file.make(self._store, self._place, reason, self._clock(), told)
            except Cancelled:
                raise
            except KnownError as failed:
                self._failed = self._clock()
                self._note(problem=_words(failed))
                raise
            self._covered, self._failed = changes, None
            self._counted = made.backup.file, made.contents.entries
            self._prune(self._here())
            self._away = self._copy_to_second(made.backup)
            self._note(covers=covers, changed=False, problem=self._away and _words(self._away))
            return made.backup

    def make_if_due(self, told: Told | None = None) -> Backup | None:
        """Make a backup if the newest is half an hour old and something was changed since; else see to the others.

        What is missing in the second place is copied there once it is back, and each quarter a backup is tried. Raises
        BackupFailed for trouble of either place, and BackupDamaged for a backup that was tried and is not good.
        """
        with self._one_at_a_time:
            newest = next(iter(self._here()), None)
            if self._failed is not None and timedelta() <= self._clock() - self._failed < AGAIN:
                return None
            self._away = None
            made = self.make(BY_ITSELF, told) if self._is_due(newest) else None
            if made is None and newest is not None:
                self._see_to(newest, told)
            if self._away is not None:
                self._failed = self._clock()
                raise self._away
            return made

    def before(self, what: str) -> None:
        """Make a backup before a larger change, such as an import; none if the newest holds all that there is.

        Raises BackupFailed, so that nothing is changed that could not be taken back.
        """
        if not self._store.can_write:
            return  # the change itself will be refused
        with self._one_at_a_time:
            if not self._is_changed() and self._here():
                return
            if not self._is_bare():
                self.make(f"{BEFORE}{what}")

    def all(self) -> list[Backup]:
        """Return all backups of this journal in both places, the newest first."""
        found = self._here()
        if second := self._state().second:
            found += backup_places.listed(Path(second), second=True, journal=self._store.origin)
        return sorted(found, key=lambda one: (one.made_at, one.file.name, not one.second), reverse=True)

    def of_other_keys(self) -> list[Backup]:
        """Return the backups that open without today's data key, newest first; none where the journal has no lock.

        They are from before the passphrase was set, or from before somebody saw it.
        """
        key = self._store.key
        return [] if key is None else [one for one in self.all() if _is_of_another(one, key.salt)]

    def remove(self, backups: Sequence[Backup]) -> int:
        """Remove backups for good; returns how many there were. The newest in the journal's own place always stays.

        Raises BackupFailed when one can't be removed; those before it are gone then.
        """
        with self._one_at_a_time:
            newest = next(iter(self._here()), None)
            there = {one.file for one in self.all()} - ({newest.file} if newest is not None else set())
            going = [one.file for one in backups if one.file in there]
            for file in going:
                with backup_places.trouble_of(file.parent):
                    file.unlink(missing_ok=True)
            return len(going)

    def health(self) -> BackupHealth:
        """Return how safe the journal is, as things stand at this moment."""
        state = self._state()
        newest = next(iter(self._here()), None)
        entries, problem = 0, self._trouble(state)
        try:
            entries = 0 if newest is None else self._entries_of(newest)
        except KnownError as wrong:
            problem = wrong
        return BackupHealth(
            last=newest,
            entries=entries,
            second_place=state.second,
            problem=problem,
            last_drill=state.last_drill,
            drill_due=newest is not None and self._is_drill_due(),
            due=self._is_due(newest),
        )

    def check(self, backup: Backup, secret: Secret | None = None) -> int:
        """Open a backup aside, check all of it, and return the number of its entries; raises what is wrong with it.

        One that was made under another key needs its own secret.
        """
        with private_folder(self._place) as folder:
            manifest = unpacked(backup.file, folder)
            key = self._store.key if secret is None else key_in(backup.file, folder, secret)
            return backup_file.examine(backup.file, manifest, connect.database(folder), key).entries

    def drill(self, told: Told | None = None) -> DrillReport:
        """Try the newest backup: restore it aside, look at all of it, and compare it with the journal.

        Raises NoBackup where there is none.
        """
        with self._one_at_a_time:
            from isp_journal.journal.backup_drill import drill  # at first use: once a quarter

            newest = next(iter(self.all()), None)
            if newest is None:
                raise NoBackup()
            report = drill(self._store, newest, told)
            if report.problems:
                wrong = BackupDamaged(newest.file)
                self._note(problem=(wrong.what, wrong.safe, wrong.todo))
            else:
                self._note(last_drill=instant(self._clock()))
            return report

    def entry_in(self, backup: Backup, identity: str, secret: Secret | None = None) -> Entry | None:
        """Return an entry as it is in a backup, or None when it is not in there."""
        with self._opened.reading(backup.file, secret) as transaction:
            return entry_rows.get(transaction, identity)

    def find_in(self, backup: Backup, beginning: str, secret: Secret | None = None) -> Entry:
        """Return the one entry of a backup whose id begins like this; raises Refused when none or several do."""
        with self._opened.reading(backup.file, secret) as transaction:
            typed = beginning.strip().lower()
            named = entry_rows.beginning_with(transaction, typed) if typed else []
            found = entry_rows.get(transaction, named[0]) if len(named) == 1 else None
        if found is None:
            several = "Several entries" if named else "No entry"
            raise Refused(f"{several} in that backup with an id that begins with {beginning}.")
        return found

    def entries_in(
        self, backup: Backup, words: str = "", limit: int = 50, secret: Secret | None = None
    ) -> list[EntryLine]:
        """Return rows of the entries in a backup, newest first; those with some words if any are said."""
        with self._opened.reading(backup.file, secret) as transaction:
            return lists.page(transaction, Filter(text=words), None, limit)

    def take_back(self, backup: Backup, identity: str, secret: Secret | None = None) -> Entry:
        """Let one entry say again what it says in a backup, with its tags and attachments; nothing else is changed.

        What it says now is kept as a version. Who took part and was removed for good comes back, too.
        """
        with self._opened.reading(backup.file, secret) as then, self._store.writing() as now:
            found = entry_rows.get(then, identity)
            if found is None:
                raise Refused("This entry is not in that backup.", todo="Look into another one.")
            return backup_rows.put(now, then, fit(backup_rows.named_here(now, then, replace(found, trashed_at=None))))

    def copy_to(self, backup: Backup, place: Path) -> Backup:
        """Copy a backup into some other folder, read it back from there, and return the copy; raises BackupFailed."""
        with backup_places.trouble_of(place):
            return backup_places.copy(backup, place)

    def set_second_place(self, place: Path | None) -> None:
        """Say where each backup is copied to as well, or that there is no such place; raises Refused for a bad one."""
        if place is not None:
            place = place.absolute()
            backup_places.check_second(place, self._store.folder)
        self._note(second="" if place is None else str(place), problem=None)

    def clean(self) -> int:
        """Remove what work on backups left behind that was ended from outside; returns how many pieces it was."""
        places = [self._place, opened_backups(), *filter(None, [self._second_place()])]
        return sum(backup_places.clean(place) for place in places)

    def close(self) -> None:
        """Close what was looked into, and keep in mind whether anything was changed since the newest backup."""
        self._opened.close()
        state = self._state()
        if state.covers and not state.changed and self._store.changes != self._covered:
            self._note(changed=True)

    def _see_to(self, newest: Backup, told: Told | None) -> None:
        """Bring the second place up to date, and try a backup when it is time for that."""
        if self._second_place() is not None:
            self._away = self._copy_to_second(newest)
            self._note(problem=self._away and _words(self._away))
        if self._is_drill_due() and self.drill(told).problems:
            self._away = BackupDamaged(newest.file)

    def _here(self) -> list[Backup]:
        return backup_places.listed(self._place, journal=self._store.origin)

    def _is_changed(self) -> bool:
        if self._store.changes != self._covered:
            return True
        state = self._state()
        return state.changed or state.covers != self._store.last_change

    def _is_bare(self) -> bool:
        with self._store.reading() as transaction:
            return facts.is_bare(transaction)

    def _is_due(self, newest: Backup | None) -> bool:
        if not self._is_changed() or self._is_bare():
            return False
        since = newest.made_at if newest is not None else self._created_at()
        # A moment that has not come yet tells of a wrong clock.
        return not timedelta() <= self._clock() - datetime.fromisoformat(since) < EVERY

    def _is_drill_due(self) -> bool:
        since = self._state().last_drill or self._created_at()
        try:
            return not timedelta() <= self._clock() - datetime.fromisoformat(since) < DRILL_EVERY
        except (ValueError, TypeError):
            return True

    def _created_at(self) -> str:
        with self._store.reading() as transaction:
            return facts.created_at(transaction)

    def _entries_of(self, newest: Backup) -> int:
        if self._counted is None or self._counted[0] != newest.file:
            with private_folder(self._place) as folder:
                manifest = unpacked(newest.file, folder)
                database = connect.database(folder)
                key = backup_file.fitting(newest.file, manifest, database, self._store.key)
                self._counted = newest.file, contents.entries_of(database, key)
        return self._counted[1]

    def _trouble(self, state: State) -> KnownError | None:
        second = self._second_place()
        if state.trouble is not None:
            return state.trouble
        if second is not None and not second.is_dir():
            return BackupFailed(second, backup_places.NOT_THERE)
        blocked = self._place.is_dir() and not os.access(self._place, os.W_OK | os.X_OK)
        return BackupFailed(self._place, backup_places.NOT_WRITABLE) if blocked else None

    def _second_place(self) -> Path | None:
        second = self._state().second
        return Path(second) if second else None

    def _copy_to_second(self, made: Backup) -> KnownError | None:
        """Copy a backup into the second place unless it is there; returns what is in the way."""
        second = self._second_place()
        if second is None or (second / made.file.name).exists():
            return None
        try:
            with backup_places.trouble_of(second):
                backup_places.copy(made, second)
        except KnownError as failed:
            return failed
        self._prune(backup_places.listed(second, second=True, journal=self._store.origin))
        return None

    def _prune(self, there: list[Backup]) -> None:
        """Remove backups of one place that are no longer needed; one that cannot be removed stays."""
        made = {one.file: datetime.fromisoformat(one.made_at) for one in there}
        wanted = {made[one.file] for one in there if one.reason != BY_ITSELF}
        gone = to_drop(list(made.values()), self._clock(), wanted)
        for file, moment in made.items():
            if moment in gone:
                with suppress(OSError):
                    file.unlink()

    def _state(self) -> State:
        return self._kept or backup_state.read(self._place)

    def _note(self, **changes: Any) -> None:
        """Keep something in mind, on disk where that can be."""
        before = self._state()
        after = replace(before, **changes)
        if after == before:
            return
        try:
            backup_places.make(self._place)
            backup_state.write(self._place, after)
            self._kept = None
        except OSError:
            self._kept = after


def _words(error: KnownError) -> tuple[str, str, str]:
    return error.what, error.safe, error.todo


def _is_of_another(backup: Backup, salt: bytes) -> bool:
    """Tell whether a backup opens without the data key of this salt; one that can't be looked into tells nothing."""
    with suppress(KnownError):
        return not backup.encrypted or backup_form.salt_in(backup.file) != salt
    return False
