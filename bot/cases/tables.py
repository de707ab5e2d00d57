"""Cases (complaints, suggestions, service requests) and the history of each."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import relationship

from bot.database import Base, Id, SealedJson, SealedText, UtcDateTime, enum_check


class CaseKind(str, Enum):
    """What was opened."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    SERVICE = "service"


class CaseState(str, Enum):
    """Life of a case; `bot/cases/steps.py` says what may follow what."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    NEEDS_INFORMATION = "needs_information"
    """Staff wait for the subscriber."""
    ANSWERED = "answered"
    """The subscriber has an answer and may say that it does not satisfy."""
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Case(Base):
    """One matter of one subscriber. What was typed is sealed; staff see it masked."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(enum_check("kind", CaseKind), name="kind"),
        CheckConstraint(enum_check("state", CaseState), name="state"),
        Index("ix_cases_state_id", "state", "id"),
        Index("ix_cases_kind_id", "kind", "id"),
        Index("ix_cases_conversation_id", "conversation", "id"),
        Index("ix_cases_account_id_state", "account_id", "state"),
    )

    id: int = Column(Id, primary_key=True)
    reference: str = Column(String(20), nullable=False, unique=True)
    """`C1234567` for complaints and suggestions, `S1234567` for services."""
    key: str = Column(String(160), nullable=False, unique=True)
    """Idempotency: the draft or message that opened it."""
    kind: str = Column(String(12), nullable=False)
    category: str = Column(String(40), nullable=False)
    """Key in the data file of its kind (`data/facts/complaints.yml`, the service catalogue)."""
    account_id: int | None = Column(Id, ForeignKey("accounts.id", ondelete="SET NULL"))
    conversation: str = Column(String(80), nullable=False)
    """Who opened it and is told of every change."""
    text: str = Column(SealedText, nullable=False)
    """The matter in the subscriber's own words."""
    details: dict[str, Any] = Column(SealedJson, nullable=False)
    """Answers to the category's questions. Assign a new dict to change it."""
    promised_on: date | None = Column(Date)
    """Riyadh date by which an answer was promised; empty: none was."""
    state: str = Column(String(20), nullable=False)
    clerk: str | None = Column(String(40))
    """Name of the staff account that has it."""
    created_at: datetime = Column(UtcDateTime, nullable=False)
    updated_at: datetime = Column(UtcDateTime, nullable=False)
    version: int = Column(Integer, nullable=False, default=1)

    history = relationship(
        "CaseEntry", back_populates="case", order_by="CaseEntry.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}


class CaseEntry(Base):
    """One step of a case: who, when, from which state to which, with what words."""

    __tablename__ = "case_history"
    __table_args__ = (Index("ix_case_history_case_id_id", "case_id", "id"),)

    id: int = Column(Id, primary_key=True)
    case_id: int = Column(Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False)
    key: str | None = Column(String(160), unique=True)
    """Idempotency: the subscriber's message that caused it; empty for staff."""
    at: datetime = Column(UtcDateTime, nullable=False)
    actor: str = Column(String(120), nullable=False)
    """Conversation key of the subscriber or `staff:<name>`."""
    from_state: str | None = Column(String(20))
    """Empty: the case was opened."""
    to_state: str = Column(String(20), nullable=False)
    words: str | None = Column(SealedText)
    """What was said: by staff to the subscriber, or by the subscriber to staff."""

    case = relationship("Case", back_populates="history")
