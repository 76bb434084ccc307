from datetime import date

import pytest

from isp_journal.ui.models.periods import all_time, between, periods

TODAY = date(2026, 11, 24)


def test_the_usual_period_is_twelve_whole_months_with_this_one() -> None:
    usual = periods(TODAY)[0]
    assert (usual.words, usual.since, usual.until) == ("Last 12 months", date(2025, 12, 1), None)
    assert usual.told(TODAY) == "December 2025 to today"


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 1, 31), date(2025, 2, 1)),
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2026, 12, 1), date(2026, 1, 1)),
    ],
)
def test_the_usual_period_begins_on_the_first_of_a_month_on_every_day(today: date, since: date) -> None:
    assert periods(today)[0].since == since


def test_other_periods_say_what_they_leave_out() -> None:
    told = {period.words: (period.since, period.until, period.within) for period in periods(TODAY)}
    assert told["Last 3 months"] == (date(2026, 9, 1), None, "in the last 3 months")
    assert told["This year"] == (date(2026, 1, 1), None, "in 2026")
    assert told["Last year"] == (date(2025, 1, 1), date(2025, 12, 31), "in 2025")
    assert told["All time"] == (None, None, "yet")
    assert periods(TODAY)[3].told(TODAY) == "January 2025 to December 2025"
    assert all_time().told(TODAY) == "from your first entry to today"


def test_two_days_make_a_period_whichever_comes_first() -> None:
    period = between(date(2026, 5, 3), date(2025, 2, 1), TODAY)
    assert (period.since, period.until) == (date(2025, 2, 1), date(2026, 5, 3))
    assert period.words == period.told(TODAY) == "1 Feb 2025 to 3 May"
