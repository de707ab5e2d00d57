"""A payment that was made but is not on the record."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.billing.payments import (
    Posting,
    account_to_pay,
    covering_payment,
    last_payments,
    payment_status,
)
from tests.billing.conftest import AddBill, AddPayment, at

OCTOBER = date(2026, 10, 1)
PAID = at(date(2026, 11, 20), 10)


def test_no_payment_is_known(session: Session, account: Account) -> None:
    status = payment_status(session, account.id, PAID)
    assert (status.posting, status.payment) == (Posting.NONE, None)


@pytest.mark.parametrize(
    ("posted", "now", "posting"),
    [
        (None, at(date(2026, 11, 20), 15), Posting.WAITING),
        (None, at(date(2026, 11, 22), 9), Posting.WAITING),
        (None, at(date(2026, 11, 22), 11), Posting.LATE),
        (at(date(2026, 11, 21)), at(date(2026, 11, 20), 20), Posting.WAITING),
        (at(date(2026, 11, 21)), at(date(2026, 11, 21), 13), Posting.POSTED),
    ],
)
def test_where_the_newest_payment_stands(
    session: Session, account: Account, add_bill: AddBill, add_payment: AddPayment,
    posted: datetime | None, now: datetime, posting: Posting,
) -> None:  # fmt: skip
    add_payment(add_bill(OCTOBER, 1000), "224.25", PAID, posted)
    status = payment_status(session, account.id, now)
    assert status.posting is posting
    assert status.payment is not None
    assert status.payment.amount == Decimal("224.25")
    assert status.payment.paid_at == PAID


def test_the_newest_payment_counts(
    session: Session, account: Account, add_bill: AddBill, add_payment: AddPayment
) -> None:
    bill = add_bill(OCTOBER, 1000)
    add_payment(bill, "100.00", at(date(2026, 11, 1)), at(date(2026, 11, 2)))
    add_payment(bill, "50.00", PAID, None)
    found = [payment.amount for payment in last_payments(session, account.id)]
    assert found == [Decimal("50.00"), Decimal("100.00")]
    assert payment_status(session, account.id, PAID).posting is Posting.WAITING


def test_what_is_typed_into_sadad(session: Session, account: Account, add_bill: AddBill) -> None:
    add_bill(OCTOBER, 1000)
    with time_machine.travel(PAID, tick=False):
        place = account_to_pay(session, account.id)
    assert (place.account_number, place.biller, place.due) == (
        "30000000099", "002", Decimal("224.25")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "posted", "covers"),
    [
        ("224.25", None, True),
        ("300.00", None, True),
        ("224.24", None, False),
        ("224.25", at(date(2026, 11, 20), 11), False),
    ],
)
def test_a_payment_on_its_way_that_covers_all(
    session: Session, account: Account, add_bill: AddBill, add_payment: AddPayment,
    amount: str, posted: datetime | None, covers: bool,
) -> None:  # fmt: skip
    bill = add_bill(OCTOBER, 1000)
    add_payment(bill, amount, PAID, posted)
    now = at(date(2026, 11, 22))
    found = covering_payment(session, account.id, bill.total, now)
    assert (found is not None) == covers
    assert covering_payment(session, account.id, Decimal(0), now) is None
