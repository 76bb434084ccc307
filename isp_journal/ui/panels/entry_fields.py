"""What the Write page holds of an entry beside its text, and what sites and people are called."""

from datetime import date, time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from isp_journal.model import Entry

GENERAL = "general"
MODES = (("onsite", "Onsite"), ("virtual", "Virtual"), ("phone", "Phone"))
# The places of a contact, in the order in which a person would look for them; the words are those of the model.
KINDS = ("site visit", "meeting", "call", "workshop", "debrief", "observation", GENERAL)


class EntryFields(NamedTuple):
    """The fields around the text; `guessed` says that nobody chose the site yet."""

    occurred_on: date
    kind: str = GENERAL
    title: str = ""
    occurred_time: time | None = None
    site: str | None = None
    guessed: bool = False
    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    mode: str = ""
    minutes: int | None = None

    @property
    def chosen(self) -> bool:
        """Whether the person filled in anything that is worth keeping without a text."""
        site = self.site is not None and not self.guessed
        return bool(self.title.strip() or site or self.people or self.labels or self.mode or self.minutes)


class Known(NamedTuple):
    """The names of sites and people by their ids, the labels in use, and who is seldom meant, with why in a word."""

    sites: dict[str, str]
    people: dict[str, str]
    labels: tuple[str, ...] = ()
    seldom: tuple[tuple[str, str], ...] = ()


def fields_of(entry: "Entry") -> EntryFields:
    """Return the fields of an entry that was saved."""
    return EntryFields(
        occurred_on=entry.occurred_on,
        kind=entry.kind.value,
        title=entry.title,
        occurred_time=entry.occurred_time,
        site=entry.site,
        people=entry.people,
        labels=entry.labels,
        mode=entry.mode.value if entry.mode else "",
        minutes=entry.minutes,
    )


def sentence_case(words: str) -> str:
    """Return words with a capital letter at their beginning."""
    return words[:1].upper() + words[1:]


def names_in_short(names: list[str]) -> str:
    """Return people's first names, two of them and how many more, such as 'Dana, Luis + 2'."""
    firsts = [name.split()[0] if name.split() else name for name in names]
    doubled = {first for first in firsts if firsts.count(first) > 1}
    shown = [name if first in doubled else first for name, first in zip(names, firsts, strict=True)]
    more = f" + {len(shown) - 2}" if len(shown) > 2 else ""
    return ", ".join(shown[:2]) + more


def minutes_in_words(minutes: int) -> str:
    """Return a duration as it is shown, such as '90 min'."""
    return f"{minutes} min"
