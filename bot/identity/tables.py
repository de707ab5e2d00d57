"""Who is talking: a person on a channel, the accounts linked to them, and one-time codes."""

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
    UniqueConstraint,
)
from sqlalchemy.orm import relationship

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class LinkLevel(str, Enum):
    """How much a link proves."""

    CLAIMED = "claimed"
    """The number was typed; enough to report an outage or begin an update."""
    VERIFIED = "verified"
    """The contact on file was proved; bills and records may be shown."""


class ShareRight(str, Enum):
    """What somebody may do with an account that another person shared with them."""

    SEE = "see"
    """Bills, payments, consumption, outages."""
    UPDATE = "update"
    """That, and updating the account's data."""


class ShareState(str, Enum):
    """Life of a share."""

    INVITED = "invited"
    """A code is on its way to the guest."""
    ACCEPTED = "accepted"
    ENDED = "ended"


class ChannelIdentity(Base):
    """A person as one channel knows them. `conversation` is also Rasa's sender id."""

    __tablename__ = "channel_identities"

    id: int = Column(Id, primary_key=True)
    conversation: str = Column(String(80), nullable=False, unique=True)
    channel: str = Column(String(20), nullable=False)
    proved_mobile: str | None = Column(String(20), index=True)
    """E.164; proved by a code or by a Telegram contact shared by its owner."""
    proved_mobile_at: datetime | None = Column(UtcDateTime)
    created_at: datetime = Column(UtcDateTime, nullable=False)

    links = relationship("AccountLink", back_populates="identity", order_by="AccountLink.id")


class AccountLink(Base):
    """This person speaks for this account number. The number may not exist on file: the bot
    answers unknown numbers with the same words, so the claim is kept as typed."""

    __tablename__ = "account_links"
    __table_args__ = (
        UniqueConstraint("identity_id", "account_number"),
        CheckConstraint(enum_check("level", LinkLevel), name="level"),
        Index("ix_account_links_account_id", "account_id"),
    )

    id: int = Column(Id, primary_key=True)
    identity_id: int = Column(
        Id, ForeignKey("channel_identities.id", ondelete="CASCADE"), nullable=False
    )
    account_number: str = Column(String(20), nullable=False)
    account_id: int | None = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"))
    level: str = Column(String(10), nullable=False)
    current: bool = Column("is_current", Boolean, nullable=False, default=True)
    """The account that "my bill" means; one a person."""
    at: datetime = Column(UtcDateTime, nullable=False)
    name: str | None = Column(SealedText)
    """What this person calls the account: "بيت الوالد"."""
    shared_right: str | None = Column(String(10))
    """Set: proved by an invitation, with this right (`ShareRight`), not by the contact on file."""
    removed_at: datetime | None = Column(UtcDateTime)
    """Taken out of this person's list; kept so that a proved mobile does not bring it back."""

    identity = relationship("ChannelIdentity", back_populates="links")
    account = relationship("Account")


class AccountShare(Base):
    """An account lent to somebody else: from the invitation to its end."""

    __tablename__ = "account_shares"
    __table_args__ = (
        CheckConstraint(enum_check("share_right", ShareRight), name="share_right"),
        CheckConstraint(enum_check("state", ShareState), name="state"),
        Index("ix_account_shares_account_id_state", "account_id", "state"),
        Index("ix_account_shares_mobile_state", "mobile", "state"),
    )

    id: int = Column(Id, primary_key=True)
    key: str = Column(String(200), nullable=False, unique=True)
    """The message that asked for it: the same message again makes no second share."""
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    mobile: str = Column(String(20), nullable=False)
    """The guest's, E.164; the invitation goes there."""
    share_right: str = Column(String(10), nullable=False)
    state: str = Column(String(10), nullable=False)
    invited_by: str = Column(String(80), nullable=False)
    """Conversation of the person who shares."""
    link_id: int | None = Column(
        Id, ForeignKey("account_links.id", ondelete="SET NULL"), index=True
    )
    """The guest's link, once the invitation was accepted."""
    created_at: datetime = Column(UtcDateTime, nullable=False)
    accepted_at: datetime | None = Column(UtcDateTime)
    ended_at: datetime | None = Column(UtcDateTime)

    account = relationship("Account")


class VerificationCode(Base):
    """A one-time code. Only its keyed hash is kept."""

    __tablename__ = "verification_codes"
    __table_args__ = (
        Index("ix_verification_codes_conversation_purpose", "conversation", "purpose", "sent_at"),
        Index("ix_verification_codes_target_sent_at", "target", "sent_at"),
    )

    id: int = Column(Id, primary_key=True)
    key: str = Column(String(200), nullable=False, unique=True)
    """Message and purpose that caused it: the same message asked again sends no second code."""
    conversation: str = Column(String(80), nullable=False)
    purpose: str = Column(String(30), nullable=False)
    """For example `link:<account number>`, `mobile`, `email`."""
    target: str = Column(String(254), nullable=False)
    """Mobile or address it went to, or `nobody` when no such account exists."""
    code_hash: str = Column(String(64), nullable=False)
    sent_at: datetime = Column(UtcDateTime, nullable=False)
    expires_at: datetime = Column(UtcDateTime, nullable=False)
    tries: int = Column(Integer, nullable=False, default=0)
    used_at: datetime | None = Column(UtcDateTime)
    used_by: str | None = Column(String(120))
    """Message that used it: the same message asked again after a crash is right again."""
    replaced: bool = Column(Boolean, nullable=False, default=False)
