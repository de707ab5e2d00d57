"""Bills as they stand: what is due, which month, what is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.billing.bills import (
    BillNotFound,
    Missing,
    bill_of_month,
    consumption,
    current_bill,
    last_bills,
)
from bot.billing.tables import BillState
from tests.billing.conftest import AddBill, AddPayment, at, months_to

OCTOBER = date(2026, 10, 1)
TODAY = at(date(2026, 11, 22))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_an_unpaid_bill_is_due_in_full(
    session: Session, account: Account, add_bill: AddBill
) -> None:
    add_bill(OCTOBER, 1000)  # 180 + 15 = 195; VAT 29.25
    bill = current_bill(session, account.id)
    assert (bill.total, bill.due, bill.state) == (
        Decimal("224.25"), Decimal("224.25"), BillState.UNPAID
    )  # fmt: skip
    assert bill.days == 30
    assert sum(line.amount for line in bill.lines) == bill.charges == Decimal("224.25")


def test_a_posted_part_payment_lowers_what_is_due(
    session: Session, account: Account, add_bill: AddBill, add_payment: AddPayment
) -> None:
    row = add_bill(OCTOBER, 1000)
    add_payment(row, "100.00", at(date(2026, 11, 1)), at(date(2026, 11, 2)))
    bill = current_bill(session, account.id)
    assert (bill.state, bill.paid, bill.due) == (
        BillState.PARTLY_PAID, Decimal("100.00"), Decimal("124.25")
    )  # fmt: skip


@pytest.mark.parametrize("posted", [None, at(date(2026, 11, 23))])
def test_a_payment_not_posted_yet_changes_nothing(
    session: Session, account: Account, add_bill: AddBill, add_payment: AddPayment, posted
) -> None:
    row = add_bill(OCTOBER, 1000)
    add_payment(row, "224.25", at(date(2026, 11, 22), 9), posted)
    assert current_bill(session, account.id).due == Decimal("224.25")


def test_payments_that_arrived_since_pay_the_bill(
    session: Session, account: Account, add_bill: AddBill, add_payment: AddPayment
) -> None:
    row = add_bill(OCTOBER, 1000)
    for day, amount in ((1, "124.25"), (2, "100.00")):
        add_payment(row, amount, at(date(2026, 11, day)), at(date(2026, 11, day), 20))
    bill = current_bill(session, account.id)
    assert (bill.state, bill.due) == (BillState.PAID, 0)


def test_what_was_carried_is_due_only_once(
    session: Session, account: Account, add_bill: AddBill
) -> None:
    september = add_bill(date(2026, 9, 1), 1000)
    add_bill(OCTOBER, 1000, previous=str(september.total))
    newest, earlier = last_bills(session, account.id)
    assert (earlier.carried, earlier.due, newest.carried) == (True, 0, False)
    assert newest.due == Decimal("448.50")


def test_the_last_six_newest_first(session: Session, account: Account, add_bill: AddBill) -> None:
    for month in months_to(OCTOBER, 9):
        add_bill(month, 500, state=BillState.PAID)
    found = [bill.month.month for bill in last_bills(session, account.id)]
    assert found == [10, 9, 8, 7, 6, 5]


def test_the_bill_of_a_month_by_any_of_its_days(
    session: Session, account: Account, add_bill: AddBill
) -> None:
    for month in months_to(OCTOBER, 3):
        add_bill(month, 500 + month.month)
    assert bill_of_month(session, account.id, date(2026, 9, 17)).kwh == 509


@pytest.mark.parametrize(
    ("month", "why"),
    [
        (date(2026, 11, 1), Missing.NOT_ISSUED),
        (date(2030, 1, 1), Missing.NOT_ISSUED),
        (date(2026, 7, 1), Missing.BEFORE_RECORDS),
        (date(2026, 9, 1), Missing.GAP),
    ],
)
def test_a_month_without_a_bill_says_why(
    session: Session, account: Account, add_bill: AddBill, month: date, why: Missing
) -> None:
    add_bill(date(2026, 8, 1), 500)
    add_bill(OCTOBER, 500)
    with pytest.raises(BillNotFound) as missing:
        bill_of_month(session, account.id, month)
    assert missing.value.why is why
    assert (missing.value.first, missing.value.last) == (date(2026, 8, 1), OCTOBER)


def test_an_account_without_bills(session: Session, account: Account) -> None:
    for ask in (current_bill, last_bills):
        with pytest.raises(BillNotFound) as missing:
            ask(session, account.id)
        assert missing.value.why is Missing.NO_BILLS
    with pytest.raises(BillNotFound):
        bill_of_month(session, account.id, OCTOBER)
    assert consumption(session, account.id) == []


def test_consumption_is_oldest_first_and_limited(
    session: Session, account: Account, add_bill: AddBill
) -> None:
    for place, month in enumerate(months_to(OCTOBER, 5)):
        add_bill(month, 100 * place)
    assert consumption(session, account.id, 2) == [(date(2026, 9, 1), 300), (OCTOBER, 400)]
