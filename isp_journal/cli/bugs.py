"""What happens to a bug in the terminal: one sentence, and its place in the code in the log."""

from types import TracebackType

from isp_journal.bug_log import note
from isp_journal.cli.output import complain
from isp_journal.paths import log_file


def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in one sentence that the program has a fault, and note where; the hook for what nobody caught."""
    noted = f"The place in the code is noted in {log_file()}, without any of your words."
    if not note(error.with_traceback(trace), log_file()):
        noted = "It could not be noted."
    complain(f"ISP Journal has a fault here ({kind.__name__}). What was saved before is safe. {noted}")


def told_beside(error: BaseException) -> None:
    """Say the same of a failure in a thread, or on the way out; the hook for those."""
    told(type(error), error, error.__traceback__)
