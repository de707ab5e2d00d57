"""Rows with everything filled in that a test does not care about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from bot.accounts.tables import Account, Area, Contact
from bot.billing.tables import Bill, BillLine


def new_area(district: str = "النرجس", **columns: Any) -> Area:
    """A district of Riyadh, on the feeder F1."""
    given = {"city": "الرياض", "region": "riyadh", "feeder": "F1", "biller": "002", **columns}
    return Area(district=district, **given)


def new_account(number: str, area: Area, mobile: str | None = None, **columns: Any) -> Account:
    """A home with a breaker of 60 amperes; `mobile` is its first contact."""
    given: dict[str, Any] = {
        "verified": True,
        "premise": f"P{number[-5:]}",
        "street": "شارع الأمل",
        "meter": f"M{number[-5:]}",
        "breaker_amperes": 60,
        "tariff_category": "residential",
        **columns,
    }
    account = Account(number=number, area=area, **given)
    if mobile:
        account.contacts.append(Contact(kind="mobile", value=mobile, primary=True))
    return account


def new_bill(account: Account, month: date = date(2026, 10, 1), **columns: Any) -> Bill:
    """An unpaid bill of 100 kWh; `total` is all that is due, and its one line is the tax."""
    total = Decimal(columns.pop("total", "100.00"))
    given: dict[str, Any] = {
        "number": f"{account.number}{month:%m}",
        "period_start": month,
        "period_end": month.replace(day=28),
        "reading_from": 100,
        "reading_to": 200,
        "kwh": 100,
        "subtotal": total,
        "vat": Decimal(0),
        "previous_balance": Decimal(0),
        "issue_date": month.replace(day=28),
        "due_date": month.replace(day=28),
        "state": "unpaid",
        "tariff_from": date(2018, 1, 1),
        **columns,
    }
    bill = Bill(account_id=account.id, period=month, total=total, **given)
    bill.lines.append(BillLine(position=0, kind="vat", rate_halalas=15, amount=Decimal(0)))
    return bill
