"""The outbox: everything that leaves, stored before it is sent."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Index, Integer, String

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class Route(str, Enum):
    """Who carries it."""

    WEB = "web"
    TELEGRAM = "telegram"
    SMS = "sms"
    EMAIL = "email"


class OutboxState(str, Enum):
    """Life of an outgoing message."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """A permanent error, or too many tries; `last_error` says which."""


class OutboxMessage(Base):
    """One message to one recipient on one route."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(enum_check("route", Route), name="route"),
        CheckConstraint(enum_check("state", OutboxState), name="state"),
        Index("ix_outbox_state_route_due_at", "state", "route", "due_at"),
        Index("ix_outbox_recipient_id", "recipient", "id"),
    )

    id: int = Column(Id, primary_key=True)
    key: str = Column(String(160), nullable=False, unique=True)
    """Idempotency: the same key is stored once."""
    route: str = Column(String(10), nullable=False)
    recipient: str = Column(String(254), nullable=False)
    """Conversation key, mobile (E.164) or e-mail address."""
    body: str | None = Column(SealedText)
    """JSON of the message; wiped after sending when it held a code."""
    secret: bool = Column(Boolean, nullable=False, default=False)
    message_id: int | None = Column(Id)
    """The transcript message it shows, for conversation routes."""
    state: str = Column(String(10), nullable=False, default=OutboxState.WAITING.value)
    due_at: datetime = Column(UtcDateTime, nullable=False)
    attempts: int = Column(Integer, nullable=False, default=0)
    last_error: str | None = Column(String(300))
    sent_at: datetime | None = Column(UtcDateTime)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    extra: dict | None = Column(JSON)
    """What the carrier answered (its message id)."""


class UndeliveredSms(Base):
    """Reports of SMS to one mobile that did not arrive, since the last that did."""

    __tablename__ = "undelivered_sms"

    recipient: str = Column(String(20), primary_key=True)
    """E.164."""
    count: int = Column(Integer, nullable=False)
    first_at: datetime = Column(UtcDateTime, nullable=False)
    last_at: datetime = Column(UtcDateTime, nullable=False)
