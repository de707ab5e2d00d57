"""How long something is needed, as people say it: days, weeks, months; never a day to come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.period import PeriodError, period_in, period_words


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("6 شهور", "P6M"),
        ("٣ أيام", "P3D"),
        ("ثلاث ايام بس", "P3D"),
        ("يومين", "P2D"),
        ("لمدة اسبوع", "P1W"),
        ("اسبوعين تقريبا", "P2W"),
        ("شهر", "P1M"),
        ("شهر واحد", "P1M"),
        ("شهر ونص", "P45D"),
        ("سنة", "P1Y"),
        ("سنه ونصف", "P18M"),
        ("نص سنة", "P6M"),
        ("نص شهر", "P15D"),
        ("من شهر الى شهرين", "P2M"),
        ("من 3 الى 4 اشهر", "P4M"),
        ("خمسة وعشرين يوم", "P25D"),
        ("6 months", "P6M"),
        ("3 ayam", "P3D"),
        ("shahren", "P2M"),
        ("بعد اسبوعين", None),
        ("اول شهر 12 لمدة شهرين", "P2M"),
        ("6", None),
        ("ما ادري", None),
        ("شهر 12", None),
    ],
)
def test_when_it_was_asked_for(text: str, period: str | None) -> None:
    assert period_in(text, asked=True) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("ابي كهرب مؤقت لعرس 3 ايام", "P3D"),
        ("كهرب لمخيم يومين", "P2D"),
        ("عداد مؤقت لمدة شهر", "P1M"),
        ("عداد مؤقت للبناء سنة ونص", "P18M"),
        ("عداد مؤقت الشهر الجاي", None),
        ("اكلمكم من شهر عن عداد مؤقت", None),
        ("بعد 3 ايام ابي عداد مؤقت", None),
        ("ابيه قبل يومين من العرس", None),
        ("اشتغل فيه كل يوم", None),
        ("ابيه اول يوم في السنة", None),
    ],
)
def test_in_passing_only_what_is_plain(text: str, period: str | None) -> None:
    assert period_in(text, asked=False) == period


@pytest.mark.parametrize("text", ["900 شهر", "0 ايام", "20 سنة"])
def test_what_nobody_means(text: str) -> None:
    with pytest.raises(PeriodError):
        period_in(text, asked=True)


@pytest.mark.parametrize(
    ("value", "words"),
    [("P3D", "3 أيام"), ("P2M", "شهرين"), ("P45D", "45 يوم"), ("P1Y", "سنة واحدة"), ("6", "6")],
)
def test_read_back(value: str, words: str) -> None:
    assert period_words(value) == words


@given(st.text(max_size=80), st.booleans())
def test_any_text_is_read(text: str, asked: bool) -> None:
    try:
        found = period_in(text, asked=asked)
    except PeriodError:
        return
    assert found is None or period_words(found) != found
