"""Daily readings of the demo utility: the days of a billed month add up to its bill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import exp
from random import Random

from bot.accounts.tables import TariffCategory
from bot.billing.explain import month_before
from bot.clock import RIYADH
from bot.demo.cases import CASES
from bot.demo.climate import daily_kwh
from bot.demo.history import Calendar
from bot.demo.households import Household, Row

CASE_DAYS = 400
"""Days of readings of the handful of accounts to try: the same time last year is among them."""
OTHER_DAYS = 60
"""Days of readings of every other account, in a utility of at most `MOST_WITH_DAYS`."""
MOST_WITH_DAYS = 5000
"""A larger utility gets daily readings of the handful only, unless they are asked for."""

_WEEKEND = (4, 5)  # Friday and Saturday
_OLD_METERS = 0.07
"""Share of accounts whose meter sends no daily readings."""


def days_wanted(account: int, others: int) -> int:
    """How many days of readings the account with this id gets."""
    return CASE_DAYS if account <= len(CASES) else others


def daily_rows(
    house: Household, rng: Random, when: Calendar, bills: Sequence[Row], days: int
) -> list[Row]:
    """Readings of the last `days` days up to yesterday; none for a meter of the old kind."""
    old = rng.random() < _OLD_METERS
    if not days or (old if house.id > len(CASES) else not CASES[house.id - 1].daily_readings):
        return []
    yesterday = when.moment.astimezone(RIYADH).date() - timedelta(days=1)
    first = yesterday - timedelta(days=days - 1)
    night_share = rng.uniform(0.16, 0.36)
    rows: list[Row] = []
    for start, end, watt_hours in _months(house, rng, bills, first, yesterday):
        used = _split(house, rng, start, end, watt_hours)
        for place, amount in enumerate(used):
            day = start + timedelta(days=place)
            if first <= day <= yesterday:
                night = round(amount * night_share * rng.uniform(0.9, 1.1))
                rows.append(
                    {
                        "account_id": house.id,
                        "day": day,
                        "watt_hours": amount,
                        "night_watt_hours": night,
                    }
                )
    return rows


def _months(
    house: Household, rng: Random, bills: Sequence[Row], first: date, yesterday: date
) -> list[tuple[date, date, int]]:
    """(start, end, watt-hours) of the billed months that are needed, and of those to come."""
    found = [
        (bill["period_start"], bill["period_end"], bill["kwh"] * 1000)
        for bill in bills
        if bill["period_end"] > first
    ]
    month, end = bills[-1]["period"], bills[-1]["period_end"]
    while end <= yesterday:
        month = month_before(month, -1)
        start, end = end, month.replace(day=end.day)
        daily = daily_kwh(house.district.city, house.category, month) * house.size
        used = daily * (end - start).days * rng.uniform(0.9, 1.1)
        found.append((start, end, round(used) * 1000))
    return found


def _split(house: Household, rng: Random, start: date, end: date, watt_hours: int) -> list[int]:
    """A month's watt-hours on its days: weekends, warm and cool spells, and chance."""
    weights, spell = [], 0.0
    for place in range((end - start).days):
        day = start + timedelta(days=place)
        spell = 0.7 * spell + rng.gauss(0, 0.05)
        weights.append(_season(house, day) * _weekday(house, day) * exp(spell + rng.gauss(0, 0.06)))
    scale = watt_hours / sum(weights)
    used = [int(weight * scale) for weight in weights]
    used[-1] += watt_hours - sum(used)
    return used


def _season(house: Household, day: date) -> float:
    """kWh of a middling place on a day: from the middle of a month to that of the next."""
    city, category = house.district.city, house.category
    month = day.replace(day=1)
    other = month_before(month, 1 if day.day < 15 else -1)
    near = daily_kwh(city, category, month)
    share = abs(day.day - 15) / 30
    return near * (1 - share) + daily_kwh(city, category, other) * share


def _weekday(house: Household, day: date) -> float:
    weekend = day.weekday() in _WEEKEND
    if house.category is TariffCategory.RESIDENTIAL:
        return 1.1 if weekend else 0.96
    return 0.7 if weekend else 1.1
