from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.natural_dates import Customs, parse

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-1-2", date(2026, 1, 2)),
        ("today", TUESDAY),
        ("T", TUESDAY),
        ("Yesterday", date(2026, 11, 23)),
        ("y", date(2026, 11, 23)),
        ("-3", date(2026, 11, 21)),
        ("+ 1", date(2026, 11, 25)),
        ("monday", date(2026, 11, 23)),
        ("last  Tuesday", date(2026, 11, 17)),
        ("tuesday", date(2026, 11, 17)),
        ("this tuesday", TUESDAY),
        ("on wed.", date(2026, 11, 18)),
        ("3 days ago", date(2026, 11, 21)),
        ("two weeks ago", date(2026, 11, 10)),
        ("12 may", date(2026, 5, 12)),
        ("Nov 3", date(2026, 11, 3)),
        ("24 december", date(2025, 12, 24)),
        ("24 dec 2024", date(2024, 12, 24)),
        ("24/11/2026", TUESDAY),
        ("11/24/26", TUESDAY),
        ("5.5.", date(2026, 5, 5)),
        ("12/13", date(2025, 12, 13)),
    ],
)
def test_a_date_in_words_is_the_nearest_one_in_the_past(typed: str, meant: date) -> None:
    assert parse(typed, TUESDAY, Customs()) == meant


@pytest.mark.parametrize(
    "typed", ["", " ", "soon", "3", "may", "2026-13-01", "2026-02-30", "3/4", "31/31", "x" * 5_000]
)
def test_what_is_no_date_or_may_be_two_is_none(typed: str) -> None:
    assert parse(typed, TUESDAY, Customs()) is None


def test_numbers_are_read_as_the_persons_country_writes_them() -> None:
    assert parse("3/4", TUESDAY, Customs(day_first=True)) == date(2026, 4, 3)
    assert parse("3/4", TUESDAY, Customs(day_first=False)) == date(2026, 3, 4)
    assert parse("3.12.", TUESDAY, Customs(day_first=True)) == date(2025, 12, 3)


def test_other_languages_are_understood_beside_english() -> None:
    german = Customs(
        day_first=True,
        languages=("de", "en"),
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    )
    assert parse("gestern", TUESDAY, german) == date(2026, 11, 23)
    assert parse("Donn", TUESDAY, german) == date(2026, 11, 19)
    assert parse("3 days ago", TUESDAY, german) == date(2026, 11, 21)


def test_steps_beyond_the_calendar_are_no_dates() -> None:
    assert parse("-9999", date(1, 1, 5), Customs()) is None


@given(st.text(st.sampled_from("0123456789/.-+ madywek"), max_size=12))
def test_whatever_is_typed_there_is_a_date_or_none(typed: str) -> None:
    found = parse(typed, TUESDAY, Customs())
    assert found is None or isinstance(found, date)
