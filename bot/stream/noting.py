"""Noting what is to be published, in the transaction that makes it happen."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.clock import now
from bot.settings import settings
from bot.stream.tables import StreamEvent, StreamKind


def note(session: Session, kind: StreamKind, subject: object) -> None:
    """Publish this once the caller's transaction is committed; nothing where no Kafka is set."""
    if settings().kafka_brokers:
        session.add(StreamEvent(kind=kind.value, subject=str(subject), at=now()))
