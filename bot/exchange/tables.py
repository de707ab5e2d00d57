"""What came in by file, how far its readers are, and how the calls of the webhook went."""

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

from bot.database import Base, Id, UtcDateTime, enum_check


class ImportState(str, Enum):
    """Life of an import."""

    RUNNING = "running"
    """Under way, or stopped in the middle: the same command goes on where it was."""
    DONE = "done"


class ImportRun(Base):
    """One file of one kind, and how far it is: changed in the transaction of each batch."""

    __tablename__ = "import_runs"
    __table_args__ = (CheckConstraint(enum_check("state", ImportState), name="state"),)

    id: int = Column(Id, primary_key=True)
    key: str = Column(String(64), nullable=False, unique=True)
    """Hash of the kind, the file's content and how it is read: the same import again."""
    kind: str = Column(String(20), nullable=False)
    file: str = Column(String(255), nullable=False)
    """Its name, for people."""
    state: str = Column(String(10), nullable=False)
    rows: int = Column(BigInteger, nullable=False, default=0)
    """Records read."""
    offset: int = Column("position", BigInteger, nullable=False, default=0)
    """Where the next record begins: bytes of a CSV file, rows of a Parquet file."""
    line: int = Column(BigInteger, nullable=False, default=0)
    """Lines of the file above that."""
    new: int = Column("rows_new", BigInteger, nullable=False, default=0)
    changed: int = Column("rows_changed", BigInteger, nullable=False, default=0)
    rejected: int = Column(BigInteger, nullable=False, default=0)
    rejects_bytes: int = Column(BigInteger, nullable=False, default=0)
    """Length of the rejects file; what stands behind it belongs to a batch that never ended."""
    started_at: datetime = Column(UtcDateTime, nullable=False)
    updated_at: datetime = Column(UtcDateTime, nullable=False)


class WebhookAttempt(Base):
    """One call of the webhook and what came of it."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (Index("ix_webhook_attempts_event_id", "event_id"),)

    id: int = Column(Id, primary_key=True)
    event_id: int = Column(Id, ForeignKey("exchange_events.id", ondelete="CASCADE"), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    status: int | None = Column(Integer)
    """Of the HTTP answer; empty: there was none."""
    error: str | None = Column(String(200))
    milliseconds: int = Column(Integer, nullable=False)


class ExportCursor(Base):
    """How far a consumer of exports is, by `ExchangeEvent.seq`."""

    __tablename__ = "export_cursors"

    name: str = Column(String(40), primary_key=True)
    position: int = Column(BigInteger, nullable=False)
    """Everything up to here was given."""
    upto: int = Column(BigInteger, nullable=False)
    """More than `position`: a file up to here was begun; it is written again first."""
    updated_at: datetime = Column(UtcDateTime, nullable=False)
