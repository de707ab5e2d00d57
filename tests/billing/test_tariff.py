"""The tariff, against values computed by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.tables import TariffCategory as Category
from bot.billing.tables import LineKind
from bot.billing.tariff import _slabs, charge, tariff
from bot.facts import Confidence, Fact, FactsError

NOW = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("category", "amperes", "month", "kwh", "subtotal", "vat"),
    [
        # 6,000 × 0.18 + 1,000 × 0.30 + 15; 15 %
        (Category.RESIDENTIAL, 100, NOW, 7000, "1395.00", "209.25"),
        # the same in 2019, 5 %
        (Category.RESIDENTIAL, 100, date(2019, 5, 1), 7000, "1395.00", "69.75"),
        (Category.RESIDENTIAL, 100, date(2020, 6, 1), 7000, "1395.00", "69.75"),
        (Category.RESIDENTIAL, 100, date(2020, 7, 1), 7000, "1395.00", "209.25"),
        # the whole first slab: 1,080 + 10
        (Category.RESIDENTIAL, 60, NOW, 6000, "1090.00", "163.50"),
        # 15 × 0.18 + 10 = 12.70; 1.905 goes up
        (Category.RESIDENTIAL, 60, NOW, 15, "12.70", "1.91"),
        # an empty house pays the meter
        (Category.RESIDENTIAL, 60, NOW, 0, "10.00", "1.50"),
        (Category.COMMERCIAL, 200, NOW, 500, "121.00", "18.15"),
        (Category.AGRICULTURAL, 60, NOW, 6000, "970.00", "145.50"),
        (Category.CHARITY, 60, NOW, 6001, "970.20", "145.53"),
        (Category.PRIVATE_HEALTH_EDUCATION, 60, NOW, 101, "31.21", "4.68"),
        (Category.INDUSTRIAL, 400, NOW, 100_000, "18025.00", "2703.75"),
        (Category.GOVERNMENT, 500, NOW, 333, "136.56", "20.48"),
    ],
)
def test_hand_computed(
    category: Category, amperes: int, month: date, kwh: int, subtotal: str, vat: str
) -> None:
    charged = charge(kwh, tariff(category, amperes, month))
    assert (charged.subtotal, charged.vat) == (Decimal(subtotal), Decimal(vat))
    assert charged.total == Decimal(subtotal) + Decimal(vat)


@pytest.mark.parametrize(
    ("amperes", "fee"),
    [(20, 10), (60, 10), (61, 15), (100, 15), (200, 21), (300, 22), (400, 25), (401, 30)],
)
def test_meter_fee_by_breaker(amperes: int, fee: int) -> None:
    assert tariff(Category.RESIDENTIAL, amperes, NOW).meter_fee == fee


def test_lines_of_a_bill_over_the_threshold() -> None:
    lines = charge(7000, tariff(Category.RESIDENTIAL, 100, NOW)).lines
    assert [(line.kind, line.kwh, line.rate) for line in lines] == [
        (LineKind.ENERGY, 6000, 18),
        (LineKind.ENERGY, 1000, 30),
        (LineKind.METER_FEE, None, None),
        (LineKind.VAT, None, 15),
    ]


def test_a_flat_rate_has_no_threshold() -> None:
    assert tariff(Category.INDUSTRIAL, 400, NOW).threshold is None
    assert tariff(Category.RESIDENTIAL, 400, NOW).threshold == 6000


def test_the_tariff_is_named_by_its_newest_part() -> None:
    assert tariff(Category.RESIDENTIAL, 60, date(2019, 1, 1)).valid_from == date(2018, 1, 1)
    assert tariff(Category.RESIDENTIAL, 60, NOW).valid_from == date(2020, 7, 1)


def test_before_the_first_edition_nothing_is_computed() -> None:
    with pytest.raises(FactsError):
        tariff(Category.RESIDENTIAL, 60, date(2017, 12, 1))


def test_negative_consumption_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        charge(-1, tariff(Category.RESIDENTIAL, 60, NOW))


@pytest.mark.parametrize(
    "steps",
    [
        [{"to": 6000, "rate": 18}],
        [{"rate": 18}, {"rate": 30}],
        [{"to": 6000, "rate": 18}, {"to": 4000, "rate": 20}, {"rate": 30}],
    ],
)
def test_slabs_that_make_no_sense_are_refused(steps: list[dict[str, int]]) -> None:
    fact = Fact("tariff.x", steps, "", NOW, "test", Confidence.GOOD)
    with pytest.raises(FactsError, match="slabs must rise"):
        _slabs(fact)


categories = st.sampled_from(list(Category))
amounts = st.integers(0, 2_000_000)
breakers = st.integers(1, 2000)
months = st.dates(date(2018, 1, 1), date(2030, 12, 1)).map(lambda day: day.replace(day=1))


@given(categories, breakers, months, amounts)
def test_lines_sum_to_the_total_and_to_the_consumption(
    category: Category, amperes: int, month: date, kwh: int
) -> None:
    charged = charge(kwh, tariff(category, amperes, month))
    assert sum(line.amount for line in charged.lines) == charged.total
    assert charged.subtotal + charged.vat == charged.total
    assert sum(line.kwh or 0 for line in charged.lines) == kwh
    assert all(line.amount == round(line.amount, 2) for line in charged.lines)


@given(categories, breakers, months, amounts, st.integers(1, 1000))
def test_more_consumption_never_costs_less(
    category: Category, amperes: int, month: date, kwh: int, more: int
) -> None:
    applied = tariff(category, amperes, month)
    assert charge(kwh + more, applied).total > charge(kwh, applied).total
