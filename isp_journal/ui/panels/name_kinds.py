"""What can be done with a name, be it a site's, a person's or a label's: the same deeds in the words of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal


class NameKind(NamedTuple):
    """The deeds and words of one kind of name; `merge` and `delete` return what `unmerge` and `undelete` need.

    `without` says how entries stay when the name is deleted, `takes_entries` whether they may go to the trash with it;
    a label cannot be put aside, so it has no `archive`.
    """

    noun: str
    many: str
    merge: Callable[[Journal, str, str], Any]
    unmerge: Callable[[Journal, Any], object]
    delete: Callable[[Journal, str, bool], Any]
    undelete: Callable[[Journal, Any], object]
    without: str
    takes_entries: bool = False
    archive: Callable[[Journal, str, bool], object] | None = None


def remembered(
    work: Callable[[Journal], Any], back: Callable[[Journal, Any], object]
) -> tuple[Callable[[Journal], Any], Callable[[Journal], object]]:
    """Return a deed and its undoing, which is given what the deed returned when it was done last."""
    kept: list[Any] = []

    def do(journal: Journal) -> Any:
        kept[:] = [work(journal)]
        return kept[0]

    def undo(journal: Journal) -> object:
        return back(journal, kept[0])

    return do, undo


def _delete_person(journal: Journal, identity: str, _with_entries: bool) -> str:
    journal.people.delete(identity)
    return identity


def _delete_label(journal: Journal, identity: str, _with_entries: bool) -> str:
    journal.labels.delete(identity)
    return identity


SITES = NameKind(
    noun="site",
    many="sites",
    merge=lambda journal, keep, other: journal.sites.merge(keep, other),
    unmerge=lambda journal, merge: journal.sites.unmerge(merge),
    delete=lambda journal, identity, entries: journal.sites.delete(identity, with_entries=entries),
    undelete=lambda journal, deletion: journal.sites.undelete(deletion),
    archive=lambda journal, identity, archived: journal.sites.archive(identity, archived),
    without="without a site",
    takes_entries=True,
)

PEOPLE = NameKind(
    noun="person",
    many="people",
    merge=lambda journal, keep, other: journal.people.merge(keep, other),
    unmerge=lambda journal, merge: journal.people.unmerge(merge),
    delete=_delete_person,
    undelete=lambda journal, identity: journal.people.undelete(identity),
    archive=lambda journal, identity, archived: journal.people.archive(identity, archived),
    without="without this name",
)

LABELS = NameKind(
    noun="label",
    many="labels",
    merge=lambda journal, keep, other: journal.labels.merge(keep, other),
    unmerge=lambda journal, merge: journal.labels.unmerge(merge),
    delete=_delete_label,
    undelete=lambda journal, identity: journal.labels.undelete(identity),
    without="without this label",
)
