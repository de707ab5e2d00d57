"""Daily readings of the meter, and the limits that subscribers set on what they use."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)

from bot.database import Base, Id, UtcDateTime, enum_check


class LimitUnit(str, Enum):
    """What a limit counts, over the month of one bill."""

    RIYALS = "riyals"
    """The bill to be: energy, meter fee and VAT."""
    KWH = "kwh"


class DailyReading(Base):
    """What one account used on one day of Riyadh, from midnight to midnight.

    Whole watt-hours, so that the days of a billed month add up to its kWh exactly.
    """

    __tablename__ = "daily_readings"
    __table_args__ = (
        CheckConstraint("watt_hours >= 0", name="watt_hours"),
        CheckConstraint("night_watt_hours >= 0", name="night"),
    )

    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    day: date = Column(Date, primary_key=True)
    watt_hours: int = Column(Integer, nullable=False)
    night_watt_hours: int | None = Column(Integer)
    """The part used from midnight to six in the morning; empty: the meter does not tell."""


class UsageLimit(Base):
    """Tell this conversation when the month of one bill passes an amount."""

    __tablename__ = "usage_limits"
    __table_args__ = (
        UniqueConstraint("account_id", "conversation"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(enum_check("unit", LimitUnit), name="unit"),
        Index("ix_usage_limits_conversation", "conversation"),
    )

    id: int = Column(Id, primary_key=True)
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    conversation: str = Column(String(80), nullable=False)
    unit: str = Column(String(10), nullable=False)
    amount: int = Column(Integer, nullable=False)
    """Riyals or kWh a month."""
    told_month: date | None = Column(Date)
    """First day of the bill's month whose passing was told; once a month is enough."""
    set_at: datetime = Column(UtcDateTime, nullable=False)
