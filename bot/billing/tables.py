"""Bills, their lines, and payments. Amounts are riyals (`Decimal`)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
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
from sqlalchemy.orm import relationship

from bot.database import Base, Id, Money, UtcDateTime, enum_check


class BillState(str, Enum):
    """Whether a bill is paid."""

    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"


class LineKind(str, Enum):
    """What a line of a bill charges."""

    ENERGY = "energy"
    METER_FEE = "meter_fee"
    VAT = "vat"


class Bill(Base):
    """One month of one account. `period` is the Gregorian month charged, its first day."""

    __tablename__ = "bills"
    __table_args__ = (
        UniqueConstraint("account_id", "period"),
        CheckConstraint(enum_check("state", BillState), name="state"),
        CheckConstraint("reading_to >= reading_from", name="readings"),
        CheckConstraint("period_end > period_start", name="period"),
        Index("ix_bills_period", "period"),
    )

    id: int = Column(Id, primary_key=True)
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    number: str = Column(String(20), nullable=False, unique=True)
    period: date = Column(Date, nullable=False)
    period_start: date = Column(Date, nullable=False)
    period_end: date = Column(Date, nullable=False)
    """The day after the last day charged, so that end − start is the number of days."""
    reading_from: int = Column(Integer, nullable=False)
    reading_to: int = Column(Integer, nullable=False)
    kwh: int = Column(Integer, nullable=False)
    subtotal: Decimal = Column(Money, nullable=False)
    """Energy and meter fee, before VAT."""
    vat: Decimal = Column(Money, nullable=False)
    previous_balance: Decimal = Column(Money, nullable=False)
    total: Decimal = Column(Money, nullable=False)
    """subtotal + vat + previous_balance: what is to be paid."""
    issue_date: date = Column(Date, nullable=False)
    due_date: date = Column(Date, nullable=False)
    state: str = Column(String(12), nullable=False)
    tariff_from: date = Column(Date, nullable=False)
    """valid-from of the tariff edition that it was computed with."""

    lines = relationship("BillLine", back_populates="bill", order_by="BillLine.position")


class BillLine(Base):
    """One line: energy in one slab, the meter fee, or VAT."""

    __tablename__ = "bill_lines"
    __table_args__ = (
        UniqueConstraint("bill_id", "position"),
        CheckConstraint(enum_check("kind", LineKind), name="kind"),
    )

    id: int = Column(Id, primary_key=True)
    bill_id: int = Column(Id, ForeignKey("bills.id", ondelete="CASCADE"), nullable=False)
    position: int = Column(Integer, nullable=False)
    kind: str = Column(String(12), nullable=False)
    kwh: int | None = Column(Integer)
    rate_halalas: int | None = Column(Integer)
    """Halalas a kWh for energy; percent for VAT."""
    amount: Decimal = Column(Money, nullable=False)

    bill = relationship("Bill", back_populates="lines")


class Payment(Base):
    """Money received for an account. It shows in the record some time after it was paid."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_payments_account_id_paid_at", "account_id", "paid_at"),
    )

    id: int = Column(Id, primary_key=True)
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    bill_id: int | None = Column(Id, ForeignKey("bills.id", ondelete="SET NULL"), index=True)
    amount: Decimal = Column(Money, nullable=False)
    paid_at: datetime = Column(UtcDateTime, nullable=False)
    posted_at: datetime | None = Column(UtcDateTime)
    """When it reached the record; empty or in the future: paid but not shown yet."""
    sadad_reference: str = Column(String(30), nullable=False, unique=True)
