"""What many accounts owe for one month, in a few queries: for notices to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.billing.tables import Bill, BillState, Payment
from bot.clock import now

_bills, _payments = Bill.__table__.c, Payment.__table__.c


@dataclass(frozen=True)
class Owed:
    """What is still to be paid for a bill, in riyals, and until when."""

    due: Decimal
    due_date: date


def owed_for(session: Session, account_ids: Sequence[int], month: date) -> dict[int, Owed]:
    """By account, what is to be paid for that month's bill.

    Left out, as in `BillView.due` and `covering_payment`: paid bills, those whose rest is in a
    later bill, and those that a payment covers which is known but not on the record yet.
    """
    later = select(_bills.account_id).where(
        _bills.account_id.in_(account_ids), _bills.period > month
    )
    carried = set(session.execute(later).scalars())
    bills = session.execute(
        select(_bills.id, _bills.account_id, _bills.total, _bills.due_date).where(
            _bills.account_id.in_(account_ids),
            _bills.period == month,
            _bills.state != BillState.PAID.value,
        )
    ).all()
    paid = _posted(session, [bill.id for bill in bills])
    owed = {
        bill.account_id: Owed(bill.total - paid.get(bill.id, Decimal(0)), bill.due_date)
        for bill in bills
        if bill.account_id not in carried
    }
    coming = _on_their_way(session, account_ids)
    return {
        account: one
        for account, one in owed.items()
        if one.due > 0 and coming.get(account, Decimal(0)) < one.due
    }


def _posted(session: Session, bill_ids: Sequence[int]) -> dict[int, Decimal]:
    rows = session.execute(
        select(_payments.bill_id, func.sum(_payments.amount))
        .where(_payments.bill_id.in_(bill_ids), _payments.posted_at <= now())
        .group_by(_payments.bill_id)
    )
    return {bill: amount for bill, amount in rows}


def _on_their_way(session: Session, account_ids: Sequence[int]) -> dict[int, Decimal]:
    """The largest payment of each account that is not on the record yet."""
    unposted = or_(_payments.posted_at.is_(None), _payments.posted_at > now())
    rows = session.execute(
        select(_payments.account_id, func.max(_payments.amount))
        .where(_payments.account_id.in_(account_ids), unposted)
        .group_by(_payments.account_id)
    )
    return {account: amount for account, amount in rows}
