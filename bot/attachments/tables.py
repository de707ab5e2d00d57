"""Files of conversations: the row tells what and whose, the content lies sealed on disk."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, UniqueConstraint

from bot.database import Base, Id, UtcDateTime, enum_check


class FileKind(str, Enum):
    """What a file is, by its content."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class ScanState(str, Enum):
    """What the scanner said. Nothing that it refused is ever kept."""

    NOT_SCANNED = "not_scanned"
    """No scanner is set."""
    CLEAN = "clean"
    FAILED = "failed"
    """The scanner did not work; nobody opens the file until it was scanned after all."""


class Attachment(Base):
    """One file of a conversation."""

    __tablename__ = "attachments"
    __table_args__ = (
        UniqueConstraint("conversation", "message_key"),
        CheckConstraint(enum_check("kind", FileKind), name="kind"),
        CheckConstraint(enum_check("scan_state", ScanState), name="scan_state"),
        Index("ix_attachments_conversation_created_at", "conversation", "created_at"),
        Index("ix_attachments_case_id", "case_id"),
        Index("ix_attachments_message_key", "message_key"),
    )

    id: int = Column(Id, primary_key=True)
    conversation: str = Column(String(80), nullable=False)
    message_key: str = Column(String(120), nullable=False)
    """Id of the message that brought it: the same message again makes no second file."""
    stored_as: str = Column(String(64), nullable=False, unique=True)
    """Random name below `VAR_DIR/attachments`; says nothing of the subscriber."""
    kind: str = Column(String(8), nullable=False)
    size: int = Column(Integer, nullable=False)
    """Bytes of the file itself, before it is sealed."""
    sha256: str = Column(String(64), nullable=False)
    scan_state: str = Column(String(12), nullable=False)
    case_id: int | None = Column(Id, ForeignKey("cases.id", ondelete="SET NULL"))
    """The complaint or request that it belongs to."""
    created_at: datetime = Column(UtcDateTime, nullable=False)
