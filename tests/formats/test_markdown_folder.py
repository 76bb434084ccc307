import os
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.formats import front_matter
from isp_journal.formats.field_values import Unfit
from isp_journal.formats.markdown_folder import MarkdownFolder
from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.model import ImportedEntry, ImportedTag, Kind, Skipped
from isp_journal.paths import resources


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources() / "frameworks")


def put(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def only(catalogue: Catalogue, folder: Path, name: str, content: str | bytes) -> ImportedEntry:
    put(folder, name, content)
    (found,) = MarkdownFolder(folder, catalogue)
    assert isinstance(found, ImportedEntry), found
    return found


def reason(catalogue: Catalogue, folder: Path, content: str | bytes) -> str:
    put(folder, "a.md", content)
    (found,) = MarkdownFolder(folder, catalogue)
    assert isinstance(found, Skipped), found
    assert (found.number, found.name) == (1, "a.md")
    return found.reason


def test_front_matter_tells_the_fields_and_the_rest_is_the_text(catalogue: Catalogue, tmp_path: Path) -> None:
    content = """---
date: 2026-11-24
time: 10:30
kind: site visit
title: Yes
site: North
people: [Ann Lee, "Bo: the second"]
minutes: 45
labels:
  - no
tags:
  - relationships.4
  - activity: co-learning.2
    quote: 'I asked'
    because: >
      two
      lines
    at: 0
---

I asked, and waited.
"""
    assert only(catalogue, tmp_path, "visit.md", content) == ImportedEntry(
        number=1,
        occurred_on=date(2026, 11, 24),
        occurred_time=time(10, 30),
        kind=Kind.SITE_VISIT,
        title="Yes",
        body="I asked, and waited.",
        site="North",
        people=("Ann Lee", "Bo: the second"),
        minutes=45,
        labels=("no",),
        tags=(
            ImportedTag("isp-3.0/relationships.4"),
            ImportedTag("isp-3.0/co-learning.2", quote="I asked", because="two lines\n", at=0),
        ),
    )


def test_the_date_comes_from_the_front_matter_else_the_name_else_the_file(catalogue: Catalogue, tmp_path: Path) -> None:
    assert only(catalogue, tmp_path, "2026-11-24 visit.md", "---\ndate: 2026-01-02\n---\nx").occurred_on.month == 1
    assert only(catalogue, tmp_path, "2026-11-24 visit.md", "x").occurred_on == date(2026, 11, 24)
    (tmp_path / "2026-11-24 visit.md").unlink()
    assert only(catalogue, tmp_path, "20261123.md", "x").occurred_on == date(2026, 11, 23)
    (tmp_path / "20261123.md").unlink()
    undated = put(tmp_path, "visit 2026-13-41.md", "x")
    os.utime(undated, (moment := datetime(2025, 5, 6, 12).timestamp(), moment))
    (found,) = MarkdownFolder(tmp_path, catalogue)
    assert isinstance(found, ImportedEntry)
    assert found.occurred_on == date(2025, 5, 6)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("Just words.\n", "Just words."),
        ("Just words.", "Just words."),
        ("---\nkind: call\n---\nAt once.\n\n", "At once.\n"),
        ("---\r\nkind: call\r\n---\r\n\r\nOne.\r\nTwo.\r\n", "One.\nTwo."),
        ("\ufeff---\nkind: call\n...\n\nWords.", "Words."),
        ("---\n\nA rule and no front matter.\n", "---\n\nA rule and no front matter."),
        ("---\n---\nEmpty front matter.", "Empty front matter."),
        ("--- \n# nothing but a remark\n---\t\nWords.", "Words."),
        ("----\nnot front matter\n---\n", "----\nnot front matter\n---"),
        ("", ""),
    ],
)
def test_the_text_is_all_that_stands_below(catalogue: Catalogue, tmp_path: Path, content: str, body: str) -> None:
    assert only(catalogue, tmp_path, "a.md", content).body == body


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("title: [", "not YAML"),
        ("title: a: b", "not YAML (line 2)"),
        ("kind: call\n bad: x\n  y", "not YAML"),
        ("- a\n- b", "no named fields"),
        ("just words", "no named fields"),
        ("title: a\ntitle: b", "'title' stands in it more than once"),
        ("? [a]\n: b", "without a name"),
        ("title: &x a\nsite: *x", "refers to itself"),
        ("title: !!python/object/apply:os.system [ls]", "names a type"),
        ("title: !!str 7", "names a type"),
        ("mood: [[[[[[[[]]]]]]]]", "nested too deeply"),
        ("mood: [" + "a, " * 30_000 + "]", "too long"),
        ("kind: party", "none of"),
        ("minutes: long", "$.minutes"),
        ("title: [a]", "$.title"),
        ("text: b", "'text'"),
        ("title: a\x08", "not YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_is_told(catalogue: Catalogue, tmp_path: Path, head: str, words: str) -> None:
    assert words in reason(catalogue, tmp_path, f"---\n{head}\n---\nWords.")


def test_several_documents_in_front_matter_are_refused() -> None:
    with pytest.raises(Unfit, match="several parts"):
        front_matter.read("title: a\n---\ntitle: b\n")


def test_a_bomb_of_aliases_is_refused_at_once(catalogue: Catalogue, tmp_path: Path) -> None:
    head = "a: &a [x, x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)
    )
    assert "refers to itself" in reason(catalogue, tmp_path, f"---\n{head}\n---\n")


def test_foreign_encodings_are_told(catalogue: Catalogue, tmp_path: Path) -> None:
    assert "not UTF-8 text (byte 4)" in reason(catalogue, tmp_path, b"caf\xe9")


def test_files_come_by_name_and_only_markdown_that_lies_there_itself(catalogue: Catalogue, tmp_path: Path) -> None:
    outside = put(tmp_path, "outside/secret.md", "secret")
    folder = tmp_path / "notes"
    for name in ("b.md", "a/2.md", "a/1.MD", "c.txt", ".hidden/x.md", ".x.md", "d/e/f.md"):
        put(folder, name, name)
    (folder / "link.md").symlink_to(outside)
    (folder / "linked").symlink_to(outside.parent)
    os.mkfifo(folder / "pipe.md")
    read = MarkdownFolder(folder, catalogue)
    assert read.total == 4
    found = list(read)
    assert [one.body for one in found if isinstance(one, ImportedEntry)] == ["a/1.MD", "a/2.md", "b.md", "d/e/f.md"]
    assert [read.name(one.number) for one in found] == ["a/1.MD", "a/2.md", "b.md", "d/e/f.md"]
    assert read.done == 4


def test_a_file_that_went_away_is_told_and_spoils_nothing_else(catalogue: Catalogue, tmp_path: Path) -> None:
    put(tmp_path, "a.md", "a").unlink()
    gone = put(tmp_path, "b.md", "b")
    put(tmp_path, "c.md", "c")
    read = MarkdownFolder(tmp_path, catalogue)
    gone.unlink()
    skipped, kept = read
    assert isinstance(skipped, Skipped)
    assert skipped.name == "b.md"
    assert "can't be read" in skipped.reason
    assert isinstance(kept, ImportedEntry)


def test_folders_as_deep_as_a_path_can_be_are_read(catalogue: Catalogue, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 400)
    put(deep, "a.md", "deep")
    (found,) = MarkdownFolder(tmp_path, catalogue)
    assert isinstance(found, ImportedEntry)


def test_one_file_is_read_by_itself(catalogue: Catalogue, tmp_path: Path) -> None:
    file = put(tmp_path, "2026-11-24.md", "alone")
    put(tmp_path, "other.md", "other")
    read = MarkdownFolder(file, catalogue)
    assert [one.number for one in read] == [1]
    assert read.name(1) == "2026-11-24.md"


@given(st.binary(max_size=120), st.booleans())
def test_whatever_a_file_holds_it_is_an_entry_or_skipped(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory, content: bytes, headed: bool
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    put(folder, "a.md", b"---\n" + content + b"\n---\n" if headed else content)
    (found,) = MarkdownFolder(folder, catalogue)
    assert isinstance(found, ImportedEntry | Skipped)


YAML_SIGNS = st.text(st.sampled_from("abc:-[]{}&*!|>'\"#%@`,? \n\t0~\u0085"), max_size=60)


@given(YAML_SIGNS)
def test_whatever_stands_in_front_matter_it_is_read_or_refused_with_a_reason(head: str) -> None:
    try:
        said = front_matter.read(head)
    except Unfit as unfit:
        assert str(unfit)
    else:
        assert isinstance(said, dict)


@given(
    st.dictionaries(st.sampled_from(["title", "site", "id", "kind"]), st.text(max_size=30), min_size=1),
    st.lists(st.text()),
)
def test_words_written_as_front_matter_are_read_as_the_same_words(fields: dict[str, str], names: list[str]) -> None:
    head, body = front_matter.parted(front_matter.written({**fields, "people": names}) + "body")
    read = front_matter.read(head)
    assert body == "body"
    assert {name: read[name] for name in fields} == fields
    assert (read["people"] or []) == names
