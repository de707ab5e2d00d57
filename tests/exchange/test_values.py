from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.billing.tables import BillState
from bot.clock import RIYADH
from bot.exchange import values
from bot.exchange.values import BadValue, Dates, Form, Reader, read_column

ISO = Form()
_DIGITS = {"arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹", "ascii": "0123456789"}
scripts = st.sampled_from(sorted(_DIGITS))


def written(text: str, script: str) -> str:
    """The text with the digits of a script."""
    return text.translate(str.maketrans("0123456789", _DIGITS[script]))


@given(st.integers(0, 2**31 - 1), scripts, st.booleans())
def test_counts_in_every_script(number: int, script: str, grouped: bool) -> None:
    text = f"{number:,}" if grouped else str(number)
    assert values.integer(written(f" {text}\u200f", script), ISO) == number


@given(st.integers(-(10**11), 10**11), scripts, st.booleans(), st.booleans())
def test_riyals_are_whole_halalas(
    halalas: int, script: str, comma: bool, minus_behind: bool
) -> None:
    text = f"{Decimal(abs(halalas)).scaleb(-2):,.2f}"
    if comma:
        text = text.translate(str.maketrans(",.", ".,"))
    if halalas < 0:
        text = f"{text}-" if minus_behind else f"-{text}"
    assert values.halalas(written(text, script), Form(decimal_comma=comma)) == halalas


def test_arabic_separators() -> None:
    assert values.halalas("١٬٢٣٤٫٥٠", ISO) == 123450


@given(st.dates(date(1950, 1, 1), date(2200, 12, 31)), scripts, st.sampled_from("-/."))
def test_dates_in_every_order(day: date, script: str, between: str) -> None:
    first = f"{day.year}{between}{day.month}{between}{day.day}"
    assert values.day(written(first, script), ISO) == day.isoformat()
    assert values.day(f"{day:%Y%m%d}", ISO) == day.isoformat()
    assert values.day(f"{day} 00:00:00", ISO) == day.isoformat()
    last = written(f"{day.day}{between}{day.month}{between}{day.year}", script)
    assert values.day(last, Form(Dates.DAY_FIRST)) == day.isoformat()
    american = f"{day.month}{between}{day.day}{between}{day.year}"
    assert values.day(american, Form(Dates.MONTH_FIRST)) == day.isoformat()
    with pytest.raises(BadValue):
        values.day(last, ISO)


@given(st.datetimes(datetime(1951, 1, 1), datetime(2199, 1, 1)), scripts)
def test_moments_are_utc(naive: datetime, script: str) -> None:
    aware = naive.replace(tzinfo=RIYADH)
    wanted = aware.astimezone(timezone.utc).replace(tzinfo=None)
    assert datetime.fromisoformat(values.moment(written(str(naive), script), ISO)) == wanted
    in_zulu = f"{aware.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
    assert values.moment(in_zulu, ISO) == f"{wanted:%Y-%m-%d %H:%M:%S}.000000"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", "2026-11-21 21:00:00.000000"),
        ("2026-11-22 13:45", "2026-11-22 10:45:00.000000"),
        ("2026-11-22 13:45:10+03", "2026-11-22 10:45:10.000000"),
        ("2026-11-22T13:45:10.5+05:30", "2026-11-22 08:15:10.500000"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert values.moment(text, ISO) == moment


@pytest.mark.parametrize("text", ["2026-10", "202610", "٢٠٢٦-١٠", "2026-10-31", "2026/10/01"])
def test_months(text: str) -> None:
    assert values.month(text, ISO) == "2026-10-01"


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (values.integer, "1.5"),
        (values.integer, "-1"),
        (values.integer, "1_000"),
        (values.integer, "1,00"),
        (values.integer, "99999999999"),
        (values.halalas, "12.345"),
        (values.halalas, "-12-"),
        (values.halalas, "12 ريال"),
        (values.halalas, "1e5"),
        (values.halalas, "nan"),
        (values.positive_halalas, "0.00"),
        (values.watt_hours, "-0.4"),
        (values.day, "2026-02-30"),
        (values.day, "22/11/2026"),
        (values.day, "1447-06-01"),
        (values.day, "2026-11-22 13:00"),
        (values.moment, "2026-11-22 25:00"),
        (values.moment, "2026-11-22 10:00 PM"),
        (values.moment, "2026-11-22 10:00+99:00"),
        (values.truth, "maybe"),
        (values.mobile, "0112345678"),
        (values.email, "huda@"),
        (values.identity, "1234567890"),
        (values.code(5).one, "123456"),
        (values.code(9).one, "12 34"),
        (values.words(5).one, "طويل جدا"),
        (values.choice(BillState).one, "مسددة"),
    ],
)
def test_what_is_no_such_value(reader, text: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadValue):
        reader(text, ISO)


@given(st.text())
def test_any_text_is_a_value_or_refused(text: str) -> None:
    for reader in (values.integer, values.halalas, values.watt_hours, values.day, values.moment):
        try:
            reader(text, ISO)
        except BadValue as error:
            assert str(error)


_RANDOM = st.lists(
    st.one_of(
        st.integers(-(10**10), 10**10).map(str),
        st.decimals(-(10**8), 10**8, places=2).map(str),
        st.text(max_size=4),
        st.sampled_from(["1\n2", "1,2", "٣", "", " 5", "1.5", "1_0", "A-1"]),
    ),
    min_size=1,
    max_size=6,
)


@given(_RANDOM)
def test_the_quick_way_reads_as_the_slow_one(texts: list[str]) -> None:
    for reader in (
        Reader(values.integer, values.integers),
        Reader(values.halalas, values.amounts),
        values.code(20),
    ):
        assert reader.many is not None
        quick = reader.many(texts)
        if quick is not None:
            assert quick == [reader.one(text, ISO) for text in texts]


def test_an_empty_value_is_the_default_or_wrong() -> None:
    reader = Reader(values.integer, values.integers)
    assert read_column(reader, ["1", " ", "x"], ISO, 7, needed=False)[0] == [1, 7, None]
    assert read_column(reader, ["1", ""], ISO, None, needed=True)[1] == {"": "empty"}
