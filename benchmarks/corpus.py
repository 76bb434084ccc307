"""A made-up journal of any size: the same entries for the same number, each with three tags."""

import random
import shutil
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

from isp_journal import recovery_words
from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.framework import load_framework
from isp_journal.journal import rekeying
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import ImportedEntry, ImportedTag, Kind, Mode
from isp_journal.paths import resources
from isp_journal.storage.connect import SCHEMA

WORDS = (
    "agenda room silence people cards morning chart teacher nurse parent meeting door list number week question "
    "answer doubt plan paper coffee corridor manager team board county grant result pause story voice window phone "
    "change test cycle review visit trust worry tired honest slow quick small late early open closed shared quiet"
).split()
VERBS = "asked told wrote listened waited tried noticed moved read counted agreed refused explained returned".split()
SITES = tuple(f"Site {number}" for number in range(1, 31))
PEOPLE = tuple(f"Person {number}" for number in range(1, 121))
LABELS = ("data", "to deepen", "parents", "leadership", "small win", "hard conversation", "travel", "first time")
NEWEST = date(2026, 11, 24)
YEARS = 10
SENTENCES = 17
# Lies beside a corpus that is done; one of an older schema is made anew.
WHOLE = f"whole-{SCHEMA}"
# What opens the corpus that has a passphrase.
SECRET = Passphrase("seven slow rivers carry paper boats")


def sentence(chance: random.Random) -> str:
    """Return a sentence of about eleven words."""
    words = chance.choices(WORDS, k=9)
    return f"I {chance.choice(VERBS)} about the {' '.join(words)}."


def entries(count: int) -> Iterator[ImportedEntry]:
    """Yield entries oldest first, of some 1 130 characters each, over ten years, with three tags each."""
    activities = [activity.key for activity in load_framework(resources() / "frameworks" / "isp-3.0.json").activities]
    busiest = [key for key in activities if key.startswith("relationships.")]
    chance = random.Random(count)
    kinds, modes = tuple(Kind), tuple(Mode)
    first = NEWEST - timedelta(days=365 * YEARS)
    for number in range(count):
        sentences = [sentence(chance) for _ in range(SENTENCES)]
        tagged = chance.sample(range(SENTENCES), 3)
        chosen = [chance.choice(busiest if chance.random() < 0.15 else activities) for _ in tagged]
        # Sentences may repeat by chance; a tag needs words that stand once.
        tags = tuple(
            ImportedTag(key, sentences[at], "it showed" if chance.random() < 0.5 else "")
            for key, at in zip(chosen, tagged, strict=True)
        )
        body = "\n\n".join(" ".join(sentences[start : start + 6]) for start in range(0, SENTENCES, 6))
        yield ImportedEntry(
            number=number + 1,
            occurred_on=first + timedelta(days=365 * YEARS * number // count),
            body=body,
            title=f"{chance.choice(WORDS).capitalize()} and {chance.choice(WORDS)}",
            occurred_time=time(chance.randrange(7, 19), chance.randrange(60)) if chance.random() < 0.5 else None,
            kind=chance.choice(kinds),
            site=chance.choice(SITES),
            people=tuple(chance.sample(PEOPLE, chance.randrange(0, 4))),
            labels=tuple(chance.sample(LABELS, chance.randrange(0, 3))),
            mode=chance.choice(modes),
            minutes=chance.randrange(10, 240),
            tags=tags,
        )


def journal_of(count: int, cache: Path) -> Path:
    """Return the folder of a closed journal with so many entries, made when it is not there yet."""
    folder = cache / f"corpus-{count}"
    if not (folder / WHOLE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        create_journal(folder / "journal", author="A Practitioner")
        journal = open_journal(folder / "journal", writing=True)
        journal.imports.take(entries(count), source="corpus")
        journal.close()
        (folder / WHOLE).touch()
    return folder / "journal"


def locked_journal_of(count: int, cache: Path) -> Path:
    """Return the folder of the same journal with a passphrase, made when it is not there yet."""
    plain, folder = journal_of(count, cache), cache / f"locked-{count}"
    if not (folder / WHOLE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(plain, folder / "journal")
        rekeying.encrypt(folder / "journal", Protection(SECRET, RecoveryCode(recovery_words.fresh())))
        shutil.rmtree(folder / "journal" / "backups", ignore_errors=True)
        (folder / WHOLE).touch()
    return folder / "journal"


def main() -> None:
    """Make a corpus, and its twin with a passphrase: `python -m benchmarks.corpus COUNT FOLDER`."""
    print(locked_journal_of(int(sys.argv[1]), Path(sys.argv[2])))


if __name__ == "__main__":
    main()
