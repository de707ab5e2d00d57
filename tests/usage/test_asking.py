"""Periods, comparisons, limits and amounts, as people ask for them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.values import find_values
from bot.usage.asking import (
    LimitAct,
    Span,
    asked_act,
    asked_amount,
    asked_count,
    asked_kwh,
    asked_period,
    asks_money,
    compared_with,
    goes_on_about_use,
    names_days,
)
from bot.usage.compare import Against
from bot.usage.tables import LimitUnit

TODAY = date(2026, 11, 24)  # a Tuesday


def _entity(text: str, kind: str) -> str | None:
    return next((v.value for v in find_values(text, TODAY) if v.kind == kind), None)


@pytest.mark.parametrize(
    ("text", "span", "first", "last"),
    [
        ("كم صرفت اليوم", Span.TODAY, (11, 24), (11, 24)),
        ("كم استهلكت أمس؟", Span.DAY, (11, 23), (11, 23)),
        ("واول امس", Span.DAY, (11, 22), (11, 22)),
        ("البارحة كم", Span.DAY, (11, 23), (11, 23)),
        ("كم صرفت هالاسبوع", Span.WEEK, (11, 22), (11, 24)),
        ("كم صرفت الاسبوع اللي فات", Span.WEEK, (11, 15), (11, 21)),
        ("كم معدل صرفي باليوم", Span.DAYS, (11, 10), (11, 23)),
        ("كم استهلكت يوم الجمعة", Span.DAY, (11, 20), (11, 20)),
        ("والثلاثاء", Span.DAY, (11, 17), (11, 17)),
        ("اخر سبعة ايام", Span.DAYS, (11, 17), (11, 23)),
        ("استهلاكي آخر ١٠ أيام", Span.DAYS, (11, 14), (11, 23)),
        ("ابي استهلاكي يوم بيوم", Span.DAYS, (11, 10), (11, 23)),
        ("كم استهلاكي هالشهر", Span.MONTH, (11, 1), (11, 24)),
        ("كم صرفت", Span.MONTH, (11, 1), (11, 24)),
        ("كم وصلنا لين اليوم من اول الشهر", Span.TODAY, (11, 24), (11, 24)),
        ("كم استهلكت في يوليو", Span.PAST_MONTH, (7, 1), (7, 31)),
        ("استهلاك الشهر الماضي", Span.PAST_MONTH, (10, 1), (10, 31)),
        ("usage yesterday", Span.DAY, (11, 23), (11, 23)),
    ],
)
def test_the_days_that_are_meant(
    text: str, span: Span, first: tuple[int, int], last: tuple[int, int]
) -> None:
    found = asked_period(text, _entity(text, "month"), _entity(text, "date"), TODAY)
    assert (found.span, found.first, found.last) == (
        span,
        date(2026, *first),
        date(2026, *last),
    )


@given(st.text(max_size=80), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_any_words_give_days_in_order(text: str, today: date) -> None:
    found = asked_period(text, None, None, today)
    assert found.first <= found.last <= today + timedelta(days=1)
    assert compared_with(text)
    assert asked_count(text) >= 1


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("قارني بجيراني", {Against.HOMES}),
        ("هل استهلاكي طبيعي", {Against.HOMES}),
        ("قارن استهلاكي بالسنة اللي فاتت", {Against.LAST_YEAR}),
        ("نفس الشهر السنة الماضية", {Against.LAST_YEAR}),
        ("مقارنة بالشهر الماضي", {Against.LAST_MONTH}),
        ("قارن استهلاكي", {Against.HOMES, Against.LAST_YEAR, Against.LAST_MONTH}),
    ],
)
def test_what_is_compared(text: str, against: set[Against]) -> None:
    assert set(compared_with(text)) == against


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("نبهني اذا وصلت ٣٠٠ ريال", LimitAct.SET),
        ("غير الحد", LimitAct.SET),
        ("ارفع الحد لـ ٨٠٠", LimitAct.SET),
        ("وقف تنبيه الاستهلاك", LimitAct.STOP),
        ("اوقفوا التنبيه اللي حطيته على ٣٠٠ ريال", LimitAct.STOP),
        ("لا تنبهني", LimitAct.STOP),
        ("ما عاد ابي تنبيه الحد", LimitAct.STOP),
        ("شيل الحد", LimitAct.STOP),
        ("stop the usage alert", LimitAct.STOP),
        ("كم الحد اللي حطيته", LimitAct.SHOW),
        ("وش الحد المسجل عندي", LimitAct.SHOW),
        ("ابي تنبيه للاستهلاك", LimitAct.SET),
    ],
)
def test_what_is_done_with_a_limit(text: str, act: LimitAct) -> None:
    assert asked_act(text) is act


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("نبهني اذا وصلت ٣٠٠ ريال", 300, LimitUnit.RIYALS),
        ("نبهني اذا وصلت ٢٠٠٠ كيلو", 2000, LimitUnit.KWH),
        ("عند ٢ الف كيلو", 2000, LimitUnit.KWH),
        ("خمسمية ريال", 500, LimitUnit.RIYALS),
        ("ستة الاف كيلو", 6000, LimitUnit.KWH),
        ("1,500 كيلوواط ساعة", 1500, LimitUnit.KWH),
        ("اذا وصلت 300", 300, None),
        ("300 sar", 300, LimitUnit.RIYALS),
        ("2000 kwh", 2000, LimitUnit.KWH),
        ("نبهني", None, None),
        ("ابي حد لحسابي 30000000001", None, None),
    ],
)
def test_how_much_a_limit_is(text: str, amount: int | None, unit: LimitUnit | None) -> None:
    assert asked_amount(text, _entity(text, "number")) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "kwh"),
    [
        ("٥٠٠ كيلو بالشهر كم تكلف", 500),
        ("لو صرفت ٧٠٠٠ كيلو كم تجي", 7000),
        ("بكم الف كيلو", 1000),
        ("1000 kwh how much", 1000),
        ("كم يكلف مكيف 18 الف وحدة 8 ساعات", None),
        ("كم يكلف المكيف", None),
        ("حسابي 30000000001 كم كيلو", None),
    ],
)
def test_kwh_of_a_month(text: str, kwh: int | None) -> None:
    assert asked_kwh(text, _entity(text, "number")) == kwh


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("مكيفين ١٢ ساعة", 2), ("ثلاث مكيفات", 3), ("٤ مكيفات سبليت", 4), ("مكيف", 1)),
        *(("ولو اتنين؟", 2), ("طيب لو كانوا 4", 4), ("واذا ثلاثة منه", 3), ("لو ٢ قالوا نعم", 1)),
    ],
)
def test_how_many_devices(text: str, count: int) -> None:
    assert asked_count(text) == count


@pytest.mark.parametrize("text", ["والاسبوع؟", "وامس", "طيب واول امس", "آخر 10 ايام", "والخميس"])
def test_a_few_words_name_days(text: str) -> None:
    assert names_days(text)


@pytest.mark.parametrize(
    "text", ["كم فاتورتي", "وليش", "الكهرباء طافية من امس وما احد جاني للحين", "والسخان"]
)
def test_other_words_do_not(text: str) -> None:
    assert not names_days(text)


@pytest.mark.parametrize("text", ["كم وحده بالشهر", "وكم باليوم؟", "كم يصرف بالساعة", "كم ريال"])
def test_a_few_words_ask_for_a_part_of_what_a_device_uses(text: str) -> None:
    assert goes_on_about_use(text)
    assert asks_money(text) == ("ريال" in text)


@pytest.mark.parametrize("text", ["كم فاتورتي", "كم", "كم يصرف السخان", "وكم الرسوم"])
def test_other_words_ask_for_something_else(text: str) -> None:
    assert not goes_on_about_use(text)
