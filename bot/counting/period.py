"""The days that are counted, and the step by which they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import func, text
from sqlalchemy.orm import Session

from bot.clock import RIYADH, today

LONGEST = timedelta(days=731)
"""Between the days that are asked for."""
_USUAL_DAYS = 29
_DAYS_SHOWN = timedelta(days=93)
"""Three months; a chart has room for no more columns."""
_FROM_UTC = "+3 hours"
"""Riyadh has had no other offset since 1947, and no summer time."""


class Step(str, Enum):
    """How much one row covers. A week begins on Sunday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """Whole days in Riyadh, both ends included."""

    first: date
    last: date
    step: Step = Step.DAY

    @property
    def start(self) -> datetime:
        """The first moment that counts."""
        return datetime.combine(self.first, time(), RIYADH)

    @property
    def end(self) -> datetime:
        """The first moment that no longer counts."""
        return datetime.combine(self.last + timedelta(days=1), time(), RIYADH)

    def has(self, moment: Any) -> Any:
        """SQL: whether the moment of that column is in the period."""
        return (moment >= self.start) & (moment < self.end)

    def readable(self) -> Period:
        """The same days by week if they are too many for a page to show one by one."""
        if self.step is Step.DAY and self.last - self.first >= _DAYS_SHOWN:
            return Period(bucket_of(self.first, Step.WEEK), self.last, Step.WEEK)
        return self

    def buckets(self) -> list[date]:
        """The first day of each day, week or month that the period touches."""
        days = (self.last - self.first).days + 1
        every = (self.first + timedelta(days=n) for n in range(days))
        return list(dict.fromkeys(bucket_of(day, self.step) for day in every))


def period(first: str, last: str, step: str) -> Period:
    """What a form asked for; anything unreadable or too long becomes the usual month of days.

    Weeks and months are told from their first day: half a week beside whole ones misleads.
    """
    newest = today()
    until = _date(last) or newest
    since = _date(first) or until - timedelta(days=_USUAL_DAYS)
    if not timedelta() <= until - since <= LONGEST:
        until, since = newest, newest - timedelta(days=_USUAL_DAYS)
    by = Step(step) if step in set(Step) else Step.DAY
    return Period(bucket_of(since, by), until, by)


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def bucket_of(day: date, step: Step) -> date:
    """The first day of the day, week or month that `day` is in."""
    if step is Step.MONTH:
        return day.replace(day=1)
    if step is Step.WEEK:
        return day - timedelta(days=(day.weekday() + 1) % 7)
    return day


def bucket(session: Session, moment: Any, step: Step) -> Any:
    """SQL: the same of a column of moments, as text `YYYY-MM-DD`."""
    if session.get_bind().dialect.name == "sqlite":
        more = {
            Step.DAY: (),
            Step.WEEK: ("-6 days", "weekday 0"),
            Step.MONTH: ("start of month",),
        }
        return func.date(moment, _FROM_UTC, *more[step])
    local = func.timezone("Asia/Riyadh", moment)
    if step is Step.WEEK:  # PostgreSQL's week begins on Monday
        day = text("interval '1 day'")
        return func.to_char(func.date_trunc("week", local + day) - day, "YYYY-MM-DD")
    return func.to_char(func.date_trunc(step.value, local), "YYYY-MM-DD")
