"""Dated notes 'where I stand' on a component or on one of its activities."""

from dataclasses import replace
from datetime import date

from isp_journal.errors import Refused
from isp_journal.framework import Catalogue
from isp_journal.ids import new_id
from isp_journal.journal.entries import LONGEST_BODY, clean
from isp_journal.model import Note
from isp_journal.storage import note_rows
from isp_journal.storage.store import Store


class Notes:
    """The notes of one journal."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    def save(self, about: str, on: date, body: str, identity: str | None = None) -> Note:
        """Keep a note durably and return it; with the id of an earlier one its words before are kept as a version."""
        body = clean(body).strip()
        if not body:
            raise Refused("A note needs words.", todo="Type what you want to remember.")
        if len(body) > LONGEST_BODY:
            raise Refused("This note is longer than one can be kept.", todo="Divide it into several notes.")
        note = Note(identity or new_id(), self._catalogue.practice(about).full_key, on, body)
        with self._store.writing() as transaction:
            before = note_rows.get(transaction, note.id)
            if before is None:
                note_rows.add(transaction, note)
            elif replace(before, revision=0, trashed=False) != note:
                note_rows.change(transaction, note)
        return self.get(note.id)

    def get(self, identity: str) -> Note:
        """Return a note; raises Refused when there is none with this id."""
        with self._store.reading() as transaction:
            found = note_rows.get(transaction, identity)
        if found is None:
            raise Refused("This note is not in the journal.")
        return found

    def all(self, about: str) -> list[Note]:
        """Return the notes on a component with those on its activities, or on one activity, newest first."""
        full = self._catalogue.practice(about).full_key
        with self._store.reading() as transaction:
            return note_rows.page(transaction, full, (None, None), None, 10_000)

    def every(self) -> list[Note]:
        """Return all notes, oldest first."""
        with self._store.reading() as transaction:
            return note_rows.every(transaction)

    def trash(self, identity: str) -> None:
        """Move a note to the trash."""
        with self._store.writing() as transaction:
            note_rows.set_trashed(transaction, identity, True)

    def restore(self, identity: str) -> None:
        """Take a note out of the trash."""
        with self._store.writing() as transaction:
            note_rows.set_trashed(transaction, identity, False)
