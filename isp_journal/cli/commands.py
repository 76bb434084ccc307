"""All commands of the terminal, put together; each group of them is a module of its own."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from isp_journal import __version__
from isp_journal.cli import (
    attachments,
    backups,
    catalogue,
    files,
    journals,
    keys,
    reading,
    secret_words,
    timeline,
    trash,
    verify,
    versions,
    writing,
)
from isp_journal.cli.options import Commands
from isp_journal.cli.usage import strict

DESCRIPTION = """\
Without a command the window opens. With one, the same journal is read or written in the terminal.

Options stand in this order:  isp-journal [--journal PATH] [--passphrase-file FILE] COMMAND ... [--json]
Beside an open window every command that only reads works; one that writes is refused."""


def parser() -> ArgumentParser:
    """Return the reader of command lines; each command leaves the function that does it in `run`."""
    whole = strict(
        ArgumentParser(
            prog="isp-journal",
            description=DESCRIPTION,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
    )
    whole.add_argument(
        "--journal", metavar="PATH", type=Path, help="the folder of the journal; the usual one if left out"
    )
    secret_words.add_to(whole)
    whole.add_argument("--page", metavar="NAME", help="the page that the window opens on, without a command")
    whole.add_argument("--version", action="version", version=f"ISP Journal {__version__}")
    commands = Commands(whole.add_subparsers(metavar="COMMAND", required=True))
    for group in (journals, keys, writing, reading, versions, attachments, trash, backups, verify):
        group.add_to(commands)
    for group in (timeline, catalogue, files):
        group.add_to(commands)
    return whole
