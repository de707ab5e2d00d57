"""Ring me: when a clerk can, recorded, rung, and what the subscriber hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import RIYADH, now
from bot.delivery.outbox import Button, notify
from bot.delivery.texts import text
from bot.facts import facts
from bot.person.tables import CallBack, CallState
from bot.rendering.words import mask_mobile, time_words
from bot.transcripts.handover import clerks_work_on, next_opening

LAST_BEFORE_CLOSING = timedelta(minutes=30)
"""A call that begins later would not be finished in time."""
FURTHEST = timedelta(days=14)
_SUMMARY_LENGTH = 1000
_columns = CallBack.__table__.c


@dataclass(frozen=True)
class Slot:
    """When a clerk can ring."""

    at: datetime
    as_wanted: bool
    """False: outside the clerks' hours; this is the nearest time within them."""


def nearest(wanted: datetime) -> Slot:
    """`wanted` itself within `company.clerk_hours`, else the nearest time that is, never past."""
    moment = now()
    wanted = min(max(wanted, moment), moment + FURTHEST)
    local = wanted.astimezone(RIYADH)
    hours = facts().get("company.clerk_hours").value
    last = local.replace(hour=hours["to"], minute=0, second=0, microsecond=0) - LAST_BEFORE_CLOSING
    opens = next_opening(wanted)
    if opens == wanted and local <= last:
        return Slot(wanted, True)
    if clerks_work_on(local.date()) and local > last and last > moment:
        return Slot(last, False)
    next_day = next_opening(last + LAST_BEFORE_CLOSING) if opens == wanted else opens
    same_hour = next_day.astimezone(RIYADH).replace(hour=local.hour, minute=local.minute)
    closes = last.replace(year=same_hour.year, month=same_hour.month, day=same_hour.day)
    return Slot(same_hour if next_day <= same_hour <= closes else next_day, False)


def book(
    session: Session, conversation: str, mobile: str, at: datetime, wanted: str, key: str
) -> CallBack:
    """Record the wish; one that waits in this conversation already is moved to the new time."""
    done = session.execute(select(CallBack).where(_columns.key == key)).scalar_one_or_none()
    if done is not None:
        return done
    row = waiting(session, conversation)
    if row is None:
        row = CallBack(conversation=conversation, created_at=now(), state=CallState.WAITING.value)
        session.add(row)
    row.key, row.mobile, row.at = key, mobile, at
    row.wanted = wanted[:_SUMMARY_LENGTH] or row.wanted
    session.flush()
    return row


def waiting(session: Session, conversation: str) -> CallBack | None:
    """The call that this conversation waits for, or None."""
    found: CallBack | None = session.execute(
        select(CallBack).where(
            _columns.conversation == conversation, _columns.state == CallState.WAITING.value
        )
    ).scalar_one_or_none()
    return found


def cancel(session: Session, conversation: str) -> CallBack | None:
    """The subscriber needs no call any more; None when none was waited for."""
    row = waiting(session, conversation)
    if row is not None:
        row.state, row.handled_at = CallState.CANCELLED.value, now()
        session.flush()
    return row


def to_ring(session: Session, limit: int = 100) -> list[CallBack]:
    """Calls that wait, the one to be made first at the top."""
    query = select(CallBack).where(_columns.state == CallState.WAITING.value)
    return list(session.execute(query.order_by(_columns.at).limit(limit)).scalars())


def handled(session: Session, limit: int = 30) -> list[CallBack]:
    """The latest calls that staff made or tried, newest first."""
    states = (CallState.DONE.value, CallState.MISSED.value)
    query = select(CallBack).where(_columns.state.in_(states))
    return list(session.execute(query.order_by(_columns.handled_at.desc()).limit(limit)).scalars())


def finish(session: Session, number: int, clerk: str, *, reached: bool) -> CallBack | None:
    """The clerk rang; the subscriber is told. None when somebody else finished it before."""
    query = select(CallBack).where(_columns.id == number).with_for_update()
    row: CallBack | None = session.execute(query).scalar_one_or_none()
    if row is None or row.state != CallState.WAITING:
        return None
    row.state = (CallState.DONE if reached else CallState.MISSED).value
    row.handled_by, row.handled_at = clerk, now()
    session.flush()
    key = "call_done" if reached else "call_missed"
    words = text(key, mobile=mask_mobile(row.mobile), at=time_words(row.handled_at))
    buttons = () if reached else (Button(text("call_again_button"), "/call_back"),)
    notify(session, row.conversation, words, f"call|{row.id}|{row.state}", buttons=buttons)
    return row
