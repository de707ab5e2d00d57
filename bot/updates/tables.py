"""The data update: what is being collected, and what was asked for."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class RequestState(str, Enum):
    """Life of an update request."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


class UpdateDraft(Base):
    """What one conversation has given so far; it survives the session, the night and a crash."""

    __tablename__ = "update_drafts"

    id: int = Column(Id, primary_key=True)
    conversation: str = Column(String(80), nullable=False, unique=True)
    data: str = Column(SealedText, nullable=False)
    """JSON of `bot.updates.draft.Draft`."""
    updated_at: datetime = Column(UtcDateTime, nullable=False, index=True)


class UpdateRequest(Base):
    """One confirmed update: applied at once for the proved contact on file, else staff decide."""

    __tablename__ = "update_requests"
    __table_args__ = (
        CheckConstraint(enum_check("state", RequestState), name="state"),
        Index("ix_update_requests_state_created_at", "state", "created_at"),
        Index("ix_update_requests_account_id", "account_id"),
        Index("ix_update_requests_conversation", "conversation", "created_at"),
    )

    id: int = Column(Id, primary_key=True)
    reference: str = Column(String(20), nullable=False, unique=True)
    key: str = Column(String(36), nullable=False, unique=True)
    conversation: str = Column(String(80), nullable=False)
    channel: str = Column(String(20), nullable=False)
    account_number: str = Column(String(20), nullable=False)
    account_id: int | None = Column(Id, ForeignKey("accounts.id", ondelete="SET NULL"))
    state: str = Column(String(10), nullable=False)
    changes: str = Column(SealedText, nullable=False)
    """JSON: field → new value, as confirmed in the summary."""
    before: str | None = Column(SealedText)
    """JSON of the same fields on file at that moment; empty when no such account."""
    proof: str = Column(String(40), nullable=False)
    """`contact_on_file` or `own_mobile`."""
    decided_by: str | None = Column(String(120))
    decision_reason: str | None = Column(String(500))
    decided_at: datetime | None = Column(UtcDateTime)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    version: int = Column(Integer, nullable=False, default=1)

    __mapper_args__ = {"version_id_col": version}
