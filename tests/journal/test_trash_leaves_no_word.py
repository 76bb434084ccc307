"""What was emptied stands nowhere in the journal's files any more: told by looking for its words in their bytes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.model import Filter, ImportedEntry, Thing
from isp_journal.storage import store as stores
from isp_journal.storage.connect import FILE, connect
from tests.storage.journals import fresh, on_words, written

# Words that the index keeps as they are: its stemming cuts the ends of English ones.
WORDS = [
    "zanzibarok", "quixotam", "vexillok", "wombatto", "yttriumo", "jaboticab", "kumquattu", "nyctophob", "oxymoronu",
    "pyrrhicom", "querulosk", "rhizomato", "sphinxiko", "tesseracu", "umbrageok",
]  # fmt: skip
(
    ENTRY,
    EARLIER,
    TITLE,
    TAGGED,
    BECAUSE,
    FILE_NAME,
    CONTENT,
    PERSON,
    SITE,
    LABEL,
    NOTE,
    NOTE_BEFORE,
    OFF,
    SOURCE,
    ALIAS,
) = WORDS


def planted(journal: Journal) -> dict[Thing, str]:
    """Write entries that stay and put a word into every place that goes to the trash; returns the ids of what goes."""
    for number in range(60):
        written(journal, f"Number {number}: we met and talked about reading. " * 20)
    dana = journal.people.ensure(PERSON)
    journal.people.save(replace(dana, pseudonym=ALIAS))
    site = journal.sites.ensure(SITE)
    stays = written(journal, f"It stays with {OFF} off.", people=(dana.id,), site=site.id, labels=(LABEL,))
    stays = journal.entries.save(on_words(stays, OFF))
    journal.attachments.add(stays.id, f"{FILE_NAME}.txt", CONTENT.encode() * 3_000)
    gone = written(journal, f"At first {EARLIER} {TAGGED}.", title=TITLE)
    gone = journal.entries.save(on_words(gone, TAGGED, because=BECAUSE))
    gone = journal.entries.save(replace(gone, body=f"{ENTRY} {TAGGED} " * 300))
    journal.attachments.add(gone.id, f"{FILE_NAME}.txt", CONTENT.encode() * 3_000)
    note = journal.notes.save("relationships", date(2026, 3, 1), NOTE_BEFORE)
    journal.notes.save("relationships", date(2026, 3, 1), NOTE, note.id)
    journal.imports.take([ImportedEntry(1, date(2026, 3, 1), f"A file: {ENTRY}.")], source=f"{SOURCE}.jsonl")
    return {
        Thing.ENTRY: gone.id,
        Thing.PERSON: dana.id,
        Thing.SITE: site.id,
        Thing.NOTE: note.id,
        Thing.LABEL: stays.id,
    }


def thrown_away(journal: Journal, ids: dict[Thing, str]) -> None:
    stays = journal.entries.get(ids[Thing.LABEL])
    journal.attachments.trash(journal.attachments.of(stays.id)[0].id)
    journal.entries.trash([line.id for line in journal.entries.page(Filter(text=ENTRY))])
    journal.people.delete(ids[Thing.PERSON])
    journal.sites.delete(ids[Thing.SITE], with_entries=False)
    journal.labels.delete(journal.labels.all()[0].id)
    journal.notes.trash(ids[Thing.NOTE])


def found(folder: Path) -> set[str]:
    """Which of the words stand in the journal's own files, in UTF-8 or UTF-16, whatever their case; backups aside."""
    files = [file.read_bytes().lower() for file in folder.iterdir() if file.is_file()]
    return {word for word in WORDS for one in files if word.encode() in one or word.encode("utf-16-le") in one}


def test_no_word_of_what_was_emptied_is_left_in_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    journal = fresh(folder)
    ids = planted(journal)
    thrown_away(journal, ids)
    assert found(folder) == set(WORDS)
    size = journal.facts().size
    assert journal.trash.empty() == 7
    journal.rest()
    left = {OFF}
    assert found(folder) == left
    assert journal.facts().size < size
    journal.close()
    assert found(folder) == left
    connection = connect(folder, writing=False)
    for check in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
        assert connection.execute(check).fetchall() in ([("ok",)], [])
    connection.execute("PRAGMA query_only=OFF")
    connection.execute("INSERT INTO entry_text(entry_text, rank) VALUES ('integrity-check', 1)")
    connection.close()


@pytest.mark.parametrize("thing", [Thing.ENTRY, Thing.PERSON, Thing.SITE, Thing.NOTE])
def test_no_word_of_one_thing_that_was_removed_is_left(tmp_path: Path, thing: Thing) -> None:
    folder = tmp_path / "journal"
    journal = fresh(folder)
    ids = planted(journal)
    thrown_away(journal, ids)
    assert journal.trash.remove(thing, ids[thing])
    gone = {
        Thing.ENTRY: {EARLIER, TITLE, TAGGED, BECAUSE},
        Thing.PERSON: {PERSON, ALIAS},
        Thing.SITE: {SITE},
        Thing.NOTE: {NOTE, NOTE_BEFORE},
    }
    assert found(folder) == set(WORDS) - gone[thing]
    journal.close()


def test_a_file_too_large_to_be_rebuilt_has_what_was_removed_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST_REBUILT", 0)
    folder = tmp_path / "journal"
    journal = fresh(folder)
    thrown_away(journal, planted(journal))
    journal.trash.empty()
    journal.close()
    assert found(folder) == {OFF}


def test_a_label_whose_name_another_one_has_keeps_it_in_earlier_versions(journal: Journal) -> None:
    entry = written(journal, "One.", labels=("data", 'hard "quoted"'))
    journal.entries.save(replace(entry, body="Two."))
    for label in journal.labels.all():
        journal.labels.delete(label.id)
    written(journal, "Three.", labels=("data",))
    kept = journal.entries.versions(entry.id)[0]
    journal.trash.empty()
    assert journal.entries.version(entry.id, 1).labels == ("data",)
    assert journal.entries.versions(entry.id)[0].kept_at > kept.kept_at
    assert journal.entries.restore_version(entry.id, 1).labels == ("data",)


def test_a_journal_opened_for_reading_has_nothing_to_forget(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "journal")
    journal.close()
    before = (tmp_path / "journal" / FILE).read_bytes()
    reading = open_journal(tmp_path / "journal", writing=False)
    vars(reading)["_store"].forget()
    reading.close()
    assert (tmp_path / "journal" / FILE).read_bytes() == before
