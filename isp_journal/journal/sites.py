"""The places where support is given: added, renamed, merged, archived, deleted and brought back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from isp_journal.errors import Refused
from isp_journal.journal.names import checked
from isp_journal.model import Site, Stage, StageChange
from isp_journal.storage import entry_rows, site_rows
from isp_journal.storage.store import Store


@dataclass(frozen=True, slots=True)
class SiteMerge:
    """Two sites found to be one: what is needed to take that back."""

    keep: str
    other: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteDeletion:
    """A site in the trash, with the entries that went there with it."""

    site: str
    entries: tuple[str, ...]


class Sites:
    """The sites of one journal."""

    def __init__(self, store: Store, before: Callable[[str], object]) -> None:
        self._store = store
        self._before = before

    def all(self, archived: bool = False) -> list[Site]:
        """Return all sites by name with their number of entries; those archived too when asked for."""
        with self._store.reading() as transaction:
            return [one for one in site_rows.all_sites(transaction) if archived or not one.archived]

    def get(self, identity: str) -> Site:
        """Return a site; raises Refused when there is none with this id."""
        with self._store.reading() as transaction:
            found = site_rows.get(transaction, identity)
        if found is None:
            raise Refused("This site is not in the journal.")
        return found

    def named(self, name: str) -> Site | None:
        """Return the site with this name, case aside."""
        with self._store.reading() as transaction:
            return site_rows.named(transaction, " ".join(name.split()))

    def ensure(self, name: str) -> Site:
        """Return the site with this name, which is added when there is none."""
        name = checked(name, "A site")
        with self._store.writing() as transaction:
            found = site_rows.named(transaction, name)
            identity = found.id if found else site_rows.add(transaction, Site(id="", name=name))
        return self.get(identity)

    def save(self, site: Site) -> Site:
        """Keep a site's name, pseudonym and archive mark; a name that another site has is refused."""
        site = replace(site, name=checked(site.name, "A site"))
        with self._store.writing() as transaction:
            same = site_rows.named(transaction, site.name)
            if same is not None and same.id != site.id:
                raise Refused(
                    f"A site called {same.name} is in the journal already.",
                    todo="Choose another name, or merge the two if they are one site.",
                )
            before = site_rows.get(transaction, site.id) if site.id else None
            if before is None:
                identity = site_rows.add(transaction, site)
            else:
                identity = site.id
                told = (site.name, site.pseudonym, site.archived)
                if (before.name, before.pseudonym, before.archived) != told:
                    site_rows.change(transaction, site)
        return self.get(identity)

    def set_stage(self, identity: str, stage: Stage, since: date) -> Site:
        """Say which stage of implementation a site entered on a date."""
        with self._store.writing() as transaction:
            site_rows.set_stage(transaction, identity, StageChange(stage, since))
        return self.get(identity)

    def remove_stage(self, identity: str, since: date) -> Site:
        """Take back what was said about a site's stage on a date."""
        with self._store.writing() as transaction:
            site_rows.remove_stage(transaction, identity, since)
        return self.get(identity)

    def merge(self, keep: str, other: str) -> SiteMerge:
        """Say that two sites are one: the entries at `other` are at `keep`, and `other` goes to the trash."""
        if keep == other:
            raise Refused("That is one and the same site already.")
        self._before("merging two sites")
        with self._store.writing() as transaction:
            return SiteMerge(keep, other, tuple(site_rows.merge(transaction, keep, other)))

    def unmerge(self, merge: SiteMerge) -> None:
        """Take a merge back."""
        with self._store.writing() as transaction:
            site_rows.unmerge(transaction, merge.keep, merge.other, list(merge.entries))

    def archive(self, identity: str, archived: bool = True) -> Site:
        """Put a site aside, out of lists and type-ahead, or back into them."""
        return self.save(replace(self.get(identity), archived=archived))

    def delete(self, identity: str, *, with_entries: bool) -> SiteDeletion:
        """Move a site to the trash, with its entries or leaving them without a site."""
        with self._store.writing() as transaction:
            there = site_rows.entries_at(transaction, identity) if with_entries else []
            moved = entry_rows.set_trashed(transaction, there, True)
            site_rows.set_trashed(transaction, identity, True)
            return SiteDeletion(identity, tuple(moved))

    def undelete(self, deletion: SiteDeletion) -> None:
        """Take a site out of the trash with the entries that went there with it."""
        with self._store.writing() as transaction:
            site_rows.set_trashed(transaction, deletion.site, False)
            entry_rows.set_trashed(transaction, list(deletion.entries), False)
