"""Everything that one month's bill prints, read from the record by the same service as the chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, TariffCategory
from bot.billing.bills import BillView, bill_of_month, consumption, current_bill
from bot.billing.explain import month_before
from bot.facts import facts

_MONTHS = 12


@dataclass(frozen=True)
class Statement:
    """One bill with what stands around its figures. Amounts are riyals."""

    bill: BillView
    utility: str
    """Name of the company."""
    account_number: str
    beneficiary: str | None
    place: str
    """District and city."""
    meter: str
    breaker_amperes: int
    category: TariffCategory
    biller: str
    """SADAD biller: 002 or 004."""
    biller_name: str
    phone: str
    """Where the company answers."""
    months: tuple[tuple[date, int], ...]
    """(month, kWh) of up to twelve months that end with this bill's, oldest first."""

    @property
    def payment_reference(self) -> str:
        """What the QR code holds: biller, account, bill and what is due, as SADAD wants them.

        Plain `name=value` pairs: no public standard says how a SADAD bill is put into a QR code.
        """
        due = f"{self.bill.due:.2f}"
        return (
            f"biller={self.biller};account={self.account_number};bill={self.bill.number};due={due}"
        )


def statement(session: Session, account_id: int, month: date | None = None) -> Statement:
    """The bill of a month, the newest by default.

    Raises:
        BillNotFound: not issued yet, before the records, or missing.
        sqlalchemy.exc.NoResultFound: no such account.
    """
    account = session.execute(select(Account).where(Account.id == account_id)).scalar_one()
    bill = bill_of_month(session, account_id, month) if month else current_bill(session, account_id)
    first = month_before(bill.month, _MONTHS - 1)
    months = consumption(session, account_id, months=1000)
    return Statement(
        bill=bill,
        utility=facts().get("company.name").text(),
        account_number=account.number,
        beneficiary=account.beneficiary_name,
        place=f"{account.area.district}، {account.area.city}",
        meter=account.meter,
        breaker_amperes=account.breaker_amperes,
        category=TariffCategory(account.tariff_category),
        biller=account.area.biller,
        biller_name=facts().get(f"payment.biller_{account.area.biller}").text(),
        phone=facts().get("company.phone").text(),
        months=tuple((at, kwh) for at, kwh in months if first <= at <= bill.month),
    )
