"""Asking for a person: the queue, and when clerks answer.

The bot goes on helping while a conversation waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import RIYADH, now
from bot.counting.stale import forget
from bot.facts import facts
from bot.transcripts import marks
from bot.transcripts.record import (
    NOT_UNDERSTOOD,
    ensure_conversation,
    lock_conversation,
    no_longer_waits,
)
from bot.transcripts.tables import Author, Conversation, ConversationState, Message
from bot.working_days import is_holiday

_SUMMARY_LENGTH = 1000
_LONGEST_REST_DAYS = 31
"""No feast with the weekends round it lasts as long; beyond it there are no working days at all."""


@dataclass(frozen=True)
class Handover:
    """Where a conversation stands in the queue."""

    position: int
    """1 is next; 0: a clerk has already taken it."""
    open_now: bool
    """Clerks answer at this hour."""
    opens_at: datetime
    """When they begin, or now while they answer."""


def ask_for_person(session: Session, conversation: str, reason: str, summary: str = "") -> Handover:
    """Put a conversation into the clerks' queue; asking again keeps its place.

    Args:
        reason: why, as a key: `human`, `complaint`, `service_request` …
        summary: the matter in the subscriber's own words; kept sealed.
    """
    row = ensure_conversation(session, conversation)
    moment = now()
    opens_at = next_opening(moment)
    if row.state == ConversationState.CLERK.value:
        return Handover(0, opens_at == moment, opens_at)
    _wait(row, reason, summary)
    note_handover(session, row.id)
    session.flush()
    return Handover(_position(session, row), opens_at == moment, opens_at)


def let_a_person_look(session: Session, conversation: str, summary: str) -> None:
    """The bot failed twice in a row: the conversation waits for a clerk, though nobody asked.

    Who asked for a person keeps place and reason. It leaves the queue by itself when the bot
    understands again (`bot/transcripts/record.py`), and counts as handed over only once taken.
    """
    row = ensure_conversation(session, conversation)
    if row.state not in (ConversationState.WAITING.value, ConversationState.CLERK.value):
        _wait(row, NOT_UNDERSTOOD, summary)


def _wait(row: Conversation, reason: str, summary: str) -> None:
    if row.state != ConversationState.WAITING.value:
        row.state, row.waiting_since = ConversationState.WAITING.value, now()
    row.waiting_reason = reason
    row.waiting_summary = summary[:_SUMMARY_LENGTH] or row.waiting_summary


def waits_for_person(session: Session, conversation: str) -> bool:
    """Whether the conversation stands in the clerks' queue."""
    columns = Conversation.__table__.c
    query = select(columns.state).where(columns.key == conversation)
    return bool(session.execute(query).scalar_one_or_none() == ConversationState.WAITING.value)


def give_up_place(session: Session, conversation: str) -> bool:
    """Take who no longer wants a person out of the queue; False: they did not stand in it."""
    row = lock_conversation(session, conversation)
    if row.state != ConversationState.WAITING.value:
        return False
    no_longer_waits(row)
    return True


def note_handover(session: Session, number: int) -> None:
    """A person is wanted in conversation `number`, or came to it: because of the last words."""
    marks.add(session, number, marks.HANDOFF)
    columns = Message.__table__.c
    newest = (
        select(columns.id, columns.at)
        .where(columns.conversation_id == number, columns.author == Author.SUBSCRIBER.value)
        .order_by(columns.seq.desc())
        .limit(1)
    )
    said = session.execute(newest).one_or_none()
    if said is None:
        return
    session.execute(
        update(Message)
        .where(columns.id == said.id)
        .values(led_to_person=True)
        .execution_options(synchronize_session=False)
    )
    forget(session, [said.at])


def _position(session: Session, row: Conversation) -> int:
    columns = Conversation.__table__.c
    earlier = or_(
        columns.waiting_since < row.waiting_since,
        and_(columns.waiting_since == row.waiting_since, columns.id < row.id),
    )
    ahead = session.execute(
        select(func.count())
        .select_from(Conversation)
        .where(columns.state == ConversationState.WAITING.value, earlier)
    ).scalar_one()
    return int(ahead) + 1


def clerks_work_on(day: date) -> bool:
    """Whether clerks answer on that day: one of `company.clerk_hours`, and no public holiday."""
    return day.weekday() in facts().get("company.clerk_hours").value["days"] and not is_holiday(day)


def next_opening(moment: datetime) -> datetime:
    """`moment` itself within the clerks' hours (`company.clerk_hours`), else when they begin."""
    hours = facts().get("company.clerk_hours").value
    local = moment.astimezone(RIYADH)
    for ahead in range(_LONGEST_REST_DAYS):
        day = (local + timedelta(days=ahead)).replace(minute=0, second=0, microsecond=0)
        opening, closing = day.replace(hour=hours["from"]), day.replace(hour=hours["to"])
        if local >= closing or not clerks_work_on(day.date()):
            continue
        return moment if local >= opening else opening
    raise ValueError("company.clerk_hours names no day of the week")
