"""What happened and is still to be told: to the utility's systems, and to the stream's readers."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, String, UniqueConstraint

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
    """One event on its way into the stream: nothing of a person; it is read when it leaves.

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


class EventKind(str, Enum):
    """What the utility's own systems hear of."""

    UPDATE_APPLIED = "update.applied"
    CASE_OPENED = "case.opened"


class Delivery(str, Enum):
    """Where an event's call of the webhook stands."""

    NONE = "none"
    """No webhook was set when it happened."""
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up."""


class ExchangeEvent(Base):
    """Something happened: written in the transaction that made it happen.

    Nothing of a person stands here; what is told is read from the record when it leaves.
    """

    __tablename__ = "exchange_events"
    __table_args__ = (
        CheckConstraint(enum_check("kind", EventKind), name="kind"),
        CheckConstraint(enum_check("delivery", Delivery), name="delivery"),
        UniqueConstraint("kind", "reference"),
        Index("ix_exchange_events_delivery_due_at", "delivery", "due_at"),
    )

    id: int = Column(Id, primary_key=True)
    seq: int | None = Column(BigInteger, unique=True)
    """Its place among all events, given when it was first read (`events.number_new`)."""
    kind: str = Column(String(20), nullable=False)
    reference: str = Column(String(20), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    delivery: str = Column(String(10), nullable=False)
    attempts: int = Column(Integer, nullable=False, default=0)
    due_at: datetime = Column(UtcDateTime, nullable=False)
    """Not called before this moment; while a call is under way, when it is taken for lost."""
