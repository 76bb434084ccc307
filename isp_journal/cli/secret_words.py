"""Passphrases and recovery codes in the terminal: from a file, a descriptor or a prompt, never from the command line.

What stands on a command line is kept by the shell's history and shown by process lists, and what stands in the
environment is handed on to every program that is started.
"""

import getpass
import os
import sys
import warnings
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal import passphrases, recovery_words
from isp_journal.cli.output import complain
from isp_journal.cli.usage import Misused
from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import Refused

if TYPE_CHECKING:
    from typing import BinaryIO

LONGEST = 8_192
TRIES = 3
ALONE = "Name a file that holds it with --passphrase-file, or an open descriptor with --passphrase-fd."


def add_to(parser: ArgumentParser, kind: str = "passphrase", told: str = "the passphrase or recovery code") -> None:
    """Add the two options that name where a secret stands, such as --passphrase-file and --passphrase-fd."""
    parser.add_argument(
        f"--{kind}-file", metavar="FILE", type=Path, help=f"a file whose one line is {told}; asked for if left out"
    )
    parser.add_argument(f"--{kind}-fd", metavar="N", type=_descriptor, help=f"an open descriptor to read {told} from")


def given(asked: Namespace, kind: str = "passphrase") -> str | None:
    """Return the secret that stands where the options say, or None where they say nothing; it can be read once."""
    words: dict[str, object] = vars(asked)
    name = kind.replace("-", "_")
    file, descriptor, read = (words.get(f"{name}_{part}") for part in ("file", "fd", "read"))
    if isinstance(read, str):
        return read
    if file is None and descriptor is None:
        return None
    if file is not None and descriptor is not None:
        raise Misused(f"--{kind}-file and --{kind}-fd don't go together.")
    text = _one_line(Path(str(file)) if file is not None else int(str(descriptor)))
    words[f"{name}_read"] = text
    return text


def secret_of(text: str) -> Passphrase | RecoveryCode:
    """Return what was typed as what it is: twelve words that fit are a recovery code, all else is a passphrase."""
    return RecoveryCode(text) if recovery_words.fits(text) else Passphrase(text)


def can_ask() -> bool:
    """Tell whether somebody sits at a terminal who can be asked."""
    return any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(prompt: str = "Passphrase (or the recovery code): ") -> str:
    """Return what somebody types at the terminal without showing it."""
    with warnings.catch_warnings():
        # It would warn and then show what is typed.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt, stream=None)
        except (getpass.GetPassWarning, EOFError):
            raise Refused("A passphrase can't be asked for here without showing it.", todo=ALONE) from None


def new_passphrase(text: str | None) -> Passphrase:
    """Return a new passphrase: the one that was given if it can be taken, else asked for twice."""
    if text is not None:
        return Passphrase(_fit(text))
    for _ in range(TRIES):
        typed = ask("New passphrase: ")
        why = passphrases.refusal(typed)
        if why:
            complain(why)
            continue
        complain(passphrases.estimate(typed).words)
        if ask("Once more: ") == typed:
            return Passphrase(typed)
        complain("These two are not the same.")
    raise Refused("No passphrase was set.", todo="Think of one in quiet, and begin again.")


def new_protection(text: str | None) -> tuple[Protection, str]:
    """Return a new passphrase with a fresh recovery code, and the code where the command has to print it."""
    passphrase = new_passphrase(text)
    code, printed = new_code(shown=text is None)
    return Protection(passphrase, code), printed


def new_code(*, shown: bool) -> tuple[RecoveryCode, str]:
    """Return a fresh recovery code: shown and typed back where somebody is there, else to be printed by the command."""
    words = recovery_words.fresh()
    if not shown:
        return RecoveryCode(words), words
    complain("The recovery code opens the journal when the passphrase is forgotten. Write it down on paper:")
    complain(words)
    for _ in range(TRIES):
        complain("Type the twelve words to show that they are written down:")
        line = sys.stdin.readline()
        if not line:
            break  # nobody types any more
        typed = recovery_words.normal(line)
        if typed == words:
            return RecoveryCode(words), ""
        complain(_difference(typed.split(), words.split()))
    raise Refused("The recovery code was not typed back.", todo="Begin again; there will be a new code.")


def _difference(typed: list[str], words: list[str]) -> str:
    if len(typed) != len(words):
        return f"These are {len(typed)} words; the code has {len(words)}."
    wrong = next(place for place, (one, other) in enumerate(zip(typed, words, strict=True), 1) if one != other)
    return f"Word {wrong} is another one."


def _fit(text: str) -> str:
    why = passphrases.refusal(text)
    if why:
        raise Refused(f"This passphrase can't be taken. {why}", todo="Choose another one.")
    return text


def _one_line(place: Path | int) -> str:
    """Return the one line that stands in a file or comes from a descriptor."""
    try:
        stream: BinaryIO = place.open("rb") if isinstance(place, Path) else os.fdopen(place, "rb")
        with stream:
            content = stream.read(LONGEST + 1)
        text = content.decode("utf-8-sig")
    except OSError as wrong:
        raise Refused(f"The passphrase can't be read ({wrong.strerror}).", todo="Look where it stands.") from None
    except UnicodeDecodeError:
        raise Refused("The passphrase is not in UTF-8.", todo="Save its file as UTF-8.") from None
    line = text.removesuffix("\n").removesuffix("\r")
    if not line or "\n" in line or len(content) > LONGEST:
        raise Refused("The file of a passphrase holds one line, which is all of it.", todo=ALONE)
    return line


def _descriptor(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise ArgumentTypeError(f"'{typed}' is not the number of a descriptor")
    if int(typed) in (1, 2):
        raise ArgumentTypeError(f"'{typed}' is where the output goes, and not where words come from")
    return int(typed)
