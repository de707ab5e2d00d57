"""Outages, reports of them, and who wants to be told when power is back."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import relationship

from bot.database import Base, Id, UtcDateTime, enum_check


class OutageKind(str, Enum):
    """Announced work, or a fault."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"


class ReportState(str, Enum):
    """Life of a report."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    RESTORED = "restored"
    CLOSED = "closed"


_OPEN = text("state IN ('received', 'assigned')")


class Outage(Base):
    """Power is, was or will be off in an area."""

    __tablename__ = "outages"
    __table_args__ = (
        CheckConstraint(enum_check("kind", OutageKind), name="kind"),
        CheckConstraint("ended_at IS NULL OR ended_at >= starts_at", name="times"),
        Index("ix_outages_area_id_ended_at", "area_id", "ended_at"),
        Index("ix_outages_starts_at", "starts_at"),
    )

    id: int = Column(Id, primary_key=True)
    reference: str = Column(String(20), nullable=False, unique=True)
    area_id: int = Column(Id, ForeignKey("areas.id"), nullable=False)
    kind: str = Column(String(10), nullable=False)
    cause: str = Column(String(200), nullable=False)
    """Arabic words for subscribers."""
    starts_at: datetime = Column(UtcDateTime, nullable=False)
    expected_end: datetime | None = Column(UtcDateTime)
    ended_at: datetime | None = Column(UtcDateTime)
    announced_at: datetime = Column(UtcDateTime, nullable=False)

    area = relationship("Area", lazy="joined")


class OutageReport(Base):
    """A subscriber says that power is off. One open report a premise."""

    __tablename__ = "outage_reports"
    __table_args__ = (
        CheckConstraint(enum_check("state", ReportState), name="state"),
        Index("ix_outage_reports_area_id_state", "area_id", "state"),
        Index("ix_outage_reports_premise_state", "premise", "state"),
        Index(
            "uq_outage_reports_open_premise",
            "premise",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int = Column(Id, primary_key=True)
    reference: str = Column(String(20), nullable=False, unique=True)
    key: str | None = Column(String(160), unique=True)
    """Idempotency: the message that made it."""
    premise: str | None = Column(String(40))
    """Empty for someone without an account: area and landmark say where. `?<number>` for an
    account number that is not on file: staff look into it."""
    account_id: int | None = Column(Id, ForeignKey("accounts.id", ondelete="SET NULL"))
    area_id: int | None = Column(Id, ForeignKey("areas.id"))
    place: str | None = Column(String(300))
    """Landmark in the subscriber's own words."""
    outage_id: int | None = Column(Id, ForeignKey("outages.id"), index=True)
    danger: bool = Column(Boolean, nullable=False, default=False)
    neighbours_out: bool | None = Column(Boolean)
    breaker_tripped: bool | None = Column(Boolean)
    state: str = Column(String(10), nullable=False)
    created_at: datetime = Column(UtcDateTime, nullable=False)
    closed_at: datetime | None = Column(UtcDateTime)

    area = relationship("Area")
    outage = relationship("Outage")


class OutageWatcher(Base):
    """A conversation that reported, or asked to be told when power is back."""

    __tablename__ = "outage_watchers"
    __table_args__ = (
        UniqueConstraint("conversation", "key"),
        Index("ix_outage_watchers_report_id", "report_id"),
        Index("ix_outage_watchers_outage_id", "outage_id"),
    )

    id: int = Column(Id, primary_key=True)
    conversation: str = Column(String(80), nullable=False)
    key: str = Column(String(60), nullable=False)
    """Idempotency: `report:<reference>` or `outage:<reference>`."""
    report_id: int | None = Column(Id, ForeignKey("outage_reports.id", ondelete="CASCADE"))
    outage_id: int | None = Column(Id, ForeignKey("outages.id", ondelete="CASCADE"))
    created_at: datetime = Column(UtcDateTime, nullable=False)
    told_at: datetime | None = Column(UtcDateTime)
