"""The terminal: the same journal through the same code, one command at a time."""

import os
import sys
from collections.abc import Sequence

from isp_journal import hardening
from isp_journal.cli import bugs
from isp_journal.cli.commands import parser
from isp_journal.cli.output import Unwritten, complain, end, suit_streams
from isp_journal.cli.usage import Misused
from isp_journal.errors import Cancelled, KnownError

REFUSED = 1
MISUSED = 2
STOPPED = 130
NOBODY_READS = 141


def run(arguments: Sequence[str], *, program: bool = False) -> int:
    """Do what one command line says and return its exit code; `program` says that the process is all ours."""
    if program:
        suit_streams()
        sys.excepthook = bugs.told
        hardening.print_no_words(bugs.told_beside)
    try:
        return _run(arguments)
    except BrokenPipeError:
        _drop_output()  # whoever read our output has seen enough
        return NOBODY_READS


def _drop_output() -> None:
    """Let what is still held back go nowhere, so that it does not complain once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> int:
    try:
        asked = parser().parse_args(arguments)
        if asked.page is not None:
            raise Misused("--page opens the window and goes without a command.")
        asked.run(asked)
        end()
        return 0
    except Misused as misused:
        complain(str(misused))
        return MISUSED
    except Cancelled as cancelled:
        complain(str(cancelled))
        return STOPPED
    except Unwritten as unwritten:
        _drop_output()
        complain(str(unwritten))
        return REFUSED
    except KnownError as known:
        complain(str(known))
        return REFUSED
    except KeyboardInterrupt:
        complain("Stopped.")
        return STOPPED
    except SystemExit as done:  # argparse has shown its help or the version
        return int(done.code or 0)
