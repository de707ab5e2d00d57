"""The published prices as a list, for whoever asks without naming an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.accounts.tables import TariffCategory
from bot.billing.tariff import Slab, tariff
from bot.clock import today
from bot.facts import Fact, facts

_LARGEST_BREAKER = 100_000
"""Amperes; above every step of the meter fee."""


@dataclass(frozen=True)
class PriceList:
    """Prices in force on one day. What the facts call uncertain is left out."""

    energy: tuple[tuple[TariffCategory, tuple[Slab, ...]], ...]
    """Halalas a kWh by category, in the order of `TariffCategory`."""
    meter_fee: tuple[int, int] | None
    """Riyals a month, of the smallest and of the largest breaker."""
    vat_percent: int | None


def price_list(on: date | None = None) -> PriceList:
    """The price list of a day (today by default).

    Raises:
        FactsError: the tariff file does not cover that day.
    """
    day = on or today()
    fee = _sayable("tariff.meter_fee", day)
    vat = _sayable("tariff.vat_percent", day)
    ends = [tariff(TariffCategory.RESIDENTIAL, amperes, day) for amperes in (1, _LARGEST_BREAKER)]
    return PriceList(
        energy=tuple(
            (category, tariff(category, 1, day).slabs)
            for category in TariffCategory
            if _sayable(f"tariff.{category.value}", day)
        ),
        meter_fee=(int(ends[0].meter_fee), int(ends[1].meter_fee)) if fee else None,
        vat_percent=int(vat.number()) if vat else None,
    )


def _sayable(key: str, day: date) -> Fact | None:
    fact = facts().get(key, day)
    return fact if fact.sayable else None
