"""Staff accounts, their sessions, and the audit log."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    event,
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


class AuditEntry(Base):
    """Who did or saw what. Rows are only ever added: triggers refuse all else, and each row's
    hash covers the row before it, so that a change behind the triggers' back shows."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_at", "at"),
        Index("ix_audit_log_actor_seq", "actor", "seq"),
        Index("ix_audit_log_action_seq", "action", "seq"),
        Index("ix_audit_log_object_seq", "object", "seq"),
    )

    seq: int = Column(Id, primary_key=True, autoincrement=False)
    """1, 2, 3 … without a gap."""
    at: datetime = Column(UtcDateTime, nullable=False)
    actor: str = Column(String(60), nullable=False)
    """`staff:<name>`, `terminal:<login name>` or `system`."""
    action: str = Column(String(40), nullable=False)
    """For example `conversation.viewed`; `bot/console/audit.py` lists them."""
    object: str = Column(String(80), nullable=False)
    """`<kind>:<our own id>`; never a personal value."""
    reason: str | None = Column(String(500))
    details: dict = Column(JSON, nullable=False)
    previous: str = Column(String(64), nullable=False)
    hash: str = Column(String(64), nullable=False, unique=True)


_REFUSE_ON_SQLITE = (
    "CREATE TRIGGER audit_log_no_{verb} BEFORE {VERB} ON audit_log "
    "BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END"
)
_REFUSAL_ON_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$"
)
_REFUSE_ON_POSTGRESQL = (
    "CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()"
)

APPEND_ONLY = {
    "sqlite": (
        _REFUSE_ON_SQLITE.format(verb="update", VERB="UPDATE"),
        _REFUSE_ON_SQLITE.format(verb="delete", VERB="DELETE"),
    ),
    "postgresql": (_REFUSAL_ON_POSTGRESQL, _REFUSE_ON_POSTGRESQL),
}
"""Statements by database that make `audit_log` append-only; the migration says the same."""

for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        event.listen(
            AuditEntry.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect)
        )
