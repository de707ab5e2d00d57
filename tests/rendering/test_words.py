"""Values as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import RIYADH
from bot.rendering import words

NOON = datetime(2026, 11, 22, 12, tzinfo=RIYADH)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "0.00 ريال"),
        ("1234.5", "1,234.50 ريال"),
        ("1000000", "1,000,000.00 ريال"),
        ("0.01", "0.01 ريال"),
    ],
)
def test_money(amount: str, said: str) -> None:
    assert words.money(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [(1234, "1,234"), (Decimal("55.0"), "55"), (Decimal("1233.3"), "1,233.3"), (0, "0")],
)
def test_kwh(amount: int | Decimal, said: str) -> None:
    assert words.kwh(amount) == f"{said} كيلوواط ساعة"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "يوم واحد"),
        (2, "يومين"),
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يوم"),
        (31, "31 يوم"),
        (100, "100 يوم"),
        (103, "103 أيام"),
        (0, "0 يوم"),
        (1000, "1,000 يوم"),
    ],
)
def test_days(number: int, said: str) -> None:
    assert words.days(number) == said


def test_hours_and_minutes() -> None:
    assert [words.hours(n) for n in (1, 2, 6, 24)] == ["ساعة واحدة", "ساعتين", "6 ساعات", "24 ساعة"]
    assert [words.minutes(n) for n in (1, 2, 5, 30)] == [
        "دقيقة واحدة", "دقيقتين", "5 دقائق", "30 دقيقة"
    ]  # fmt: skip


def test_dates() -> None:
    assert words.date_words(date(2026, 11, 28)) == "28 نوفمبر 2026"
    hijri = words.date_words(date(2026, 11, 28), hijri=True)
    assert hijri == "28 نوفمبر 2026 (18 جمادى الآخرة 1448 هـ)"
    assert words.date_words(date(2100, 1, 1), hijri=True) == "1 يناير 2100"


def test_months() -> None:
    assert words.month_words("2026-07") == words.month_words(date(2026, 7, 9)) == "يوليو 2026"
    with pytest.raises(ValueError, match="month"):
        words.month_words("2026-13")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 22, 16, 30, tzinfo=RIYADH), "اليوم الساعة 4:30 العصر"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=RIYADH), "بكرة الساعة 9 الصباح"),
        (datetime(2026, 11, 21, 23, 5, tzinfo=RIYADH), "أمس الساعة 11:05 المساء"),
        (datetime(2026, 11, 22, 0, 15, tzinfo=RIYADH), "اليوم الساعة 12:15 بعد منتصف الليل"),
        (datetime(2026, 11, 22, 4, 0, tzinfo=RIYADH), "اليوم الساعة 4 الفجر"),
        (datetime(2026, 11, 22, 12, 0, tzinfo=RIYADH), "اليوم الساعة 12 الظهر"),
        (datetime(2026, 11, 28, 8, 0, tzinfo=RIYADH), "السبت 28 نوفمبر الساعة 8 الصباح"),
        (datetime(2027, 1, 2, 8, 0, tzinfo=RIYADH), "السبت 2 يناير 2027 الساعة 8 الصباح"),
        # late evening in UTC is the next day in Riyadh
        (datetime(2026, 11, 22, 21, 30, tzinfo=timezone.utc), "بكرة الساعة 12:30 بعد منتصف الليل"),
    ],
)
def test_moments(moment: datetime, said: str) -> None:
    assert words.time_words(moment, NOON) == said


def test_now_is_the_reference_by_default() -> None:
    with time_machine.travel(NOON, tick=False):
        assert words.time_words(NOON + timedelta(hours=1)) == "اليوم الساعة 1 الظهر"
        assert words.day_words(date(2026, 11, 23)) == "بكرة"


def test_spans() -> None:
    nine = datetime(2026, 11, 23, 9, tzinfo=RIYADH)
    said = words.span_words(nine, nine + timedelta(hours=3), NOON)
    assert said == "بكرة من الساعة 9 الصباح إلى الساعة 12 الظهر"
    late = datetime(2026, 11, 22, 23, tzinfo=RIYADH)
    said = words.span_words(late, late + timedelta(hours=2), NOON)
    assert said == "اليوم من الساعة 11 المساء إلى بكرة الساعة 1 بعد منتصف الليل"


def test_mobiles() -> None:
    assert words.mobile_words("+966551234567") == "0551234567"
    assert words.mobile_words("+97150000000") == "+97150000000"
    assert words.mask_mobile("+966551234567") == "05xxxxx567"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2070, 1, 1), timezones=st.just(RIYADH)))
def test_every_moment_has_words_without_western_letters(moment: datetime) -> None:
    said = words.time_words(moment, NOON)
    assert said.strip() == said
    assert not any("a" <= letter.lower() <= "z" for letter in said)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_date_has_words(day: date) -> None:
    assert words.date_words(day, hijri=True).startswith(f"{day.day} ")


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "يوم عمل واحد"), (2, "يومي عمل"), (10, "10 أيام عمل"), (30, "30 يوم عمل")],
)
def test_working_days(number: int, said: str) -> None:
    assert words.working_days(number) == said
