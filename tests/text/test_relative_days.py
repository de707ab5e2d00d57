from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.relative_days import relative_day

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
