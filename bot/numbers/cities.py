"""The data update by city. Of many accounts it is counted beside, and the page shows the count.

Counting a million accounts with their contacts takes seconds of a processor, so nobody who opens
a page waits for it: the gateway counts every quarter of an hour, and the page says when.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, distinct, func, insert, select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area, BeneficiaryKind, Contact, ContactKind
from bot.clock import now
from bot.counting.period import Period, Step, bucket
from bot.counting.tables import CountedCity, CountedUpdate
from bot.database import wait_alone
from bot.numbers.report import Report, share

FEW = 10_000
"""Accounts that are counted as the page is opened: a tenth of a second."""
COUNTED_FOR = timedelta(minutes=15)
_COUNTING = "numbers.cities"
_COUNTS = ("accounts", "owners", "tenants", "mobiles", "emails")
_contacts = Contact.__table__.c
_accounts = Account.__table__.c


@dataclass(frozen=True)
class Counted:
    """What is known of the accounts, by city."""

    cities: dict[str, Counter[str]]
    """Each of `_COUNTS`."""
    updates: Counter[tuple[str, date]]
    """Accounts by the day in Riyadh on which their data was last confirmed."""
    at: datetime


def campaign(session: Session, period: Period) -> Report:
    """Whose data was ever confirmed, who uses the supply, which contacts a code proved; as of the
    last count, and how many were confirmed in the period."""
    counted = count(session) if _few(session) else _kept(session) or count(session)
    rows = []
    for city, of in sorted(
        counted.cities.items(), key=lambda each: (-each[1]["accounts"], each[0])
    ):
        days = {day: n for (where, day), n in counted.updates.items() if where == city}
        updated = sum(days.values())
        newly = sum(n for day, n in days.items() if period.first <= day <= period.last)
        done = share(updated, of["accounts"])
        rows.append((city, *(of[name] for name in _COUNTS), updated, done, newly))
    columns = ("city", *_COUNTS, "updated", "updated_share", "updated_now")
    return Report("campaign", columns, rows, counted.at)


def is_stale(session: Session) -> bool:
    """Whether there are many accounts, and their count is old or was never made."""
    newest = session.execute(select(func.max(CountedCity.__table__.c.counted_at))).scalar_one()
    return not _few(session) and (newest is None or newest < now() - COUNTED_FOR)


def count(session: Session) -> Counted:
    """Count all accounts now."""
    at = now()
    city_of = dict(session.execute(select(Area.id, Area.city)).all())
    cities: dict[str, Counter[str]] = {}
    kind, area = _accounts.beneficiary_kind, _accounts.area_id
    named = {BeneficiaryKind.OWNER.value: "owners", BeneficiaryKind.TENANT.value: "tenants"}
    for where, who, found in session.execute(select(area, kind, func.count()).group_by(area, kind)):
        of = cities.setdefault(city_of[where], Counter())
        of["accounts"] += found
        if who in named:
            of[named[who]] += found
    proved = {ContactKind.MOBILE.value: "mobiles", ContactKind.EMAIL.value: "emails"}
    for where, what, found in session.execute(
        select(area, _contacts.kind, func.count(distinct(_contacts.account_id)))
        .where(_contacts.verified_at.is_not(None), _contacts.kind.in_(list(proved)))
        .where(_accounts.id == _contacts.account_id)
        .group_by(area, _contacts.kind)
    ):
        cities[city_of[where]][proved[what]] += found
    return Counted(cities, _updates(session, city_of), at)


def _updates(session: Session, city_of: dict[int, str]) -> Counter[tuple[str, date]]:
    day = bucket(session, _accounts.updated_at, Step.DAY)
    updates: Counter[tuple[str, date]] = Counter()
    for where, written, found in session.execute(
        select(_accounts.area_id, day, func.count())
        .where(_accounts.updated_at.is_not(None))
        .group_by(_accounts.area_id, day)
    ):
        updates[city_of[where], date.fromisoformat(written)] += found
    return updates


def keep(session: Session, counted: Counted) -> None:
    """Show this count from now on."""
    wait_alone(session, _COUNTING)
    for table in (CountedUpdate, CountedCity):
        session.execute(delete(table.__table__))
    rows = [
        {"city": city, "counted_at": counted.at, **{name: of[name] for name in _COUNTS}}
        for city, of in counted.cities.items()
    ]
    if rows:
        session.execute(insert(CountedCity.__table__), rows)
    days = [
        {"city": city, "day": day, "accounts": found}
        for (city, day), found in counted.updates.items()
    ]
    if days:
        session.execute(insert(CountedUpdate.__table__), days)


def _few(session: Session) -> bool:
    some = select(_accounts.id).limit(FEW + 1).subquery()
    return bool(session.execute(select(func.count()).select_from(some)).scalar_one() <= FEW)


def _kept(session: Session) -> Counted | None:
    rows = session.execute(select(CountedCity)).scalars().all()
    if not rows:
        return None
    cities = {row.city: Counter({name: getattr(row, name) for name in _COUNTS}) for row in rows}
    table = CountedUpdate.__table__.c
    kept = session.execute(select(table.city, table.day, table.accounts))
    updates = Counter({(city, day): found for city, day, found in kept})
    return Counted(cities, updates, rows[0].counted_at)
