import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from isp_journal.__main__ import main
from isp_journal.journal.opening import open_journal
from tests.source import ROOT


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def items(self) -> list[dict[str, Any]]:
        assert list(self.json) == ["items"]
        found: list[dict[str, Any]] = self.json["items"]
        return found


class Terminal:
    def __init__(self, folder: Path, files: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.files = files
        self._capture = capture

    def __call__(self, *words: object) -> Said:
        """Run a command in this process; a bug comes out as it is."""
        self._capture.readouterr()
        code = main(["--journal", str(self.folder), *map(str, words)])
        return Said(code, *self._capture.readouterr())

    def done(self, *words: object) -> Said:
        """Run a command that must go well and have nothing to complain about."""
        said = self(*words)
        assert (said.code, said.err) == (0, ""), said
        return said

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def lines(self, name: str, *entries: dict[str, Any] | str) -> Path:
        told = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in entries]
        return self.file(name, "\n".join(told) + "\n")

    def add(self, text: str, *options: object) -> str:
        """Add an entry and return its id."""
        added: str = self.done("add", self.file("entry.txt", text), *options, "--json").json["id"]
        return added

    def edit(self, entry: str, text: str) -> None:
        """Give an entry another text, as the window does."""
        journal = open_journal(self.folder, writing=True)
        journal.entries.save(replace(journal.entries.get(entry), body=text))
        journal.close()


def command(*words: object) -> list[str]:
    """Return the words that start the program as a process of its own."""
    return [sys.executable, "-m", "isp_journal", *map(str, words)]


def process(*words: object, given: bytes = b"") -> Said:
    """Run a command as a process of its own, with something on standard input."""
    done = subprocess.run(command(*words), cwd=ROOT, env=surroundings(), input=given, capture_output=True, check=False)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def surroundings() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}
