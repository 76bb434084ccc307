import json
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.errors import KnownError
from isp_journal.formats.entry_lines import LONGEST, MOST_TAGS
from isp_journal.formats.jsonl import JsonLines
from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.model import ImportedEntry, ImportedTag, Kind, Mode, Skipped
from isp_journal.paths import resources

CATALOGUE = "frameworks"
UNDATED = date(2026, 3, 4)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources() / CATALOGUE)


def read(catalogue: Catalogue, content: bytes) -> list[ImportedEntry | Skipped]:
    return list(JsonLines(BytesIO(content), catalogue, undated=UNDATED))


def entry(catalogue: Catalogue, **fields: Any) -> ImportedEntry:
    (found,) = read(catalogue, json.dumps({"text": "Words.", **fields}).encode())
    assert isinstance(found, ImportedEntry), found
    return found


def reason(catalogue: Catalogue, line: str | bytes) -> str:
    (found,) = read(catalogue, line if isinstance(line, bytes) else line.encode())
    assert isinstance(found, Skipped), found
    assert found.number == 1
    return found.reason


def test_a_line_with_a_text_alone_is_an_entry_of_the_day_that_is_given(catalogue: Catalogue) -> None:
    assert entry(catalogue) == ImportedEntry(number=1, occurred_on=UNDATED, body="Words.")


def test_every_field_of_a_line_arrives(catalogue: Catalogue) -> None:
    found = entry(
        catalogue,
        id="01A20FC6-A14B-70EF-BEB9-07C55E6934CD",
        title="A visit",
        date="2026-11-24",
        time="9:05",
        kind="Site-Visit",
        site="  North   school ",
        people=["Ann Lee", "Bo"],
        mode="Onsite",
        minutes=45,
        labels=["first time"],
        tags=[{"activity": "relationships.4", "quote": "Words", "because": "so", "at": 0}, "co-learning.2"],
        created_at="2026-11-24T10:00:00+01:00",
        updated_at="2026-11-25",
    )
    assert found == ImportedEntry(
        number=1,
        id="01a20fc6-a14b-70ef-beb9-07c55e6934cd",
        occurred_on=date(2026, 11, 24),
        occurred_time=time(9, 5),
        body="Words.",
        title="A visit",
        kind=Kind.SITE_VISIT,
        site="North school",
        people=("Ann Lee", "Bo"),
        mode=Mode.ONSITE,
        minutes=45,
        labels=("first time",),
        tags=(
            ImportedTag("isp-3.0/relationships.4", quote="Words", because="so", at=0),
            ImportedTag("isp-3.0/co-learning.2"),
        ),
        created_at="2026-11-24T09:00:00.000Z",
        updated_at="2026-11-25T00:00:00.000Z",
    )


def test_an_activity_is_named_by_key_full_key_or_label(catalogue: Catalogue) -> None:
    label = catalogue.activity("relationships.4").label
    for name in ("relationships.4", "isp-3.0/relationships.4", label.upper()):
        assert entry(catalogue, tags=[name]).tags == (ImportedTag("isp-3.0/relationships.4"),)


def test_what_says_nothing_is_as_if_it_were_not_there(catalogue: Catalogue) -> None:
    nothing = dict.fromkeys(("date", "time", "kind", "title", "site", "people", "mode", "minutes", "labels", "tags"))
    assert entry(catalogue, **nothing, id=None) == entry(catalogue)
    assert entry(catalogue, date="", site="  ", people="", labels=[], tags="") == entry(catalogue)


def test_one_name_may_stand_without_a_list(catalogue: Catalogue) -> None:
    found = entry(catalogue, people="Ann Lee", labels="first time", tags="relationships.4")
    assert (found.people, found.labels, len(found.tags)) == (("Ann Lee",), ("first time",), 1)


def test_a_date_may_bring_its_time(catalogue: Catalogue) -> None:
    found = entry(catalogue, date="2026-11-24T10:30:59+05:00")
    assert (found.occurred_on, found.occurred_time) == (date(2026, 11, 24), time(10, 30))
    assert entry(catalogue, date="2026-11-24 10:30", time="11:00").occurred_time == time(11, 0)


def test_an_id_of_another_program_becomes_the_same_id_each_time(catalogue: Catalogue) -> None:
    assert entry(catalogue, id="../x").id == entry(catalogue, id="../x").id != entry(catalogue, id="../y").id
    assert entry(catalogue, id=17).id == entry(catalogue, id="17").id
    assert len(entry(catalogue, id=17).id) == 36


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("words", "not JSON"),
        ('{"text": "x"} {"text": "y"}', "not JSON"),
        ('{"text": "half', "not JSON"),
        ('["text"]', "not one entry"),
        ("null", "not one entry"),
        ('{"title": "x"}', "no text"),
        ('{"text": null}', "not of the kind"),
        ('{"text": 7}', "not of the kind"),
        ('{"text": "x", "minutes": "7"}', "$.minutes"),
        ('{"text": "x", "minutes": true}', "$.minutes"),
        ('{"text": "x", "minutes": 7.5}', "$.minutes"),
        ('{"text": "x", "minutes": NaN}', "NaN is not a number"),
        ('{"text": "x", "minutes": -Infinity}', "-Infinity is not a number"),
        ('{"text": "x", "mood": ' + "9" * 5_000 + "}", "too long"),
        ('{"text": "x", "text": "y"}', "'text' stands in it more than once"),
        ('{"text": "x", "tags": [{"activity": "co-learning.1", "activity": "co-learning.2"}]}', "'activity' stands"),
        ('{"text": "x\\ud800"}', "half of a character"),
        ('{"text": "x", "mood": {"\\uDC00": 1}}', "half of a character"),
        ('{"text": "x", "mood": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ('{"text": "x\x00"}', "not JSON"),
        (b'{"text": "caf\xe9"}', "not UTF-8 text (byte 14)"),
        ('{"text": "x", "date": "2026-02-30"}', "'2026-02-30' is not a date"),
        ('{"text": "x", "date": "yesterday at the school"}', "is not a date"),
        ('{"text": "x", "time": "25:00"}', "'25:00' is not a time"),
        ('{"text": "x", "kind": "party"}', "kind 'party' is none of: site visit, meeting"),
        ('{"text": "x", "mode": "letter"}', "mode 'letter' is none of: onsite"),
        ('{"text": "x", "created_at": "last year"}', "is not an instant"),
        ('{"text": "x", "created_at": "0001-01-01T00:00:00+14:00"}', "is not an instant"),
        ('{"text": "x", "people": [""]}', "A person needs a name"),
        ('{"text": "x", "site": "' + "n" * 201 + '"}', "200 characters"),
        ('{"text": "x", "tags": ["dancing"]}', "'dancing' is not a core activity"),
        ('{"text": "x", "tags": ["relationships"]}', "is a core component"),
        ('{"text": "x", "tags": [{"quote": "x"}]}', "activity"),
        ('{"text": "x", "tags": [' + ", ".join(['"co-learning.1"'] * (MOST_TAGS + 1)) + "]}", "more than an entry"),
    ],
)
def test_a_line_that_is_no_entry_is_skipped_with_the_reason(
    catalogue: Catalogue, line: str | bytes, words: str
) -> None:
    assert words in reason(catalogue, line)


def test_one_bad_line_spoils_nothing_else_and_is_told_by_its_number(catalogue: Catalogue) -> None:
    lines = b'{"text": "one"}\n\n   \n{"text": \n\xff\n{"text": "two"}'
    first, broken, foreign, last = read(catalogue, lines)
    assert isinstance(first, ImportedEntry)
    assert isinstance(last, ImportedEntry)
    assert [(one.number, type(one)) for one in (broken, foreign)] == [(4, Skipped), (5, Skipped)]
    assert (first.number, first.body, last.number, last.body) == (1, "one", 6, "two")


def test_a_byte_order_mark_and_line_ends_of_windows_are_fine(catalogue: Catalogue) -> None:
    one, two = read(catalogue, b'\xef\xbb\xbf{"text": "one"}\r\n{"text": "two"}\r\n')
    assert isinstance(one, ImportedEntry)
    assert isinstance(two, ImportedEntry)
    assert (one.body, two.body) == ("one", "two")


def test_line_separators_within_a_text_do_not_end_the_line(catalogue: Catalogue) -> None:
    (found,) = read(catalogue, '{"text": "a\u2028b\u0085c"}\n'.encode())
    assert isinstance(found, ImportedEntry)
    assert found.body == "a\u2028b\u0085c"


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_in_words(catalogue: Catalogue, mark: str) -> None:
    with pytest.raises(KnownError, match="UTF-16"):
        read(catalogue, '\ufeff{"text": "x"}'.encode(mark))


def test_a_line_beyond_the_bound_is_skipped_and_the_next_one_read(catalogue: Catalogue) -> None:
    endless = b'{"text": "' + b"x" * (2 * LONGEST) + b'"}\n'
    long, after = read(catalogue, endless + b'{"text": "after"}')
    assert isinstance(long, Skipped)
    assert "longer than 16 MiB" in long.reason
    assert isinstance(after, ImportedEntry)
    assert (after.number, after.body) == (2, "after")


def test_the_longest_text_that_a_journal_keeps_fits_into_a_line(catalogue: Catalogue) -> None:
    (found,) = read(catalogue, json.dumps({"text": "😀" * 2_000_000}, ensure_ascii=False).encode())
    assert isinstance(found, ImportedEntry)


def test_fields_that_are_not_read_are_counted(catalogue: Catalogue) -> None:
    lines = JsonLines(
        BytesIO(
            b'{"text": "x", "mood": 1}\n{"text": "y", "mood": 2, "tags": [{"activity": "co-learning.1", "by": 3}]}'
        ),
        catalogue,
        undated=UNDATED,
    )
    assert len(list(lines)) == 2
    assert dict(lines.unread) == {"mood": 2, "tags.by": 1}


def test_how_far_reading_got_is_known_in_bytes(catalogue: Catalogue) -> None:
    content = b'{"text": "one"}\n{"text": "two"}\n'
    lines = JsonLines(BytesIO(content), catalogue, undated=UNDATED)
    told = iter(lines)
    next(told)
    assert lines.done == len(content) // 2
    assert len(list(told)) == 1
    assert lines.done == len(content)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_each_line_is_an_entry_or_skipped(catalogue: Catalogue, content: bytes) -> None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    found = read(catalogue, content)
    assert len(found) <= content.count(b"\n") + 1
    assert [one.number for one in found] == sorted({one.number for one in found})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["id", "date", "time", "kind", "people", "tags", "minutes", "labels", "created_at", "site"])


@given(st.dictionaries(FIELDS, VALUES, max_size=4))
def test_whatever_values_the_fields_have_the_line_is_an_entry_or_skipped(
    catalogue: Catalogue, fields: dict[str, Any]
) -> None:
    (found,) = read(catalogue, json.dumps({"text": "x", **fields}).encode())
    assert isinstance(found, ImportedEntry | Skipped)
