"""One account's use against its own past and against homes like it.

The past is compared day by day where readings reach back, else by the daily use of the bill of
that time, and it is said which. Homes like it are those of the same category and breaker in the
same district, or, where those are too few, in the same city. Of them only the middle one's kWh of
the last bill is said, rounded: with at least `LEAST_HOMES` others and a rounded figure nobody's
own use can be read from it, and asking again during the month brings nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account, Area
from bot.billing.tables import Bill
from bot.usage.cycles import Cycle, Cycles, cycles
from bot.usage.readings import DayUse, readings, total

LEAST_HOMES = 10
"""Other homes below which nothing is said of them."""
MOST_HOMES = 500
"""So many are looked at; more would not move the middle."""
_ROUNDED_TO = 50
LEAST_DAYS = 5
"""Readings below which a stretch of days is not compared."""
_SAME_SHARE = Decimal("0.05")


class Against(Enum):
    """What the use was compared with."""

    LAST_MONTH = "last_month"
    LAST_YEAR = "last_year"
    HOMES = "homes"


class Basis(Enum):
    """Where the earlier figure comes from."""

    READINGS = "readings"
    BILL = "bill"


@dataclass(frozen=True)
class OwnPast:
    """The daily use of the month so far against an earlier time. kWh a day."""

    against: Against
    basis: Basis
    month: date
    """First day of the earlier month."""
    first: date
    last: date
    """The days of now that were compared."""
    now: Decimal
    then: Decimal

    @property
    def share(self) -> Decimal:
        """How much more (or less, negative) than then: 0.2 is a fifth more."""
        return (self.now - self.then) / self.then if self.then else Decimal(0)

    @property
    def same(self) -> bool:
        """Within 5 %."""
        return abs(self.share) <= _SAME_SHARE


@dataclass(frozen=True)
class OtherHomes:
    """The last bill's kWh against the middle of homes like it."""

    month: date
    mine: int
    middle: int
    """Rounded to 50 kWh."""
    homes_at_least: int
    """A round number below how many were looked at."""
    district: str | None
    """Name of the district; None: the whole city."""
    city: str

    @property
    def share(self) -> Decimal:
        """How much more (or less, negative) than the middle."""
        return Decimal(self.mine - self.middle) / self.middle

    @property
    def same(self) -> bool:
        """Within 10 %: the middle is rounded."""
        return abs(self.share) <= 2 * _SAME_SHARE


def own_past(session: Session, account_id: int, against: Against, today: date) -> OwnPast | None:
    """The newest weeks against the same days a month or a year before; None: too few figures."""
    last = today - timedelta(days=1)
    now = readings(session, account_id, _month_start(today), last)
    if len(now) < LEAST_DAYS:
        now = readings(session, account_id, last - timedelta(days=13), last)
    if len(now) < LEAST_DAYS:
        return _bills_compared(cycles(session, account_id), against)
    shift = timedelta(days=364 if against is Against.LAST_YEAR else 28)
    first, last = now[0].day, now[-1].day
    then = readings(session, account_id, first - shift, last - shift)
    if len(then) >= max(LEAST_DAYS, round(0.7 * len(now))):
        basis, daily = Basis.READINGS, _daily(then)
    else:
        basis, found = Basis.BILL, _bill_daily(cycles(session, account_id), first - shift)
        if found is None:
            return None
        daily = found
    month = (last - shift).replace(day=1)
    return OwnPast(against, basis, month, first, last, _daily(now), daily)


def _bills_compared(months: Cycles, against: Against) -> OwnPast | None:
    """The last bill against an earlier one, for a meter without daily readings."""
    now = months.last_billed
    if now is None:
        return None
    if against is Against.LAST_YEAR:
        then = months.same_last_year(now)
    else:
        then = months.of(now.start - timedelta(days=1))
    if then is None or then.billed_kwh is None or now.billed_kwh is None:
        return None
    last = now.end - timedelta(days=1)
    return OwnPast(against, Basis.BILL, then.month, now.start, last, _per_day(now), _per_day(then))


def _per_day(cycle: Cycle) -> Decimal:
    return (Decimal(cycle.billed_kwh or 0) / cycle.days).quantize(Decimal("0.1"))


def _month_start(today: date) -> date:
    return (today - timedelta(days=1)).replace(day=1)


def _daily(days: list[DayUse]) -> Decimal:
    return (total(days) / len(days)).quantize(Decimal("0.1"))


def _bill_daily(months: Cycles, day: date) -> Decimal | None:
    cycle = months.of(day)
    if cycle.billed_kwh is None:
        return None
    return _per_day(cycle)


def other_homes(session: Session, account: Account) -> OtherHomes | None:
    """The last bill against homes like it; None: no bill, or too few homes to say anything."""
    newest = cycles(session, account.id).last_billed
    if newest is None or newest.billed_kwh is None:
        return None
    area = account.area
    for district in (area.district, None):
        used = _used_by_others(session, account, newest.month, district is not None)
        if len(used) >= LEAST_HOMES:
            middle = round(median(used) / _ROUNDED_TO) * _ROUNDED_TO
            return OtherHomes(
                month=newest.month,
                mine=newest.billed_kwh,
                middle=max(middle, _ROUNDED_TO),
                homes_at_least=len(used) // LEAST_HOMES * LEAST_HOMES,
                district=district,
                city=area.city,
            )
    return None


def _used_by_others(
    session: Session, account: Account, month: date, in_district: bool
) -> list[int]:
    columns = Account.__table__.c
    query = (
        select(Bill.kwh)
        .join(Account, columns.id == Bill.account_id)
        .where(
            Bill.period == month,
            columns.id != account.id,
            columns.tariff_category == account.tariff_category,
            columns.breaker_amperes == account.breaker_amperes,
        )
    )
    if in_district:
        query = query.where(columns.area_id == account.area_id)
    else:
        areas = select(Area.id).where(Area.city == account.area.city)
        query = query.where(columns.area_id.in_(areas))
    return list(session.execute(query.order_by(columns.id).limit(MOST_HOMES)).scalars())
