"""What a month's consumption costs, from the dated tariff in `data/facts/tariff.yml`.

The unit is the bill's month: slabs and the meter fee are charged once a bill and not prorated by
the number of days between readings. The edition is the one in force on the first day of the
month charged. Each line is rounded to the halala, half up, and VAT is taken from their sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from bot.accounts.tables import TariffCategory
from bot.billing.tables import LineKind
from bot.facts import Fact, FactsError, facts

_HALALA = Decimal("0.01")


@dataclass(frozen=True)
class Slab:
    """Consumption up to `upto` kWh of a month (None: without end) at `rate_halalas` a kWh."""

    upto: int | None
    rate_halalas: int


@dataclass(frozen=True)
class Tariff:
    """All that one category pays in one month."""

    slabs: tuple[Slab, ...]
    meter_fee: Decimal
    """Riyals a month."""
    vat_percent: int
    valid_from: date
    """When the newest of its parts (energy, fee, VAT) came into force."""

    @property
    def threshold(self) -> int | None:
        """kWh a month above which the dearer rate begins; None for a flat rate."""
        return self.slabs[0].upto


@dataclass(frozen=True)
class ChargedLine:
    """One line of a bill. `kwh` is empty for the fee and VAT; `rate` is percent for VAT."""

    kind: LineKind
    kwh: int | None
    rate: int | None
    amount: Decimal


@dataclass(frozen=True)
class Charge:
    """A month computed: `subtotal` is energy and fee, `total` adds VAT. Riyals."""

    lines: tuple[ChargedLine, ...]
    subtotal: Decimal
    vat: Decimal
    total: Decimal
    tariff_from: date


def to_halala(riyals: Decimal) -> Decimal:
    """Rounded to two places, half up, as bills do."""
    return riyals.quantize(_HALALA, ROUND_HALF_UP)


def _slabs(fact: Fact) -> tuple[Slab, ...]:
    slabs = tuple(Slab(step.get("to"), step["rate"]) for step in fact.value)
    bounds = [slab.upto for slab in slabs]
    closed = [bound for bound in bounds[:-1] if bound is not None]
    if bounds[-1] is not None or len(closed) != len(bounds) - 1 or closed != sorted(set(closed)):
        raise FactsError(f"{fact.key}: slabs must rise, and only the last has no `to`")
    return slabs


def _meter_fee(fact: Fact, breaker_amperes: int) -> Decimal:
    for step in fact.value:
        if breaker_amperes <= step.get("to", breaker_amperes):
            return Decimal(step["fee"])
    raise FactsError(f"{fact.key}: no step for a breaker of {breaker_amperes} A")


@lru_cache(maxsize=4096)
def tariff(category: TariffCategory, breaker_amperes: int, month: date) -> Tariff:
    """The tariff of a category and breaker for the month that begins on `month`.

    Raises:
        FactsError: the tariff file does not cover it.
    """
    energy = facts().get(f"tariff.{category.value}", month)
    fee = facts().get("tariff.meter_fee", month)
    vat = facts().get("tariff.vat_percent", month)
    return Tariff(
        slabs=_slabs(energy),
        meter_fee=_meter_fee(fee, breaker_amperes),
        vat_percent=int(vat.number()),
        valid_from=max(energy.valid_from, fee.valid_from, vat.valid_from),
    )


def _energy_lines(kwh: int, slabs: tuple[Slab, ...]) -> list[ChargedLine]:
    lines: list[ChargedLine] = []
    charged = 0
    for slab in slabs:
        part = (kwh if slab.upto is None else min(kwh, slab.upto)) - charged
        if part <= 0 and lines:
            break
        amount = to_halala(Decimal(part * slab.rate_halalas).scaleb(-2))
        lines.append(ChargedLine(LineKind.ENERGY, part, slab.rate_halalas, amount))
        charged += part
    return lines


def charge(kwh: int, applied: Tariff) -> Charge:
    """The lines and sums of `kwh` used in one month. A month without use has one empty line.

    Raises:
        ValueError: negative consumption.
    """
    if kwh < 0:
        raise ValueError(f"consumption cannot be negative: {kwh} kWh")
    lines = _energy_lines(kwh, applied.slabs)
    lines.append(ChargedLine(LineKind.METER_FEE, None, None, to_halala(applied.meter_fee)))
    subtotal = sum((line.amount for line in lines), Decimal(0))
    vat = to_halala(subtotal * applied.vat_percent / 100)
    lines.append(ChargedLine(LineKind.VAT, None, applied.vat_percent, vat))
    return Charge(tuple(lines), subtotal, vat, subtotal + vat, applied.valid_from)
