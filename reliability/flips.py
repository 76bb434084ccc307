"""Damage: flipped bits and cuts in a journal, its key file and a backup: noticed by opening or verifying, or not."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from isp_journal.credentials import RecoveryCode
from isp_journal.errors import (
    Cancelled,
    KnownError,
    PassphraseNeeded,
    WrongPassphrase,
    WrongRecoveryCode,
)
from isp_journal.journal import restoring
from isp_journal.journal.opening import open_journal
from isp_journal.storage import contents
from isp_journal.storage.connect import connect
from isp_journal.storage.unlock import unlock
from reliability import work

PAGE = 4096
TARGETS = ("journal", "journal without passphrase", "key file", "backup")
FILES = {"journal": "journal.db", "journal without passphrase": "journal.db", "key file": "journal.key"}


def run(cases: int, folder: Path, workers: int = 2) -> dict[str, Any]:
    """Damage so many files, each in one place; returns counts by file and by how it was noticed."""
    each = cases // len(TARGETS)
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(_of_target, [(target, each, folder) for target in TARGETS]))
    by_target = dict(zip(TARGETS, parts, strict=True))
    return {
        "cases": sum(sum(part.values()) for part in parts),
        "unnoticed": {target: _sum(part, "unnoticed") for target, part in by_target.items()},
        "harmless": {target: _sum(part, "nothing lost") for target, part in by_target.items()},
        "wrong_passphrase": sum(_sum(part, "called a wrong passphrase") for part in parts),
        "crashes": sum(_sum(part, "broke") for part in parts),
        "silent_empty": sum(_sum(part, "silently empty") for part in parts),
        "noticed": {target: dict(part) for target, part in by_target.items()},
    }


def _sum(part: Counter[str], beginning: str) -> int:
    return sum(count for told, count in part.items() if told.startswith(beginning))


def _of_target(asked: tuple[str, int, Path]) -> Counter[str]:
    target, count, folder = asked
    with tempfile.TemporaryDirectory(dir=folder) as place:
        whole, broken = Path(place) / "whole", Path(place) / "broken"
        whole.mkdir()
        code = "" if target == "journal without passphrase" else work.FIRST
        digest, backup = _made(whole, code)
        chance = Random(target)
        return Counter(_tried(target, (whole, broken), (code, digest, backup), chance) for _ in range(count))


def _made(root: Path, code: str) -> tuple[str, str]:
    work.make(root, entries=20, code=code)
    journal = work.opened(root, code)
    try:
        for entry in list(journal.entries.export())[:6]:
            journal.entries.save(replace(entry, body=entry.body + "What next? "))
        made = journal.backups.make()
        backup = str(made.file.relative_to(root))
    finally:
        journal.close()
    return _digest(root, code), backup


def _digest(root: Path, code: str) -> str:
    key = unlock(root / work.JOURNAL, RecoveryCode(code)).key if code else None
    with closing(connect(root / work.JOURNAL, writing=False, key=key)) as reading:
        return contents.digest(reading)


def _tried(target: str, folders: tuple[Path, Path], made: tuple[str, str, str], chance: Random) -> str:
    whole, broken = folders
    code, digest, backup = made
    shutil.rmtree(broken, ignore_errors=True)
    shutil.copytree(whole, broken)
    file = broken / (backup if target == "backup" else f"{work.JOURNAL}/{FILES[target]}")
    how = damage(file, chance)
    try:
        told = _checked_backup(file, code) if target == "backup" else _opened(broken, code, digest)
    except Exception as bug:  # what is not known is what this program looks for
        told = f"broke: {type(bug).__name__}"
    return f"{told} ({how})"


def damage(file: Path, chance: Random) -> str:
    """Flip one bit of a file, or cut it at a page's boundary (a small file anywhere); returns which of the two."""
    content = bytearray(file.read_bytes())
    if chance.random() < 0.9:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        how = "bit"
    else:
        step = PAGE if len(content) > PAGE else 1
        del content[chance.randrange(0, len(content), step) :]
        how = "cut"
    file.write_bytes(content)
    return how


def _checked_backup(file: Path, code: str) -> str:
    try:
        opening = restoring.open_backup(file, work.secret(code))
    except (WrongPassphrase, WrongRecoveryCode, PassphraseNeeded):
        return "called a wrong passphrase"
    except KnownError as known:
        return f"noticed by opening: {type(known).__name__}"
    opening.abandon()
    return "unnoticed"


def _opened(root: Path, code: str, digest: str) -> str:
    try:
        journal = open_journal(root / work.JOURNAL, writing=True, secret=work.secret(code))
    except (WrongPassphrase, WrongRecoveryCode, PassphraseNeeded):
        return "called a wrong passphrase"
    except KnownError as known:
        return f"noticed by opening: {type(known).__name__}"
    try:
        if journal.told:
            return f"noticed by opening: {type(journal.told[0]).__name__}"
        report = journal.checks.run()
        if report.problems:
            return "noticed by verify"
        found = work.held(journal)
        if not found:
            return "silently empty"
        return "nothing lost: the bit holds nothing" if _digest(root, code) == digest else "unnoticed"
    except Cancelled:
        raise
    except KnownError as known:
        return f"noticed by verify: {type(known).__name__}"
    finally:
        journal.close()
