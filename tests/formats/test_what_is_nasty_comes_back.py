"""Exports of nasty journals go in and out without a change, and harm nothing on the way."""

import os
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from isp_journal.anchors import anchor
from isp_journal.errors import Refused
from isp_journal.formats import jsonl, markdown_folder
from isp_journal.formats.entry_lines import MOST_TAGS, EntryWriter
from isp_journal.formats.jsonl import JsonLines
from isp_journal.formats.markdown_folder import MarkdownFolder
from isp_journal.formats.new_files import new_file, new_folder, put
from isp_journal.journal.journal import Journal
from isp_journal.model import Tag
from tests.storage.journals import fresh

NASTY = [
    "---\ntitle: no\n---\n", "...\n",
    "\n\n \n", "\ufeffbegins", "a\u2028b\u0085c\u200b", "tab\tend ", "🙂🏽 e\u0301 é ﬁ İ ß",
    '"quotes" \\ back', "# head\r\nline\rline", "\x00\x1b[31m", "{'a': [1]}", "<script>&amp;", "\U0010ffff\ufffe", "",
]  # fmt: skip


def nasty(folder: Path) -> Journal:
    journal = fresh(folder)
    people = tuple(journal.people.ensure(name).id for name in ("Yes", "- a", "é: b", "null", "#1"))
    days = (date(1, 1, 1), date(9999, 12, 31), date(2026, 2, 28))
    for number, body in enumerate(NASTY):
        entry = replace(journal.entries.new(days[number % 3]), body=body, title=body, labels=(body[:20], "~", "1.0"))
        entry = replace(entry, people=people, occurred_time=time(0, number), site=journal.sites.ensure(": x").id)
        tags = [Tag("", "isp-3.0/relationships.4", because=body)]
        tags += [Tag("", "isp-3.0/relationships.4", anchor(body, 0, len(body)))] if body.strip() else []
        journal.entries.save(replace(entry, tags=tuple(tags)))
    return journal


def written(journal: Journal, folder: Path, markdown: bool) -> dict[str, bytes]:
    sites = {one.id: one.name for one in journal.sites.all(archived=True)}
    people = {one.id: one.name for one in journal.people.all(archived=True)}
    shapes = EntryWriter(sites, people).shapes(journal.entries.export())
    with new_folder(folder) as made:
        if markdown:
            markdown_folder.write(shapes, made, put)
        else:
            with new_file(made / "all.jsonl", replacing=False) as file:
                jsonl.write(shapes, file.write)
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def taken(journal: Journal, folder: Path, markdown: bool) -> int:
    if markdown:
        report = journal.imports.take(MarkdownFolder(folder, journal.framework))
    else:
        with (folder / "all.jsonl").open("rb") as stream:
            report = journal.imports.take(JsonLines(stream, journal.framework, undated=date(2026, 1, 1)))
    assert report.skipped == ()
    return report.added


@pytest.mark.parametrize("markdown", [False, True])
def test_a_nasty_journal_goes_round_with_the_same_bytes(tmp_path: Path, markdown: bool) -> None:
    journal, other = nasty(tmp_path / "one"), fresh(tmp_path / "other")
    first = written(journal, tmp_path / "first", markdown)
    assert taken(other, tmp_path / "first", markdown) == len(NASTY)
    assert written(other, tmp_path / "second", markdown) == first
    assert taken(other, tmp_path / "first", markdown) == taken(journal, tmp_path / "second", markdown) == 0
    journal.close()
    other.close()


@pytest.mark.parametrize("markdown", [False, True])
def test_an_entry_with_the_most_tags_goes_round(tmp_path: Path, markdown: bool) -> None:
    journal, other = fresh(tmp_path / "one"), fresh(tmp_path / "other")
    entry = replace(journal.entries.new(date(2026, 3, 2)), body="word " * MOST_TAGS)
    spots = (anchor(entry.body, 5 * n, 5 * n + 4) for n in range(MOST_TAGS))
    tags = tuple(Tag("", "isp-3.0/relationships.4", spot, because="so") for spot in spots)
    journal.entries.save(replace(entry, tags=tags))
    first = written(journal, tmp_path / "first", markdown)
    assert taken(other, tmp_path / "first", markdown) == 1
    assert written(other, tmp_path / "second", markdown) == first
    journal.close()
    other.close()


def test_a_name_that_two_people_share_is_exported_once(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "one")
    first = journal.people.ensure("Ruth").id
    journal.people.delete(first)
    second = journal.people.ensure("Ruth").id
    journal.people.undelete(first)
    journal.entries.save(replace(journal.entries.new(), body="x", people=(first, second)))
    (content,) = written(journal, tmp_path / "first", False).values()
    assert content.count(b"Ruth") == 1
    journal.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_only_a_plain_file_is_ever_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    for name in ("pipe", "nowhere"):
        with pytest.raises(Refused, match="no plain file"), new_file(tmp_path / name, replacing=True):
            pass
    assert (tmp_path / "pipe").is_fifo()


def test_the_longest_name_that_a_file_can_have_is_no_trouble(tmp_path: Path) -> None:
    with new_file(tmp_path / ("n" * 255), replacing=False) as file:
        file.write(b"x")
    with new_folder(tmp_path / ("f" * 255)) as made:
        put(made / "x", b"x")
    assert sorted(len(one.name) for one in tmp_path.iterdir()) == [255, 255]
