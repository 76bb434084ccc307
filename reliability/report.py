"""Writes docs/reliability.md out of what the programs found; nothing in it is typed by hand but the explanations."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any

Found = dict[str, Any]
DOCUMENT = Path(__file__).parent.parent / "docs" / "reliability.md"
HEAD = """\
# Reliability

How ISP Journal is tested against losing words, and how often it did. The figures below are written by the programs in
`reliability/`, each with the day on which it ran; nobody types them. A small part of every program runs with the tests.

    python -m reliability full              all of it, some hours
    python -m reliability full power_loss   one of them
    python -m reliability quick             what fits into some minutes

The programs need Linux with a C compiler: a preload library stands between the program and its disk.

"""


def write(results: Path) -> None:
    """Write the document from the results that are there."""
    found = {one.stem: json.loads(one.read_text()) for one in results.glob("*.json")}
    parts = [section(name, found[name]) for name in SECTIONS if name in found]
    DOCUMENT.write_text(HEAD + "\n".join(parts))


def section(name: str, found: Found) -> str:
    """Return one part of the document."""
    title, told = SECTIONS[name]
    lines = "\n".join(_filled(told(found)))
    ran = f"Run on {found['on']}, {_span(found['seconds'])}: `python -m reliability full {found['asked']}`"
    return f"## {title}\n\n{lines}\n\n{ran}\n"


def _filled(lines: list[str]) -> list[str]:
    """Return lines with each paragraph filled to the width of the other documents; tables and lists stay."""
    found: list[str] = []
    for is_prose, group in groupby(lines, lambda line: bool(line) and line[0] not in "|-"):
        these = list(group)
        found += wrap(" ".join(these), 120) if is_prose else these
    return found


def _span(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _table(head: tuple[str, str], rows: dict[str, Any]) -> list[str]:
    return [f"| {head[0]} | {head[1]} |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())]


def _wrong(found: Found) -> list[str]:
    return ["", "What went wrong:", "", *(f"- {line}" for line in found["wrong"])] if found.get("wrong") else []


def _power_loss(found: Found) -> list[str]:
    return [
        "Each piece of work runs once while every write, sync, renaming and removal is recorded. Then the",
        "disk is rebuilt as",
        "a cut could have left it: what was synced is there, each later write is kept, dropped or torn at",
        "a sector, and of the",
        "changes of names a beginning of their order is kept. The journal is opened as a person would",
        "open it, and everything",
        "that was told to be saved before the cut must be there.",
        "",
        f"**{_number(found['states'])} states: {found['lost']} saved revisions lost,",
        f"{found['unopened']} journals that did not open.**",
        "",
        *_table(("work", "states"), found["works"]),
        *_wrong(found),
    ]


def _kills(found: Found) -> list[str]:
    return [
        "The real window is started on a journal with a passphrase, a program types into it, and it is",
        "ended with `kill -9` at",
        "a moment of chance; then the journal is opened again.",
        "",
        f"**{_number(found['kills'])} times: {found['lost']} saved revisions lost,",
        f"at most {found['most_letters_lost']} letters (typed in the last {found['most_seconds_lost']} s) gone,",
        f"{found['two_instances']} times two windows had the journal.**",
        *_wrong(found),
    ]


def _disk_faults(found: Found) -> list[str]:
    return [
        "Each write, sync, renaming, truncation, creation and removal of each piece of work fails, once",
        "and for ever, with",
        "EIO and ENOSPC; and disks of up to 4 MB fill while it is done (simulated: nothing can be mounted",
        "in a test). Then the",
        "fault ends, what was told to be saved is looked for, and the person tries again.",
        "",
        f"**{_number(found['cases'])} cases: {found['lost']} with something lost or not as told,",
        f"{found['without_sentence']} that ended",
        f"without a sentence, {found['doubles']} where trying again made doubles or left something out.**",
        "",
        *_table(("fault", "cases"), found["by_kind"]),
        "",
        *_table(("what the person was told", "cases"), found["sentences"]),
        "",
        "'done' means that the work was done all the same, such as when a file that is only tidied away",
        "could not be removed.",
        *_wrong(found),
    ]


def _flips(found: Found) -> list[str]:
    rows = {
        f"{target}: {how}": count for target, part in found["noticed"].items() for how, count in sorted(part.items())
    }
    unnoticed = sum(found["unnoticed"].values())
    return [
        "One bit is flipped, or the file is cut at a page's boundary (a key file anywhere); then the",
        "journal is opened and",
        "verified.",
        "",
        f"**{_number(found['cases'])} cases: {unnoticed} unnoticed,",
        f"{found['wrong_passphrase']} called a wrong passphrase,",
        f"{found['crashes']} crashes, {found['silent_empty']} journals that opened silently empty.**",
        "",
        *_table(("file: what happened", "cases"), rows),
    ]


def _plain_text(found: Found) -> list[str]:
    return [
        "A whole session in the real window with a journal that has a passphrase: fifty made-up words are",
        "written into titles,",
        "texts, becauses, names, labels, searches, pictures' names and copied. Afterwards every file",
        "below the data, settings,",
        "cache, temporary and log folders is read, and the words are looked for in UTF-8 and UTF-16. The",
        "same session with a",
        "journal without a passphrase must find them: else the looking is at fault.",
        "",
        f"**{found['files']} files, {_number(found['bytes'])} bytes: {found['hits']} hits;",
        f"without a passphrase {found['control_hits']}.**",
        *_wrong(found),
    ]


def _forced(found: Found) -> list[str]:
    return [
        "A failure that nobody expected is raised at places of chance all over the program while it",
        "handles fifty made-up",
        "words, which its message and its variables hold. Log, standard error, and everything that the",
        "window shows are then",
        "searched for them.",
        "",
        f"**{found['failures']} failures: {found['hits']} words in log, dialogs or standard error.**",
        *_wrong(found),
    ]


def _drills(found: Found) -> list[str]:
    return [
        "Every backup that the whole test suite makes is restored into a new folder and compared: ids,",
        "revisions, digest of the",
        "contents, attachments.",
        "",
        f"**{_number(found['backups'])} backups: {_number(found['same'])} the same.**",
        *([""] + [f"- {name}: {count}" for name, count in found["others"].items()] if found["others"] else []),
    ]


def _five_years(found: Found) -> list[str]:
    return [
        f"Sixty months: {_number(found['entries'])} entries at the end, each written in steps, some changed later,",
        "some thrown away,",
        "the trash emptied once a year, a backup a month.",
        "",
        *_table(
            ("what", "found"),
            {
                "backups": found["backups"],
                "size of the file": f"{_number(found['bytes'])} bytes, {found['size']} x a fresh import of its export",
                "write-ahead log after idling": f"{_number(found['log_bytes_after_idle'])} bytes",
                "unlocking and reading the newest rows": f"{found['start_s']} s, {found['start']} x the fresh journal",
            },
        ),
    ]


def _sockets(found: Found) -> list[str]:
    return [
        "The whole test suite runs with internet connections refused and counted.",
        "",
        f"**{_number(found['tests'])} tests: {found['connections']} connections tried.**",
    ]


SECTIONS: dict[str, tuple[str, Callable[[Found], list[str]]]] = {
    "power_loss": ("Power cuts", _power_loss),
    "kills": ("Ended while typing", _kills),
    "disk_faults": ("Disks that fail and fill", _disk_faults),
    "flips": ("Damaged files", _flips),
    "plain_text": ("Words in plain text", _plain_text),
    "forced": ("Words in messages", _forced),
    "drills": ("Backups restored", _drills),
    "five_years": ("Five years in fast motion", _five_years),
    "sockets": ("The network", _sockets),
}
