"""Figures of the supply and of the data update: reports by district, progress by city."""

from __future__ import annotations

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area, BeneficiaryKind, Contact, ContactKind
from bot.numbers.period import Period
from bot.numbers.report import Report, share
from bot.outages.tables import OutageReport, ReportState

_TOP = 30
_reports = OutageReport.__table__.c
_contacts = Contact.__table__.c
_OPEN = (ReportState.RECEIVED.value, ReportState.ASSIGNED.value)


def districts(session: Session, period: Period) -> Report:
    """Outage reports by district, the most first."""
    still_open = func.count().filter(_reports.state.in_(_OPEN))
    found = session.execute(
        select(Area.district, Area.city, func.count(), still_open)
        .select_from(OutageReport)
        .join(Area, Area.id == _reports.area_id)
        .where(period.has(_reports.created_at))
        .group_by(Area.district, Area.city)
        .order_by(func.count().desc(), Area.district)
        .limit(_TOP)
    )
    rows = [(f"{district}، {city}", count, open_) for district, city, count, open_ in found]
    return Report("districts", ("district", "reports", "still_open"), rows)


def campaign(session: Session, period: Period) -> Report:
    """The data update by city: whose data was ever confirmed, who uses the supply, which contacts
    a code proved; as of now, and how many were confirmed in the period."""
    kind = Account.beneficiary_kind
    by_city = {
        row[0]: row[1:]
        for row in session.execute(
            select(
                Area.city,
                func.count(),
                func.count().filter(kind == BeneficiaryKind.OWNER.value),
                func.count().filter(kind == BeneficiaryKind.TENANT.value),
                func.count(Account.updated_at),
                func.count().filter(period.has(Account.updated_at)),
            )
            .select_from(Account)
            .join(Area, Area.id == Account.area_id)
            .group_by(Area.city)
        )
    }
    proved = {each: _proved(session, each) for each in ContactKind}
    rows = []
    for city, (count, owners, tenants, updated, newly) in by_city.items():
        mobiles = proved[ContactKind.MOBILE].get(city, 0)
        emails = proved[ContactKind.EMAIL].get(city, 0)
        done = share(updated, count)
        rows.append((city, count, owners, tenants, mobiles, emails, updated, done, newly))
    rows.sort(key=lambda row: (-row[1], row[0]))
    columns = ("city", "accounts", "owners", "tenants", "mobiles", "emails", "updated")
    return Report("campaign", (*columns, "updated_share", "updated_now"), rows)


def _proved(session: Session, kind: ContactKind) -> dict[str, int]:
    return dict(
        session.execute(
            select(Area.city, func.count(distinct(_contacts.account_id)))
            .join(Account, Account.id == _contacts.account_id)
            .join(Area, Area.id == Account.area_id)
            .where(_contacts.kind == kind.value, _contacts.verified_at.is_not(None))
            .group_by(Area.city)
        ).all()
    )
