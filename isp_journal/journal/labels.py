"""The person's own words on entries, kept in one place."""

from collections.abc import Callable
from dataclasses import dataclass

from isp_journal.errors import Refused
from isp_journal.journal.entries import LONGEST_LABEL
from isp_journal.journal.names import checked
from isp_journal.model import Label
from isp_journal.storage import label_rows
from isp_journal.storage.store import Store


@dataclass(frozen=True, slots=True)
class LabelMerge:
    """Two labels found to mean the same: what is needed to take that back."""

    keep: str
    other: str
    entries: tuple[str, ...]


class Labels:
    """The labels of one journal."""

    def __init__(self, store: Store, before: Callable[[str], object]) -> None:
        self._store = store
        self._before = before

    def all(self) -> list[Label]:
        """Return all labels by name, with the number of entries that carry each."""
        with self._store.reading() as transaction:
            return label_rows.all_labels(transaction)

    def rename(self, identity: str, name: str) -> None:
        """Give a label another name on all entries; a name that another label has is refused."""
        name = checked(name, "A label")
        if len(name) > LONGEST_LABEL:
            raise Refused(f"A label can have {LONGEST_LABEL} characters at most.", todo="Choose a shorter word.")
        with self._store.writing() as transaction:
            same = label_rows.named(transaction, name)
            if same is not None and same != identity:
                raise Refused(f"There is a label {name} already.", todo="Merge the two if they mean the same.")
            label_rows.rename(transaction, identity, name)

    def merge(self, keep: str, other: str) -> LabelMerge:
        """Say that two labels mean the same: entries with `other` carry `keep`."""
        if keep == other:
            raise Refused("That is one and the same label already.")
        self._before("merging two labels")
        with self._store.writing() as transaction:
            return LabelMerge(keep, other, tuple(label_rows.merge(transaction, keep, other)))

    def unmerge(self, merge: LabelMerge) -> None:
        """Take a merge back."""
        with self._store.writing() as transaction:
            label_rows.unmerge(transaction, merge.keep, merge.other, list(merge.entries))

    def delete(self, identity: str) -> None:
        """Move a label to the trash: entries no longer show it."""
        with self._store.writing() as transaction:
            label_rows.trash(transaction, identity)

    def undelete(self, identity: str) -> None:
        """Take a label out of the trash: its entries show it again."""
        with self._store.writing() as transaction:
            label_rows.restore(transaction, identity)
