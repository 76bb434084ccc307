from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from isp_journal.storage import places

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
TIMES = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(DAYS, DAYS)
def test_places_are_in_the_order_of_dates(one: date, other: date) -> None:
    assert (places.first_of_day(one) < places.first_of_day(other)) == (one < other)
    assert (places.last_of_day(one) < places.first_of_day(other)) == (one < other)


@given(DAYS)
def test_a_place_tells_its_day_month_and_slot(day: date) -> None:
    place = places.first_of_day(day) | 17
    assert places.day_of(place) == day
    assert places.month_of(place >> places.MONTH_SHIFT) == (day.year, day.month)
    assert places.slot_of(place) == 17
    assert places.slot_of(places.last_of_day(day)) == 4095


def test_an_entry_with_a_time_stands_at_twice_its_minute() -> None:
    day = places.Day([])
    assert [day.take(time(10, 30)) for _ in range(2)] == [1260, 1261]
    assert places.Day([1260, 1262]).take(time(10, 30)) == 1261


def test_entries_without_a_time_follow_in_the_order_of_writing() -> None:
    day = places.Day([])
    assert [day.take(None) for _ in range(3)] == [2880, 2881, 2882]
    assert day.take(time(23, 59)) == 2878


def test_a_day_holds_4096_entries_and_not_one_more() -> None:
    day = places.Day([])
    slots = [day.take(None) for _ in range(places.SLOTS)]
    assert sorted(slot for slot in slots if slot is not None) == list(range(places.SLOTS))
    assert day.take(None) is None
    assert day.take(time(8, 0)) is None


@given(st.lists(TIMES, max_size=40))
def test_no_two_entries_of_a_day_share_a_slot(times: list[time | None]) -> None:
    day = places.Day([])
    slots = [day.take(at) for at in times]
    assert None not in slots
    assert len(set(slots)) == len(slots)
