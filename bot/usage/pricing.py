"""What a number of kWh costs a home: in the slab that it is in, or in both when that is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from bot.accounts.tables import Account, TariffCategory
from bot.billing.tariff import Slab, Tariff, tariff
from bot.clock import today
from bot.usage.cycles import cycles
from bot.usage.spending import bill_of, energy, tariff_of, with_vat

_ANY_BREAKER = 1
"""Amperes: the energy rates do not depend on the breaker."""


@dataclass(frozen=True)
class Place:
    """The tariff that somebody pays, and the slab that their last bill ended in, if known."""

    tariff: Tariff
    slab: Slab | None
    known: bool
    """Whether it is a proved account's own; else a home's in general."""


def general_place() -> Place:
    """A home of which nothing is known."""
    return Place(tariff(TariffCategory.RESIDENTIAL, _ANY_BREAKER, today()), None, False)


def place_of(session: Session, account: Account) -> Place:
    """A proved account: its own rates, and the slab that its last bill reached."""
    applied = tariff_of(account, today())
    last = cycles(session, account.id).last_billed
    used = last.billed_kwh if last else None
    return Place(applied, None if used is None else slab_at(used, applied), True)


def slab_at(kwh: int, applied: Tariff) -> Slab:
    """The slab in which the last of so many kWh is charged."""
    return next(slab for slab in applied.slabs if slab.upto is None or kwh <= slab.upto)


def part_cost(kwh: Decimal, place: Place) -> list[tuple[Slab, Decimal]]:
    """Riyals, with VAT, of kWh that are a part of a month's use: in the slab that the place is
    in, or one figure a slab when that is not known. The meter fee is paid anyway and left out."""
    slabs = [place.slab] if place.slab else list(place.tariff.slabs)
    vat = place.tariff.vat_percent
    return [(slab, with_vat(kwh * slab.rate_halalas / 100, vat)) for slab in slabs]


def month_cost(kwh: int, place: Place) -> Decimal:
    """Riyals of a whole month's use with VAT; with the meter fee only of a proved account."""
    if place.known:
        return bill_of(Decimal(kwh), place.tariff)
    return with_vat(energy(Decimal(kwh), place.tariff.slabs), place.tariff.vat_percent)
