"""Conversations and messages, as staff read them and as a channel replays them."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import relationship

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class Author(str, Enum):
    """Who wrote a message."""

    SUBSCRIBER = "subscriber"
    BOT = "bot"
    CLERK = "clerk"


class ConversationState(str, Enum):
    """Who answers."""

    BOT = "bot"
    WAITING = "waiting"
    """A person was asked for and nobody has come yet."""
    CLERK = "clerk"
    CLOSED = "closed"


class Conversation(Base):
    """All that one person on one channel and the company said to each other."""

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint(enum_check("state", ConversationState), name="state"),
        Index("ix_conversations_last_activity_id", "last_activity", "id"),
        *(
            Index(f"ix_conversations_{name}_last_activity_id", name, "last_activity", "id")
            for name in ("state", "channel", "topic")
        ),
    )

    id: int = Column(Id, primary_key=True)
    key: str = Column(String(80), nullable=False, unique=True)
    channel: str = Column(String(20), nullable=False)
    state: str = Column(String(10), nullable=False, default=ConversationState.BOT.value)
    waiting_since: datetime | None = Column(UtcDateTime)
    waiting_reason: str | None = Column(String(40))
    """Why a person was asked for: `human`, `complaint`, `service_request` …; `nlu_fallback`: nobody
    asked, the bot failed twice in a row."""
    waiting_summary: str | None = Column(SealedText)
    """The matter in the subscriber's own words, for the clerk."""
    unreachable: bool = Column(Boolean, nullable=False, default=False)
    """The channel says that the person blocked us or is gone."""
    clerk: str | None = Column(String(40))
    """Name of the staff account that has it, while the state is `clerk`."""
    clerk_seen_at: datetime | None = Column(UtcDateTime)
    """When that clerk's browser last said that it is there."""
    topic: str | None = Column(String(60))
    """The last intent that says what the conversation is about."""
    worst_confidence: float | None = Column(Float)
    """Of all that was understood in it, 0 to 1."""
    misunderstood: int = Column(Integer, nullable=False, default=0, server_default=text("0"))
    """Messages that were not understood."""
    form_question: str | None = Column(String(60))
    """What the form that is open now asks for; empty: no form is open."""
    danger: bool = Column(Boolean, nullable=False, default=False, server_default=false())
    """A danger to life was told."""
    seen_seq: int = Column(Integer, nullable=False, default=0, server_default=text("0"))
    """The newest message when somebody of the staff last looked."""
    last_seq: int = Column(Integer, nullable=False, default=0)
    last_activity: datetime = Column(UtcDateTime, nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)


_HEARD = text("author = 'subscriber'")
_LOST = text("intent = 'nlu_fallback'")


class Message(Base):
    """One message in either direction. `seq` counts up within the conversation."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "external_id"),
        CheckConstraint(enum_check("author", Author), name="author"),
        Index("ix_messages_at", "at"),
        # The counts of bot/numbers are read from these two alone.
        Index(
            "ix_messages_heard",
            "at",
            "conversation_id",
            "intent",
            "confidence",
            "led_to_person",
            "author",  # always the same; SQLite looks it up in the table otherwise
            sqlite_where=_HEARD,
            postgresql_where=_HEARD,
        ),
        Index("ix_messages_lost", "at", sqlite_where=_LOST, postgresql_where=_LOST),
    )

    id: int = Column(Id, primary_key=True)
    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    )
    seq: int = Column(Integer, nullable=False)
    author: str = Column(String(12), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    external_id: str | None = Column(String(120))
    """The client's or Telegram's id of an incoming message; a key of ours for an outgoing one."""
    text: str = Column(Text, nullable=False, default="")
    """Masked: safe to show to any clerk, to search and to log."""
    content: str = Column(SealedText, nullable=False)
    """JSON of the message as it was said: text, buttons (with payloads), image, card."""
    intent: str | None = Column(String(60))
    confidence: float | None = Column(Float)
    ranking: list | None = Column(JSON)
    entities: list | None = Column(JSON)
    """Masked values."""
    actions: list | None = Column(JSON)
    slots: dict | None = Column(JSON)
    milliseconds: int | None = Column(Integer)
    led_to_person: bool = Column(Boolean, nullable=False, default=False, server_default=false())
    """After it a person was asked for, or took the conversation."""

    conversation = relationship("Conversation")


class ConversationMark(Base):
    """Something that is true of a conversation and that the list can be narrowed to; see
    `bot/transcripts/marks.py`."""

    __tablename__ = "conversation_marks"
    __table_args__ = (
        Index("ix_conversation_marks_conversation_id", "conversation_id"),
        {"sqlite_with_rowid": False},
    )

    mark: str = Column(String(100), primary_key=True)
    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
