"""The service request that a conversation is filling in; what was sent is a case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, String

from bot.database import Base, Id, SealedText, UtcDateTime


class ServiceDraft(Base):
    """What one conversation has given so far; it survives the session, the night and a crash."""

    __tablename__ = "service_drafts"

    id: int = Column(Id, primary_key=True)
    conversation: str = Column(String(80), nullable=False, unique=True)
    data: str = Column(SealedText, nullable=False)
    """JSON of `bot.services.draft.Draft`."""
    updated_at: datetime = Column(UtcDateTime, nullable=False, index=True)
