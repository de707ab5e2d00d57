"""Finished days whose messages changed after all are counted again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.clock import RIYADH, now
from bot.counting.period import Step, bucket_of
from bot.counting.tables import CountedDay, CountedIntent
from bot.database import wait_alone

COUNTING = "numbers.counting"
"""Whoever counts a day and whoever changes one wait for each other under this name."""
_REST = timedelta(hours=1)
"""So long after midnight no transaction that began before it is still under way."""


def settled_until() -> date:
    """The last day to which time adds nothing any more, in Riyadh."""
    return (now() - _REST).astimezone(RIYADH).date() - timedelta(days=1)


def forget(session: Session, moments: Iterable[datetime]) -> None:
    """Let the days of these moments be counted again; to be called after their messages changed.

    With them go the later days of the same week and month, which know who had talked before.
    """
    days = {moment.astimezone(RIYADH).date() for moment in moments}
    stale = sorted({later for day in days if day <= settled_until() for later in _later(day)})
    if not stale:
        return
    wait_alone(session, COUNTING)
    for table in (CountedIntent, CountedDay):
        session.execute(
            delete(table)
            .where(table.__table__.c.day.in_(stale))
            .execution_options(synchronize_session=False)
        )


def forget_all(session: Session) -> None:
    """Let every day be counted again."""
    wait_alone(session, COUNTING)
    for table in (CountedIntent, CountedDay):
        session.execute(delete(table))


def _later(day: date) -> list[date]:
    """The day and those after it in its week and its month."""
    found = [day]
    following = day + timedelta(days=1)
    while any(bucket_of(following, step) <= day for step in (Step.WEEK, Step.MONTH)):
        found.append(following)
        following += timedelta(days=1)
    return found
