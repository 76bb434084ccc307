"""What a person does with a journal, told step by step: the work during which disks are cut, filled and broken.

Each piece of work says through `say` what is certain from then on: `saved` holds the entries that must be there,
`either` another state that may be found instead while something large is under way, `codes` the recovery codes that may
open.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from isp_journal.credentials import Passphrase, Protection, RecoveryCode, Secret
from isp_journal.errors import JournalExists, JournalMissing, WrongRecoveryCode
from isp_journal.journal import rekeying
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Tag
from isp_journal.storage.unlock import is_locked, unlock

Say = Callable[..., None]
WORDS = "I asked everyone to write down what they had hoped for before we looked at the plan again. "
FIRST = "legal winner thank year wave sausage worth useful legal winner thank yellow"
SECOND = "letter advice cage absurd amount doctor acoustic avoid letter advice cage above"
OLD, NEW = Passphrase("a kettle under seven bridges"), Passphrase("nine lamps along the quiet canal")
JOURNAL = "journal"
ATTACHED = {"flipchart.png": b"\x89PNG\r\n\x1a\n" + bytes(30_000), "plan.pdf": b"%PDF-1.7\n" * 900}


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work: `prepare` makes what is there before, `act` does it; doing it again must do no harm."""

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path, Say], None]


def secret(code: str) -> Secret | None:
    """Return what opens a journal: a recovery code, since that takes no time to try; none for an open journal."""
    return RecoveryCode(code) if code else None


def opened(root: Path, code: str = FIRST) -> Journal:
    """Open the journal of the work for writing."""
    return open_journal(root / JOURNAL, writing=True, secret=secret(code))


def held(journal: Journal) -> dict[str, list[Any]]:
    """Return what must be found again: each entry's id with its revision, words and tags."""
    return {one.id: [one.revision, one.body, len(one.tags)] for one in journal.entries.export()}


def make(root: Path, *, entries: int = 6, code: str = FIRST) -> None:
    """Make a journal with some entries."""
    protection = Protection(OLD, RecoveryCode(code)) if code else None
    create_journal(root / JOURNAL, author="Ada Lindqvist", protection=protection)
    journal = opened(root, code)
    try:
        for number in range(entries):
            day = date(2026, 3, 2) + timedelta(days=number)
            journal.entries.save(replace(journal.entries.new(day), title=f"Visit {number}", body=WORDS * 3))
    finally:
        journal.close()


def _plain(root: Path) -> None:
    make(root, code="")


def _nothing(_root: Path) -> None:
    """Nothing is there before."""


def _told(journal: Journal, say: Say) -> None:
    say(saved=held(journal))


def save(root: Path, say: Say, code: str = FIRST) -> None:
    """Write entries and change them, a save after each sentence."""
    journal = opened(root, code)
    try:
        _told(journal, say)
        for number in range(4):
            entry = replace(journal.entries.new(date(2026, 4, 1)), id=_id(number), title=f"Call {number}")
            for sentences in range(1, 4):
                entry = journal.entries.save(replace(entry, body=WORDS * sentences))
                say(saved={entry.id: [entry.revision, entry.body, 0]})
        journal.rest()
    finally:
        journal.close()


def _id(number: int) -> str:
    return f"01940000-0000-7000-8000-{number:012d}"


def save_plain(root: Path, say: Say) -> None:
    """The same in a journal without a passphrase."""
    save(root, say, "")


def tag(root: Path, say: Say) -> None:
    """Tag passages of entries."""
    journal = opened(root)
    try:
        _told(journal, say)
        activity = journal.framework.default.activities[0].key
        for entry in list(journal.entries.export())[:5]:
            if entry.tags:
                continue  # done before
            mine = Tag(id=_id(int(entry.title.split()[-1])), activity=activity)
            kept = journal.entries.save(replace(entry, tags=(mine,)))
            say(saved={kept.id: [kept.revision, kept.body, 1]})
        journal.rest()
    finally:
        journal.close()


def attach(root: Path, say: Say) -> None:
    """Hang a picture and a document on an entry."""
    journal = opened(root)
    try:
        _told(journal, say)
        entry = next(journal.entries.export())
        for name, content in ATTACHED.items():
            if name not in {one.name for one in journal.attachments.of(entry.id)}:
                journal.attachments.add(entry.id, name, content)
            say(attached=[entry.id, name, len(content)])
    finally:
        journal.close()


def begin(root: Path, say: Say) -> None:
    """Begin a new journal."""
    say(may_be_missing=True)
    with suppress(JournalExists):  # done before
        create_journal(root / JOURNAL, author="Ada Lindqvist", protection=Protection(OLD, RecoveryCode(FIRST)))
    say(may_be_missing=False)
    save(root, say)


def migrate(root: Path, say: Say) -> None:
    """Open a journal of the first released schema."""
    say(saved=json.loads((root / "held.json").read_text()))
    journal = opened(root, "")
    try:
        _told(journal, say)
    finally:
        journal.close()


def backup(root: Path, say: Say) -> None:
    """Make backups between savings."""
    journal = opened(root)
    try:
        _told(journal, say)
        for number in range(2):
            entry = replace(journal.entries.new(date(2026, 4, 1)), id=_id(number), body=WORDS)
            kept = journal.entries.save(entry)
            say(saved={kept.id: [kept.revision, kept.body, 0]})
            made = journal.backups.make()
            say(backup=str(made.file.relative_to(root)))
    finally:
        journal.close()


def _with_backup(root: Path) -> None:
    make(root)
    journal = opened(root)
    try:
        made = journal.backups.make()
        shutil.copy(made.file, root / "kept.ispbackup")
        (root / "backed-up.json").write_text(json.dumps(held(journal)))
        entry = next(journal.entries.export())
        journal.entries.save(replace(entry, body=entry.body + "And one more sentence. "))
        journal.entries.save(replace(journal.entries.new(date(2026, 5, 1)), body="Written after the backup. "))
        (root / "held.json").write_text(json.dumps(held(journal)))
    finally:
        journal.close()


def restore(root: Path, say: Say) -> None:
    """Restore a backup over a journal that has gone on since."""
    say(saved=json.loads((root / "held.json").read_text()))
    say(either=json.loads((root / "backed-up.json").read_text()))
    from isp_journal.journal import restoring

    restoring.restore(root / "kept.ispbackup", root / JOURNAL, secret(FIRST))
    say(instead=json.loads((root / "backed-up.json").read_text()))


def change_passphrase(root: Path, say: Say) -> None:
    """Change the passphrase, then the recovery code."""
    journal = opened_by_either(root)
    try:
        _told(journal, say)
        journal.keys.change_passphrase(secret_of(root), NEW)
        say(codes=[FIRST, SECOND])
        journal.keys.set_recovery_code(NEW, RecoveryCode(SECOND))
        say(codes=[SECOND])
    finally:
        journal.close()


def change_data_key(root: Path, say: Say) -> None:
    """Make a new data key, as after somebody saw the passphrase."""
    journal = opened_by_either(root)
    _told(journal, say)
    journal.close()
    say(codes=[FIRST, SECOND])
    rekeying.new_data_key(root / JOURNAL, secret_of(root), Protection(NEW, RecoveryCode(SECOND)))
    say(codes=[SECOND])


def encrypt(root: Path, say: Say) -> None:
    """Give a passphrase to a journal that had none."""
    journal = opened_by_either(root)
    _told(journal, say)
    journal.close()
    say(codes=["", SECOND])
    if secret_of(root) is None:
        rekeying.encrypt(root / JOURNAL, Protection(NEW, RecoveryCode(SECOND)))
    say(codes=[SECOND])


def decrypt(root: Path, say: Say) -> None:
    """Take the passphrase away."""
    journal = opened_by_either(root)
    _told(journal, say)
    journal.close()
    say(codes=[FIRST, ""])
    if secret_of(root) is not None:
        rekeying.decrypt(root / JOURNAL, secret_of(root) or NEW)
    say(codes=[""])


def empty_trash(root: Path, say: Say) -> None:
    """Move entries to the trash and empty it."""
    journal = opened(root)
    try:
        _told(journal, say)
        going = [one.id for one in journal.entries.export() if one.title in ("Visit 0", "Visit 1", "Visit 2")]
        if going:
            say(may_go=going)
        journal.entries.trash(going)
        journal.trash.empty()
    finally:
        journal.close()


def secret_of(root: Path) -> Secret | None:
    """Return which of the two codes opens the journal now, or none where it is open."""
    if not is_locked(root / JOURNAL):
        return None
    for code in (FIRST, SECOND):
        try:
            unlock(root / JOURNAL, RecoveryCode(code))
        except WrongRecoveryCode:
            continue
        return RecoveryCode(code)
    raise JournalMissing(root / JOURNAL)


def opened_by_either(root: Path) -> Journal:
    """Open the journal, whichever of the two codes is the one of now."""
    return open_journal(root / JOURNAL, writing=True, secret=secret_of(root))


def say_too_early(root: Path, say: Say) -> None:
    """Tell of an entry before it is kept."""
    journal = opened(root)
    try:
        for number in range(4):
            entry = replace(journal.entries.new(date(2026, 4, 1)), id=_id(number), body=WORDS)
            say(saved={entry.id: [1, entry.body, 0]})
            journal.entries.save(entry)
    finally:
        journal.close()


def _first_schema(root: Path) -> None:
    """Lay out a journal that the first released version has written."""
    from reliability.golden import lay_first_schema  # it needs this module

    lay_first_schema(root)


ALL = (
    Work("begin", _nothing, begin),
    Work("save", make, save),
    Work("save without passphrase", _plain, save_plain),
    Work("tag", make, tag),
    Work("attach", make, attach),
    Work("migrate", _first_schema, migrate),
    Work("backup", make, backup),
    Work("restore", _with_backup, restore),
    Work("change passphrase", make, change_passphrase),
    Work("new data key", make, change_data_key),
    Work("encrypt", _plain, encrypt),
    Work("decrypt", make, decrypt),
    Work("empty trash", make, empty_trash),
)


# What a careless program does: a proof that the tests here can fail.
CARELESS = Work("says saved too early", make, say_too_early)


def named(name: str) -> Work:
    """Return a piece of work by its name."""
    return next(one for one in (*ALL, CARELESS) if one.name == name)
