"""How long clerks had conversations, from the audit log.

The log of a year is long and never changes, so finished days are counted once and kept; what came
since is read from the log. Both come from one way of counting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, aliased

from bot.audit.log import Action
from bot.audit.tables import AuditEntry
from bot.clock import RIYADH
from bot.counting.period import Period
from bot.counting.stale import settled_until
from bot.counting.tables import CountedHolding, CountedTaking
from bot.database import wait_alone
from bot.numbers.report import Report

_TAKEN = Action.CONVERSATION_TAKEN.value
_ENDS = (Action.CONVERSATION_HANDED_BACK.value, Action.CONVERSATION_RETURNED.value)
_BEGINNING = date(2000, 1, 1)
"""Before any log."""
_COUNTING = "numbers.clerks"
_entries = AuditEntry.__table__.c
_takings = CountedTaking.__table__.c
_holdings = CountedHolding.__table__.c


@dataclass(frozen=True)
class Counted:
    """What clerks did, by day in Riyadh."""

    since: date
    """The first day that was counted."""
    takings: Counter[tuple[date, str]] = field(default_factory=Counter)
    """Conversations taken that day, by clerk."""
    holdings: Counter[tuple[date, str, int]] = field(default_factory=Counter)
    """Those that were handed back that day, or returned to the queue by themselves, by clerk and
    tenths of a minute since they were taken."""


def clerks(session: Session, period: Period) -> Report:
    """By clerk: conversations taken, and the median minutes of those that ended in the period,
    from taking them to handing them back or until they returned to the queue by themselves."""
    takings, lengths = _kept(session, period)
    fresh = count(session, max(period.first, _next_day(session)), period.last)
    for (_, clerk), times in fresh.takings.items():
        takings[clerk] += times
    for (_, clerk, tenths), times in fresh.holdings.items():
        lengths[clerk][tenths] += times
    rows = [
        (clerk, takings[clerk], _median(lengths[clerk]))
        for clerk in sorted({*takings, *lengths}, key=lambda clerk: (-takings[clerk], clerk))
    ]
    return Report("clerks", ("clerk", "taken", "median_minutes"), rows)


def _median(tenths: Counter[int]) -> float | None:
    return round(median(tenths.elements()) / 10, 1) if tenths else None


def _kept(session: Session, period: Period) -> tuple[Counter[str], dict[str, Counter[int]]]:
    """Of the days that are kept: conversations taken, and how long they were had, by clerk."""
    takings = session.execute(
        select(_takings.clerk, func.sum(_takings.taken))
        .where(_takings.day.between(period.first, period.last))
        .group_by(_takings.clerk)
    )
    lengths: dict[str, Counter[int]] = defaultdict(Counter)
    for clerk, tenths, times in session.execute(
        select(_holdings.clerk, _holdings.tenths, func.sum(_holdings.times))
        .where(_holdings.day.between(period.first, period.last))
        .group_by(_holdings.clerk, _holdings.tenths)
    ):
        lengths[clerk][tenths] = int(times)
    return Counter({clerk: int(taken) for clerk, taken in takings}), lengths


def _next_day(session: Session) -> date:
    """The first day that is not kept. Days of which nothing is to be kept cost nothing to count."""
    days = [session.execute(select(func.max(one))).scalar_one() for one in _DAYS]
    return max((day + timedelta(days=1) for day in days if day), default=_BEGINNING)


_DAYS = (_takings.day, _holdings.day)


def lacks(session: Session) -> bool:
    """Whether finished days wait to be kept."""
    wanted = Period(_next_day(session), settled_until())
    query = select(_entries.seq).where(*_among(session, wanted, (_TAKEN, *_ENDS))).limit(1)
    return session.execute(query).first() is not None


def uncounted(session: Session) -> Counted:
    """All finished days that are not kept."""
    return count(session, _next_day(session), settled_until())


def keep(session: Session, counted: Counted) -> None:
    """Read these days from here from now on; nothing, if somebody kept them meanwhile."""
    wait_alone(session, _COUNTING)
    if _next_day(session) != counted.since:
        return
    takings = [
        {"day": day, "clerk": clerk, "taken": taken}
        for (day, clerk), taken in counted.takings.items()
    ]
    holdings = [
        {"day": day, "clerk": clerk, "tenths": tenths, "times": times}
        for (day, clerk, tenths), times in counted.holdings.items()
    ]
    for table, rows in ((CountedTaking, takings), (CountedHolding, holdings)):
        if rows:
            session.execute(insert(table.__table__), rows)


def count(session: Session, first: date, last: date) -> Counted:
    """Count these days in the log."""
    days, counted = Period(first, last), Counted(first)
    taken = select(_entries.at, _entries.actor).where(*_among(session, days, (_TAKEN,)))
    for at, actor in session.execute(taken):
        counted.takings[_day(at), _name(actor)] += 1
    start, other = aliased(AuditEntry), aliased(AuditEntry)
    newest = (
        select(func.max(other.seq))
        .where(other.object == _entries.object, other.action == _TAKEN, other.seq < _entries.seq)
        .correlate(AuditEntry.__table__)
        .scalar_subquery()
    )
    ended = (
        select(_entries.at, start.at, start.actor)
        .select_from(AuditEntry.__table__)
        .join(start, start.seq == newest)
        .where(*_among(session, days, _ENDS))
    )
    for at, since, actor in session.execute(ended):
        tenths = round((at - since) / timedelta(seconds=6))
        counted.holdings[_day(at), _name(actor), tenths] += 1
    return counted


def _among(session: Session, days: Period, actions: tuple[str, ...]) -> tuple[Any, ...]:
    """SQL: entries of those days and actions. The log is in the order of time, so the first
    entry's number spares the index of actions all that came before."""
    oldest = select(_entries.seq).where(_entries.at >= days.start)
    first = session.execute(oldest.order_by(_entries.at, _entries.seq).limit(1)).scalar()
    return _entries.seq >= (first or 0), _entries.action.in_(actions), days.has(_entries.at)


def _day(at: datetime) -> date:
    return at.astimezone(RIYADH).date()


def _name(actor: str) -> str:
    return actor.removeprefix("staff:")
