"""A terminal at which somebody sits: what the program asks is answered as it is asked."""

import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.terminal import surroundings

PATIENCE = 60
# The first terminal that a session of its own opens is the one where its person sits.
SEATED = """
import os, sys
os.open(os.ttyname(0), os.O_RDWR)
from isp_journal.__main__ import main
sys.exit(main())
"""


class Dialogue:
    """One command at a terminal of its own."""

    def __init__(self, words: tuple[object, ...]) -> None:
        self._ours, theirs = pty.openpty()
        told = [sys.executable, "-c", SEATED, *map(str, words)]
        self._process = subprocess.Popen(
            told, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings(), start_new_session=True
        )
        os.close(theirs)
        self.shown = ""

    def until(self, words: str) -> str:
        """Wait until the program shows these words, and return what it showed since the last time."""
        seen = ""
        while words not in seen:
            part = self._read()
            assert part, f"ended without '{words}': {self.shown}"
            seen += part
        return seen

    def answer(self, line: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{line}\n".encode())

    def answer_nothing(self) -> None:
        """Press Ctrl+D on an empty line."""
        os.write(self._ours, b"\x04")

    def end(self) -> int:
        """Read what is left, and return the exit code."""
        while self._read():
            pass
        return self._process.wait(PATIENCE)

    def leave(self) -> None:
        """Close the terminal, and end what is still running in it."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(PATIENCE)
        os.close(self._ours)

    def _read(self) -> str:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        assert ready, f"nothing more is shown: {self.shown}"
        try:
            part = os.read(self._ours, 65_536).decode()
        except OSError:  # how Linux says that nobody is at the other end any more
            return ""
        self.shown += part
        return part


@contextmanager
def dialogue(*words: object) -> Iterator[Dialogue]:
    """Give a command at a terminal, and end it afterwards."""
    made = Dialogue(words)
    try:
        yield made
    finally:
        made.leave()
