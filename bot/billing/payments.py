"""Payments, and the one that was made but does not show yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.billing.bills import BillNotFound, current_bill
from bot.billing.tables import Payment
from bot.facts import facts


class Posting(Enum):
    """Where an account's newest payment stands."""

    NONE = "none"
    """No payment is known: perhaps made minutes ago, or for another number."""
    WAITING = "waiting"
    """Known, not on the record yet, within the usual time."""
    LATE = "late"
    """Known, not on the record, longer ago than usual: staff should look."""
    POSTED = "posted"


@dataclass(frozen=True)
class PaymentView:
    """One payment. `amount` is riyals."""

    amount: Decimal
    paid_at: datetime
    posted_at: datetime | None
    reference: str
    """SADAD's number."""


@dataclass(frozen=True)
class PaymentStatus:
    """The newest payment, if any, and where it stands."""

    posting: Posting
    payment: PaymentView | None


def last_payments(session: Session, account_id: int, count: int = 3) -> list[PaymentView]:
    """The newest payments, newest first."""
    rows = session.execute(
        select(Payment)
        .where(Payment.account_id == account_id)
        .order_by(desc(Payment.paid_at))
        .limit(count)
    ).scalars()
    return [
        PaymentView(row.amount, row.paid_at, row.posted_at, row.sadad_reference) for row in rows
    ]


def payment_status(session: Session, account_id: int, at: datetime) -> PaymentStatus:
    """Where the newest payment stands at a moment.

    The usual posting time is `payment.posting_hours`; it decides between waiting and late and is
    never said, being uncertain.
    """
    newest = next(iter(last_payments(session, account_id, 1)), None)
    if newest is None:
        return PaymentStatus(Posting.NONE, None)
    if newest.posted_at is not None and newest.posted_at <= at:
        return PaymentStatus(Posting.POSTED, newest)
    usual = timedelta(hours=int(facts().get("payment.posting_hours").number()))
    late = at - newest.paid_at > usual
    return PaymentStatus(Posting.LATE if late else Posting.WAITING, newest)


def covering_payment(
    session: Session, account_id: int, due: Decimal, at: datetime
) -> PaymentView | None:
    """A payment of at least `due` riyals that is known but not on the record yet: whoever made it
    has nothing more to pay."""
    status = payment_status(session, account_id, at)
    if status.payment is None or status.posting not in (Posting.WAITING, Posting.LATE):
        return None
    return status.payment if status.payment.amount >= due > 0 else None


@dataclass(frozen=True)
class AccountToPay:
    """What is typed into SADAD, and how much is due on the record (riyals)."""

    account_number: str
    biller: str
    due: Decimal
    partly_paid: bool
    """Something was paid for the newest bill already."""


def account_to_pay(session: Session, account_id: int) -> AccountToPay:
    """How to pay one account now.

    Raises:
        sqlalchemy.exc.NoResultFound: no such account.
    """
    account = session.execute(select(Account).where(Account.id == account_id)).scalar_one()
    try:
        bill = current_bill(session, account_id)
    except BillNotFound:
        return AccountToPay(account.number, account.area.biller, Decimal(0), partly_paid=False)
    return AccountToPay(account.number, account.area.biller, bill.due, bill.paid > 0)
