"""The audit log: rows that are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, JSON, Column, Index, String, event

from bot.database import Base, Id, UtcDateTime


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
    """For example `conversation.viewed`; `bot/audit/log.py` lists them."""
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
