"""The trash: what was deleted, the way back, and the way out for good, which only the person takes."""

from collections.abc import Callable

from isp_journal.errors import Cancelled, Refused
from isp_journal.journal.attachments import Attachments
from isp_journal.model import Thing, TrashContents
from isp_journal.storage import entry_rows, label_rows, note_rows, person_rows, rows, site_rows, trash_rows
from isp_journal.storage.schema import label, person, site
from isp_journal.storage.store import Store, Transaction

LISTED = 1_000
Told = Callable[[int, int, str], bool]
"""Hears how much is done of how much, and what; returns False to stop."""


class Trash:
    """The trash of one journal."""

    def __init__(self, store: Store, before: Callable[[str], object]) -> None:
        self._store = store
        self._before = before
        self._attachments = Attachments(store)

    def contents(self, limit: int = LISTED) -> TrashContents:
        """Return what lies in the trash, of each kind the newest up to a limit."""
        with self._store.reading() as transaction:
            return trash_rows.contents(transaction, limit)

    def restore(self, kind: Thing, identity: str) -> None:
        """Take something out of the trash with all that went there with it; what was merged is parted again."""
        kind = Thing(kind)
        if kind is Thing.ATTACHMENT:
            self._attachments.restore(identity)
            return
        with self._store.writing() as transaction:
            since = trash_rows.since(transaction, kind, identity)
            if since is None:
                raise Refused("This is not in the trash.")
            _RESTORE[kind](transaction, identity, since)

    def remove(self, kind: Thing, identity: str) -> bool:
        """Remove one thing of the trash for good, and tell whether it was there; a backup is made first."""
        self._before("deleting for good")
        with self._store.writing() as transaction:
            gone = trash_rows.remove(transaction, Thing(kind), [identity])
        if gone:
            self._store.forget()
        return bool(gone)

    def empty(self, told: Told | None = None) -> int:
        """Remove everything in the trash for good and return how many things that were; a backup is made first.

        Their versions, attachments and words in the index leave too, and the file no longer holds them. Raises
        Cancelled, with everything still in the trash, when `told` says so before it is done.
        """
        self._before("emptying the trash")
        gone = 0
        with self._store.writing() as transaction:
            waiting = {kind: trash_rows.trashed_ids(transaction, kind) for kind in Thing}
            total = sum(map(len, waiting.values()))
            for kind, identities in waiting.items():
                trash_rows.remove(transaction, kind, identities, _heard(told, gone, total))
                gone += len(identities)
            trash_rows.remove_unseen(transaction)
        if told is not None:
            told(total, total, "Tidying up the file")
        self._store.forget()
        return gone


def _heard(told: Told | None, before: int, total: int) -> Callable[[int], None]:
    def heard(done: int) -> None:
        if told is not None and not told(before + done, total, "Emptying the trash"):
            raise Cancelled

    return heard


def _entry(transaction: Transaction, identity: str, _since: str) -> None:
    entry_rows.set_trashed(transaction, [identity], False)


def _person(transaction: Transaction, identity: str, _since: str) -> None:
    merge = rows.merged_into(transaction, person, identity)
    if merge is None:
        person_rows.set_trashed(transaction, identity, False)
    else:
        person_rows.unmerge(transaction, merge[0], identity, merge[1])


def _site(transaction: Transaction, identity: str, since: str) -> None:
    merge = rows.merged_into(transaction, site, identity)
    if merge is None:
        along = trash_rows.entries_gone_with(transaction, identity, since)
        site_rows.set_trashed(transaction, identity, False)
        entry_rows.set_trashed(transaction, along, False)
    else:
        site_rows.unmerge(transaction, merge[0], identity, merge[1])


def _label(transaction: Transaction, identity: str, _since: str) -> None:
    merge = rows.merged_into(transaction, label, identity)
    if merge is None:
        label_rows.restore(transaction, identity)
    else:
        label_rows.unmerge(transaction, merge[0], identity, merge[1])


def _note(transaction: Transaction, identity: str, _since: str) -> None:
    note_rows.set_trashed(transaction, identity, False)


_RESTORE = {Thing.ENTRY: _entry, Thing.PERSON: _person, Thing.SITE: _site, Thing.LABEL: _label, Thing.NOTE: _note}
