"""The main reason of a bill, one case each, and its arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.billing.bills import current_bill
from bot.billing.explain import Reason, explain, month_before
from tests.billing.conftest import AddBill

SEPTEMBER, OCTOBER, LAST_YEAR = date(2026, 9, 1), date(2026, 10, 1), date(2025, 10, 1)


@pytest.mark.parametrize(
    ("before", "this", "last_year", "reason"),
    [
        (None, {"kwh": 900}, None, Reason.FIRST_BILL),
        ({"kwh": 1000}, {"kwh": 1010}, None, Reason.SAME),
        ({"kwh": 1500}, {"kwh": 1000}, None, Reason.LOWER),
        ({"kwh": 1000}, {"kwh": 1100, "previous": "224.25"}, None, Reason.PREVIOUS_BALANCE),
        ({"kwh": 900, "days": 27}, {"kwh": 1100, "days": 33}, None, Reason.MORE_DAYS),
        ({"kwh": 5000}, {"kwh": 7000}, 6900, Reason.UPPER_SLAB),
        ({"kwh": 2000}, {"kwh": 3000}, 2900, Reason.SEASON),
        ({"kwh": 2000}, {"kwh": 3000}, 1500, Reason.MORE_KWH),
        ({"kwh": 2000}, {"kwh": 3000}, None, Reason.MORE_KWH),
        ({"kwh": 0}, {"kwh": 800}, None, Reason.MORE_KWH),
        ({"kwh": 6500}, {"kwh": 8000}, None, Reason.MORE_KWH),
    ],
)
def test_main_reason(
    session: Session, account: Account, add_bill: AddBill, before, this, last_year, reason: Reason
) -> None:
    if last_year is not None:
        add_bill(LAST_YEAR, last_year)
    if before is not None:
        add_bill(SEPTEMBER, **before)
    add_bill(OCTOBER, **this)
    told = explain(session, account.id, current_bill(session, account.id))
    assert told.reason is reason
    assert (told.last_month is None, told.last_year is None) == (before is None, last_year is None)


def test_the_arithmetic_is_complete(session: Session, account: Account, add_bill: AddBill) -> None:
    add_bill(SEPTEMBER, 5000, days=31)
    add_bill(OCTOBER, 7000, previous="50.00")
    told = explain(session, account.id, current_bill(session, account.id))
    assert [(line.kwh, line.rate, line.amount) for line in told.energy] == [
        (6000, 18, Decimal("1080.00")),
        (1000, 30, Decimal("300.00")),
    ]
    assert (told.meter_fee, told.vat_percent, told.threshold) == (Decimal("15.00"), 15, 6000)
    parts = sum((line.amount for line in told.energy), told.meter_fee)
    assert parts + told.bill.vat + told.bill.previous_balance == told.bill.total
    assert told.daily_kwh == Decimal("233.3")
    assert told.last_month is not None
    assert (told.last_month.days, told.last_month.kwh) == (-1, 2000)
    # September: 900 + 15 = 915, with VAT 1,052.25; October: 1,604.25
    assert told.last_month.charges == Decimal("552.00")
    assert told.last_month.total == Decimal("602.00")


@pytest.mark.parametrize(
    ("month", "back", "expected"),
    [
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 10, 1), 12, date(2025, 10, 1)),
        (date(2026, 3, 5), 0, date(2026, 3, 1)),
        (date(2026, 12, 1), 24, date(2024, 12, 1)),
    ],
)
def test_month_before(month: date, back: int, expected: date) -> None:
    assert month_before(month, back) == expected
