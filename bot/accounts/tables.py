"""Accounts, who benefits from them, how to reach that person, and every change of both."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import relationship

from bot.database import Base, Id, SealedText, UtcDateTime, enum_check


class BeneficiaryKind(str, Enum):
    """Who really uses the supply."""

    OWNER = "owner"
    TENANT = "tenant"
    UNKNOWN = "unknown"


class TariffCategory(str, Enum):
    """Consumption categories of the tariff file `data/facts/tariff.yml`."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"
    AGRICULTURAL = "agricultural"
    CHARITY = "charity"
    PRIVATE_HEALTH_EDUCATION = "private_health_education"
    INDUSTRIAL = "industrial"
    GOVERNMENT = "government"


class ContactKind(str, Enum):
    """A way to reach a person."""

    MOBILE = "mobile"
    EMAIL = "email"


class NoticeChannel(str, Enum):
    """Where bills and notices go."""

    SMS = "sms"
    EMAIL = "email"
    TELEGRAM = "telegram"


class Area(Base):
    """A district of a city, fed by one feeder. `bot/outages` speaks of areas too."""

    __tablename__ = "areas"
    __table_args__ = (UniqueConstraint("city", "district"),)

    id: int = Column(Id, primary_key=True)
    city: str = Column(String(60), nullable=False)
    district: str = Column(String(80), nullable=False)
    region: str = Column(String(40), nullable=False)
    """Key of a region in `data/lookups/cities.yml`; decides the emergency number."""
    feeder: str = Column(String(20), nullable=False, index=True)
    biller: str = Column(String(3), nullable=False)
    """SADAD biller: 002 or 004."""


class Account(Base):
    """One meter of one premise. `number` is digits as printed on the bill."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint(enum_check("beneficiary_kind", BeneficiaryKind), name="beneficiary_kind"),
        CheckConstraint(enum_check("tariff_category", TariffCategory), name="tariff_category"),
        CheckConstraint(enum_check("notice_channel", NoticeChannel), name="notice_channel"),
        CheckConstraint("breaker_amperes > 0", name="breaker"),
        Index("ix_accounts_area_id", "area_id"),
    )

    id: int = Column(Id, primary_key=True)
    number: str = Column(String(20), nullable=False, unique=True)
    verified: bool = Column(Boolean, nullable=False, default=False)
    """The meter is verified (توثيق العداد); number prefix 300 instead of 100."""
    premise: str = Column(String(20), nullable=False, index=True)
    street: str = Column(String(120), nullable=False)
    area_id: int = Column(Id, ForeignKey("areas.id"), nullable=False)
    meter: str = Column(String(20), nullable=False, unique=True)
    breaker_amperes: int = Column(Id, nullable=False)
    tariff_category: str = Column(String(30), nullable=False)
    beneficiary_kind: str = Column(
        String(10), nullable=False, default=BeneficiaryKind.UNKNOWN.value
    )
    beneficiary_name: str | None = Column(String(120))
    identity_number: str | None = Column(SealedText)
    """National ID, Iqama or establishment number of the beneficiary."""
    identity_fingerprint: str | None = Column(String(64), index=True)
    deed_number: str | None = Column(SealedText)
    ejar_number: str | None = Column(SealedText)
    ejar_end: date | None = Column(Date)
    notice_channel: str = Column(String(10), nullable=False, default=NoticeChannel.SMS.value)
    updated_at: datetime | None = Column(UtcDateTime)
    """When the beneficiary's data was last confirmed by an update; empty: never."""

    area = relationship("Area", lazy="joined")
    contacts = relationship(
        "Contact", back_populates="account", order_by="Contact.id", cascade="all, delete-orphan"
    )


class Contact(Base):
    """A mobile (E.164) or an e-mail address (lower case) of an account's beneficiary."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "value"),
        CheckConstraint(enum_check("kind", ContactKind), name="kind"),
        Index("ix_contacts_kind_value", "kind", "value"),
    )

    id: int = Column(Id, primary_key=True)
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    kind: str = Column(String(10), nullable=False)
    value: str = Column(String(254), nullable=False)
    primary: bool = Column("is_primary", Boolean, nullable=False, default=True)
    verified_at: datetime | None = Column(UtcDateTime)
    """When a code proved it; empty: on file but never proved."""
    failed_at: datetime | None = Column(UtcDateTime)
    """Set: the carrier says that nobody is there, so the account's contact is to be updated."""
    failed_why: str | None = Column(String(80))

    account = relationship("Account", back_populates="contacts")


class AccountChange(Base):
    """History: one row a field that changed. Sealed numbers appear masked in before/after."""

    __tablename__ = "account_changes"
    __table_args__ = (Index("ix_account_changes_account_id_at", "account_id", "at"),)

    id: int = Column(Id, primary_key=True)
    account_id: int = Column(Id, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
    at: datetime = Column(UtcDateTime, nullable=False)
    actor: str = Column(String(120), nullable=False)
    """Conversation key of the subscriber or `staff:<name>`."""
    channel: str = Column(String(20), nullable=False)
    request_reference: str | None = Column(String(20))
    field: str = Column(String(30), nullable=False)
    before: str | None = Column(String(254))
    after: str | None = Column(String(254))
    details: dict | None = Column(JSON)
