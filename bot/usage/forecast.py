"""What the next bill will come to, as a range.

Method. The kWh of the month so far are known from the daily readings. Each day still to come is
expected to use the mean of the last 14 readings (two whole weeks, so that weekends count as they
should), moved by the season: the daily use a year before in the days still to come against that
of the days just gone, from the bills, damped by a square root and kept within 0.8 … 1.25.

The range is 1.6 standard deviations of three independent errors to both sides:
  1. the level of the days to come is another one: 11 % of what is expected of them;
  2. chance from day to day: the deviation of the last 14 readings, times the root of the days;
  3. the meter is read a day early or late: 1.1 of a day's use.
On the demo utility nine of ten bills lie in it (tests/usage/test_forecast.py measures this).

Riyals are those of the bill to be: energy by slabs, meter fee and VAT, without what is left from
earlier bills. With too few readings there is no figure at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import sqrt
from statistics import mean, pstdev

from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.billing.tariff import Tariff
from bot.usage.cycles import Cycle, Cycles, cycles
from bot.usage.readings import DayUse, readings
from bot.usage.spending import bill_of, tariff_of

RECENT_DAYS = 14
LEAST_READINGS = 10
"""Readings among the last 21 days below which nothing is forecast."""
OLDEST_DAYS = 5
"""A newest reading older than this says too little of today."""
MOST_MISSING = 0.3
"""Share of the month's past days that may lack a reading."""
_WIDTH = 1.6
_LEVEL_ERROR = 0.11
_READING_DAY_ERROR = 1.1
_SEASON = (0.8, 1.25)


@dataclass(frozen=True)
class Forecast:
    """One bill to be."""

    cycle: Cycle
    upto: date
    """The newest reading counted."""
    known_kwh: Decimal
    kwh: int
    low_kwh: int
    high_kwh: int
    riyals: Decimal
    low: Decimal
    high: Decimal
    threshold: int | None
    """kWh above which the upper rate begins."""

    @property
    def passes_threshold(self) -> bool:
        """Whether the upper rate is likely to be reached."""
        return self.threshold is not None and self.kwh > self.threshold


def forecast(session: Session, account: Account, today: date) -> Forecast | None:
    """The next bill of an account; None when the readings are too few or too old for a figure."""
    months = cycles(session, account.id)
    cycle = months.next_bill
    if cycle is None:
        return None
    days = readings(session, account.id, cycle.start - timedelta(days=28), today)
    return expect(cycle, days, months, tariff_of(account, cycle.month), today)


def expect(
    cycle: Cycle, days: list[DayUse], months: Cycles, applied: Tariff, today: date
) -> Forecast | None:
    """The bill of `cycle` from the readings before `today`; None: too few or too old."""
    recent = _recent(days, cycle, today)
    if recent is None:
        return None
    mine = [day for day in days if day.day in cycle]
    upto = days[-1].day
    passed = max((min(today, cycle.end) - cycle.start).days, 0)
    read_days = (min(upto + timedelta(days=1), cycle.end) - cycle.start).days
    if passed and len(mine) < (1 - MOST_MISSING) * max(read_days, 0):
        return None
    level = mean(recent)
    to_come = cycle.days - len(mine)
    moved = level * _season(months, upto, cycle)
    error = sqrt(
        (_LEVEL_ERROR * moved * to_come) ** 2
        + pstdev(recent) ** 2 * to_come
        + (_READING_DAY_ERROR * level) ** 2
    )
    known = sum((day.kwh for day in mine), Decimal(0))
    middle = float(known) + moved * to_come
    low = max(middle - _WIDTH * error, float(known) if to_come else 0.0)
    figures = [round(middle), round(low), round(middle + _WIDTH * error)]
    riyals, low_riyals, high_riyals = (bill_of(Decimal(kwh), applied) for kwh in figures)
    return Forecast(
        cycle=cycle,
        upto=upto,
        known_kwh=known,
        kwh=figures[0],
        low_kwh=figures[1],
        high_kwh=figures[2],
        riyals=riyals,
        low=low_riyals,
        high=high_riyals,
        threshold=applied.threshold,
    )


def _recent(days: list[DayUse], cycle: Cycle, today: date) -> list[float] | None:
    """kWh of the last 14 readings, or None when they are too few or too old."""
    if not days:
        return None
    newest = days[-1].day
    closed = newest >= cycle.end - timedelta(days=1)
    if not closed and (today - newest).days > OLDEST_DAYS:
        return None
    since = [day for day in days if (newest - day.day).days < 21]
    if len(since) < LEAST_READINGS:
        return None
    return [float(day.kwh) for day in since[-RECENT_DAYS:]]


def _season(months: Cycles, upto: date, cycle: Cycle) -> float:
    """How much more or less the days to come use than those just gone, by last year's bills."""
    ahead = upto + (cycle.end - upto) / 2
    behind = upto - timedelta(days=RECENT_DAYS // 2)
    before, after = (_daily_last_year(months, day) for day in (behind, ahead))
    if not before or not after:
        return 1.0
    return min(max(sqrt(after / before), _SEASON[0]), _SEASON[1])


def _daily_last_year(months: Cycles, day: date) -> float | None:
    past = months.of(day - timedelta(days=364))
    return None if past.billed_kwh is None else past.billed_kwh / past.days
