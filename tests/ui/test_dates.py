from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale

from isp_journal.ui.dates import clock, moment, parse, parse_time, short

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def american() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("y", date(2026, 11, 23)),
        ("Today", TUESDAY),
        ("last tuesday", date(2026, 11, 17)),
        ("3 days ago", date(2026, 11, 21)),
        ("2026-11-02", date(2026, 11, 2)),
        ("nothing of the kind", None),
        ("", None),
    ],
)
def test_a_few_words_mean_a_date_that_lies_behind(typed: str, meant: date | None) -> None:
    assert parse(typed, TUESDAY) == meant


def test_the_order_of_day_and_month_is_that_of_the_locale(american: None) -> None:
    assert parse("1/2", TUESDAY) == date(2026, 1, 2)
    assert short(TUESDAY, TUESDAY) == "Tue Nov 24"


def test_the_names_of_weekdays_are_understood_in_the_language_of_the_locale(german: None) -> None:
    assert parse("mittwoch", TUESDAY) == date(2026, 11, 18)
    assert parse("wednesday", TUESDAY) == date(2026, 11, 18)
    assert parse("1.2.", TUESDAY) == date(2026, 2, 1)


def test_a_date_is_shown_with_its_weekday_and_with_the_year_if_it_is_another_one() -> None:
    assert short(TUESDAY, TUESDAY) == "Tue 24 Nov"
    assert short(date(2025, 1, 3), TUESDAY) == "Fri 3 Jan 2025"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", (9, 0)),
        ("14:30", (14, 30)),
        ("2.15 pm", (14, 15)),
        ("12 am", (0, 0)),
        ("25", None),
        ("9:75", None),
        ("13 pm", None),
        ("soon", None),
    ],
)
def test_a_time_of_day_is_understood_in_its_usual_forms(typed: str, meant: tuple[int, int] | None) -> None:
    assert parse_time(typed) == meant


def test_a_time_is_shown_as_the_locale_writes_it() -> None:
    assert clock(9, 5) in {"9:05", "09:05", "09:05:00"}


def test_an_instant_is_told_with_its_day_and_time() -> None:
    assert moment("2026-11-24T18:05:00.000Z", TUESDAY) == "Tue 24 Nov, 18:05"
    assert moment("2025-03-04T08:00:00+02:00", TUESDAY) == "Tue 4 Mar 2025, 06:00"
