"""The outbox, everything that leaves, stored before it is sent; and who wants to be told what."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)

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


class NoticeKind(str, Enum):
    """What subscribers are told without asking. Short words: they stand in button payloads."""

    BILL = "bill"
    """A bill was issued."""
    DUE = "due"
    """Its due date comes near."""
    PLANNED = "planned"
    """Supply will be cut for announced work."""
    RESTORED = "restored"
    """Power is back after an outage."""
    AWARENESS = "awareness"
    """Advice and campaigns: only with consent."""
    USAGE = "usage"
    """Consumption passed a limit that the subscriber set."""
    UPDATE = "update"
    """Who lives there and how to reach them is to be confirmed, or a contact does not work."""


class NoticeChoice(Base):
    """What one person on one account chose for one kind. No row: the default of `choices.py`."""

    __tablename__ = "notice_choices"
    __table_args__ = (
        UniqueConstraint("account_id", "party", "kind"),
        CheckConstraint(enum_check("kind", NoticeKind), name="kind"),
    )

    id: int = Column(Id, primary_key=True)
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    party: str = Column(String(80), nullable=False)
    """The person: a mobile on file (E.164), or a conversation without one."""
    kind: str = Column(String(12), nullable=False)
    wanted: bool = Column(Boolean, nullable=False)
    routes: list = Column(JSON, nullable=False)
    """Values of `Route`; kept while stopped, so that starting again needs no question."""
    at: datetime = Column(UtcDateTime, nullable=False)


class NoticeQuietHours(Base):
    """When one person on one account is left in peace. No row: the default of `choices.py`."""

    __tablename__ = "notice_quiet_hours"
    __table_args__ = (
        UniqueConstraint("account_id", "party"),
        CheckConstraint("starts >= 0 AND starts < 1440 AND ends >= 0 AND ends < 1440", name="day"),
    )

    id: int = Column(Id, primary_key=True)
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    party: str = Column(String(80), nullable=False)
    starts: int = Column(Integer, nullable=False)
    """Minutes after midnight in Riyadh."""
    ends: int = Column(Integer, nullable=False)
    """As `starts`; the same minute: no quiet hours at all."""
    at: datetime = Column(UtcDateTime, nullable=False)
