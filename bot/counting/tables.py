"""Counts that a page does not wait for: of finished days, made from `messages` and made again
whenever those changed; of cities, made from accounts a few times an hour; of clerks, made from the
audit log once.

They hold counts only: nothing of anybody's words, and no way back to a subscriber.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, Float, ForeignKey, Integer, String

from bot.database import Base, UtcDateTime


class CountedDay(Base):
    """What subscribers said on one day in Riyadh. A day without a row was not counted yet.

    `conversations` of several days may not be added up: who talks on two days is one. So the day
    also says of how many it was the first day of their week (from Sunday) and of their month, and
    these add up to the different conversations of that week or month as far as it has come.
    """

    __tablename__ = "counted_days"

    day: date = Column(Date, primary_key=True)
    messages: int = Column(Integer, nullable=False)
    misunderstood: int = Column(Integer, nullable=False)
    conversations: int = Column(Integer, nullable=False)
    week_conversations: int = Column(Integer, nullable=False)
    month_conversations: int = Column(Integer, nullable=False)
    handed_over: int = Column(Integer, nullable=False)
    """Conversations that asked for a person, or were taken by one, because of what was said."""
    week_handed_over: int = Column(Integer, nullable=False)
    month_handed_over: int = Column(Integer, nullable=False)


class CountedIntent(Base):
    """How often one thing was meant on a day, and how sure that was, added up."""

    __tablename__ = "counted_intents"

    day: date = Column(Date, ForeignKey("counted_days.day", ondelete="CASCADE"), primary_key=True)
    intent: str = Column(String(60), primary_key=True)
    messages: int = Column(Integer, nullable=False)
    confidence: float = Column(Float, nullable=False)
    """The sum of the confidences, each 0 to 1."""


class CountedCity(Base):
    """Accounts of one city and what is known of them, when they were last counted."""

    __tablename__ = "counted_cities"

    city: str = Column(String(60), primary_key=True)
    accounts: int = Column(Integer, nullable=False)
    owners: int = Column(Integer, nullable=False)
    """Whose beneficiary is the owner."""
    tenants: int = Column(Integer, nullable=False)
    mobiles: int = Column(Integer, nullable=False)
    """With a mobile that a code proved."""
    emails: int = Column(Integer, nullable=False)
    counted_at: datetime = Column(UtcDateTime, nullable=False)


class CountedUpdate(Base):
    """Accounts of one city whose data was last confirmed on that day in Riyadh."""

    __tablename__ = "counted_updates"

    city: str = Column(String(60), primary_key=True)
    day: date = Column(Date, primary_key=True)
    accounts: int = Column(Integer, nullable=False)


class CountedTaking(Base):
    """Conversations that one clerk took on a finished day in Riyadh."""

    __tablename__ = "counted_takings"

    day: date = Column(Date, primary_key=True)
    clerk: str = Column(String(40), primary_key=True)
    taken: int = Column(Integer, nullable=False)


class CountedHolding(Base):
    """Conversations that one clerk gave back on a finished day in Riyadh, or that returned to the
    queue, by how long the clerk had them."""

    __tablename__ = "counted_holdings"

    day: date = Column(Date, primary_key=True)
    clerk: str = Column(String(40), primary_key=True)
    tenths: int = Column(Integer, primary_key=True, autoincrement=False)
    """Of a minute."""
    times: int = Column(Integer, nullable=False)
