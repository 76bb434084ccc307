"""Files kept with entries: pictures of flipcharts, PDFs, anything up to a bounded size."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from isp_journal import file_names
from isp_journal.errors import JournalDamaged, Refused
from isp_journal.file_kinds import LARGEST_FILE, media_of
from isp_journal.ids import new_id
from isp_journal.model import AttachedFile, Attachment, Entry
from isp_journal.storage import attachment_rows, entry_rows
from isp_journal.storage.connect import database
from isp_journal.storage.store import Store, Transaction

LARGEST = LARGEST_FILE
"""How many bytes one attachment can have."""

MOST = 50
"""How many attachments one entry can have."""

MOST_TOGETHER = 100_000_000
"""How many bytes the attachments of one entry can have together, so that an entry can leave in one piece."""


@dataclass(frozen=True, slots=True)
class Export:
    """What leaves in an export: entries, oldest first, and the attachments of each, read when they are asked for."""

    entries: Iterator[Entry]
    files: Callable[[Entry], tuple[AttachedFile, ...]]


class Attachments:
    """The attachments of one journal."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, entry_id: str, name: str, content: bytes) -> Attachment:
        """Keep a file with an entry, durably; raises Refused for what is too large, too many or empty.

        The same content on the same entry is kept once: adding it again returns what is there, and takes it out of the
        trash. Trying again after a failure therefore does no harm.
        """
        wanted = fit(AttachedFile(name, content))
        digest = attachment_rows.digest_of(content)
        with self._store.writing() as transaction:
            entry = _live_entry(transaction, entry_id)
            known = attachment_rows.of_content(transaction, entry_id, digest)
            if known is not None and not known.trashed:
                return known
            _check_room(attachment_rows.of(transaction, entry_id), len(content))
            if known is not None:
                attachment_rows.set_trashed(transaction, known.id, False)
                return _there(transaction, known.id)
            value = Attachment(new_id(), entry_id, digest, wanted.name, media_of(content), len(content))
            return _there(transaction, attachment_rows.add(transaction, entry.place or 0, value, content))

    def of(self, entry_id: str) -> tuple[Attachment, ...]:
        """Return an entry's attachments in the order in which they came; of one in the trash those that went along."""
        with self._store.reading() as transaction:
            return tuple(attachment_rows.of(transaction, entry_id))

    def get(self, identity: str) -> Attachment:
        """Return an attachment, in the trash or not; raises Refused when there is none."""
        with self._store.reading() as transaction:
            return _there(transaction, identity)

    def find(self, beginning: str) -> Attachment:
        """Return the one attachment whose id begins like this; raises Refused when none or several do."""
        with self._store.reading() as transaction:
            found = attachment_rows.beginning_with(transaction, beginning.strip().lower()) if beginning.strip() else []
        if len(found) > 1:
            raise Refused(f"Several attachments have ids that begin with {beginning}.", todo="Type more of the id.")
        return self.get(found[0] if found else beginning)

    def content(self, identity: str) -> bytes:
        """Return an attachment's bytes, which are those that were added; raises JournalDamaged when they are not."""
        with self._store.reading() as transaction:
            value = _there(transaction, identity)
            found = attachment_rows.content(transaction, value.digest)
        if found is None or attachment_rows.digest_of(found) != value.digest:
            raise JournalDamaged(database(self._store.folder))
        return found

    def rename(self, identity: str, name: str) -> Attachment:
        """Give an attachment another name, cleaned as when it came."""
        with self._store.writing() as transaction:
            value = _there(transaction, identity)
            plain = file_names.clean(name, value.media)
            if plain != value.name:
                attachment_rows.rename(transaction, identity, plain)
            return _there(transaction, identity)

    def trash(self, identity: str) -> None:
        """Move one attachment to the trash; its entry stays."""
        with self._store.writing() as transaction:
            if not _there(transaction, identity).trashed:
                attachment_rows.set_trashed(transaction, identity, True)

    def restore(self, identity: str) -> Attachment:
        """Take one attachment out of the trash; raises Refused while its entry is there itself, or has no room."""
        with self._store.writing() as transaction:
            value = _there(transaction, identity)
            _live_entry(transaction, value.entry)
            if value.trashed:
                _check_room(attachment_rows.of(transaction, value.entry), value.size)
                attachment_rows.set_trashed(transaction, identity, False)
            return _there(transaction, identity)

    @contextmanager
    def exporting(self) -> Iterator[Export]:
        """Give all entries outside the trash with the files on each, as the journal stands now, while the block lasts.

        Nothing else may be read from the journal in the same thread meanwhile.
        """
        with self._store.reading() as transaction:
            carrying = attachment_rows.places_with_any(transaction)

            def files(entry: Entry) -> tuple[AttachedFile, ...]:
                place = entry.place or 0
                return tuple(attachment_rows.with_content(transaction, place)) if place in carrying else ()

            yield Export(entry_rows.whole(transaction), files)


def fit(told: AttachedFile) -> AttachedFile:
    """Return a file as it can be kept, with a clean name; raises Refused for one without bytes or with too many."""
    if not told.content:
        raise Refused("This file is empty.", todo="Choose one that holds something.")
    if len(told.content) > LARGEST:
        raise Refused(
            f"This file has {len(told.content)} bytes, more than an attachment can have ({LARGEST}).",
            todo="Keep it in a folder of your own, or attach a smaller copy.",
        )
    return replace(told, name=file_names.clean(told.name, media_of(told.content)))


def fit_all(told: Sequence[AttachedFile]) -> tuple[AttachedFile, ...]:
    """Return the files of one new entry as they can be kept, the same content once; raises what `fit` raises."""
    check_together([len(one.content) for one in told])
    return tuple({attachment_rows.digest_of(one.content): fit(one) for one in reversed(told)}.values())[::-1]


def check_together(sizes: list[int]) -> None:
    """Refuse more attachments on one entry, or more bytes, than one can have."""
    if len(sizes) > MOST:
        raise Refused(f"An entry can have {MOST} attachments at most.", todo="Attach some of them to another entry.")
    if sum(sizes) > MOST_TOGETHER:
        raise Refused(
            f"The attachments of one entry can have {MOST_TOGETHER} bytes together.",
            todo="Attach some of them to another entry, or smaller copies.",
        )


def _check_room(there: list[Attachment], size: int) -> None:
    check_together([*(one.size for one in there), size])


def _live_entry(transaction: Transaction, identity: str) -> Entry:
    found = entry_rows.get(transaction, identity)
    if found is None:
        raise Refused(f"There is no entry with the id {identity}.")
    if found.trashed_at is not None:
        raise Refused("This entry is in the trash.", todo="Take it out of the trash first.")
    return found


def _there(transaction: Transaction, identity: str) -> Attachment:
    found = attachment_rows.get(transaction, identity)
    if found is None:
        raise Refused("This attachment is not in the journal.")
    return found
