"""All that bears on one component or activity, newest first, whatever kinds of things there are.

A kind of thing registers itself with its query here and with its renderer in the window; nothing in the middle knows
which kinds there are. `Journal` wires the kinds of today.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple, Protocol

from isp_journal.framework import Catalogue, Component
from isp_journal.model import Filter, Passage
from isp_journal.storage import note_rows, practice
from isp_journal.storage.places import first_of_day, last_of_day, slot_of
from isp_journal.storage.store import Store, Transaction


class Moment(NamedTuple):
    """Where a thing stands in the timeline: its date, and an order among the things of that date."""

    on: date
    order: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a timeline: the name of its kind, where it stands, and the thing itself."""

    kind: str
    moment: Moment
    value: object


class TimelineKind(Protocol):
    """A kind of thing that appears in timelines."""

    name: str

    def items(
        self, transaction: Transaction, about: str, asked: Filter, before: Moment | None, limit: int
    ) -> list[Item]:
        """Return this kind's things about a full key, newest first, only those before a moment."""


class Passages:
    """Tagged passages and entries in the timeline; on one date they stand in the order of their entries."""

    name = "passage"

    def items(
        self, transaction: Transaction, about: str, asked: Filter, before: Moment | None, limit: int
    ) -> list[Item]:
        """Return passages about a full key, newest first."""
        spot = None if before is None else _spot(before)
        found = practice.passages(transaction, practice.subject(about), asked, spot, limit)
        return [Item(self.name, _moment(one), one) for one in found]


class Notes:
    """Notes 'where I stand' in the timeline; on one date they stand above the passages."""

    name = "note"

    def items(
        self, transaction: Transaction, about: str, asked: Filter, before: Moment | None, limit: int
    ) -> list[Item]:
        """Return notes about a full key, newest first; none when entries of one site, person or label are asked for."""
        if asked.site or asked.person or asked.kind or asked.label or asked.text:
            return []
        seen = None if before is None else (before.on.isoformat(), _id_of_note(before))
        found = note_rows.page(transaction, about, (asked.since, asked.until), seen, limit)
        return [Item(self.name, Moment(one.on, f"9999.{one.id}"), one) for one in found]


class History:
    """The timelines of one journal."""

    def __init__(self, store: Store, catalogue: Catalogue, kinds: Sequence[TimelineKind]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._kinds = tuple(kinds)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the names of the kinds of things that appear."""
        return tuple(kind.name for kind in self._kinds)

    def timeline(self, about: str, asked: Filter, before: Moment | None = None, limit: int = 50) -> list[Item]:
        """Return all things about a component or activity, newest first; `before` is the last moment already seen."""
        full = self._catalogue.practice(about).full_key
        with self._store.reading() as transaction:
            each = [kind.items(transaction, full, asked, before, limit) for kind in self._kinds]
        merged = heapq.merge(*each, key=lambda item: item.moment, reverse=True)
        return list(islice(merged, limit))

    def months(self, about: str, asked: Filter) -> dict[tuple[int, int], int]:
        """Return how many passages each (year, month) has."""
        full = self._catalogue.practice(about).full_key
        with self._store.reading() as transaction:
            return practice.months_of(transaction, practice.subject(full), asked)

    def activities(self, component: str, asked: Filter) -> dict[str, tuple[int, str]]:
        """Return (passages, latest ISO date or '') for every activity of a component, in the catalogue's order."""
        whole: Component = self._catalogue.component(component)
        with self._store.reading() as transaction:
            found = practice.activities_of(transaction, whole.full_key, asked)
        return {one.full_key: found.get(one.full_key, (0, "")) for one in whole.activities}

    def entries(self, about: str, asked: Filter) -> int:
        """Return in how many entries a component or activity was practised."""
        full = self._catalogue.practice(about).full_key
        with self._store.reading() as transaction:
            return practice.entries_of(transaction, practice.subject(full), asked)


def _moment(passage: Passage) -> Moment:
    return Moment(passage.occurred_on, f"{slot_of(passage.place):04d}.{passage.tag}")


def _spot(moment: Moment) -> practice.Spot:
    """Return where passages go on after a moment, which may be that of another kind of thing."""
    slot, _, identity = moment.order.partition(".")
    if int(slot) > slot_of(last_of_day(moment.on)):
        return practice.Spot(last_of_day(moment.on) + 1, "")
    return practice.Spot(first_of_day(moment.on) | int(slot), identity)


def _id_of_note(moment: Moment) -> str:
    """Return the id before which notes of the moment's date go on; after a passage none of that date is left."""
    slot, _, identity = moment.order.partition(".")
    return identity if slot == "9999" else ""
