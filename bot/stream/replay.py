"""Publishing again what the record holds, for a consumer that lost it or came later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, insert, literal, select, union_all
from sqlalchemy.orm import Session

from bot.audit.tables import AuditEntry
from bot.clock import now
from bot.database import UtcDateTime
from bot.events.tables import ExchangeEvent, StreamEvent, StreamKind
from bot.stream.records import STEPS
from bot.transcripts.tables import Message

_messages, _events = Message.__table__.c, ExchangeEvent.__table__.c
_audit = AuditEntry.__table__.c


def publish_again(session: Session, since: datetime) -> int:
    """Note everything that happened from a moment on, in its order; how many events they are.

    Each keeps its id, so a consumer that has it already drops it.
    """
    said = _of(StreamKind.MESSAGE, 0).where(_messages.at >= since)
    understood = _of(StreamKind.TURN, 1).where(_messages.at >= since, _messages.intent.is_not(None))
    every = union_all(said, understood).subquery("every")
    told = select(every.c.kind, every.c.subject, every.c.noted).order_by(every.c.id, every.c.rank)
    columns = ["kind", "subject", "at"]
    before = _count(session)
    session.execute(insert(StreamEvent.__table__).from_select(columns, told))
    records = (
        select(_events.kind, _events.reference, literal(now(), UtcDateTime()))
        .where(_events.at >= since)
        .order_by(_events.id)
    )
    session.execute(insert(StreamEvent.__table__).from_select(columns, records))
    session.execute(insert(StreamEvent.__table__).from_select(columns, _handovers(since)))
    return _count(session) - before


def _of(kind: StreamKind, rank: int) -> Any:
    return select(
        literal(kind.value).label("kind"),
        cast(_messages.id, String(20)).label("subject"),
        literal(now(), UtcDateTime()).label("noted"),
        _messages.id,
        literal(rank).label("rank"),
    )


def _handovers(since: datetime) -> Any:
    return (
        select(
            literal(StreamKind.HANDOVER.value),
            cast(_audit.seq, String(20)),
            literal(now(), UtcDateTime()),
        )
        .where(_audit.at >= since, _audit.action.in_([step.value for step in STEPS]))
        .order_by(_audit.seq)
    )


def _count(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(StreamEvent)).scalar_one())
