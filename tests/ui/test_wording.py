from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.ui import wording

TODAY = date(2026, 11, 24)


def test_counts_have_their_noun() -> None:
    assert wording.passages(0) == "no passages"
    assert wording.passages(1) == "1 passage"
    assert wording.passages(8) == "8 passages"


def test_a_day_has_its_year_only_when_it_is_another_one() -> None:
    assert wording.day(date(2026, 3, 4), TODAY) == "4 Mar"
    assert wording.day(date(2025, 3, 4), TODAY) == "4 Mar 2025"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "ahead"),
        (0, "today"),
        (1, "yesterday"),
        (5, "5 days ago"),
        (14, "2 weeks ago"),
        (59, "8 weeks ago"),
        (60, "2 months ago"),
        (365, "12 months ago"),
        (730, "2 years ago"),
        (3650, "10 years ago"),
    ],
)
def test_how_long_ago_is_said_in_words(days: int, words: str) -> None:
    assert wording.ago(TODAY - timedelta(days=days), TODAY) == words


@given(st.integers(2, 20_000))
def test_how_long_ago_never_says_one_of_many(days: int) -> None:
    words = wording.ago(TODAY - timedelta(days=days), TODAY)
    number = int(words.split()[0])
    assert number >= 2
    assert words.endswith("s ago")


def test_lists_say_today_and_yesterday() -> None:
    assert wording.day_in_list(TODAY, TODAY) == "Today"
    assert wording.day_in_list(TODAY - timedelta(days=1), TODAY) == "Yesterday"
    assert wording.day_in_list(TODAY - timedelta(days=2), TODAY) == "Sun 22 Nov"


def test_months_are_named_with_their_year() -> None:
    assert wording.month_short(11) == "Nov"
    assert wording.month_long(2026, 11) == "November 2026"


def test_bytes_are_told_as_people_read_them() -> None:
    told = [wording.bytes_in_words(size) for size in (1, 800, 340_000, 2_400_000, 25_000_000)]
    assert told == ["1 byte", "800 bytes", "340 kB", "2.4 MB", "25 MB"]


def test_an_instant_in_a_list_names_the_day_as_people_do() -> None:
    assert wording.moment_in_list("2026-11-24T18:05:00.000Z", TODAY) == "Today, 18:05"
    assert wording.moment_in_list("2026-11-23T18:05:00.000Z", TODAY) == "Yesterday, 18:05"
    assert wording.moment_in_list("2026-11-02T18:05:00.000Z", TODAY) == "Mon 2 Nov, 18:05"
