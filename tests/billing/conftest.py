"""One account, and bills and payments to put on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, TariffCategory
from bot.billing.explain import month_before
from bot.billing.tables import Bill, BillLine, BillState, Payment
from bot.billing.tariff import charge, tariff
from bot.clock import RIYADH
from tests.records import new_account, new_area

AddBill = Callable[..., Bill]
AddPayment = Callable[..., Payment]


@pytest.fixture
def account(session: Session) -> Account:
    row = new_account("30000000099", new_area("الصفا", city="جدة"), breaker_amperes=100)
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def add_bill(session: Session, account: Account) -> AddBill:
    def add(
        month: date,
        kwh: int,
        *,
        days: int = 30,
        previous: str = "0",
        state: BillState = BillState.UNPAID,
    ) -> Bill:
        applied = tariff(TariffCategory.RESIDENTIAL, 100, month)
        charged = charge(kwh, applied)
        end = month.replace(day=24)
        bill = Bill(
            account_id=account.id,
            number=f"{account.id}{month:%Y%m}",
            period=month,
            period_start=end - timedelta(days=days),
            period_end=end,
            reading_from=1000,
            reading_to=1000 + kwh,
            kwh=kwh,
            subtotal=charged.subtotal,
            vat=charged.vat,
            previous_balance=Decimal(previous),
            total=charged.total + Decimal(previous),
            issue_date=month.replace(day=28),
            due_date=month.replace(day=28) + timedelta(days=30),
            state=state.value,
            tariff_from=applied.valid_from,
            lines=[
                BillLine(
                    position=place,
                    kind=line.kind.value,
                    kwh=line.kwh,
                    rate_halalas=line.rate,
                    amount=line.amount,
                )
                for place, line in enumerate(charged.lines)
            ],
        )
        session.add(bill)
        session.flush()
        return bill

    return add


@pytest.fixture
def add_payment(session: Session, account: Account) -> AddPayment:
    def add(bill: Bill, amount: str, paid: datetime, posted: datetime | None) -> Payment:
        row = Payment(
            account_id=account.id,
            bill_id=bill.id,
            amount=Decimal(amount),
            paid_at=paid,
            posted_at=posted,
            sadad_reference=f"S{paid:%m%d%H%M}",
        )
        session.add(row)
        session.flush()
        return row

    return add


def months_to(newest: date, count: int) -> list[date]:
    """`count` months, oldest first."""
    return [month_before(newest, back) for back in reversed(range(count))]


def at(day: date, hour: int = 12) -> datetime:
    """An hour of a day in Riyadh."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=RIYADH)
