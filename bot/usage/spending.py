"""What days cost within the bill that they belong to.

A kWh costs by its place in the bill's month: the first 6,000 (for a home) at the lower rate, what
comes after at the upper one. The cost of some days is therefore the energy of the month up to the
last of them less the energy of the month up to the first, with VAT. The meter fee is of the whole
month and not of a day: it is left out here and said apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy.orm import Session

from bot.accounts.tables import Account, TariffCategory
from bot.billing.tariff import Slab, Tariff, charge, tariff, to_halala
from bot.usage.cycles import Cycle, cycles
from bot.usage.readings import DayUse, readings, total


@dataclass(frozen=True)
class Spending:
    """What the days from `first` to `last` came to, as far as they were read."""

    first: date
    last: date
    days: tuple[DayUse, ...]
    riyals: Decimal
    """Energy with VAT, without the meter fee."""
    vat_percent: int
    meter_fee: Decimal
    """Riyals a month, before VAT; not in `riyals`."""

    @property
    def kwh(self) -> Decimal:
        """Used in all."""
        return total(self.days)

    @property
    def missing(self) -> int:
        """Days without a reading."""
        return (self.last - self.first).days + 1 - len(self.days)


def energy(kwh: Decimal, slabs: tuple[Slab, ...]) -> Decimal:
    """Riyals of `kwh` of one month, not rounded, without fee and VAT. Never falls as kWh grow.

    Raises:
        ValueError: negative consumption.
    """
    if kwh < 0:
        raise ValueError(f"consumption cannot be negative: {kwh} kWh")
    riyals, charged = Decimal(0), Decimal(0)
    for slab in slabs:
        part = (kwh if slab.upto is None else min(kwh, Decimal(slab.upto))) - charged
        if part <= 0:
            break
        riyals += part * slab.rate_halalas / 100
        charged += part
    return riyals


def with_vat(riyals: Decimal, vat_percent: int) -> Decimal:
    """Rounded to the halala, VAT added."""
    return to_halala(riyals * (100 + vat_percent) / 100)


def whole_kwh(kwh: Decimal) -> int:
    """As a bill counts: whole kWh, half up."""
    return int(kwh.to_integral_value(ROUND_HALF_UP))


def bill_of(kwh: Decimal, applied: Tariff) -> Decimal:
    """What a month's bill of so many kWh comes to: energy, meter fee and VAT."""
    return charge(whole_kwh(kwh), applied).total


def tariff_of(account: Account, month: date) -> Tariff:
    """What this account pays in a month."""
    return tariff(TariffCategory(account.tariff_category), account.breaker_amperes, month)


def month_to(days: list[DayUse], cycle: Cycle, before: date) -> Decimal:
    """kWh of a month up to the day before `before`; a day not read counts as the others' mean."""
    if before <= cycle.start:
        return Decimal(0)
    known = [day for day in days if day.day in cycle]
    if not known:
        return Decimal(0)
    so_far = [day for day in known if day.day < before]
    missing = (min(before, cycle.end) - cycle.start).days - len(so_far)
    return total(so_far) + missing * (total(known) / len(known))


def spent(session: Session, account: Account, first: date, last: date) -> Spending:
    """What the days from `first` to `last` came to."""
    months = cycles(session, account.id)
    parts = months.between(first, last)
    days = readings(session, account.id, parts[0].start, max(last, first))
    asked = tuple(day for day in days if first <= day.day <= last)
    applied = tariff_of(account, parts[-1].month)
    riyals = sum((_part(days, asked, account, cycle) for cycle in parts), Decimal(0))
    return Spending(
        first=first,
        last=last,
        days=asked,
        riyals=to_halala(riyals),
        vat_percent=applied.vat_percent,
        meter_fee=applied.meter_fee,
    )


def _part(days: list[DayUse], asked: tuple[DayUse, ...], account: Account, cycle: Cycle) -> Decimal:
    """Riyals with VAT of the days asked for that are in one month."""
    mine = [day for day in asked if day.day in cycle]
    if not mine:
        return Decimal(0)
    applied = tariff_of(account, cycle.month)
    before = month_to(days, cycle, mine[0].day)
    cost = energy(before + total(mine), applied.slabs) - energy(before, applied.slabs)
    return cost * (100 + applied.vat_percent) / 100


def so_far(session: Session, account: Account, cycle: Cycle, upto: date) -> tuple[Decimal, Decimal]:
    """(kWh, riyals of the bill they would make) of a month up to the day `upto`, included."""
    days = readings(session, account.id, cycle.start, min(upto, cycle.end - timedelta(days=1)))
    used = total(days)
    return used, bill_of(used, tariff_of(account, cycle.month))
