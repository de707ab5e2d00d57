"""The durable inbox."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, String, UniqueConstraint

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class InboxState(str, Enum):
    """Life of an incoming message."""

    WAITING = "waiting"
    ANSWERED = "answered"
    GIVEN_UP = "given_up"
    """Failed too often; the subscriber was told and staff see it."""


class InboxMessage(Base):
    """One incoming message, stored before anything else is done with it."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        CheckConstraint(enum_check("state", InboxState), name="state"),
        Index("ix_inbox_state_due_at", "state", "due_at"),
        Index("ix_inbox_conversation_state_id", "conversation", "state", "id"),
    )

    id: int = Column(Id, primary_key=True)
    channel: str = Column(String(20), nullable=False)
    external_id: str = Column(String(120), nullable=False)
    """`update_id` for Telegram, conversation and the client's uuid for the web."""
    conversation: str = Column(String(80), nullable=False)
    body: str = Column(SealedText, nullable=False)
    """JSON: text for Rasa (escaped or a payload that was offered), shown text, metadata."""
    state: str = Column(String(10), nullable=False, default=InboxState.WAITING.value)
    attempts: int = Column(Integer, nullable=False, default=0)
    due_at: datetime = Column(UtcDateTime, nullable=False)
    received_at: datetime = Column(UtcDateTime, nullable=False)
    answered_at: datetime | None = Column(UtcDateTime)
    told_to_wait: bool = Column(Boolean, nullable=False, default=False)
    last_error: str | None = Column(String(300))
