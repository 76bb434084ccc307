from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from isp_journal.storage.backup_tiers import DAYS, HALF_HOUR, HOURS, MONTHS, MOST_WANTED, WEEKS, to_drop

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MOST = 48 + DAYS + WEEKS + MONTHS + 2
MOMENTS = st.lists(st.integers(-3 * 10**7, 6 * 10**5).map(lambda s: NOW + timedelta(seconds=s)), max_size=80)


def ago(**spans: float) -> datetime:
    return NOW - timedelta(**spans)


def kept(made: list[datetime], now: datetime = NOW, wanted: tuple[datetime, ...] = ()) -> list[datetime]:
    return sorted(set(made) - to_drop(made, now, wanted))


@given(made=MOMENTS)
def test_the_newest_is_never_dropped(made: list[datetime]) -> None:
    assert not made or max(made) in kept(made)
    past = [one for one in made if one <= NOW]
    assert not past or max(past) in kept(made)


@given(made=MOMENTS)
def test_no_more_are_kept_than_the_tiers_have_room_for(made: list[datetime]) -> None:
    assert len(kept(made)) <= MOST


@given(made=MOMENTS)
def test_dropping_again_drops_nothing(made: list[datetime]) -> None:
    assert to_drop(kept(made), NOW) == set()


@given(made=MOMENTS)
def test_only_what_is_there_is_dropped(made: list[datetime]) -> None:
    assert to_drop(made, NOW) <= set(made)


@given(made=MOMENTS)
def test_each_half_hour_of_the_last_day_keeps_its_newest(made: list[datetime]) -> None:
    recent = [one for one in made if NOW - HOURS < one <= NOW]
    halves: dict[float, datetime] = {}
    for one in recent:
        half = one.timestamp() // HALF_HOUR.total_seconds()
        halves[half] = max(one, halves.get(half, one))
    assert set(halves.values()) <= set(kept(made))


@given(made=MOMENTS)
def test_each_of_the_newest_days_weeks_and_months_keeps_its_newest(made: list[datetime]) -> None:
    spans = ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-%V"), (MONTHS, "%Y-%m"))
    for count, form in spans:
        newest: dict[str, datetime] = {}
        for one in sorted(made):
            newest[one.strftime(form)] = one
        assert set(sorted(newest.values())[-count:]) <= set(kept(made))


@given(made=MOMENTS, count=st.integers(0, 30))
def test_those_that_somebody_wanted_stay_for_twelve_days(made: list[datetime], count: int) -> None:
    wanted = made[:count]
    lately = sorted({one for one in wanted if ago(days=12) < one <= NOW})[-MOST_WANTED:]
    assert set(lately) <= set(kept(made, NOW, tuple(wanted)))


def test_a_backup_each_half_hour_for_a_year_leaves_four_kinds() -> None:
    shelf: list[datetime] = []
    now = ago(days=400)
    while now < NOW:
        now += timedelta(hours=3)
        shelf = kept([*shelf, now], now)
    ages = [(NOW - one).days for one in shelf]
    assert len([age for age in ages if age == 0]) == 8
    assert max(ages) > 300
    assert len({one.date() for one in shelf if (NOW - one).days < 12}) == 12
    assert len({one.isocalendar()[:2] for one in shelf if (NOW - one).days < 70}) >= 10


def test_after_a_long_pause_the_shelf_is_as_full_as_before() -> None:
    made = [ago(days=1000 + day) for day in range(12)]
    assert kept(made) == sorted(made)


def test_a_clock_that_is_years_ahead_drops_no_more_than_a_right_one() -> None:
    made = [ago(days=day) for day in range(400)]
    ahead = kept(made, NOW + timedelta(days=5000))
    assert len(ahead) >= DAYS + MONTHS - 2
    assert set(ahead) <= set(kept(made))


def test_one_made_by_a_clock_ahead_does_not_push_out_the_newest_of_today() -> None:
    future = NOW + timedelta(days=3000)
    assert kept([future, ago(minutes=5), ago(minutes=4)]) == [ago(minutes=4), future]
