"""Who wants to be told what, by which way, at which hours."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)

from bot.database import Base, Id, UtcDateTime, enum_check


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
