"""The deep check of a journal: whether everything in it is as it was written, and its search index built anew."""

import time
from collections.abc import Callable
from contextlib import closing

from isp_journal.framework import Catalogue
from isp_journal.model import CheckReport, Problem
from isp_journal.storage.store import Store

Told = Callable[[int, int, str], object]
"""Hears how much is done of how much, and what is looked at; returns False to stop."""


class Checks:
    """The checks of one journal."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    def run(self, told: Told | None = None) -> CheckReport:
        """Look at everything that can be wrong, and change nothing; raises Cancelled when `told` says so."""
        # at first use: a window starts faster without the checks
        from isp_journal.storage import verify
        from isp_journal.storage.checking import Pace, Subject

        began = time.monotonic()
        pace = Pace(told, verify.COUNT)
        with closing(self._store.another_connection()) as connection:
            subject = Subject(self._store.folder, connection, self._store.key, self._catalogue.knows)
            found = list(verify.verify(subject, pace))
        problems: list[Problem] = [one for part in found for one in part.problems or ()]
        return CheckReport(
            tuple(problems),
            tuple(part.name for part in found if part.problems is not None),
            time.monotonic() - began,
            tuple(part.name for part in found if part.problems is None),
        )

    def rebuild_index(self) -> None:
        """Build the search index anew from the texts, which are not changed."""
        from isp_journal.storage import index_checks  # at first use: as above

        with self._store.writing() as transaction:
            transaction.connection.exec_driver_sql(index_checks.BUILD)
        self._store.settle()
