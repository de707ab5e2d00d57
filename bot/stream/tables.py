"""What is still to be published: rows are written with their effect and go once Kafka has them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, Column, Index, String

from bot.database import Base, Id, UtcDateTime, enum_check


class StreamKind(str, Enum):
    """What a row is about."""

    MESSAGE = "message"
    """A message of the transcript; `subject` is its id."""
    TURN = "turn"
    """How a message of the subscriber was understood; `subject` is its id."""
    UPDATE = "update.applied"
    """`subject` is the update's reference."""
    CASE = "case.opened"
    """`subject` is the case's reference."""
    HANDOVER = "handover"
    """A clerk took a conversation, left it behind or gave it back; `subject` is the number of the
    audit log's row."""


class StreamEvent(Base):
    """One event on its way out. Nothing of a person stands here; it is read when it leaves.

    Rows of one conversation have its order: each is written under that conversation's row lock.
    """

    __tablename__ = "stream_events"
    __table_args__ = (
        CheckConstraint(enum_check("kind", StreamKind), name="kind"),
        Index("ix_stream_events_at", "at"),
    )

    id: int = Column(Id, primary_key=True)
    kind: str = Column(String(20), nullable=False)
    subject: str = Column(String(20), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    """When it was written here: how late the stream is."""
