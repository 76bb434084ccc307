"""The command about a journal's lock: passphrase, recovery code, key, and whether this computer remembers it."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from isp_journal import passphrases
from isp_journal.cli import secret_words
from isp_journal.cli.options import Commands, folder, opened, secret
from isp_journal.cli.output import complain, say, show
from isp_journal.credentials import Secret
from isp_journal.errors import NoPassphrase, Refused

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.journal.rekeying import Rekeyed

NEW = "new-passphrase"


def add_to(commands: Commands) -> None:
    """Add the command about the lock."""
    keys = commands.add("keys", "Look at a journal's lock or change it.", _keys)
    keys.add_argument("what", metavar="WHAT", choices=list(_ways()), help=f"one of: {', '.join(_ways())}")
    secret_words.add_to(keys, NEW, "the new passphrase")


def _ways() -> dict[str, Callable[[Namespace], None]]:
    return {
        "status": _status,
        "passphrase": _passphrase,
        "recovery": _recovery,
        "data-key": _data_key,
        "encrypt": _encrypt,
        "decrypt": _decrypt,
        "remember": _remember,
        "forget": _forget,
        "strength": _strength,
    }


def _keys(asked: Namespace) -> None:
    _ways()[asked.what](asked)


def _status(asked: Namespace) -> None:
    with opened(asked) as journal:
        status = journal.keys.status()
    if asked.json:
        show(asdict(status))
    elif status.encrypted:
        say(f"The journal is locked with a passphrase, set on {status.changed_at[:10]}.")
        remembered = "remembers its key" if status.remembered else "does not remember its key"
        say(f"This computer {remembered}.")
    else:
        say("The journal has no passphrase: whoever has its file can read it.")


def _passphrase(asked: Namespace) -> None:
    with _changing(asked) as (journal, old):
        journal.keys.change_passphrase(old, secret_words.new_passphrase(secret_words.given(asked, NEW)))
    _done(asked, "The new passphrase opens the journal. Backups made before still open with the old one.")


def _recovery(asked: Namespace) -> None:
    with _changing(asked) as (journal, old):
        # Without a terminal nobody can type it back, and whoever reads the output is given it.
        code, printed = secret_words.new_code(shown=sys.stdin is not None and sys.stdin.isatty())
        journal.keys.set_recovery_code(old, code)
    _done(asked, "The new recovery code opens the journal. The old one opens only backups made before.", printed)


def _remember(asked: Namespace) -> None:
    with _changing(asked) as (journal, old):
        journal.keys.remember(old)
    _done(asked, "This computer remembers the key: on it the journal opens without the passphrase.")


def _forget(asked: Namespace) -> None:
    with opened(asked, writing=True) as journal:
        journal.keys.forget()
    _done(asked, "This computer does not remember the key.")


def _data_key(asked: Namespace) -> None:
    from isp_journal.journal import rekeying  # at first use: the help needs no database

    said = _secret(asked)
    # Before anything is asked: a wrong one is told at once.
    _open(asked, said).close()
    protection, printed = secret_words.new_protection(secret_words.given(asked, NEW))
    done = rekeying.new_data_key(folder(asked), said, protection)
    _done(asked, "The journal has a new key. Backups made before still open with the old passphrase.", printed, done)


def _encrypt(asked: Namespace) -> None:
    from isp_journal.journal import rekeying  # at first use: the help needs no database

    if _is_locked(asked):
        raise Refused("This journal has a passphrase already.", todo="Change it with: isp-journal keys passphrase")
    protection, printed = secret_words.new_protection(secret_words.given(asked, NEW))
    done = rekeying.encrypt(folder(asked), protection)
    _done(asked, "The journal is locked. Backups made before are not; remove them if they lie open.", printed, done)


def _decrypt(asked: Namespace) -> None:
    from isp_journal.journal import rekeying  # at first use: the help needs no database

    done = rekeying.decrypt(folder(asked), _secret(asked))
    _done(asked, "The journal has no passphrase any more: whoever has its file can read it.", "", done)


def _strength(asked: Namespace) -> None:
    text = secret_words.given(asked, NEW)
    if text is None:
        if not secret_words.can_ask():
            raise Refused("There is no passphrase to look at.", todo=f"Name one with --{NEW}-file.")
        text = secret_words.ask("Passphrase to look at: ")
    strength, why = passphrases.estimate(text), passphrases.refusal(text)
    if asked.json:
        show({"score": strength.score, "words": strength.words, "refusal": why})
        return
    say(strength.words)
    if why:
        say(why)


def _is_locked(asked: Namespace) -> bool:
    from isp_journal.journal import opening  # at first use: the help needs no database

    return opening.is_locked(folder(asked))


def _open(asked: Namespace, said: Secret) -> "Journal":
    from isp_journal.journal import opening  # at first use: the help needs no database

    return opening.open_journal(folder(asked), writing=True, secret=said)


@contextmanager
def _changing(asked: Namespace) -> Iterator[tuple["Journal", Secret]]:
    """Give the open journal whose lock is to be changed, with the secret that opened it."""
    said = _secret(asked)
    journal = _open(asked, said)
    try:
        yield journal, said
    finally:
        journal.close()


def _secret(asked: Namespace) -> Secret:
    """Return the secret of a journal that has a lock."""
    if not _is_locked(asked):
        raise NoPassphrase()
    return secret(asked)


def _done(asked: Namespace, told: str, code: str = "", done: "Rekeyed | None" = None) -> None:
    """Tell what was done, the recovery code where it has to be printed, and the trouble of the backup after it."""
    if done is not None and done.problem is not None:
        complain(str(done.problem))
    if asked.json:
        show({"done": asked.what, **({"recovery_code": code} if code else {})})
        return
    say(told)
    if code:
        say(f"Its recovery code, to be kept on paper, is: {code}")
