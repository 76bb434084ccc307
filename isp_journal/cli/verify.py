"""The command that looks at everything in a journal that can be wrong, and builds the search index anew."""

from argparse import Namespace

from isp_journal.cli.options import Commands, folder, opened
from isp_journal.cli.output import say, show
from isp_journal.cli.progress import heard
from isp_journal.errors import Cancelled, KnownError, PassphraseNeeded, Refused, WrongPassphrase, WrongRecoveryCode
from isp_journal.model import CheckReport, Problem

# Whoever has not said the right passphrase yet has learned nothing of the journal.
_SHUT = (PassphraseNeeded, WrongPassphrase, WrongRecoveryCode)


def add_to(commands: Commands) -> None:
    """Add the command."""
    verify = commands.add("verify", "Look at everything in the journal that can be wrong.", _verify)
    verify.add_argument("--rebuild-index", action="store_true", help="build the search index anew from the texts first")


def _verify(asked: Namespace) -> None:
    try:
        with opened(asked, writing=asked.rebuild_index) as journal, heard(None, "parts") as told:
            if asked.rebuild_index:
                journal.checks.rebuild_index()
            report = journal.checks.run(told)
    except (*_SHUT, Cancelled):
        raise
    except KnownError as fault:
        if asked.json:
            _show(CheckReport((Problem(fault.what, str(folder(asked)), fault.todo),), (), 0.0), opens=False)
        raise
    if asked.json:
        _show(report, opens=True)
    else:
        _say(report)
    if report.problems:
        things = "1 thing is" if len(report.problems) == 1 else f"{len(report.problems)} things are"
        raise Refused(f"{things} wrong with this journal.", todo="Begin with the first of them.")


def _show(report: CheckReport, *, opens: bool) -> None:
    show(
        {
            "opens": opens,
            "problems": [{"what": one.what, "where": one.where, "todo": one.todo} for one in report.problems],
            "checked": list(report.checked),
            "left_out": list(report.left_out),
            "seconds": round(report.seconds, 2),
        }
    )


def _say(report: CheckReport) -> None:
    for one in report.problems:
        say(one.what if not one.where else f"{one.what[:-1]}: {one.where}.")
    for todo in dict.fromkeys(one.todo for one in report.problems if one.todo):
        say(f"    {todo}")
    say(f"Looked at: {', '.join(report.checked)}.")
    if report.left_out:
        say(f"Not looked at this time: {', '.join(report.left_out)}.")
    if not report.problems:
        say(f"Everything is as it should be. That took {report.seconds:.1f} s.")
