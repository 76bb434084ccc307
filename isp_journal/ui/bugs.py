"""Failures that nobody expected: what the person is told of them, and what the log keeps."""

import traceback

from isp_journal import bug_log
from isp_journal.errors import KnownError
from isp_journal.paths import log_file


class Bug(KnownError):
    """Something that the app did not expect; its words tell no more than that, the log has the place in the code."""

    def __init__(self) -> None:
        super().__init__(
            "Something went wrong in the app itself.",
            safe="Everything saved before is safe, and what you typed is kept here.",
            todo="The details are in the log; go on, and tell us if it happens again.",
        )


class NeverOpened(KnownError):
    """What was written while no journal could be opened."""

    def __init__(self) -> None:
        super().__init__(
            "No journal is open, so what you wrote could not be kept in one.",
            safe="Journals on this computer were not changed.",
            todo="Open or begin a journal, and it is written there.",
        )


def noted(error: BaseException) -> Bug:
    """Note what kind of failure it was and where in the code, without its words, and return what to tell the person."""
    bug_log.note(error, log_file())
    # Whoever starts the app from a terminal to look for a fault sees the place there too.
    traceback.print_tb(error.__traceback__)
    return Bug()
