"""Calls that subscribers asked for."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, Column, Index, String

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class CallState(str, Enum):
    """Life of a call."""

    WAITING = "waiting"
    DONE = "done"
    MISSED = "missed"
    """Rung, and nobody answered."""
    CANCELLED = "cancelled"


class CallBack(Base):
    """One wish to be rung. A conversation has at most one that waits."""

    __tablename__ = "call_backs"
    __table_args__ = (
        CheckConstraint(enum_check("state", CallState), name="state"),
        Index("ix_call_backs_state_at", "state", "at"),
        Index("ix_call_backs_conversation_state", "conversation", "state"),
    )

    id: int = Column(Id, primary_key=True)
    key: str = Column(String(200), nullable=False, unique=True)
    """The message that asked: the same message again records nothing more."""
    conversation: str = Column(String(80), nullable=False)
    mobile: str = Column(SealedText, nullable=False)
    """E.164."""
    at: datetime = Column(UtcDateTime, nullable=False)
    """When the subscriber expects it; within the clerks' hours."""
    wanted: str | None = Column(SealedText)
    """What it is about, for the clerk."""
    state: str = Column(String(10), nullable=False, default=CallState.WAITING.value)
    handled_by: str | None = Column(String(40))
    """Name of the staff account."""
    handled_at: datetime | None = Column(UtcDateTime)
    created_at: datetime = Column(UtcDateTime, nullable=False)
