"""Commands of the terminal that fail, again and again, at functions of chance.

python -m reliability.stumbler_terminal JOURNAL COUNT SEED ours
As reliability.stumbler does it for the window; what a command prints because it was asked to may hold words of the
journal, so in its output only the words of failures are looked for.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from types import CodeType

from isp_journal import cli
from isp_journal.credentials import Passphrase
from isp_journal.journal.opening import open_journal
from isp_journal.model import Filter
from isp_journal.paths import log_file
from reliability import planted, stumbles
from reliability.stumbler import ENOUGH, PASSPHRASE

WORDS = planted.words()


def commands(place: Path) -> dict[str, list[str]]:
    """Return the commands by name, with words in what they are given."""
    entry = _file(place, f"{WORDS['file-name']}.txt", f"{WORDS['body']} met {WORDS['person']}.")
    lines = _file(place, "lines.jsonl", f'{{"date": "2026-04-01", "text": "{WORDS["second-body"]}"}}\n')
    journal = open_journal(place, writing=False, secret=Passphrase(PASSPHRASE))
    newest = journal.entries.page(Filter(), limit=1)[0].id
    journal.close()
    return {
        "list": ["list", "--person", WORDS["person"]],
        "search": ["search", WORDS["second-body"], "--json"],
        "show": ["show", newest],
        "add": ["add", entry, "--title", WORDS["title"], "--site", WORDS["site"], "--tag", "relationships.4"],
        "tag": ["tag", newest, "relationships.4", "--quote", WORDS["second-body"], "--because", WORDS["because"]],
        "attach": ["attach", newest, entry],
        "history": ["history", "relationships"],
        "import": ["import", lines],
        "export": ["export", str(place.with_suffix(".jsonl"))],
        "versions": ["versions", newest],
        "trash": ["trash", "list"],
        "backup": ["backup"],
        "drill": ["drill"],
        "verify": ["verify"],
        "keys": ["keys", "status"],
        "info": ["info"],
    }


def _file(place: Path, name: str, text: str) -> str:
    file = place.parent / name
    file.write_text(text, encoding="utf-8")
    return str(file)


class Stumbling:
    """Runs commands, first to see which functions they need, and then with one of these failing each time."""

    def __init__(self, place: Path, chance: Random) -> None:
        self._place = place
        self._chance = chance
        self._commands = commands(place)
        (place.parent / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
        self._opening = ["--journal", str(place), "--passphrase-file", str(place.parent / "passphrase")]
        self._streams = (
            stumbles.Streams(place.parent / "out", sought=[stumbles.WORDS]),
            stumbles.Streams(place.parent / "err", log_file()),
        )

    def run(self, count: int) -> None:
        """Let so many commands fail."""
        needed: dict[str, list[CodeType]] = {}
        calls = stumbles.Calls()
        calls.begin()
        for name in self._commands:
            heard: set[CodeType] = set()
            with calls.into(heard):
                self._does(name)
            needed[name] = stumbles.candidates(heard)
        calls.end()
        self._hits()
        while count:
            name = self._chance.choice(sorted(needed))
            kind = self._chance.choice(sorted(stumbles.KINDS))
            stumble = stumbles.Stumble(self._chance.choice(needed[name]), kind, stumbles.message(self._chance))
            if stumble.begin():
                self._does(name)
            stumble.end()
            if stumble.happened:
                stumbles.tell(self._place.parent / "told", stumble, name, self._hits())
                count -= 1

    def _does(self, name: str) -> None:
        """Do a command as the program does it; what comes out of it goes to the hook, as at the end of a program."""
        self._place.with_suffix(".jsonl").unlink(missing_ok=True)
        try:
            cli.run([*self._opening, *self._commands[name]], program=True)
        except BaseException as error:
            sys.excepthook(type(error), error, error.__traceback__)
        sys.stdout.flush()
        sys.stderr.flush()

    def _hits(self) -> list[str]:
        return [hit for streams in self._streams for hit in streams.hits()]


if __name__ == "__main__":
    Stumbling(Path(sys.argv[1]), Random(int(sys.argv[3]))).run(int(sys.argv[2]))
    sys.exit(ENOUGH)
