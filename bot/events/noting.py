"""Noting what happened, in the transaction that makes it happen."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.clock import now
from bot.events.tables import Delivery, EventKind, ExchangeEvent, StreamEvent, StreamKind
from bot.settings import settings


def note(session: Session, kind: StreamKind, subject: object) -> None:
    """Publish this once the caller's transaction is committed; nothing where no Kafka is set."""
    if settings().kafka_brokers:
        session.add(StreamEvent(kind=kind.value, subject=str(subject), at=now()))


def record(session: Session, kind: EventKind, reference: str) -> None:
    """Note that something happened; it stands or falls with the caller's transaction."""
    moment = now()
    delivery = Delivery.WAITING if settings().webhook_url else Delivery.NONE
    session.add(
        ExchangeEvent(
            kind=kind.value,
            reference=reference,
            at=moment,
            delivery=delivery.value,
            due_at=moment,
        )
    )
    note(session, StreamKind(kind.value), reference)
