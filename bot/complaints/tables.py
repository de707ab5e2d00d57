"""A complaint that is being written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, String

from bot.database import Base, Id, SealedJson, UtcDateTime


class ComplaintDraft(Base):
    """What one conversation has given so far; it survives the session, the night and a crash."""

    __tablename__ = "complaint_drafts"

    id: int = Column(Id, primary_key=True)
    conversation: str = Column(String(80), nullable=False, unique=True)
    data: dict[str, Any] = Column(SealedJson, nullable=False)
    """`bot.complaints.draft.Draft`."""
    updated_at: datetime = Column(UtcDateTime, nullable=False, index=True)
