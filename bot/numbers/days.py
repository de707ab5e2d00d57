"""Days of conversations: finished ones from their counts, the others as they are now.

Both come from one way of counting, so that it makes no difference when a day was counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, literal_column, select
from sqlalchemy.orm import Session

from bot.clock import RIYADH
from bot.counting.period import Period, Step, bucket, bucket_of
from bot.counting.stale import COUNTING, settled_until
from bot.counting.tables import CountedDay, CountedIntent
from bot.database import reading, transaction, wait_alone
from bot.transcripts.record import NOT_UNDERSTOOD
from bot.transcripts.tables import Author, Message

_messages = Message.__table__.c
_days = CountedDay.__table__.c
_intents = CountedIntent.__table__.c
HEARD = _messages.author == literal_column(f"'{Author.SUBSCRIBER.value}'")
"""SQL: what subscribers said. Written out: SQLite uses an index of some rows for no parameter."""
LOST = _messages.intent == literal_column(f"'{NOT_UNDERSTOOD}'")
"""SQL: what was not understood; likewise."""
_LONGEST = timedelta(days=31)
"""Counted in one transaction: who writes meanwhile waits a tenth of a second at most."""


@dataclass
class Day:
    """One day; the columns of `CountedDay`."""

    day: date
    messages: int = 0
    misunderstood: int = 0
    conversations: int = 0
    week_conversations: int = 0
    month_conversations: int = 0
    handed_over: int = 0
    week_handed_over: int = 0
    month_handed_over: int = 0

    def add(self, what: str, more: int = 1) -> None:
        """Add to one of the counts."""
        setattr(self, what, getattr(self, what) + more)


_COUNTS = tuple(one.name for one in fields(Day))
_PREFIXES = {Step.DAY: "", Step.WEEK: "week_", Step.MONTH: "month_"}


def first_of(step: Step, what: str) -> str:
    """The count of `what` (`conversations`, `handed_over`) that adds up over a step's days."""
    return _PREFIXES[step] + what


def days_of(session: Session, period: Period) -> list[Day]:
    """Every day of the period, in order."""
    kept = _kept(session, period.first, period.last)
    for first, last in _gaps(kept, period.first, period.last):
        kept |= {day.day: day for day in count(session, first, last)}
    return [kept[day] for day in _each(period.first, period.last)]


def intents_of(session: Session, period: Period) -> dict[str, tuple[int, float]]:
    """Each intent's messages in the period, and their confidences added up."""
    rows = session.execute(
        select(_intents.intent, func.sum(_intents.messages), func.sum(_intents.confidence))
        .where(_intents.day.between(period.first, period.last))
        .group_by(_intents.intent)
    )
    found = {intent: (int(messages), float(sure)) for intent, messages, sure in rows}
    there = _days.day.between(period.first, period.last)
    kept = session.execute(select(_days.day).where(there)).scalars()
    for first, last in _gaps(kept, period.first, period.last):
        for _, intent, messages, sure in _meant(session, first, last):
            count_before, sure_before = found.get(intent, (0, 0.0))
            found[intent] = (count_before + messages, sure_before + sure)
    return found


def lacks(session: Session, period: Period) -> bool:
    """Whether finished days of the period wait to be counted."""
    last = min(period.last, settled_until())
    wanted = (last - period.first).days + 1
    there = select(func.count()).select_from(CountedDay)
    between = _days.day.between(period.first, last)
    return wanted > session.execute(there.where(between)).scalar_one()


def settle_all() -> None:
    """Count every finished day on which something was said."""
    with reading() as session:
        first = session.execute(select(func.min(_messages.at)).where(HEARD)).scalar_one()
    if first is None:
        return
    everything = Period(first.astimezone(RIYADH).date(), settled_until())
    more = True
    while more:
        with transaction() as session:
            more = settle(session, everything)


def settle(session: Session, period: Period) -> bool:
    """Count finished days of the period, a month at most; whether more are left."""
    wait_alone(session, COUNTING)
    last = min(period.last, settled_until())
    kept = _kept(session, period.first, last)
    first, until = next(_gaps(kept, period.first, last), (None, None))
    if first is None or until is None:
        return False
    until = min(until, first + _LONGEST)
    days = [asdict(day) for day in count(session, first, until)]
    session.execute(insert(CountedDay.__table__), days)
    meant = [
        {"day": day, "intent": intent, "messages": messages, "confidence": sure}
        for day, intent, messages, sure in _meant(session, first, until)
    ]
    if meant:
        session.execute(insert(CountedIntent.__table__), meant)
    return True


def count(session: Session, first: date, last: date) -> list[Day]:
    """Count the messages of these days, whatever was counted before."""
    found = {day: Day(day) for day in _each(first, last)}
    seen: set[tuple[str, date, int]] = set()
    for talk in _talks_before(session, first, last):
        seen.update(talk.firsts())
    for talk in _talks(session, Period(first, last)):
        day = found[talk.day]
        day.add("messages", talk.messages)
        day.add("misunderstood", talk.misunderstood)
        for what in talk.counts_as:
            day.add(what)
        for once in talk.firsts():
            if once not in seen:
                seen.add(once)
                day.add(once[0])
    return list(found.values())


@dataclass(frozen=True)
class _Talk:
    """What one conversation said on one day."""

    day: date
    conversation: int
    messages: int
    misunderstood: int
    handed_over: int
    """Messages that led to a person."""

    @property
    def counts_as(self) -> list[str]:
        """The columns in which the conversation counts."""
        return ["conversations", "handed_over"] if self.handed_over else ["conversations"]

    def firsts(self) -> Iterator[tuple[str, date, int]]:
        """Where it counts once a week or month: the column, the first day, the conversation."""
        for step in (Step.WEEK, Step.MONTH):
            for what in self.counts_as:
                yield first_of(step, what), bucket_of(self.day, step), self.conversation


def _talks_before(session: Session, first: date, last: date) -> Iterator[_Talk]:
    """Earlier in the week and month of `first`, of those who talk from then to `last`."""
    since = min(bucket_of(first, step) for step in (Step.WEEK, Step.MONTH))
    if since < first:
        them = select(_messages.conversation_id)
        them = them.where(HEARD, Period(first, last).has(_messages.at))
        among = _messages.conversation_id.in_(them)
        yield from _talks(session, Period(since, first - timedelta(days=1)), among)


def _talks(session: Session, period: Period, *conditions: Any) -> Iterator[_Talk]:
    """In the order of days."""
    day = bucket(session, _messages.at, Step.DAY)
    rows = session.execute(
        select(
            day,
            _messages.conversation_id,
            func.count(),
            func.count().filter(LOST),
            func.count().filter(_messages.led_to_person),
        )
        .where(HEARD, period.has(_messages.at), *conditions)
        .group_by(day, _messages.conversation_id)
        .order_by(day)
    )
    for written, *counts in rows:
        yield _Talk(date.fromisoformat(written), *counts)


def _meant(session: Session, first: date, last: date) -> Iterator[tuple[date, str, int, float]]:
    day = bucket(session, _messages.at, Step.DAY)
    rows = session.execute(
        select(day, _messages.intent, func.count(), func.sum(_messages.confidence))
        .where(HEARD, Period(first, last).has(_messages.at), _messages.intent.is_not(None))
        .group_by(day, _messages.intent)
    )
    for written, intent, messages, sure in rows:
        yield date.fromisoformat(written), intent, messages, sure or 0.0


def _kept(session: Session, first: date, last: date) -> dict[date, Day]:
    columns: list[Any] = [_days[name] for name in _COUNTS]
    rows = session.execute(select(*columns).where(_days.day.between(first, last)))
    return {row[0]: Day(*row) for row in rows}


def _gaps(kept: Iterable[date], first: date, last: date) -> Iterator[tuple[date, date]]:
    """Runs of days that are not among `kept`: the first and the last of each."""
    there, begin = set(kept), None
    for day in _each(first, last + timedelta(days=1)):
        missing = day <= last and day not in there
        if missing and begin is None:
            begin = day
        elif not missing and begin is not None:
            yield begin, day - timedelta(days=1)
            begin = None


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
