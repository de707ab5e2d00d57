"""Staff accounts, their sessions, and who has which conversation open."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
)
from sqlalchemy.orm import relationship

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class Role(str, Enum):
    """What a member of staff is trusted with; `bot/console/rights.py` says what that allows."""

    VIEWER = "viewer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Staff(Base):
    """One person who may sign in to the console."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint(enum_check("role", Role), name="role"),)

    id: int = Column(Id, primary_key=True)
    name: str = Column(String(40), nullable=False, unique=True)
    """Typed at sign-in, lower case."""
    display_name: str = Column(String(80), nullable=False)
    password_hash: str = Column(String(200), nullable=False)
    """Argon2id with its parameters and salt."""
    role: str = Column(String(15), nullable=False)
    totp_secret: str | None = Column(SealedText)
    """Base32; empty: no second factor."""
    totp_step: int | None = Column(BigInteger)
    """The 30-second step of the code used last: a code is good once."""
    failures: int = Column(Integer, nullable=False, default=0)
    """Failed sign-ins since the last good one."""
    locked_until: datetime | None = Column(UtcDateTime)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    disabled_at: datetime | None = Column(UtcDateTime)


class StaffSession(Base):
    """One sign-in of one browser. Only a keyed hash of its token is kept."""

    __tablename__ = "staff_sessions"
    __table_args__ = (Index("ix_staff_sessions_staff_id_ended_at", "staff_id", "ended_at"),)

    id: int = Column(Id, primary_key=True)
    staff_id: int = Column(Id, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False)
    token_hash: str = Column(String(64), nullable=False, unique=True)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    last_seen: datetime = Column(UtcDateTime, nullable=False)
    expires_at: datetime = Column(UtcDateTime, nullable=False)
    """However busy it is."""
    ended_at: datetime | None = Column(UtcDateTime)

    staff = relationship("Staff", lazy="joined")


class ConversationViewer(Base):
    """Somebody of the staff has a conversation open; see `bot/console/looking.py`."""

    __tablename__ = "conversation_viewers"
    __table_args__ = (Index("ix_conversation_viewers_seen_at", "seen_at"),)

    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    name: str = Column(String(40), primary_key=True)
    """Of the staff account."""
    seen_at: datetime = Column(UtcDateTime, nullable=False)
