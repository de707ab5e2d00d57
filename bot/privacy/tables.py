"""What people ask about their own data."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, String

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class PrivacyKind(str, Enum):
    """What was asked for."""

    COPY = "copy"
    """All that is kept, as a file."""
    ERASE = "erase"
    CONSENT = "consent"
    """Stop what only rests on consent."""


class PrivacyState(str, Enum):
    """Where it stands."""

    OPEN = "open"
    """Staff have something to do yet."""
    DONE = "done"
    REFUSED = "refused"


class PrivacyRequest(Base):
    """One request, kept as proof that it was answered; holds no copy of the data itself."""

    __tablename__ = "privacy_requests"
    __table_args__ = (
        CheckConstraint(enum_check("kind", PrivacyKind), name="kind"),
        CheckConstraint(enum_check("state", PrivacyState), name="state"),
        Index("ix_privacy_requests_state_id", "state", "id"),
        Index("ix_privacy_requests_conversation", "conversation"),
    )

    id: int = Column(Id, primary_key=True)
    reference: str = Column(String(20), nullable=False, unique=True)
    key: str = Column(String(200), nullable=False, unique=True)
    """The message that asked: the same message again makes no second request."""
    kind: str = Column(String(10), nullable=False)
    conversation: str = Column(String(80), nullable=False)
    account_id: int | None = Column(Id, ForeignKey("accounts.id", ondelete="SET NULL"))
    state: str = Column(String(10), nullable=False, default=PrivacyState.OPEN.value)
    done_at_once: dict = Column(JSON, nullable=False)
    """What was erased without waiting for staff: kind of record → count."""
    answer: str | None = Column(SealedText)
    """What staff told the subscriber in the end."""
    handled_by: str | None = Column(String(40))
    handled_at: datetime | None = Column(UtcDateTime)
    created_at: datetime = Column(UtcDateTime, nullable=False)
