"""Whether the full-text index says the same as the texts, and how it is built anew."""

from collections.abc import Iterator
from typing import Any

from sqlcipher3 import dbapi2 as driver

from isp_journal.model import Problem
from isp_journal.storage.checking import REBUILD, Pace, Rule, Subject, broken

# SQLite compares index and text only where it could write; it changes nothing, and saves wait for so long.
_COMPARE = "INSERT INTO entry_text(entry_text, rank) VALUES ('integrity-check', 1)"
BUILD = "INSERT INTO entry_text(entry_text) VALUES ('rebuild')"
WRONG = "The search index says something else than the entries."
_COUNTS = (
    Rule("An entry is not in the search index.", "SELECT 'entry', id, occurred_on FROM entry "
         "WHERE place NOT IN (SELECT id FROM entry_text_docsize)", REBUILD),
    Rule("The search index holds an entry that is not there.", "SELECT 'place', id FROM entry_text_docsize "
         "WHERE id NOT IN (SELECT place FROM entry)", REBUILD),
)  # fmt: skip


def index_counts(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether each entry stands in the index, and nothing else does."""
    for rule in _COUNTS:
        pace.look()
        yield from broken(subject, rule)


def is_index_true(connection: Any) -> bool:
    """Tell whether each word of each text stands in the index at its place; needs a connection that may write."""
    try:
        connection.execute(_COMPARE)
    except driver.Error as error:
        if not str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT"):
            raise
        return False
    return True
