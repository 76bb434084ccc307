from io import BytesIO
from pathlib import Path

import pytest

from isp_journal.cli.reading import names_by_id
from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import NewerJournal
from isp_journal.formats import jsonl
from isp_journal.formats.entry_lines import EntryWriter
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.model import Filter, Stage, Thing
from isp_journal.storage import connect, rekey
from isp_journal.storage.contents import digest
from isp_journal.storage.store import instant, utc_now
from isp_journal.storage.unlock import unlock
from tests.storage.golden_journals import KINDS, SCHEMAS, unpacked

WORDS = "seven quiet golden acorns"
CODE = " ".join(["abandon"] * 11 + ["about"])

each_golden = pytest.mark.parametrize(("schema", "kind"), [(schema, kind) for schema in SCHEMAS for kind in KINDS])


def content(folder: Path) -> str:
    """The digest over all that stands in a journal's file; tables without rows leave no trace in it."""
    connection = connect.connect(folder, writing=False)
    try:
        return digest(connection)
    finally:
        connection.close()


def exported(journal: Journal) -> bytes:
    out = BytesIO()
    names = names_by_id(journal)
    with journal.attachments.exporting() as whole:
        jsonl.write(EntryWriter(*names).shapes(whole.entries, whole.files), out.write)
    return out.getvalue()


def test_every_schema_but_the_newest_has_its_golden_journals() -> None:
    assert list(range(1, connect.SCHEMA)) == SCHEMAS


@each_golden
def test_a_journal_of_an_earlier_version_is_led_to_the_newest_schema_with_all_it_holds(
    tmp_path: Path, schema: int, kind: str
) -> None:
    folder = unpacked(schema, tmp_path) / kind
    before = content(folder)
    journal = open_journal(folder, writing=True)
    assert journal.facts().schema == connect.SCHEMA
    assert content(folder) == before
    assert [one.schema for one in journal.backups.all()] == [schema]
    assert exported(journal) == (tmp_path / "export.jsonl").read_bytes()
    journal.close()


@each_golden
def test_an_earlier_journal_is_read_without_a_change_of_a_byte(tmp_path: Path, schema: int, kind: str) -> None:
    folder = unpacked(schema, tmp_path) / kind
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    journal = open_journal(folder, writing=False)
    assert journal.facts().schema == schema
    assert exported(journal) == (tmp_path / "export.jsonl").read_bytes()
    assert len(journal.trash.contents().entries) == 2
    (line,) = journal.entries.page(Filter(text="Later"))
    assert journal.attachments.of(line.id) == ()
    journal.close()
    left = {file.name: file.read_bytes() for file in folder.iterdir()}
    if kind == "closed":
        assert left == before


@each_golden
def test_a_locked_journal_of_an_earlier_schema_opens_and_is_led_up(tmp_path: Path, schema: int, kind: str) -> None:
    # No released version of the first schema knew a lock: what it wrote is locked here, and still of its schema.
    folder = unpacked(schema, tmp_path) / kind
    protection = Protection(Passphrase(WORDS), RecoveryCode(CODE))
    rekey.rekey(folder, rekey.Wanted(None, protection, instant(utc_now())))
    key = unlock(folder, Passphrase(WORDS)).key
    connection = connect.connect(folder, writing=False, key=key)
    assert connect.schema_of(connection) == schema
    connection.close()
    journal = open_journal(folder, writing=True, secret=RecoveryCode(CODE))
    assert journal.facts().schema == connect.SCHEMA
    assert exported(journal) == (tmp_path / "export.jsonl").read_bytes()
    journal.close()


@each_golden
def test_what_an_earlier_version_put_into_the_trash_comes_back(tmp_path: Path, schema: int, kind: str) -> None:
    journal = open_journal(unpacked(schema, tmp_path) / kind, writing=True)
    found = journal.trash.contents()
    told = {thing: sorted(one.name for one in found.all() if one.thing is thing) for thing in Thing}
    assert told == {
        Thing.ENTRY: ["Far away.", "Gone"],
        Thing.PERSON: ["D. Okafor", "Zoe"],
        Thing.SITE: ["Closed Clinic", "Far Clinic", "Harlow"],
        Thing.LABEL: ["hard", "numbers"],
        Thing.NOTE: ["A note in the trash."],
        Thing.ATTACHMENT: [],
    }
    assert {one.name: one.merged_into for one in found.all() if one.merged_into} == {
        "D. Okafor": "Dana Okafor",
        "Harlow": "Harlow Bend School",
        "numbers": "figures",
    }
    for one in (*found.people, *found.sites, *found.labels, *found.notes, *found.entries):
        if one.thing is not Thing.ENTRY or one.name == "Gone":
            journal.trash.restore(one.thing, one.id)
    assert journal.trash.contents().total == 0
    (line,) = journal.entries.page(Filter(text="Later"))
    entry = journal.entries.get(line.id)
    assert entry.labels == ("figures", "hard", "numbers")
    assert sorted(journal.people.get(one).name for one in entry.people) == ["D. Okafor", "Dana Okafor", "Luis"]
    assert journal.sites.get(entry.site or "").name == "Harlow"
    assert [one.site for one in journal.entries.page(Filter(text="Far"))] == ["Far Clinic"]
    journal.close()


@each_golden
def test_what_an_earlier_version_kept_of_an_entry_is_read_and_restored(tmp_path: Path, schema: int, kind: str) -> None:
    journal = open_journal(unpacked(schema, tmp_path) / kind, writing=True)
    (line,) = journal.entries.page(Filter(text="Later"))
    first = journal.entries.version(line.id, journal.entries.versions(line.id)[-1].revision)
    assert [(tag.loose, tag.because) for tag in first.tags] == [(False, "it was hard"), (False, "")]
    assert "Nobody spoke for a while" in first.body
    back = journal.entries.restore_version(line.id, first.revision)
    assert (back.body, back.title, back.tags) == (first.body, "The data day", first.tags)
    school = journal.sites.named("Harlow Bend School")
    assert school is not None
    assert [one.stage for one in school.stages] == [Stage.EXPLORATION, Stage.INSTALLATION]
    journal.close()


def test_an_app_of_an_earlier_schema_refuses_a_newer_journal_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = unpacked(1, tmp_path) / "closed"
    open_journal(folder, writing=True).close()
    before = (folder / connect.FILE).read_bytes()
    monkeypatch.setattr(connect, "SCHEMA", 1)
    for writing in (True, False):
        with pytest.raises(NewerJournal, match="its schema is 2, this app knows 1"):
            open_journal(folder, writing=writing)
    assert (folder / connect.FILE).read_bytes() == before
