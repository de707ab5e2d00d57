"""A clerk's desk: a conversation is taken, written in, handed back, and never left lying.

While a clerk has a conversation the bot is silent in it (`bot/gateway/turns.py`). What the clerk
and the subscriber say meanwhile is in the transcript; the dialogue engine hears it afterwards, with
the next message (`bot/gateway/meanwhile.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.attachments import records as attachments
from bot.attachments.files import Received
from bot.attachments.records import FROM_STAFF
from bot.audit.log import Action, record
from bot.clock import now
from bot.delivery.outbox import Button, notify
from bot.delivery.texts import text
from bot.events.noting import note
from bot.events.tables import StreamKind
from bot.gateway import log
from bot.gateway.storage import read, write
from bot.gateway.texts import never_a_command
from bot.transcripts import marks
from bot.transcripts.handover import note_handover
from bot.transcripts.tables import Author, Conversation, ConversationState

AWAY_AFTER = timedelta(minutes=3)
"""A browser that was silent for this long is gone. It says that it is there every 20 seconds, but
browsers let pages in the background speak once a minute only."""
LOOK_SECONDS = 15.0
_columns = Conversation.__table__.c
_FREE = (ConversationState.WAITING.value, ConversationState.BOT.value)


def take(session: Session, number: int, clerk: str) -> bool:
    """Give conversation `number` to the staff account `clerk`; False: somebody has it already.

    One UPDATE asks and takes, so that of two clerks who press at once only one gets it.
    """
    taken = session.execute(
        update(Conversation)
        .where(_columns.id == number, _columns.state.in_(_FREE), _columns.clerk.is_(None))
        .values(state=ConversationState.CLERK.value, clerk=clerk, clerk_seen_at=now())
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:
        return False
    row = _fresh(session, number)
    note_handover(session, number)
    marks.add(session, number, marks.clerk(clerk))
    _tell_of(session, f"staff:{clerk}", Action.CONVERSATION_TAKEN, number)
    notify(session, row.key, text("clerk_joined"), f"clerk-joined:{number}:{row.last_seq}")
    return True


def say(
    session: Session,
    number: int,
    clerk: str,
    words: str,
    once: str,
    buttons: Sequence[str] = (),
    picture: Received | None = None,
) -> str | None:
    """Say something as the clerk who has the conversation; its key, or None if they have it not.

    Args:
        once: the same again (a form sent twice) says nothing again.
        buttons: titles; pressed, a button says what stands on it.
        picture: its content is on disk already: the caller erases it when nothing was said.
    """
    row = _mine(session, number, clerk)
    if row is None:
        return None
    row.clerk_seen_at = now()
    key = f"{FROM_STAFF}{number}:{once}"
    kept = attachments.store(session, row.key, key, picture) if picture else None
    notify(
        session,
        row.key,
        words,
        key,
        buttons=[Button(title, never_a_command(title)) for title in buttons],
        author=Author.CLERK,
        picture={"file": kept.stored_as, "kind": kept.kind} if kept else None,
    )
    return str(row.key)


def hand_back(session: Session, number: int, clerk: str) -> str | None:
    """The bot answers again; the conversation's key, or None if `clerk` does not have it."""
    row = _mine(session, number, clerk)
    if row is None:
        return None
    row.state, row.clerk, row.clerk_seen_at = ConversationState.BOT.value, None, None
    row.waiting_since, row.waiting_reason, row.waiting_summary = None, None, None
    _tell_of(session, f"staff:{clerk}", Action.CONVERSATION_HANDED_BACK, number)
    notify(session, row.key, text("clerk_left"), f"clerk-left:{number}:{row.last_seq}")
    return str(row.key)


def note_here(session: Session, clerk: str) -> None:
    """The clerk's browser is open: all that they have stays theirs."""
    session.execute(
        update(Conversation)
        .where(_columns.clerk == clerk, _columns.state == ConversationState.CLERK.value)
        .values(clerk_seen_at=now())
        .execution_options(synchronize_session=False)
    )


def return_abandoned(session: Session) -> list[str]:
    """Put back into the queue what clerks have whose browsers are gone; the conversations' keys.

    Who waited before keeps the place in the queue.
    """
    moment, returned = now(), []
    for number in session.execute(_abandoned()).scalars().all():
        row = _fresh(session, number)
        if row.clerk_seen_at is None or row.clerk_seen_at > moment - AWAY_AFTER:
            continue  # back, or given away, since we looked
        _tell_of(session, "system", Action.CONVERSATION_RETURNED, number, clerk=row.clerk)
        row.state, row.clerk, row.clerk_seen_at = ConversationState.WAITING.value, None, None
        row.waiting_since = row.waiting_since or moment
        row.waiting_reason = row.waiting_reason or "human"
        notify(session, row.key, text("clerk_away"), f"clerk-away:{number}:{row.last_seq}")
        returned.append(str(row.key))
    return returned


def _tell_of(
    session: Session, actor: str, step: Action, number: int, **details: str | None
) -> None:
    """Into the audit log and into the stream."""
    entry = record(session, actor, step, f"conversation:{number}", **details)
    note(session, StreamKind.HANDOVER, entry.seq)


async def watch(changed: Callable[[str], None]) -> None:
    """Return what was abandoned, until cancelled; `changed(conversation)` after each commit."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            if await read(_any_abandoned):
                for conversation in await write(return_abandoned):
                    changed(conversation)
        except Exception as error:  # a database that hiccups must not end the watch
            log.failed("console.desk", error)


def _abandoned() -> Select:
    return select(_columns.id).where(
        _columns.state == ConversationState.CLERK.value,
        _columns.clerk_seen_at <= now() - AWAY_AFTER,
    )


def _any_abandoned(session: Session) -> bool:
    return session.execute(_abandoned().limit(1)).first() is not None


def _fresh(session: Session, number: int) -> Conversation:
    """The row as it is now, locked."""
    query = select(Conversation).where(_columns.id == number).with_for_update()
    return session.execute(query.execution_options(populate_existing=True)).scalar_one()


def _mine(session: Session, number: int, clerk: str) -> Conversation | None:
    if session.get(Conversation, number) is None:
        return None
    row = _fresh(session, number)
    mine = row.state == ConversationState.CLERK.value and row.clerk == clerk
    return row if mine else None
