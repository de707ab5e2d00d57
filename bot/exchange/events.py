"""What the utility's own systems hear of, in an order that holds: numbered when read.

A number given when a row is written would not do: on PostgreSQL the transaction with the lower
number may end later, and a reader who is past it would miss it. So a row has no number until a
reader finds it committed; readers number one at a time. What becomes visible later gets a higher
number.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from bot.events.tables import ExchangeEvent

_LOCK = 0x65786368  # PostgreSQL's advisory lock: one reader numbers at a time
_AT_ONCE = 10_000
_events = ExchangeEvent.__table__.c


def number_new(session: Session) -> int:
    """Number the events that have no number yet; the highest number given so far (0: none)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last: int = session.execute(select(func.max(_events.seq))).scalar_one() or 0
    while True:
        query = select(_events.id).where(_events.seq.is_(None)).order_by(_events.id)
        new = session.execute(query.limit(_AT_ONCE)).scalars().all()
        for event_id in new:
            last += 1
            session.execute(
                update(ExchangeEvent)
                .where(_events.id == event_id)
                .values(seq=last)
                .execution_options(synchronize_session=False)
            )
        if len(new) < _AT_ONCE:
            return last


def last_before(session: Session, moment: datetime) -> int:
    """The number behind which everything that happened from `moment` on stands."""
    first = session.execute(
        select(func.min(_events.seq)).where(_events.at >= moment, _events.seq.is_not(None))
    ).scalar_one()
    if first is None:
        return int(session.execute(select(func.max(_events.seq))).scalar_one() or 0)
    return int(first) - 1
