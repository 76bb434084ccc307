"""Journals full of entries for tests of lists: one entry a day, backwards from a day, with words to be found."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import ImportedEntry
from isp_journal.ui.workers import Workers
from tests.storage.journals import on_words, written
from tests.ui.pages.opened import working_on

NEWEST = date(2026, 11, 24)
MEETING = (
    "Eleven people came, two more than last month.\n\n"
    "I stopped the agenda there. I asked everyone to write down what the chart did not show. They do the morning "
    "greeting, and nobody had told them.\n\n"
    "One class, one week, a greeting at the door."
)


def long_journal(folder: Path, entries: int) -> Path:
    """Make a journal with an entry a day, `Day 0` the newest; every tenth speaks of a greeting."""
    create_journal(folder, author="Jonas Aldren")
    journal = open_journal(folder, writing=True)
    journal.imports.take(_days(entries))
    journal.close()
    return folder


def _days(entries: int) -> Iterator[ImportedEntry]:
    for back in reversed(range(entries)):
        words = "A greeting at the door." if back % 10 == 0 else "A quiet visit."
        yield ImportedEntry(
            number=entries - back,
            occurred_on=NEWEST - timedelta(days=back),
            body=f"{words} It was day {back}.",
            title=f"Day {back}",
        )


def small_journal(folder: Path) -> Path:
    """Make a journal with a tagged meeting at a school, a call at a clinic with Dana, and a short note."""
    create_journal(folder, author="Jonas Aldren")
    journal = open_journal(folder, writing=True)
    school, clinic = journal.sites.ensure("Harlow Bend School"), journal.sites.ensure("Tidewell Clinic")
    dana = journal.people.ensure("Dana Okafor")
    meeting = written(
        journal, MEETING, title="The team meeting that changed course", site=school.id, occurred_on=NEWEST, minutes=90
    )
    tagged = on_words(meeting, "I asked everyone to write down", because="Room to say it first.")
    journal.entries.save(on_words(tagged, "One class, one week", "isp-3.0/improvement-cycles.4"))
    call = {"title": "A call", "site": clinic.id, "people": (dana.id,), "labels": ("data",), "kind": "call"}
    written(journal, "Dana spoke of the greeting.", occurred_on=date(2026, 11, 2), **call)
    written(journal, "Rain. Nobody at the desk, and people waited.", occurred_on=date(2026, 6, 18))
    journal.close()
    return folder


@contextmanager
def long_list(folder: Path, entries: int) -> Iterator[Workers]:
    """Give workers over a long journal."""
    with working_on(long_journal(folder, entries)) as workers:
        yield workers
