"""By when a complaint is answered: working days by its class, in the edition then in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.complaints.catalogue import Category
from bot.facts import facts

_WEEKEND = (4, 5)
"""Friday and Saturday, as `date.weekday` counts. Public holidays are not known: a promise that
falls after one is the stricter for us."""


@dataclass(frozen=True)
class Promise:
    """So many working days from the day of the complaint; the answer comes by `on`."""

    days: int
    on: date
    edition: date
    """First day of the edition of the rules."""


def promise_for(category: Category, day: date) -> Promise | None:
    """The promise for a complaint of that Riyadh day; None where the rules give no sure figure."""
    fact = facts().get("complaints.answer_days", day)
    days = fact.value.get(category.promise)
    if days is None or not fact.sayable:
        return None
    return Promise(days, working_days_after(day, days), fact.valid_from)


def working_days_after(day: date, count: int) -> date:
    """The day that many working days later; Friday and Saturday do not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() not in _WEEKEND
    return day
