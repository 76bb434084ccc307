"""Makes the golden journal of a released version, which later versions are tested to open: run it with that version.

    python tools/golden_journal.py NEW-FOLDER

The release's own code is found first when it is run in the unpacked source of that release, or with PYTHONPATH. The
folder gets `closed` (a journal as the program leaves it), `torn` (one whose program was ended from outside, with its
write-ahead log) and `export.jsonl`, what that version wrote as the export of both. Everything in it is invented.
"""

import shutil
import sys
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from isp_journal.anchors import anchor
from isp_journal.cli import run
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Entry, ImportedEntry, ImportedTag, Kind, Mode, Role, Stage, Tag

DAY = date(2026, 3, 2)
ASKED = "I asked what would help, and waited."
BODY = f"We met after the data day. {ASKED} Nobody spoke for a while; then Dana did — quietly.\n\nÄrger, 漢字, 🌱."
LISTEN, POWER = "isp-3.0/relationships.4", "isp-3.0/power.1"


def on_words(entry: Entry, quote: str, activity: str, because: str = "") -> Entry:
    """Return the entry with a tag on words that stand in its text."""
    start = entry.body.index(quote)
    tag = Tag("", activity, anchor(entry.body, start, start + len(quote)), because=because)
    return replace(entry, tags=(*entry.tags, tag))


def names(journal: Journal) -> dict[str, str]:
    """Add people and sites, changed, put aside, merged and deleted, and return the ids of some."""
    dana = journal.people.ensure("Dana", Role.COACHEE)
    journal.people.save(
        replace(dana, name="Dana Okafor", organisation="Harlow Bend", pseudonym="D.", position="deputy head")
    )
    found = {name: journal.people.ensure(name).id for name in ("Luis", "D. Okafor", "Zoe")}
    journal.people.archive(journal.people.ensure("Old Friend", Role.COLLEAGUE).id)
    school = journal.sites.ensure("Harlow Bend School")
    journal.sites.set_stage(school.id, Stage.EXPLORATION, date(2025, 12, 1))
    journal.sites.set_stage(school.id, Stage.INITIAL, date(2026, 2, 1))
    journal.sites.set_stage(school.id, Stage.INSTALLATION, date(2026, 2, 1))
    found |= {name: journal.sites.ensure(name).id for name in ("Harlow", "Closed Clinic", "Far Clinic")}
    return found | {"Dana": dana.id, "school": school.id}


def entries(journal: Journal, known: dict[str, str]) -> list[Entry]:
    """Write entries with tags that stand, are loose or on the whole, with versions, moved and in the trash."""
    first = replace(journal.entries.new(DAY), title="The data day", body=BODY, labels=("data", "hard", "numbers"))
    first = replace(first, kind=Kind.SITE_VISIT, occurred_time=time(9, 30), mode=Mode.ONSITE, minutes=90)
    first = replace(first, site=known["Harlow"], people=(known["Dana"], known["D. Okafor"], known["Luis"]))
    first = journal.entries.save(on_words(on_words(first, ASKED, LISTEN, "it was hard"), "Nobody spoke", POWER))
    whole = replace(first, tags=(*first.tags, Tag("", POWER, because="all of it")))
    kept = journal.entries.save(replace(whole, body=BODY.replace("Nobody spoke for a while; then", "Then")))
    journal.entries.save(replace(kept, body=f"Later: {kept.body}", tags=kept.tags[:-1]))
    second = journal.entries.save(replace(journal.entries.new(DAY), body="A call.", people=(known["Zoe"],)))
    journal.entries.save(replace(second, occurred_on=date(2025, 11, 3), labels=("data",), site=known["Closed Clinic"]))
    at_far = replace(journal.entries.new(date(2026, 2, 9)), body="Far away.", site=known["Far Clinic"])
    gone = journal.entries.save(on_words(replace(journal.entries.new(DAY), title="Gone", body=BODY), ASKED, LISTEN))
    long = journal.entries.save(replace(journal.entries.new(date(2026, 1, 5)), body="Long. " * 900, minutes=0))
    journal.entries.save(at_far)
    journal.entries.trash([gone.id])
    return [first, second, gone, long]


def fill(journal: Journal) -> None:
    """Write all that this version can keep."""
    known = names(journal)
    entries(journal, known)
    told = [
        ImportedEntry(1, DAY, "Came in.", site="New School", people=("Ruth",), labels=("fresh",)),
        ImportedEntry(2, DAY, "Came in, too.", id="01a20fc6-9e62-77fb-bf12-aa9325cc0772",
                      tags=(ImportedTag(LISTEN, "Came in", "so"), ImportedTag(LISTEN, "not there"))),
    ]  # fmt: skip
    journal.imports.take(told, source="visits.jsonl")
    undone = journal.imports.take([ImportedEntry(1, DAY, "Taken back.", site="No School")], source="back.jsonl")
    journal.imports.undo(undone.batch or "")
    journal.people.merge(known["Dana"], known["D. Okafor"])
    journal.people.delete(known["Zoe"])
    journal.sites.merge(known["school"], known["Harlow"])
    journal.sites.delete(known["Closed Clinic"], with_entries=False)
    journal.sites.delete(known["Far Clinic"], with_entries=True)
    labels = {one.name: one.id for one in journal.labels.all()}
    journal.labels.rename(labels["data"], "figures")
    journal.labels.merge(labels["data"], labels["numbers"])
    journal.labels.delete(labels["hard"])
    note = journal.notes.save("relationships", DAY, "I wait longer now.")
    journal.notes.save("relationships", date(2026, 3, 3), "I wait, mostly.", note.id)
    journal.notes.trash(journal.notes.save("power.1", DAY, "A note in the trash.").id)


def main() -> None:
    """Make the journals in a new folder."""
    made = Path(sys.argv[1])
    made.mkdir()
    create_journal(made / "closed", author="Jonas Aldren")
    journal = open_journal(made / "closed", writing=True)
    fill(journal)
    shutil.copytree(made / "closed", made / "torn")
    journal.close()
    for folder in (made / "closed", made / "torn"):
        for file in folder.iterdir():
            if file.name not in ("journal.db", "journal.db-wal"):
                file.unlink()
    run(["--journal", str(made / "closed"), "export", str(made / "export.jsonl")])
    (made / "closed" / "journal.lock").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
