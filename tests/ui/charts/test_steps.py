from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from isp_journal.ui.charts.steps import Month, in_steps, span

MONTHS = st.dictionaries(st.tuples(st.integers(2015, 2026), st.integers(1, 12)), st.integers(1, 50), max_size=60)
TODAY = date(2026, 11, 24)


@given(MONTHS, st.integers(1, 40))
def test_no_passage_is_lost_however_months_are_put_together(months: dict[Month, int], most: int) -> None:
    first, last = span(months, None, None, TODAY)
    steps = in_steps(months, first, last, most)
    assert steps.total == sum(months.values())
    assert len(steps.steps) <= most or steps.each == "year"
    assert len({step.name for step in steps.steps}) == len(steps.steps)


def test_a_year_stands_in_months_from_the_oldest_to_the_newest() -> None:
    steps = in_steps({(2025, 12): 2, (2026, 11): 4}, (2025, 12), (2026, 11), 12)
    assert steps.each == "month"
    assert [step.label for step in steps.steps][:2] == ["Dec", "Jan"]
    assert [step.number for step in steps.steps] == [2] + [0] * 10 + [4]
    assert steps.steps[-1].words == "November 2026, 4 passages"
    assert steps.steps[1].words == "January 2026, no passages"


def test_longer_periods_stand_in_quarters_and_then_in_years() -> None:
    months = {(2026, month): 1 for month in range(1, 13)}
    quarters = in_steps(months, (2026, 1), (2026, 12), 4)
    assert [(step.label, step.name, step.number) for step in quarters.steps][3] == ("Q4", "quarter 4 of 2026", 3)
    years = in_steps(months, (2020, 6), (2026, 12), 7)
    assert [step.label for step in years.steps] == ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]
    assert years.steps[-1].number == 12


def test_a_period_is_shown_whole_even_where_nothing_happened() -> None:
    assert span({}, date(2026, 2, 3), date(2026, 5, 1), TODAY) == ((2026, 2), (2026, 5))
    assert span({(2026, 3): 1}, date(2026, 2, 3), None, TODAY) == ((2026, 2), (2026, 11))
    assert span({(2024, 3): 1, (2027, 1): 1}, None, None, TODAY) == ((2024, 3), (2027, 1))
    assert span({}, None, None, TODAY) == ((2026, 11), (2026, 11))
