"""Accounts for dialogues: each one gets its own copy of a demo account, with its own mobile."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Contact
from bot.billing.tables import Bill, BillLine, Payment
from bot.outages.outages import OPEN_STATES
from bot.outages.tables import OutageReport, ReportState
from bot.usage.tables import DailyReading

_counter = itertools.count(1)


@dataclass(frozen=True)
class Copy:
    """What a dialogue may say: `{account}`, `{mobile}`, `{new_mobile}`."""

    account: str
    mobile: str
    new_mobile: str
    second: str = ""
    """Another account with the same mobile, if the dialogue wants one."""


def copy_household(session: Session, number: str, second: str | None) -> Copy:
    """A copy of the account, and of a second one with the same mobile if it is named."""
    copy = copy_account(session, number)
    if second is None:
        return copy
    return replace(copy, second=copy_account(session, second, copy.mobile).account)


def close_reports(session: Session) -> None:
    """End what earlier dialogues reported: together they would be taken for a wider fault."""
    open_ones = update(OutageReport).where(OutageReport.__table__.c.state.in_(OPEN_STATES))
    ended = open_ones.values(state=ReportState.CLOSED.value)
    session.execute(ended, execution_options={"synchronize_session": False})


def copy_account(session: Session, number: str, mobile: str | None = None) -> Copy:
    """Copy the account, its contacts, bills and payments under a fresh number and mobile."""
    n = next(_counter)
    fresh = mobile or f"+9665000{70000 + 2 * n}"
    copy = Copy(f"30000{900000 + n}", fresh, f"+9665000{70001 + 2 * n}")
    original = session.execute(select(Account).where(Account.number == number)).scalar_one()
    account_id = _insert(
        session,
        Account,
        original,
        number=copy.account,
        premise=f"T{n:06d}",
        meter=f"T{n:06d}",
    )
    for contact in original.contacts:
        value = copy.mobile if contact.kind == "mobile" else f"person{n}@example.com"
        if contact.primary:
            _insert(session, Contact, contact, account_id=account_id, value=value)
    _copy_bills(session, original.id, account_id, n)
    _copy_readings(session, original.id, account_id)
    return copy


def _copy_bills(session: Session, old: int, new: int, n: int) -> None:
    bills = {}
    for bill in session.execute(select(Bill).where(Bill.account_id == old)).scalars():
        fields = {"account_id": new, "number": f"T{n}-{bill.period:%y%m}"}
        bills[bill.id] = _insert(session, Bill, bill, **fields)
        for line in bill.lines:
            _insert(session, BillLine, line, bill_id=bills[bill.id])
    for payment in session.execute(select(Payment).where(Payment.account_id == old)).scalars():
        _insert(
            session,
            Payment,
            payment,
            account_id=new,
            bill_id=bills.get(payment.bill_id),
            sadad_reference=f"T{n}-{payment.id}",
        )


def _copy_readings(session: Session, old: int, new: int) -> None:
    rows = session.execute(select(DailyReading).where(DailyReading.account_id == old)).scalars()
    for row in list(rows):
        session.add(
            DailyReading(
                account_id=new,
                day=row.day,
                watt_hours=row.watt_hours,
                night_watt_hours=row.night_watt_hours,
            )
        )
    session.flush()


def _insert(session: Session, table: Any, row: Any, **changes: Any) -> int:
    """Insert a copy of `row` with `changes`; its new id."""
    attributes = [a.key for a in table.__mapper__.column_attrs if a.key != "id"]
    values = {key: getattr(row, key) for key in attributes}
    fresh = table(**{**values, **changes})
    session.add(fresh)
    session.flush()
    return int(fresh.id)
