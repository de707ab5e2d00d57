"""Why a bill is what it is: its arithmetic, two comparisons, and the main reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, TariffCategory
from bot.billing.bills import BillNotFound, BillView, Line, bill_of_month
from bot.billing.tables import LineKind
from bot.billing.tariff import tariff

_SAME_SHARE = Decimal("0.03")
"""A change within 3 % is called the same."""
_DAILY_SHARE = Decimal("0.05")
"""Daily use within 5 % of the other month's: then the days made the difference."""
_SEASON_SHARE = Decimal("0.15")
"""Within 15 % of the same month last year: the season's usual level."""


class Reason(Enum):
    """What made most of the difference to the month before."""

    FIRST_BILL = "first_bill"
    LOWER = "lower"
    SAME = "same"
    PREVIOUS_BALANCE = "previous_balance"
    MORE_DAYS = "more_days"
    UPPER_SLAB = "upper_slab"
    SEASON = "season"
    MORE_KWH = "more_kwh"


@dataclass(frozen=True)
class Comparison:
    """This bill against another one: this minus that."""

    other: BillView
    days: int
    kwh: int
    charges: Decimal
    """The month's own charges, riyals."""
    total: Decimal
    """With what was left from before."""


@dataclass(frozen=True)
class Explanation:
    """All that is said about one bill."""

    bill: BillView
    daily_kwh: Decimal
    """To one place."""
    energy: tuple[Line, ...]
    """Empty when the utility's bill does not say how its sum came about."""
    meter_fee: Decimal
    vat_percent: int
    threshold: int | None
    """kWh a month where the dearer slab of this account's category begins; None: not known."""
    last_month: Comparison | None
    last_year: Comparison | None
    reason: Reason


def _daily(bill: BillView) -> Decimal:
    return Decimal(bill.kwh) / bill.days


def _compare(bill: BillView, other: BillView) -> Comparison:
    return Comparison(
        other=other,
        days=bill.days - other.days,
        kwh=bill.kwh - other.kwh,
        charges=bill.charges - other.charges,
        total=bill.total - other.total,
    )


def month_before(month: date, count: int = 1) -> date:
    """First day of the month `count` months earlier."""
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def _reason(
    bill: BillView,
    against: Comparison | None,
    last_year: Comparison | None,
    threshold: int | None,
) -> Reason:
    if against is None:
        return Reason.FIRST_BILL
    other = against.other
    if abs(against.total) <= other.total * _SAME_SHARE:
        return Reason.SAME
    if against.total < 0:
        return Reason.LOWER
    if (bill.previous_balance - other.previous_balance) * 2 >= against.total:
        return Reason.PREVIOUS_BALANCE
    if against.days > 0 and _daily(bill) <= _daily(other) * (1 + _DAILY_SHARE):
        return Reason.MORE_DAYS
    if threshold is not None and other.kwh <= threshold < bill.kwh:
        return Reason.UPPER_SLAB
    if last_year and abs(last_year.kwh) <= last_year.other.kwh * _SEASON_SHARE:
        return Reason.SEASON
    return Reason.MORE_KWH


def _other(session: Session, account_id: int, bill: BillView, months: int) -> Comparison | None:
    try:
        return _compare(bill, bill_of_month(session, account_id, month_before(bill.month, months)))
    except BillNotFound:
        return None


def explain(session: Session, account_id: int, bill: BillView) -> Explanation:
    """The explanation of one of the account's bills."""
    account = session.execute(select(Account).where(Account.id == account_id)).scalar_one()
    applied = tariff(TariffCategory(account.tariff_category), account.breaker_amperes, bill.month)
    last_month = _other(session, account_id, bill, 1)
    last_year = _other(session, account_id, bill, 12)
    vat = next(line for line in bill.lines if line.kind is LineKind.VAT)
    energy = tuple(
        line for line in bill.lines if line.kind is LineKind.ENERGY and line.rate is not None
    )
    threshold = applied.threshold if energy else None
    return Explanation(
        bill=bill,
        daily_kwh=round(_daily(bill), 1),
        energy=energy,
        meter_fee=sum(
            (line.amount for line in bill.lines if line.kind is LineKind.METER_FEE), Decimal(0)
        ),
        vat_percent=vat.rate or 0,
        threshold=threshold,
        last_month=last_month,
        last_year=last_year,
        reason=_reason(bill, last_month, last_year, threshold),
    )
