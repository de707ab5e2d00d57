"""What is promised for a service, and what it costs: from the facts, or said without a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.clock import today
from bot.facts import Fact, facts
from bot.services.schema import ServiceType
from bot.working_days import working_days_after


@dataclass(frozen=True)
class Promise:
    """Working days from the day of the request."""

    least: int
    most: int
    on: date
    """The last promised day, in Riyadh."""


def promise_for(service: ServiceType, answers: Mapping[str, str] | None = None) -> Promise | None:
    """The promise for a request of today; None where no rule gives a sure figure.

    `answers` of its draft: a time that counts from a day that was asked for begins on that day.
    """
    wished = (answers or {}).get(service.promise.since or "")
    begun = max(today(), date.fromisoformat(wished)) if wished else today()
    fact = _sayable(service.promise.fact, today())
    if fact is None:
        return None
    value: dict[str, Any] = fact.value
    most = value.get("days", value.get("days_most"))
    if most is None:
        return None
    return Promise(value.get("days_least", most), most, working_days_after(begun, most))


def fee_of(service: ServiceType) -> Fact | None:
    """The fact with the fee, when its figure may be said."""
    return _sayable(service.fees.fact, today())


def _sayable(key: str | None, day: date) -> Fact | None:
    fact = facts().get(key, day) if key else None
    return fact if fact is not None and fact.sayable else None
