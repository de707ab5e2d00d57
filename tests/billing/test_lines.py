"""Bills that came without lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.accounts.tables import TariffCategory
from bot.billing.bills import current_bill
from bot.billing.explain import Reason, explain
from bot.billing.tables import LineKind
from bot.billing.tariff import charge, tariff
from tests.records import new_account, new_area, new_bill


def _stored(session: Session, **sums: Decimal) -> int:
    account = new_account("30000000001", new_area())
    session.add(account)
    session.flush()
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        kwh = 3000 if month.month == 9 else 8000
        charged = charge(kwh, tariff(TariffCategory.RESIDENTIAL, 60, month))
        due = {"subtotal": charged.subtotal, "vat": charged.vat, **sums}
        bill = new_bill(account, month, kwh=kwh, total=sum(due.values()), **due)
        bill.lines.clear()
        session.add(bill)
    session.flush()
    return account.id


def test_the_tariff_gives_them_when_it_gives_the_sums(session: Session) -> None:
    account_id = _stored(session)
    told = explain(session, account_id, current_bill(session, account_id))
    assert [(line.kwh, line.rate) for line in told.energy] == [(6000, 18), (2000, 30)]
    assert told.reason is Reason.UPPER_SLAB
    assert told.vat_percent == 15
    assert sum(line.amount for line in told.bill.lines) == told.bill.charges


def test_else_the_sum_is_one_line_without_a_rate(session: Session) -> None:
    account_id = _stored(session, subtotal=Decimal("200.00"), vat=Decimal("30.00"))
    bill = current_bill(session, account_id)
    assert [(line.kind, line.rate) for line in bill.lines] == [
        (LineKind.ENERGY, None),
        (LineKind.VAT, 15),
    ]
    told = explain(session, account_id, bill)
    assert (told.energy, told.threshold) == ((), None)
