"""Working days of Saudi Arabia: neither Friday and Saturday nor the public holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hijridate import Gregorian, Hijri

from bot.facts import FactsError, facts

_WEEKEND = (4, 5)
"""Friday and Saturday, as `date.weekday` counts."""
_HOLIDAYS = "holidays.days"


def working_days_after(day: date, count: int) -> date:
    """The day that many working days later, in Riyadh.

    What is not known beforehand (`data/facts/holidays.yml`) is not left out: a promise over such a
    day is the stricter for us.
    """
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether people work on that day."""
    return day.weekday() not in _WEEKEND and not is_holiday(day)


def is_holiday(day: date) -> bool:
    """Whether it is a public holiday, by the edition of the rules of that day."""
    try:
        rules: Mapping[str, Any] = facts().get(_HOLIDAYS, day).value
    except FactsError:  # before the first edition that is known
        return False
    return f"{day:%m-%d}" in rules["fixed"] or any(
        _is_in_feast(day, feast["after"], feast["days"]) for feast in rules["hijri"]
    )


def _is_in_feast(day: date, after: str, days: int) -> bool:
    """Whether it is one of so many days after the Hijri day MM-DD of its year."""
    month, eve = map(int, after.split("-"))
    try:
        year = Gregorian.fromdate(day).to_hijri().year
    except OverflowError:  # beyond the tables of Umm al-Qura, 1924–2077
        return False
    begins = Hijri(year, month, eve).to_gregorian()
    return timedelta(0) < day - begins <= timedelta(days)
