"""Failures that nobody expected: what the person is told of them, and what the log keeps."""

from isp_journal.errors import KnownError


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


def log_without_text(error: BaseException) -> None:
    """Log what kind of failure it was and where in the code, without its words, which may be the person's."""
    # at first use: start-up time
    import logging
    from traceback import extract_tb

    places = "; ".join(f"{frame.name} in {frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__))
    logging.getLogger("isp_journal").error("%s at %s", type(error).__name__, places or "an unknown place")
