"""What must be found after a cut or a fault, as the work itself has told it, and whether a folder holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isp_journal.errors import JournalMissing, KnownError, PassphraseNeeded, WrongRecoveryCode
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from reliability import work

Held = dict[str, list[Any]]


@dataclass(slots=True)
class Expected:
    """What is certain so far: see `reliability.work` for the words."""

    saved: Held = field(default_factory=dict)
    either: Held | None = None
    codes: list[str] = field(default_factory=lambda: [work.FIRST, ""])
    may_be_missing: bool = False
    may_go: list[str] = field(default_factory=list)
    attached: list[list[Any]] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)

    def take(self, told: Mapping[str, Any]) -> None:
        """Take one thing that was said."""
        for word, value in told.items():
            if word == "saved":
                self.saved.update(value)
            elif word == "instead":
                self.saved, self.either = dict(value), None
            elif word == "attached":
                self.attached.append(value)
            elif word == "backup":
                self.backups.append(value)
            else:
                setattr(self, word, value)


def wrong_in(root: Path, expected: Expected) -> list[str]:
    """Open the journal as a person would, and return what is not as it must be; nothing when all is well."""
    try:
        journal = _opened(root, expected.codes)
    except KnownError as known:
        if expected.may_be_missing and isinstance(known, JournalMissing):
            return []
        return [f"does not open: {type(known).__name__}"]
    try:
        return _lost(journal, root, expected)
    except KnownError as known:
        return [f"can't be read: {type(known).__name__}"]
    finally:
        journal.close()


def _opened(root: Path, codes: list[str]) -> Journal:
    last: KnownError | None = None
    for code in codes:
        try:
            return open_journal(root / work.JOURNAL, writing=True, secret=work.secret(code))
        except (WrongRecoveryCode, PassphraseNeeded) as wrong:
            last = wrong
    raise last or JournalMissing(root)


def _lost(journal: Journal, root: Path, expected: Expected) -> list[str]:
    found = work.held(journal)
    wanted = {one: held for one, held in expected.saved.items() if one not in expected.may_go}
    lost = _missing(found, wanted)
    if lost and expected.either is not None and not _missing(found, expected.either):
        lost = []
    for entry, name, size in expected.attached:
        there = [one.id for one in journal.attachments.of(entry) if one.name == name]
        if [len(journal.attachments.content(one)) for one in there] != [size]:
            lost.append(f"attachment {name} is not there")
    known = {one.file.name: one for one in journal.backups.all()} if expected.backups else {}
    for backup in expected.backups:
        made = known.get(Path(backup).name)
        if made is None:
            lost.append("a backup that was told is not there")
        else:
            journal.backups.check(made)
    return lost


def _missing(found: Held, wanted: Held) -> list[str]:
    lost = []
    for identity, (revision, body, tags) in wanted.items():
        there = found.get(identity)
        if there is None:
            lost.append(f"entry {identity} is not there")
        elif there[0] < revision or (there[0] == revision and there[1:] != [body, tags]):
            lost.append(f"entry {identity} is not as it was saved")
    return lost
