"""What staff write about conversations: reviews, flags, labels, notes, and corrected meanings.

People are named by their sign-in name, as in the audit log: what they wrote outlives their account.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import relationship

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class FlagReason(str, Enum):
    """What is wrong with a turn."""

    WRONG_MEANING = "wrong_meaning"
    WRONG_FACT = "wrong_fact"
    TONE = "tone"
    DANGER_MISSED = "danger_missed"
    PRIVACY = "privacy"
    OTHER = "other"


class Colour(str, Enum):
    """Colours of labels, told apart by people who see colours differently too (Okabe and Ito,
    2008). The name is always written beside: colour alone says nothing."""

    ORANGE = "orange"
    SKY = "sky"
    GREEN = "green"
    YELLOW = "yellow"
    BLUE = "blue"
    VERMILION = "vermilion"
    PURPLE = "purple"
    GREY = "grey"


class CorrectionState(str, Enum):
    """What became of a corrected meaning."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Review(Base):
    """Who reviewed a conversation last, and how far it went then."""

    __tablename__ = "reviews"

    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    by: str = Column("reviewed_by", String(40), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    seq: int = Column(Integer, nullable=False)


class TurnFlag(Base):
    """A turn that somebody should look at."""

    __tablename__ = "turn_flags"
    __table_args__ = (
        CheckConstraint(enum_check("reason", FlagReason), name="reason"),
        Index("ix_turn_flags_conversation_id", "conversation_id"),
        Index("ix_turn_flags_message_id", "message_id"),
    )

    id: int = Column(Id, primary_key=True)
    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    )
    message_id: int = Column(Id, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False)
    reason: str = Column(String(20), nullable=False)
    comment: str = Column(String(300), nullable=False, default="")
    """Masked."""
    by: str = Column("flagged_by", String(40), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    cleared_by: str | None = Column(String(40))
    cleared_at: datetime | None = Column(UtcDateTime)


class Label(Base):
    """A word of the team's own for conversations."""

    __tablename__ = "labels"
    __table_args__ = (CheckConstraint(enum_check("colour", Colour), name="colour"),)

    id: int = Column(Id, primary_key=True)
    name: str = Column(String(40), nullable=False, unique=True)
    colour: str = Column(String(12), nullable=False)
    by: str = Column("made_by", String(40), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)


class ConversationLabel(Base):
    """A label on a conversation."""

    __tablename__ = "conversation_labels"
    __table_args__ = (Index("ix_conversation_labels_conversation_id", "conversation_id"),)

    label_id: int = Column(Id, ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    by: str = Column("added_by", String(40), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)


class Note(Base):
    """What staff tell each other about a conversation; no subscriber sees it."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_conversation_id", "conversation_id"),)

    id: int = Column(Id, primary_key=True)
    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    )
    by: str = Column("written_by", String(40), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    text: str = Column(Text, nullable=False)
    """Masked."""


class Mention(Base):
    """A note names a member of staff (`@huda`)."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_name_seen_at", "name", "seen_at"),)

    note_id: int = Column(Id, ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True)
    name: str = Column(String(40), primary_key=True)
    seen_at: datetime | None = Column(UtcDateTime)

    note = relationship("Note", lazy="joined")


class SavedFilter(Base):
    """A filtered list under a name."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: int = Column(Id, primary_key=True)
    owner: str = Column(String(40), nullable=False)
    name: str = Column(String(60), nullable=False)
    query: str = Column(String(1000), nullable=False)
    """Of the list's address."""
    shared: bool = Column(Boolean, nullable=False, default=False)
    at: datetime = Column(UtcDateTime, nullable=False)


class Correction(Base):
    """What a message really meant, as a person says."""

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint(enum_check("state", CorrectionState), name="state"),
        Index("ix_corrections_state_likeness", "state", "likeness"),
        Index("ix_corrections_conversation_id", "conversation_id"),
        Index("ix_corrections_message_id", "message_id"),
    )

    id: int = Column(Id, primary_key=True)
    conversation_id: int = Column(
        Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False
    )
    message_id: int = Column(Id, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False)
    intent_before: str | None = Column(String(60))
    intent: str = Column(String(60), nullable=False)
    entities: str = Column(SealedText, nullable=False)
    """JSON list of `{"entity", "value", "start", "end"}`; offsets into the message as said."""
    comment: str = Column(String(300), nullable=False, default="")
    """Masked."""
    likeness: str = Column(String(64), nullable=False)
    """Keyed hash of the folded words: the same for messages that differ in spelling only."""
    by: str = Column("corrected_by", String(40), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    state: str = Column(String(10), nullable=False, default=CorrectionState.PENDING.value)
    decided_by: str | None = Column(String(40))
    decided_at: datetime | None = Column(UtcDateTime)
    decision_reason: str | None = Column(String(300))

    message = relationship("Message")
