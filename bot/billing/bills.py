"""Bills as they stand now: what was charged, what was paid, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from sqlalchemy import desc, func, select
from sqlalchemy.orm import Session, selectinload

from bot.billing.lines import lines_of
from bot.billing.tables import Bill, BillLine, BillState, LineKind, Payment
from bot.clock import now


class Missing(Enum):
    """Why there is no bill of a month."""

    NOT_ISSUED = "not_issued"
    """The month after the last bill, or a later one."""
    BEFORE_RECORDS = "before_records"
    GAP = "gap"
    """Not that month, although there are earlier and later ones."""
    NO_BILLS = "no_bills"
    """The account has no bill at all."""


class BillNotFound(Exception):
    """No such bill. `first` and `last` are the months on record (None: none)."""

    def __init__(self, why: Missing, first: date | None = None, last: date | None = None) -> None:
        super().__init__(f"no bill: {why.value}")
        self.why = why
        self.first = first
        self.last = last


@dataclass(frozen=True)
class Line:
    """One line of a bill. `rate` is halalas a kWh for energy (None: not known), percent for VAT."""

    kind: LineKind
    kwh: int | None
    rate: int | None
    amount: Decimal


@dataclass(frozen=True)
class BillView:
    """One bill at this moment. Amounts are riyals."""

    id: int
    number: str
    month: date
    """First day of the month charged."""
    period_start: date
    period_end: date
    """The day after the last one charged."""
    reading_from: int
    reading_to: int
    kwh: int
    subtotal: Decimal
    vat: Decimal
    previous_balance: Decimal
    total: Decimal
    paid: Decimal
    """Payments that reached the record."""
    issue_date: date
    due_date: date
    state: BillState
    carried: bool
    """Unpaid, and its rest is in a later bill: nothing is due for it by itself."""
    lines: tuple[Line, ...]

    @property
    def days(self) -> int:
        """Days charged."""
        return (self.period_end - self.period_start).days

    @property
    def due(self) -> Decimal:
        """What is still to be paid for it; zero when paid or carried to a later bill."""
        if self.state is BillState.PAID or self.carried:
            return Decimal(0)
        return max(self.total - self.paid, Decimal(0))

    @property
    def charges(self) -> Decimal:
        """The month's own charges with VAT, without what was left from before."""
        return self.subtotal + self.vat


def _state(bill: Bill, paid: Decimal) -> BillState:
    """The record's word, or better once payments that arrived since cover more."""
    if bill.state == BillState.PAID.value or paid >= bill.total:
        return BillState.PAID
    return BillState.PARTLY_PAID if paid > 0 else BillState.UNPAID


def _view(bill: Bill, lines: Sequence[BillLine], paid: Decimal, latest: date) -> BillView:
    state = _state(bill, paid)
    return BillView(
        id=bill.id,
        number=bill.number,
        month=bill.period,
        period_start=bill.period_start,
        period_end=bill.period_end,
        reading_from=bill.reading_from,
        reading_to=bill.reading_to,
        kwh=bill.kwh,
        subtotal=bill.subtotal,
        vat=bill.vat,
        previous_balance=bill.previous_balance,
        total=bill.total,
        paid=bill.total if state is BillState.PAID else paid,
        issue_date=bill.issue_date,
        due_date=bill.due_date,
        state=state,
        carried=state is not BillState.PAID and bill.period < latest,
        lines=tuple(
            Line(LineKind(line.kind), line.kwh, line.rate_halalas, line.amount) for line in lines
        ),
    )


def _posted(session: Session, bill_ids: Sequence[int], at: datetime) -> dict[int, Decimal]:
    payments = Payment.__table__.c
    rows = session.execute(
        select(payments.bill_id, payments.amount).where(
            payments.bill_id.in_(bill_ids), payments.posted_at <= at
        )
    )
    sums: dict[int, Decimal] = {}
    for bill_id, amount in rows:
        sums[bill_id] = sums.get(bill_id, Decimal(0)) + amount
    return sums


def _views(session: Session, bills: Sequence[Bill], latest: date) -> list[BillView]:
    sums = _posted(session, [bill.id for bill in bills], now())
    return [
        _view(bill, lines_of(session, bill), sums.get(bill.id, Decimal(0)), latest)
        for bill in bills
    ]


def _latest_rows(session: Session, account_id: int, count: int) -> list[Bill]:
    query = (
        select(Bill)
        .where(Bill.account_id == account_id)
        .order_by(desc(Bill.period))
        .limit(count)
        .options(selectinload(Bill.lines))
    )
    return list(session.execute(query).scalars())


def last_bills(session: Session, account_id: int, count: int = 6) -> list[BillView]:
    """The newest `count` bills, newest first.

    Raises:
        BillNotFound: the account has none.
    """
    rows = _latest_rows(session, account_id, count)
    if not rows:
        raise BillNotFound(Missing.NO_BILLS)
    return _views(session, rows, rows[0].period)


def current_bill(session: Session, account_id: int) -> BillView:
    """The newest bill.

    Raises:
        BillNotFound: the account has none.
    """
    return last_bills(session, account_id, 1)[0]


def bill_of_month(session: Session, account_id: int, month: date) -> BillView:
    """The bill of the Gregorian month that `month` lies in.

    Raises:
        BillNotFound: not issued yet, before the records, or missing.
    """
    first, last = session.execute(
        select(func.min(Bill.period), func.max(Bill.period)).where(Bill.account_id == account_id)
    ).one()
    if last is None:
        raise BillNotFound(Missing.NO_BILLS)
    wanted = month.replace(day=1)
    if wanted > last:
        raise BillNotFound(Missing.NOT_ISSUED, first, last)
    if wanted < first:
        raise BillNotFound(Missing.BEFORE_RECORDS, first, last)
    bill = session.execute(
        select(Bill)
        .where(Bill.account_id == account_id, Bill.period == wanted)
        .options(selectinload(Bill.lines))
    ).scalar_one_or_none()
    if bill is None:
        raise BillNotFound(Missing.GAP, first, last)
    return _views(session, [bill], last)[0]


def consumption(session: Session, account_id: int, months: int = 24) -> list[tuple[date, int]]:
    """(month, kWh) of the newest `months` bills, oldest first."""
    rows = session.execute(
        select(Bill.period, Bill.kwh)
        .where(Bill.account_id == account_id)
        .order_by(desc(Bill.period))
        .limit(months)
    ).all()
    return [(row.period, row.kwh) for row in reversed(rows)]
