"""By when a complaint is answered: working days by its class, in the edition then in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.complaints.catalogue import Category
from bot.facts import facts
from bot.working_days import working_days_after


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
    days = fact.value.get(category.promise) if category.promise else None
    if days is None or not fact.sayable:
        return None
    return Promise(days, working_days_after(day, days), fact.valid_from)
