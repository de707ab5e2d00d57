"""Campaigns, the notices of each (an outbox of their own), attempts that failed, and tallies."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)

from bot.database import Base, Id, UtcDateTime, enum_check
from bot.delivery.tables import Route
from bot.notices.tables import NoticeKind


class CampaignState(str, Enum):
    """Life of a campaign."""

    DRAFT = "draft"
    """Described; nobody is on its list yet."""
    FILLING = "filling"
    """The list is being made; what is on it is sent already."""
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    """For good: what was not sent stays unsent."""
    DONE = "done"


class NoticeState(str, Enum):
    """Life of one notice."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """A worker has it until `lease_until`."""
    SENT = "sent"
    FAILED = "failed"
    """No way reached the person."""
    DROPPED = "dropped"
    """Not needed or not wanted any more; `last_error` says why."""


class Campaign(Base):
    """One occasion told to many. `(kind, occasion)` is there once: whoever was told is not told
    again, however often the campaign is started."""

    __tablename__ = "campaigns"
    __table_args__ = (
        UniqueConstraint("kind", "occasion"),
        CheckConstraint(enum_check("kind", NoticeKind), name="kind"),
        CheckConstraint(enum_check("state", CampaignState), name="state"),
        Index("ix_campaigns_state", "state"),
    )

    id: int = Column(Id, primary_key=True)
    kind: str = Column(String(12), nullable=False)
    occasion: str = Column(String(60), nullable=False)
    """The bill's month, the outage's reference, or a key that staff chose."""
    options: dict = Column(JSON, nullable=False)
    """What narrows the list, see `Options`."""
    words: str | None = Column(Text)
    """What an awareness campaign says."""
    state: str = Column(String(10), nullable=False, default=CampaignState.DRAFT.value)
    filled_to: int = Column(Id, nullable=False, default=0)
    """Accounts up to this id are on the list: where a fill that broke off goes on."""
    paused_why: str | None = Column(String(300))
    made_by: str = Column(String(60), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    started_at: datetime | None = Column(UtcDateTime)
    ended_at: datetime | None = Column(UtcDateTime)


_WAITING, _CLAIMED = text("state = 'waiting'"), text("state = 'claimed'")


class CampaignNotice(Base):
    """One notice to one person on an account by one way that they want."""

    __tablename__ = "campaign_notices"
    __table_args__ = (
        UniqueConstraint("campaign_id", "subject", "party", "wish"),
        CheckConstraint(enum_check("state", NoticeState), name="state"),
        CheckConstraint(enum_check("route", Route), name="route"),
        # What a worker looks for: the oldest that waits, of one campaign, by one route, for people
        # whom the hour does not disturb.
        Index(
            "ix_campaign_notices_waiting",
            "campaign_id",
            "route",
            "quiet",
            "due_at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "ix_campaign_notices_claimed",
            "lease_until",
            sqlite_where=_CLAIMED,
            postgresql_where=_CLAIMED,
        ),
        Index("ix_campaign_notices_account_id", "account_id"),
    )

    id: int = Column(Id, primary_key=True)
    campaign_id: int = Column(Id, ForeignKey("campaigns.id", ondelete="CASCADE"), nullable=False)
    subject: int = Column(Id, nullable=False)
    """The account, or 0 where a person with several accounts is told once."""
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    party: str = Column(String(80), nullable=False)
    """The person, as in `NoticeChoice.party`."""
    wish: str = Column(String(10), nullable=False)
    """The way that the person wants."""
    route: str = Column(String(10), nullable=False)
    """The way it goes now: another one after the wished one failed."""
    recipient: str = Column(String(254), nullable=False)
    quiet: int = Column(Integer, nullable=False)
    """The person's quiet hours: minutes after midnight in Riyadh, start × 1440 + end."""
    state: str = Column(String(10), nullable=False)
    due_at: datetime = Column(UtcDateTime, nullable=False)
    attempts: int = Column(Integer, nullable=False)
    claimed_by: str | None = Column(String(40))
    lease_until: datetime | None = Column(UtcDateTime)
    sent_at: datetime | None = Column(UtcDateTime)
    last_error: str | None = Column(String(300))


class CampaignAttempt(Base):
    """An attempt that did not succeed. The one that did is the notice itself."""

    __tablename__ = "campaign_attempts"
    __table_args__ = (Index("ix_campaign_attempts_notice_id", "notice_id"),)

    id: int = Column(Id, primary_key=True)
    notice_id: int = Column(
        Id, ForeignKey("campaign_notices.id", ondelete="CASCADE"), nullable=False
    )
    at: datetime = Column(UtcDateTime, nullable=False)
    route: str = Column(String(10), nullable=False)
    error: str = Column(String(300), nullable=False)
    """In words without personal data."""


class CampaignTally(Base):
    """How many of a campaign's notices came to what, by worker: each adds to rows of its own, so
    that nobody waits for another and a status is a small sum."""

    __tablename__ = "campaign_tallies"

    campaign_id: int = Column(Id, ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True)
    worker: str = Column(String(40), primary_key=True)
    route: str = Column(String(10), primary_key=True)
    outcome: str = Column(String(10), primary_key=True)
    """`queued`, an end state of `NoticeState`, or `retried`."""
    count: int = Column(Id, nullable=False)
