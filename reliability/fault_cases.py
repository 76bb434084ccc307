"""The child program of the disk faults: runs each case in a fork of its own, so that thousands of them take minutes.

It is given a file of cases as JSON lines and writes what came of each; the preload library stands before its disk.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from isp_journal.errors import KnownError
from reliability import work
from reliability.act import Teller
from reliability.expected import Expected, wrong_in


def main(cases: Path, templates: Path, into: Path, marks: Path) -> None:
    """Run all cases, each in a fork."""
    for line in cases.read_text().splitlines():
        child = os.fork()
        if child == 0:
            case = json.loads(line)
            told = _guarded(case, templates, into.parent / f"case-{os.getpid()}", marks)
            with into.open("a") as out:
                out.write(json.dumps({**case, **told}) + "\n")
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if status:
            with into.open("a") as out:
                out.write(json.dumps({**json.loads(line), "ended": f"crashed with {status}", "wrong": []}) + "\n")


def _guarded(case: dict[str, Any], templates: Path, root: Path, marks: Path) -> dict[str, Any]:
    try:
        return _one(case, templates, root, Teller(marks))
    except Exception as bug:  # a case that breaks is told like any other
        return {"ended": f"broke: {type(bug).__name__}", "wrong": []}
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _one(case: dict[str, Any], templates: Path, root: Path, teller: Teller) -> dict[str, Any]:
    which = work.named(case["work"])
    shutil.copytree(templates / which.name, root)
    expected = Expected()
    teller.raw(case["fault"])
    teller.raw("ARM")
    ended = _ended(which, root, expected)
    teller.raw("REST")
    teller.raw("FAIL none")
    teller.raw("ROOM -1")
    wrong = wrong_in(root, expected)
    again = _ended(which, root, expected)
    if again != "done":
        wrong.append(f"trying again ended with: {again}")
    wrong += wrong_in(root, expected)
    return {"ended": ended, "wrong": wrong, "entries": _entries(root, expected)}


def _ended(which: work.Work, root: Path, expected: Expected) -> str:
    try:
        which.act(root, lambda **told: expected.take(told))
    except KnownError as known:
        return type(known).__name__ if known.what and known.safe and known.todo else "a sentence with a part missing"
    except Exception as bug:
        return f"bug: {type(bug).__name__}"
    return "done"


def _entries(root: Path, expected: Expected) -> int:
    journal = work.opened_by_either(root)
    try:
        return len(work.held(journal))
    finally:
        journal.close()


if __name__ == "__main__":
    main(*(Path(one) for one in sys.argv[1:5]))
