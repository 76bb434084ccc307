"""Whoever appears in the journal: added, renamed, merged, archived, moved to the trash and back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from isp_journal.errors import Refused
from isp_journal.journal.names import checked
from isp_journal.model import Person, Role
from isp_journal.storage import facts, person_rows
from isp_journal.storage.store import Store


@dataclass(frozen=True, slots=True)
class PersonMerge:
    """Two people found to be one: what is needed to take that back."""

    keep: str
    other: str
    entries: tuple[str, ...]


class People:
    """The people of one journal."""

    def __init__(self, store: Store, before: Callable[[str], object]) -> None:
        self._store = store
        self._before = before

    def all(self, archived: bool = False) -> list[Person]:
        """Return everybody by name with their number of entries; those archived too when asked for."""
        with self._store.reading() as transaction:
            return [one for one in person_rows.all_people(transaction) if archived or not one.archived]

    def get(self, identity: str) -> Person:
        """Return a person; raises Refused when there is none with this id."""
        with self._store.reading() as transaction:
            found = person_rows.get(transaction, identity)
        if found is None:
            raise Refused("This person is not in the journal.")
        return found

    def named(self, name: str) -> Person | None:
        """Return the person with this name, case aside."""
        with self._store.reading() as transaction:
            return person_rows.named(transaction, " ".join(name.split()))

    def ensure(self, name: str, role: Role = Role.STAKEHOLDER) -> Person:
        """Return the person with this name, who is added when nobody has it."""
        name = checked(name, "A person")
        with self._store.writing() as transaction:
            found = person_rows.named(transaction, name)
            identity = found.id if found else person_rows.add(transaction, Person(id="", name=name, role=role))
        return self.get(identity)

    def save(self, person: Person) -> Person:
        """Keep a person's facts; a name that somebody else has is refused, since the two may be one."""
        person = replace(person, name=checked(person.name, "A person"))
        with self._store.writing() as transaction:
            same = person_rows.named(transaction, person.name)
            if same is not None and same.id != person.id:
                raise Refused(
                    f"Somebody called {same.name} is in the journal already.",
                    todo="Choose another name, or merge the two if they are one person.",
                )
            before = person_rows.get(transaction, person.id) if person.id else None
            if before is None:
                identity = person_rows.add(transaction, person)
            else:
                identity = person.id
                if _facts(before) != _facts(person):
                    person_rows.change(transaction, person)
        return self.get(identity)

    def merge(self, keep: str, other: str) -> PersonMerge:
        """Say that two people are one: the entries of `other` name `keep`, and `other` goes to the trash."""
        if keep == other:
            raise Refused("That is one and the same person already.")
        self._before("merging two people")
        with self._store.writing() as transaction:
            author = facts.author(transaction)
            if other == author:
                raise Refused("You write this journal, so you stay in it.", todo="Merge the other way round.")
            return PersonMerge(keep, other, tuple(person_rows.merge(transaction, keep, other)))

    def unmerge(self, merge: PersonMerge) -> None:
        """Take a merge back."""
        with self._store.writing() as transaction:
            person_rows.unmerge(transaction, merge.keep, merge.other, list(merge.entries))

    def archive(self, identity: str, archived: bool = True) -> Person:
        """Put a person aside, out of lists and type-ahead, or back into them."""
        return self.save(replace(self.get(identity), archived=archived))

    def delete(self, identity: str) -> None:
        """Move a person to the trash: entries stay and no longer name them."""
        with self._store.writing() as transaction:
            if facts.author(transaction) == identity:
                raise Refused("You write this journal, so you stay in it.")
            person_rows.set_trashed(transaction, identity, True)

    def undelete(self, identity: str) -> None:
        """Take a person out of the trash: the entries name them again."""
        with self._store.writing() as transaction:
            person_rows.set_trashed(transaction, identity, False)

    def set_author(self, identity: str) -> None:
        """Say which person writes this journal."""
        with self._store.writing() as transaction:
            facts.set_author(transaction, identity)


def _facts(person: Person) -> Person:
    return replace(person, entries=0, latest="", revision=0, trashed=False)
