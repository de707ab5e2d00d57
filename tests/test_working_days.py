"""Working days: the weekend, the feasts by Umm al-Qura, the national days by their edition."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.working_days import is_holiday, is_working_day, working_days_after


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (date(2025, 3, 30), 4),  # 29 Ramadan 1446 was the last: Eid leave from 1 Shawwal on
        (date(2026, 3, 19), 4),  # 30 Ramadan 1447: the day after the 29th, though still Ramadan
        (date(2025, 6, 5), 4),  # Arafah 1446
        (date(2026, 5, 26), 4),  # Arafah 1447
        (date(2026, 9, 23), 1),
        (date(2027, 2, 22), 1),
    ],
)
def test_the_holidays(first: date, days: int) -> None:
    span = [first + timedelta(i) for i in range(-1, days + 1)]
    assert [is_holiday(day) for day in span] == [False, *[True] * days, False]


def test_the_founding_day_is_one_since_2022() -> None:
    assert not is_holiday(date(2021, 2, 22)) and is_holiday(date(2022, 2, 22))
    assert not is_holiday(date(1999, 9, 23))  # no edition of the rules is known
    assert not is_holiday(date(2090, 5, 5))  # beyond the tables of the Hijri calendar


@pytest.mark.parametrize(
    ("day", "count", "on"),
    [
        (date(2026, 9, 22), 1, date(2026, 9, 24)),
        (date(2026, 3, 17), 3, date(2026, 3, 24)),  # Wed; feast Thu–Sun; Mon, Tue
        (date(2026, 5, 25), 1, date(2026, 5, 31)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        (date(2026, 11, 26), 1, date(2026, 11, 29)),
    ],
)
def test_a_promise_steps_over_them(day: date, count: int, on: date) -> None:
    assert working_days_after(day, count) == on


@given(st.dates(date(2018, 1, 1), date(2076, 1, 1)), st.integers(1, 60))
def test_it_ends_on_a_working_day_and_counts_each(day: date, count: int) -> None:
    on = working_days_after(day, count)
    between = [day + timedelta(i) for i in range(1, (on - day).days + 1)]
    assert is_working_day(on) and sum(map(is_working_day, between)) == count
