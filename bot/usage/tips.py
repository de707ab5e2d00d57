"""Saving tips from `data/saving_tips.yml`, chosen by the account's own curve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.billing.bills import consumption
from bot.facts import Confidence
from bot.settings import ROOT
from bot.usage.readings import readings, total
from bot.usage.spending import tariff_of

TIPS_FILE = ROOT / "data" / "saving_tips.yml"
MOST_TIPS = 3
_HOT, _COLD = (6, 7, 8, 9), (12, 1, 2)
_PEAK = 1.4
"""A season this many times the other months' mean stands out."""
_NIGHT_SHARE = 0.29
"""A quarter of the day's hours; more than this share of its use is much."""
_NIGHT_DAYS = 14


class TipsError(Exception):
    """The file of tips is wrong."""


class Trait(Enum):
    """What an account's curve shows, the most telling first."""

    UPPER = "upper"
    SUMMER = "summer"
    WINTER = "winter"
    NIGHT = "night"
    ANY = "any"


@dataclass(frozen=True)
class Tip:
    """One piece of advice, in Arabic."""

    key: str
    text: str
    fits: tuple[Trait, ...]
    source: str


@dataclass(frozen=True)
class Advice:
    """Tips, and what of the curve they were chosen by (ANY: nothing stood out or is known)."""

    trait: Trait
    tips: tuple[Tip, ...]
    figure: int | None = None
    """UPPER: months of the last twelve above the threshold. SUMMER, WINTER: percent above the
    other months. NIGHT: percent of the use that falls between midnight and six."""


@lru_cache(maxsize=1)
def tips() -> tuple[Tip, ...]:
    """The tips of this process, read and checked once."""
    return load_tips(TIPS_FILE)


def load_tips(path: Path) -> tuple[Tip, ...]:
    """Read and check a file of tips.

    Raises:
        TipsError: it is not as its head describes.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = tuple(
            Tip(
                key,
                body["text"],
                tuple(Trait(fit) for fit in body["fits"]),
                " ".join(content["sources"][body["source"]].split()),
            )
            for key, body in content["tips"].items()
            if Confidence(body["confidence"]) is not Confidence.UNCERTAIN
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TipsError(f"{path.name}: missing or wrong: {error}") from error
    bare = [trait.value for trait in Trait if not any(trait in tip.fits for tip in found)]
    if bare:
        raise TipsError(f"{path.name}: no tip fits {', '.join(bare)}")
    return found


def general_advice() -> Advice:
    """For somebody of whom nothing is known."""
    return Advice(Trait.ANY, _fitting(Trait.ANY))


def advice(session: Session, account: Account, today: date) -> Advice:
    """For a proved account: what its bills and readings show first, in the order of `Trait`."""
    months = consumption(session, account.id, 12)
    threshold = tariff_of(account, today).threshold
    above = sum(1 for _, kwh in months if threshold is not None and kwh > threshold)
    if above:
        return Advice(Trait.UPPER, _fitting(Trait.UPPER), above)
    for trait, season in ((Trait.SUMMER, _HOT), (Trait.WINTER, _COLD)):
        more = _more_in(months, season)
        if more is not None and more >= _PEAK:
            return Advice(trait, _fitting(trait), round((more - 1) * 100))
    night = _night_share(session, account.id, today)
    if night is not None and night >= _NIGHT_SHARE:
        return Advice(Trait.NIGHT, _fitting(Trait.NIGHT), round(night * 100))
    return general_advice()


def _fitting(trait: Trait) -> tuple[Tip, ...]:
    chosen = [tip for tip in tips() if trait in tip.fits]
    more = [tip for tip in tips() if Trait.ANY in tip.fits and tip not in chosen]
    return tuple([*chosen, *more][:MOST_TIPS])


def _more_in(months: list[tuple[date, int]], season: tuple[int, ...]) -> float | None:
    """Mean use of the season's months against that of the others."""
    inside = [kwh for month, kwh in months if month.month in season]
    outside = [kwh for month, kwh in months if month.month not in season]
    if len(inside) < 2 or len(outside) < 4 or not sum(outside):
        return None
    return (sum(inside) / len(inside)) / (sum(outside) / len(outside))


def _night_share(session: Session, account_id: int, today: date) -> float | None:
    days = readings(session, account_id, today - timedelta(days=_NIGHT_DAYS), today)
    nights = [day.night_kwh for day in days if day.night_kwh is not None]
    whole = total(day for day in days if day.night_kwh is not None)
    if len(nights) < _NIGHT_DAYS // 2 or not whole:
        return None
    return float(sum(nights) / whole)
