"""Commands about a journal as a whole: new, info and sample."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path

from isp_journal import __version__
from isp_journal.cli import secret_words
from isp_journal.cli.options import Commands, folder, opened
from isp_journal.cli.output import say, show
from isp_journal.cli.usage import Misused
from isp_journal.credentials import Protection
from isp_journal.errors import Refused
from isp_journal.paths import sample_journal


def add_to(commands: Commands) -> None:
    """Add the commands about a journal as a whole."""
    new = commands.add("new", "Begin a new journal.", _new)
    new.add_argument("--no-passphrase", action="store_true", help="none is wanted: whoever has the file can read it")
    new.add_argument("--author", metavar="NAME", default="", help="the name of whoever writes it")
    commands.add("info", "Tell what is in the journal and where it lies.", _info)
    sample = commands.add("sample", "Make the sample journal: a year of one invented practitioner.", _sample)
    sample.add_argument("--to", metavar="PATH", type=Path, help="the folder for it; the usual one if left out")


def _new(asked: Namespace) -> None:
    from isp_journal.journal.opening import create_journal  # at first use: the help needs no database

    protection, printed = _protection(asked)
    create_journal(folder(asked), author=asked.author, protection=protection)
    if asked.json:
        code = {"recovery_code": printed} if printed else {}
        show({"folder": str(folder(asked)), "encrypted": protection is not None, **code})
        return
    say(f"A new journal lies in {folder(asked)}.")
    if printed:
        say(f"Its recovery code, to be kept on paper, is: {printed}")


def _protection(asked: Namespace) -> tuple[Protection | None, str]:
    """Return what the new journal is locked with, and its recovery code where it has to be printed."""
    text = secret_words.given(asked)
    if asked.no_passphrase:
        if text is not None:
            raise Misused("--no-passphrase and a passphrase don't go together.")
        return None, ""
    if text is None and not secret_words.can_ask():
        raise Refused(
            "A new journal needs a passphrase, and nobody is here to be asked for one.",
            todo=f"{secret_words.ALONE} If none is wanted, add --no-passphrase.",
        )
    return secret_words.new_protection(text)


def _info(asked: Namespace) -> None:
    with opened(asked) as journal:
        facts = journal.facts()
    if asked.json:
        show({**asdict(facts), "app": __version__})
        return
    say(f"Journal   {facts.folder}{'  (the sample)' if facts.sample else ''}")
    if facts.author:
        say(f"Author    {facts.author}")
    period = f", {facts.oldest} to {facts.newest}" if facts.entries else ""
    say(f"Entries   {facts.entries}{period}; {facts.trashed} more in the trash")
    say(f"Tags      {facts.tags}")
    say(f"Notes     {facts.notes}")
    say(f"People    {facts.people}")
    say(f"Sites     {facts.sites}")
    say(f"Size      {facts.size / 1_000_000:.1f} MB")
    say(f"App       {__version__} (schema {facts.schema})")


def _sample(asked: Namespace) -> None:
    from isp_journal.journal.sample import make_sample  # at first use: the help needs no database

    lies = asked.to or asked.journal or sample_journal()
    make_sample(lies, date.today())
    if asked.json:
        show({"folder": str(lies)})
        return
    say(f"The sample journal lies in {lies}.")
    say(f"Look at it in the window with: isp-journal --journal '{lies}'")
