"""Options that several commands share, and what their values mean."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from isp_journal.cli import secret_words
from isp_journal.cli.output import complain
from isp_journal.cli.usage import strict
from isp_journal.credentials import Secret
from isp_journal.errors import KnownError, PassphraseNeeded, Refused
from isp_journal.formats.field_values import Unfit, as_time, as_word
from isp_journal.model import Kind, Mode
from isp_journal.natural_dates import Customs, parse
from isp_journal.paths import default_journal

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal

T = TypeVar("T")
Run = Callable[[Namespace], None]
DATES = "such as 2026-11-24, yesterday or 'last tuesday'"


@dataclass(frozen=True, slots=True)
class Commands:
    """Where the commands of the terminal are added."""

    found: Any

    def add(self, name: str, told: str, run: Run) -> ArgumentParser:
        """Add a command with what it does for whom, and the function that does it."""
        parser: ArgumentParser = self.found.add_parser(name, help=told, description=told, allow_abbrev=False)
        parser.add_argument("--json", action="store_true", help="print JSON for a program to read")
        parser.set_defaults(run=run)
        return strict(parser)


@contextmanager
def opened(asked: Namespace, *, writing: bool = False) -> Iterator["Journal"]:
    """Give the journal that a command works on, and close it afterwards."""
    from isp_journal.journal.opening import open_journal  # at first use: the catalogue and the help need no database

    journal = with_secret(asked, lambda secret: open_journal(folder(asked), writing=writing, secret=secret))
    try:
        for notice in journal.told:
            complain(str(notice))
        yield journal
        if writing:
            _back_up(journal)
    finally:
        journal.close()


def _back_up(journal: "Journal") -> None:
    """Make a backup when one is due; what the command has done is done, whatever comes of that."""
    try:
        journal.backups.make_if_due()
    except KnownError as problem:
        complain(str(problem))


def with_secret(asked: Namespace, work: Callable[[Secret | None], T]) -> T:
    """Do something that may need a secret: with the one that the options name, else with one that is asked for."""
    text = secret_words.given(asked)
    if text is not None:
        return work(secret_words.secret_of(text))
    try:
        return work(None)
    except PassphraseNeeded:
        if not secret_words.can_ask():
            raise
    return work(secret_words.secret_of(secret_words.ask()))


def secret(asked: Namespace) -> Secret:
    """Return the secret of a journal whose lock is to be changed, also where this computer remembers its key."""
    text = secret_words.given(asked)
    if text is None:
        if not secret_words.can_ask():
            raise PassphraseNeeded(folder(asked))
        text = secret_words.ask()
    return secret_words.secret_of(text)


def typed() -> BinaryIO:
    """Return standard input, for bytes; raises Refused where there is none."""
    if sys.stdin is None:
        raise Refused("There is no standard input here.", todo="Name a file.")
    return sys.stdin.buffer


def folder(asked: Namespace) -> Path:
    """Return the folder of the journal that a command works on."""
    return asked.journal if asked.journal is not None else default_journal()


def day(typed: str) -> date:
    """Return the date that a person typed."""
    found = parse(typed, date.today(), Customs())
    if found is None:
        raise ArgumentTypeError(f"'{typed}' is not a date {DATES}")
    return found


def clock(typed: str) -> time:
    """Return the time that a person typed."""
    try:
        return as_time(typed)
    except Unfit as unfit:
        raise ArgumentTypeError(str(unfit)) from None


def kind(typed: str) -> Kind:
    """Return the kind of entry that a person typed, such as 'site visit' or site-visit."""
    try:
        return as_word(Kind, typed, "kind")
    except Unfit as unfit:
        raise ArgumentTypeError(str(unfit)) from None


def mode(typed: str) -> Mode:
    """Return the mode of a contact that a person typed."""
    try:
        return as_word(Mode, typed, "mode")
    except Unfit as unfit:
        raise ArgumentTypeError(str(unfit)) from None


def whole(typed: str) -> int:
    """Return a whole number of at least 1."""
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9 or int(typed) < 1:
        raise ArgumentTypeError(f"'{typed}' is not a whole number of at least 1")
    return int(typed)


def minutes(typed: str) -> int:
    """Return minutes of one day."""
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9 or int(typed) > 1_440:
        raise ArgumentTypeError(f"'{typed}' is not a number of minutes from 0 to 1440")
    return int(typed)


def add_filters(parser: ArgumentParser) -> None:
    """Add the options that choose entries."""
    add_period(parser)
    parser.add_argument("--component", metavar="NAME", help="a core component by key or name")
    parser.add_argument("--activity", metavar="NAME", help="a core activity by key or label")
    parser.add_argument("--kind", type=kind, help=f"one of: {', '.join(Kind)}")
    parser.add_argument("--label", metavar="NAME", help="a label of yours")
    add_limit(parser)


def add_period(parser: ArgumentParser) -> None:
    """Add the options that choose a period, a site and a person."""
    parser.add_argument("--since", metavar="DATE", type=day, help=f"the first day, {DATES}")
    parser.add_argument("--until", metavar="DATE", type=day, help="the last day")
    parser.add_argument("--site", metavar="NAME", help="a site by name")
    parser.add_argument("--person", metavar="NAME", help="somebody who took part, by name")


def add_limit(parser: ArgumentParser) -> None:
    """Add the option that shortens a list."""
    parser.add_argument("--limit", metavar="N", type=whole, help="print N at most; all if left out")
