import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isp_journal.anchors import anchor
from isp_journal.formats import jsonl, markdown_folder
from isp_journal.formats.entry_lines import EntryWriter
from isp_journal.formats.jsonl import JsonLines
from isp_journal.formats.markdown_folder import MarkdownFolder
from isp_journal.formats.new_files import put
from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.ids import new_id
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Entry, ImportedEntry, Kind, Mode, Tag
from isp_journal.paths import resources

SIGNS = st.sampled_from("ab Z09-:#'\"\\\n\t{}[]&*!|>%@`~,.?ä→😀\u00a0\u0085\u2028\ufeff\ufffe\x7f\x9b\u200f\u0301")
WORDS = st.text(SIGNS, max_size=40)
NAMES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
ODD_BODIES = [
    *("", "\n", "\n\n", " ", "---", "---\n", "---\ntitle: other\n---\nNot me.", "\n---\nid: 1\n---\n", "...\n"),
    *("# A heading\n\n- one\n- two\n\n", "  indented", "ends in spaces  ", "a\n\n\n", "\ufeffmarked", "twice twice"),
]
BODIES = st.one_of(WORDS, st.sampled_from(ODD_BODIES), st.text(SIGNS, min_size=1_100, max_size=1_300))
ACTIVITIES = st.sampled_from(["isp-3.0/relationships.1", "isp-3.0/relationships.4", "isp-3.0/co-learning.2"])
EARLIER, LATER = "2025-03-01T10:00:00.000Z", "2026-11-24T09:30:00.123Z"


@st.composite
def tags(draw: st.DrawFn, body: str) -> Tag:
    tag = Tag(new_id(), draw(ACTIVITIES), because=" ".join(draw(WORDS).split()))
    how = draw(st.sampled_from(["whole", "passage", "loose"]))
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, min(len(body), start + 20)))
    if how == "whole" or not body[start:end].strip():
        return tag
    return replace(tag, anchor=anchor(body, start, end), loose=how == "loose")


class People(NamedTuple):
    site: str
    names: list[str]


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, People]:
    body = draw(BODIES)
    entry = Entry(
        id=new_id(),
        occurred_on=draw(st.sampled_from([date(2026, 11, 24), date(2026, 11, 23), date(1999, 2, 28)])),
        kind=draw(st.sampled_from(Kind)),
        title=" ".join(draw(WORDS).split()),
        body=body,
        occurred_time=draw(st.one_of(st.none(), st.sampled_from([time(0, 0), time(9, 5), time(10, 30), time(23, 59)]))),
        labels=tuple(sorted(draw(st.sets(NAMES, max_size=2)))),
        mode=draw(st.one_of(st.none(), st.sampled_from(Mode))),
        minutes=draw(st.one_of(st.none(), st.integers(0, 1_440))),
        tags=tuple(draw(st.lists(tags(body), max_size=3))),
        created_at=EARLIER,
        updated_at=LATER,
    )
    return entry, People(draw(st.one_of(st.just(""), NAMES)), draw(st.lists(NAMES, max_size=2, unique_by=str.casefold)))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources() / "frameworks")


@pytest.fixture(scope="module")
def empty() -> Iterator[Path]:
    """An empty journal to copy, which is faster than to make one anew for each example."""
    with tempfile.TemporaryDirectory() as folder:
        create_journal(Path(folder) / "empty", author="")
        yield Path(folder) / "empty"


def as_lines(journal: Journal) -> bytes:
    out = BytesIO()
    jsonl.write(writer(journal).shapes(journal.entries.export()), out.write)
    return out.getvalue()


def as_files(journal: Journal) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        count = markdown_folder.write(writer(journal).shapes(journal.entries.export()), Path(folder), put)
        found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in Path(folder).rglob("*.md")}
    assert len(found) == count
    return found


def writer(journal: Journal) -> EntryWriter:
    sites = {one.id: one.name for one in journal.sites.all(archived=True)}
    return EntryWriter(sites, {one.id: one.name for one in journal.people.all(archived=True)})


def filled(journal: Journal, told: list[tuple[Entry, People]]) -> None:
    for entry, people in told:
        site = journal.sites.ensure(people.site).id if people.site else None
        names = tuple(journal.people.ensure(name).id for name in people.names)
        journal.entries.save(replace(entry, site=site, people=names))


class Copies:
    """Open journals that begin empty, closed and removed at the end."""

    def __init__(self, empty: Path, folder: str) -> None:
        self._empty = empty
        self._folder = Path(folder)
        self._open: list[Journal] = []

    def another(self) -> Journal:
        place = self._folder / str(len(self._open))
        shutil.copytree(self._empty, place)
        self._open.append(open_journal(place, writing=True))
        return self._open[-1]

    def close(self) -> None:
        for journal in self._open:
            journal.close()


@given(st.lists(entries(), min_size=1, max_size=5))
@settings(max_examples=40)
def test_an_export_that_is_imported_and_exported_again_is_the_same_to_the_byte(
    empty: Path, catalogue: Catalogue, told: list[tuple[Entry, People]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copies = Copies(empty, folder)
        try:
            first = copies.another()
            filled(first, told)
            lines, files = as_lines(first), as_files(first)
            assert lines.count(b"\n") == len(files) == len(told)

            from_lines = copies.another()
            report = from_lines.imports.take(JsonLines(BytesIO(lines), catalogue, undated=date(2000, 1, 1)))
            assert (report.added, report.skipped) == (len(told), ())
            assert (as_lines(from_lines), as_files(from_lines)) == (lines, files)

            for name, content in files.items():
                put_below(Path(folder) / "markdown", name, content)
            from_files = copies.another()
            report = from_files.imports.take(MarkdownFolder(Path(folder) / "markdown", catalogue))
            assert (report.added, report.skipped) == (len(told), ())
            assert (as_lines(from_files), as_files(from_files)) == (lines, files)
        finally:
            copies.close()


def put_below(folder: Path, name: str, content: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


@given(entries())
def test_what_is_written_as_json_or_markdown_is_read_as_the_same_entry(
    catalogue: Catalogue, told: tuple[Entry, People]
) -> None:
    entry, people = told
    names = {str(number): name for number, name in enumerate(people.names)}
    shape = EntryWriter({"site": people.site}, names).shape(replace(entry, site="site", people=tuple(names)))
    out = BytesIO()
    jsonl.write([shape], out.write)
    (from_line,) = JsonLines(BytesIO(out.getvalue()), catalogue, undated=date(2000, 1, 1))
    with tempfile.TemporaryDirectory() as folder:
        markdown_folder.write([shape], Path(folder), put)
        (from_file,) = MarkdownFolder(Path(folder), catalogue)
    assert isinstance(from_line, ImportedEntry)
    assert from_line == from_file
    assert (from_line.body, from_line.title, from_line.site) == (entry.body, entry.title, people.site)
    assert json.loads(out.getvalue())["text"] == entry.body


def test_names_of_exported_files_tell_the_date_and_no_private_word(tmp_path: Path) -> None:
    entry = Entry(new_id(), date(2026, 11, 24), title="Ruth and the board", body="Private.", site="s")
    markdown_folder.write(EntryWriter({"s": "Northgate"}, {}).shapes([entry]), tmp_path, put)
    (file,) = tmp_path.rglob("*.md")
    assert re.fullmatch(r"2026/2026-11-24-[0-9a-f]{12}\.md", file.relative_to(tmp_path).as_posix())
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_two_ids_with_the_same_end_get_files_of_their_own(tmp_path: Path) -> None:
    ids = ["01a20fc6-a14b-70ef-beb9-07c55e6934cd", "01a20fc6-a14b-70ef-beba-07c55e6934cd"]
    written = [Entry(one, date(2026, 11, 24), body=one) for one in ids]
    assert markdown_folder.write(EntryWriter({}, {}).shapes(written), tmp_path, put) == 2
    names = sorted(file.name for file in tmp_path.rglob("*.md"))
    assert names == [f"2026-11-24-{ids[1]}.md", "2026-11-24-07c55e6934cd.md"]


def test_a_line_has_its_fields_in_one_order_and_leaves_out_what_is_not_said() -> None:
    entry = Entry("01a20fc6-a14b-70ef-beb9-07c55e6934cd", date(2026, 11, 24), body="Twice, twice.", tags=())
    body = entry.body
    tag = Tag("01a20fc6-a14b-70ef-beb9-000000000001", "isp-3.0/relationships.4", anchor(body, 0, 5))
    again = Tag("01a20fc6-a14b-70ef-beb9-000000000002", "isp-3.0/relationships.4", anchor(body, 8, 12), because="so")
    out = BytesIO()
    jsonl.write(EntryWriter({}, {}).shapes([replace(entry, tags=(again, tag))]), out.write)
    assert out.getvalue().decode() == (
        '{"id":"01a20fc6-a14b-70ef-beb9-07c55e6934cd","date":"2026-11-24","kind":"general","text":"Twice, twice.",'
        '"tags":[{"activity":"isp-3.0/relationships.4","quote":"Twice","id":"01a20fc6-a14b-70ef-beb9-000000000001"},'
        '{"activity":"isp-3.0/relationships.4","quote":"wice","at":8,"because":"so",'
        '"id":"01a20fc6-a14b-70ef-beb9-000000000002"}]}\n'
    )


def test_within_a_day_entries_come_by_time_and_id_however_they_were_written() -> None:
    def at(identity: str, when: time | None, day: int = 24) -> Entry:
        return Entry(identity, date(2026, 11, day), occurred_time=when, body="x")

    written = [at("z", None, day=23), at("d", None), at("b", time(10)), at("a", time(10)), at("c", time(9))]
    assert [shape.id for shape in EntryWriter({}, {}).shapes(written)] == ["z", "c", "a", "b", "d"]
