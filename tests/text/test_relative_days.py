from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.relative_days import day_of_month, relative_day, tells_only_a_day

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("اليوم", date(2026, 11, 22)),
        ("بكرة الصبح", date(2026, 11, 23)),
        ("بعد بكره", date(2026, 11, 24)),
        ("آخر الشهر", date(2026, 11, 30)),
        ("نهاية الشهر الجاي", date(2026, 12, 31)),
        ("اول الشهر الجاي", date(2026, 12, 1)),
        ("الخميس", date(2026, 11, 26)),
        ("يوم الاحد", date(2026, 11, 29)),
        ("السبت الجاي", date(2026, 11, 28)),
        ("الأسبوع الجاي", date(2026, 11, 29)),
        ("ما ادري", None),
    ],
)
def test_days_named_from_today(text: str, day: date | None) -> None:
    assert relative_day(text, SUNDAY) == day


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_never_past_and_never_broken(text: str, today: date) -> None:
    day = relative_day(text, today)
    assert day is None or day >= today


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("يوم 28", date(2026, 11, 28)),
        ("يوم ٥", date(2026, 12, 5)),
        ("لا معليش خلها 30 لان العفش يتأخر", date(2026, 11, 30)),
        ("القراءة 28", None),
        ("28/12", None),
    ],
)
def test_the_next_day_of_that_number(text: str, day: date | None) -> None:
    assert day_of_month(text, SUNDAY) == day


def test_a_month_without_that_day_is_passed_over() -> None:
    assert day_of_month("يوم 31", date(2027, 2, 1)) == date(2027, 3, 31)


def test_no_more_than_a_day_is_told() -> None:
    assert tells_only_a_day("لا خلها يوم 28")
    assert not tells_only_a_day("قراءة يوم 28 هي 5566")
