"""The lines of bills that came without them: a utility's file has one row a bill."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, TariffCategory
from bot.billing.tables import Bill, BillLine, LineKind
from bot.billing.tariff import charge, tariff
from bot.facts import FactsError


def lines_of(session: Session, bill: Bill) -> list[BillLine]:
    """The lines on record; without any, those of the tariff if they give the bill's own sums.

    Else all of the subtotal is one line without a rate: we do not know how it came about.
    """
    if bill.lines:
        return list(bill.lines)
    return _by_tariff(session, bill) or [
        BillLine(kind=LineKind.ENERGY.value, kwh=bill.kwh, amount=bill.subtotal),
        BillLine(kind=LineKind.VAT.value, rate_halalas=_percent(bill), amount=bill.vat),
    ]


def _by_tariff(session: Session, bill: Bill) -> list[BillLine]:
    table = Account.__table__.c
    category, breaker = session.execute(
        select(table.tariff_category, table.breaker_amperes).where(table.id == bill.account_id)
    ).one()
    try:
        charged = charge(bill.kwh, tariff(TariffCategory(category), breaker, bill.period))
    except FactsError:
        return []
    if (charged.subtotal, charged.vat) != (bill.subtotal, bill.vat):
        return []
    return [
        BillLine(kind=line.kind.value, kwh=line.kwh, rate_halalas=line.rate, amount=line.amount)
        for line in charged.lines
    ]


def _percent(bill: Bill) -> int:
    return round(bill.vat * 100 / bill.subtotal) if bill.subtotal else 0
