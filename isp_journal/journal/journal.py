"""The door to a journal: one object whose attributes are its parts."""

from typing import Self

from isp_journal.errors import KnownError
from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.journal.attachments import Attachments
from isp_journal.journal.backups import Backups
from isp_journal.journal.checks import Checks
from isp_journal.journal.entries import Entries
from isp_journal.journal.history import History, Passages
from isp_journal.journal.history import Notes as NotesInHistory
from isp_journal.journal.imports import Imports
from isp_journal.journal.keys import Keys
from isp_journal.journal.labels import Labels
from isp_journal.journal.notes import Notes
from isp_journal.journal.overview import Overview
from isp_journal.journal.people import People
from isp_journal.journal.sites import Sites
from isp_journal.journal.tags import Tags
from isp_journal.journal.trash import Trash
from isp_journal.journal.versions import Versions
from isp_journal.model import JournalFacts, Role
from isp_journal.paths import resources
from isp_journal.storage import facts
from isp_journal.storage.store import Store


class Journal:
    """An open journal; reading may go on in one thread while another writes."""

    framework: Catalogue
    """The domains, components and activities that tags and notes point to."""
    entries: Entries
    """Reflections: written, listed, searched, moved to the trash and back."""
    tags: Tags
    """Activities on entries and passages."""
    people: People
    """Whoever appears in the journal."""
    sites: Sites
    """The places where support is given."""
    labels: Labels
    """The person's own words on entries."""
    notes: Notes
    """Dated notes 'where I stand' on components and activities."""
    history: History
    """All that bears on one component or activity, newest first."""
    overview: Overview
    """All components side by side."""
    imports: Imports
    """Entries that come in from files, and the way back."""
    attachments: Attachments
    """Files kept with entries."""
    versions: Versions
    """What entries, notes, people and sites said before their edits."""
    backups: Backups
    """Copies of the whole journal, and the way back to them."""
    trash: Trash
    """What was deleted, the way back, and the way out for good."""
    checks: Checks
    """Whether everything in it is as it was written."""
    keys: Keys
    """What opens the journal: passphrase, recovery code, this computer."""
    left_open: str | None
    """The instant of the last write (UTC) when the program that made it was ended from outside, else None."""
    told: tuple[KnownError, ...]
    """What was noticed while it was opened: a key file put right, a clock set back, an older copy."""

    def __init__(
        self, store: Store, catalogue: Catalogue, left_open: str | None, told: tuple[KnownError, ...] = ()
    ) -> None:
        self._store = store
        self.framework = catalogue
        self.backups = Backups(store)
        self.entries = Entries(store)
        self.tags = Tags(store, catalogue, self.entries)
        self.people = People(store, self.backups.before)
        self.sites = Sites(store, self.backups.before)
        self.labels = Labels(store, self.backups.before)
        self.notes = Notes(store, catalogue)
        self.history = History(store, catalogue, (Passages(), NotesInHistory()))
        self.overview = Overview(store, catalogue)
        self.imports = Imports(store, catalogue, self.backups.before)
        self.attachments = Attachments(store)
        self.versions = Versions(store, self.entries, self.notes, self.people, self.sites)
        self.trash = Trash(store, self.backups.before)
        self.checks = Checks(store, catalogue)
        self.keys = Keys(store)
        self.left_open = left_open
        self.told = told

    @classmethod
    def over(cls, store: Store, left_open: str | None = None, told: tuple[KnownError, ...] = ()) -> Self:
        """Return the door over an open store, with the catalogues that come with the app."""
        return cls(store, load_catalogue(resources() / "frameworks"), left_open, told)

    def facts(self) -> JournalFacts:
        """Return what there is to tell of the journal as a whole."""
        with self._store.reading() as transaction:
            return facts.facts(transaction, str(self._store.folder), self._store.size())

    def is_sample(self) -> bool:
        """Tell whether this is the sample; known at once, while `facts` counts all that there is."""
        with self._store.reading() as transaction:
            return facts.is_sample(transaction)

    def rest(self) -> None:
        """Do a little upkeep in an idle moment."""
        self._store.rest()

    def close(self) -> None:
        """Close the file and let go of it."""
        self.backups.close()
        self._store.close()


def introduce(journal: Journal, author: str) -> None:
    """Say who writes this journal."""
    person = journal.people.ensure(author, Role.SELF)
    journal.people.set_author(person.id)
