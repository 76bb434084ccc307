"""The child program: does one piece of work in a folder and tells what is certain, for whoever watches its disk."""

import json
import os
import sys
from pathlib import Path

from reliability import work


class Teller:
    """Says things into the file of marks, one line each, in the order of the disk's own steps."""

    def __init__(self, file: Path) -> None:
        self._into = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def raw(self, words: str) -> None:
        """Say something to the watching library itself, such as `ARM`."""
        os.write(self._into, words.encode())

    def say(self, **told: object) -> None:
        """Say what is certain from now on."""
        os.write(self._into, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    work.named(sys.argv[1]).act(Path(sys.argv[2]), Teller(Path(sys.argv[3])).say)
