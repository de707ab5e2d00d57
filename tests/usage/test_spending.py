"""The calculator: slabs add up, more never costs less, days add up to their bill."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.accounts.tables import Account, TariffCategory
from bot.billing.tables import LineKind
from bot.billing.tariff import Slab, charge, tariff
from bot.clock import RIYADH
from bot.database import engine, reading
from bot.demo.seed import seed_database
from bot.usage.cycles import cycles
from bot.usage.pricing import general_place, month_cost, part_cost, place_of
from bot.usage.spending import energy, month_to, spent, with_vat

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
HOME = (Slab(6000, 18), Slab(None, 30))
KWH = st.decimals(min_value=0, max_value=200_000, places=3)
CATEGORY = st.sampled_from(list(TariffCategory))


@given(KWH, KWH, CATEGORY)
def test_more_never_costs_less(one: Decimal, more: Decimal, category: TariffCategory) -> None:
    slabs = tariff(category, 100, date(2026, 11, 1)).slabs
    assert energy(one + more, slabs) >= energy(one, slabs)


@given(KWH, KWH, CATEGORY)
def test_the_parts_of_a_month_add_up(
    one: Decimal, other: Decimal, category: TariffCategory
) -> None:
    """A month up to some day, and the rest of it in its place: together the whole month."""
    slabs = tariff(category, 100, date(2026, 11, 1)).slabs
    rest = energy(one + other, slabs) - energy(one, slabs)
    assert energy(one, slabs) + rest == energy(one + other, slabs)
    cheapest, dearest = slabs[0].rate_halalas, slabs[-1].rate_halalas
    assert other * cheapest / 100 <= rest <= other * dearest / 100


@given(st.integers(0, 100_000), CATEGORY)
def test_whole_months_cost_what_the_bill_says(kwh: int, category: TariffCategory) -> None:
    applied = tariff(category, 100, date(2026, 11, 1))
    billed = sum(line.amount for line in charge(kwh, applied).lines if line.kind is LineKind.ENERGY)
    assert abs(energy(Decimal(kwh), applied.slabs) - billed) < Decimal("0.01")


@pytest.mark.parametrize(
    ("kwh", "riyals"), [("0", "0"), ("500", "90"), ("6000", "1080"), ("7000.5", "1380.15")]
)
def test_a_home_by_hand(kwh: str, riyals: str) -> None:
    assert energy(Decimal(kwh), HOME) == Decimal(riyals)


def test_nothing_is_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        energy(Decimal(-1), HOME)
    assert with_vat(Decimal(100), 15) == Decimal("115.00")


def test_a_part_costs_by_the_slab_or_by_both() -> None:
    general = general_place()
    both = part_cost(Decimal(432), general)
    assert [(slab.rate_halalas, cost) for slab, cost in both] == [
        (18, Decimal("89.42")),
        (30, Decimal("149.04")),
    ]
    assert month_cost(7000, general) == Decimal("1587.00")


def test_days_add_up_to_their_month(database: None) -> None:
    """The days of a billed month cost its energy lines with VAT, however they are cut."""
    seed_database(engine(), 12, 1, MOMENT)
    with reading() as session:
        for account in session.execute(select(Account).where(Account.id.in_([1, 10]))).scalars():
            months = cycles(session, account.id)
            cycle = months.last_billed
            assert cycle is not None
            assert cycle.billed_kwh is not None
            applied = tariff(TariffCategory.RESIDENTIAL, account.breaker_amperes, cycle.month)
            whole = with_vat(energy(Decimal(cycle.billed_kwh), applied.slabs), applied.vat_percent)
            last = cycle.end - timedelta(days=1)
            assert spent(session, account, cycle.start, last).riyals == whole
            cut = cycle.start + timedelta(days=17)
            parts = [
                spent(session, account, cycle.start, cut),
                spent(session, account, cut + timedelta(days=1), last),
            ]
            assert abs(sum(part.riyals for part in parts) - whole) <= Decimal("0.02")
            assert sum(part.kwh for part in parts) == cycle.billed_kwh


def test_a_proved_account_pays_by_its_own_slab(database: None) -> None:
    seed_database(engine(), 12, 1, MOMENT)
    with reading() as session:
        rates = {
            account.id: [slab.rate_halalas for slab, _ in part_cost(Decimal(1), found)]
            for account in session.execute(select(Account)).scalars()
            if (found := place_of(session, account))
        }
    assert rates[1] == [18]
    assert rates[10] == [30]  # its last bill passed 6,000 kWh
    assert rates[4] == [20]  # a shop


def test_missing_days_count_as_the_mean_before_a_day(database: None) -> None:
    seed_database(engine(), 12, 1, MOMENT)
    with reading() as session:
        account = session.get(Account, 1)
        cycle = cycles(session, 1).last_billed
        assert cycle is not None
        days = list(spent(session, account, cycle.start, cycle.end - timedelta(days=1)).days)
    half = cycle.start + timedelta(days=14)
    whole = month_to(days, cycle, half)
    without = month_to([day for day in days if day.day != cycle.start], cycle, half)
    assert month_to(days, cycle, cycle.start) == 0
    assert abs(whole - without) < max(day.kwh for day in days)
    assert month_to(days, cycle, cycle.end) == cycle.billed_kwh
