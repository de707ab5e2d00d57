"""The durable inbox: stored first, then answered, in order within a conversation."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.clock import now
from bot.delivery.outbox import Button, notify
from bot.facts import facts
from bot.gateway.tables import InboxMessage, InboxState
from bot.gateway.words import word
from bot.text.danger import names_danger
from bot.transcripts.record import (
    ensure_conversation,
    find_message,
    lock_conversation,
    record_subscriber_message,
)
from bot.transcripts.tables import Conversation, ConversationState

URGENT_FIRST = timedelta(hours=12)
"""A message that names a danger to life is due as if it had come so much earlier: in a storm it
does not wait behind thousands of others."""
QUEUE_AGAIN = timedelta(minutes=5)
"""Who is asked to wait hears it once in this time, however much they write, and in a storm however
late each of their answers is."""
AGAIN = "again:"
"""Prefix of the one payload that is the gateway's own: `again:<inbox id>`."""
_PERSON = "/human"
_ERROR_KEPT = 300
_UNAVAILABLE = "unavailable: "
_columns = InboxMessage.__table__.c


@dataclass(frozen=True)
class Incoming:
    """A message as it came in, made safe."""

    conversation: str
    external_id: str
    """Unique for ever; also Rasa's message id and the idempotency key of all that it causes."""
    text: str
    """For Rasa: escaped text, or a payload that was offered."""
    shown: str
    """For the transcript: what the subscriber sees having said."""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stored:
    """Where an incoming message landed."""

    seq: int
    new: bool


@dataclass(frozen=True)
class Waiting:
    """A message whose turn it is."""

    id: int
    conversation: str
    external_id: str
    channel: str
    text: str
    metadata: dict[str, Any]
    attempts: int
    """Failed turns so far. Waiting for a Rasa that is down does not count."""
    received_at: datetime
    told_to_wait: bool
    with_clerk: bool
    """A clerk has the conversation: the bot is silent."""


def store(session: Session, incoming: Incoming, crowded: bool = False) -> Stored:
    """Keep a message in inbox and transcript; the same `external_id` again changes nothing.

    `crowded`: others wait already, so that it waits too is said in the same transaction.
    """
    channel = incoming.conversation.partition(":")[0]
    # Serialises two copies of one message that come at once (row lock on PostgreSQL; SQLite's
    # transactions are serial anyway).
    conversation = lock_conversation(session, incoming.conversation)
    known = find_message(session, conversation, incoming.external_id)
    if known is not None:
        return Stored(known.seq, new=False)
    moment = now()
    message = record_subscriber_message(
        session, conversation, {"text": incoming.shown}, incoming.external_id
    )
    conversation.unreachable = False
    body = {key: value for key, value in asdict(incoming).items() if key in ("text", "metadata")}
    urgent = names_danger(incoming.text)
    row = InboxMessage(
        channel=channel,
        external_id=incoming.external_id,
        conversation=incoming.conversation,
        body=json.dumps(body, ensure_ascii=False),
        state=InboxState.WAITING.value,
        due_at=moment - URGENT_FIRST if urgent else moment,
        received_at=moment,
        attempts=0,
        told_to_wait=False,
    )
    session.add(row)
    session.flush()
    if crowded and not urgent and conversation.state != ConversationState.CLERK.value:
        tell_queue(session, [row.id])
    return Stored(message.seq, new=True)


_older = InboxMessage.__table__.alias("older").c
# The oldest waiting message of each conversation not in `busy`, if it is due. Each is asked whether
# an older one of its conversation waits: where the first few of a storm are wanted, the thousands
# behind them are not looked at.
_DUE = (
    _columns.state == InboxState.WAITING.value,
    _columns.due_at <= bindparam("moment"),
    _columns.conversation.notin_(bindparam("busy", expanding=True)),
    ~exists().where(
        _older.conversation == _columns.conversation,
        _older.state == InboxState.WAITING.value,
        _older.id < _columns.id,
    ),
)
_HEADS = (
    select(InboxMessage, Conversation.state)
    .join(Conversation, Conversation.key == InboxMessage.conversation)
    .where(*_DUE)
    .order_by(InboxMessage.due_at, InboxMessage.id)
    .limit(bindparam("most"))
)
_HEADS_ONLY = _HEADS.where(_columns.conversation.in_(bindparam("only", expanding=True)))


def due_conversations(busy: Collection[str]) -> Select:
    """Whose turn it is: danger first, then the longest waiting; for `Leases.take`."""
    query = select(_columns.conversation).where(*_DUE)
    ordered = query.order_by(InboxMessage.due_at, InboxMessage.id)
    return ordered.params(moment=now(), busy=list(busy))


def due_heads(
    session: Session, limit: int, busy: Collection[str], only: Collection[str] | None = None
) -> list[Waiting]:
    """What to answer now, at most one message a conversation; `only` of these conversations."""
    given: dict[str, Any] = {"moment": now(), "busy": list(busy), "most": limit}
    if only is None:
        rows = session.execute(_HEADS, given)
    else:
        rows = session.execute(_HEADS_ONLY, {**given, "only": list(only)})
    return [_waiting(row, state == ConversationState.CLERK.value) for row, state in rows]


def _waiting(row: InboxMessage, with_clerk: bool) -> Waiting:
    body = json.loads(row.body)
    return Waiting(
        id=row.id,
        conversation=row.conversation,
        external_id=row.external_id,
        channel=row.channel,
        text=body["text"],
        metadata=body["metadata"],
        attempts=row.attempts,
        received_at=row.received_at,
        told_to_wait=row.told_to_wait,
        with_clerk=with_clerk,
    )


def leave_to_clerk(session: Session, inbox_id: int) -> bool:
    """The transcript has the message, and the clerk answers it; False if they have left."""
    row = _still_waiting(session, inbox_id)
    if row is None:
        return True
    conversation = ensure_conversation(session, row.conversation)
    if conversation.state != ConversationState.CLERK.value:
        return False
    row.state, row.answered_at, row.body = InboxState.ANSWERED.value, now(), "{}"
    return True


def refuse_file(session: Session, inbox_id: int, sentence: str) -> None:
    """The file of a message is not kept: say why, and nothing more comes of the message."""
    row = _still_waiting(session, inbox_id)
    if row is None:
        return
    notify(session, row.conversation, sentence, f"file:{row.external_id}")
    row.state, row.answered_at, row.body = InboxState.ANSWERED.value, now(), "{}"


def _still_waiting(session: Session, inbox_id: int) -> InboxMessage | None:
    """The row, locked; None if another gateway answered it after our lease was lost."""
    row = session.get(InboxMessage, inbox_id, with_for_update=True)
    return row if row is not None and row.state == InboxState.WAITING.value else None


def again(session: Session, conversation: str, payload: str) -> str | None:
    """The text of a given-up message of this conversation, named by an `again:` payload."""
    row = session.get(InboxMessage, int(payload.removeprefix(AGAIN)))
    if row is None or row.conversation != conversation:
        return None
    text: str = json.loads(row.body)["text"]
    return text


def postpone(session: Session, inbox_id: int, error: str, delay: float, failed_turn: bool) -> None:
    """Try this message again after `delay` seconds; a failed turn is counted, a wait is not."""
    row = _still_waiting(session, inbox_id)
    if row is None:
        return
    row.due_at = now() + timedelta(seconds=delay)
    row.attempts += 1 if failed_turn else 0
    row.last_error = ("" if failed_turn else _UNAVAILABLE) + error[:_ERROR_KEPT]


def expedite(session: Session) -> None:
    """Rasa is back: everything that waited for it is due now."""
    session.execute(
        update(InboxMessage)
        .where(
            InboxMessage.state == InboxState.WAITING.value,
            _columns.last_error.startswith(_UNAVAILABLE),
        )
        .values(due_at=now())
        .execution_options(synchronize_session=False)
    )


def _behind(seconds: float, busy: Collection[str]) -> Select:
    """Messages whose turn has not begun after so many seconds."""
    return (
        select(_columns.id)
        .join(Conversation, Conversation.key == InboxMessage.conversation)
        .where(
            *_DUE,
            _columns.last_error.is_(None),
            InboxMessage.received_at <= now() - timedelta(seconds=seconds),
            Conversation.state != ConversationState.CLERK.value,
        )
        .params(moment=now(), busy=list(busy))
    )


def crowded(session: Session, seconds: float, busy: Collection[str]) -> bool:
    """Whether anybody has waited for so many seconds, told of it or not."""
    return session.execute(_behind(seconds, busy).limit(1)).first() is not None


def queued(session: Session, seconds: float, busy: Collection[str], limit: int) -> list[int]:
    """Those who have waited for so many seconds, and nobody told them so lately."""
    behind = _behind(seconds, busy).where(_columns.told_to_wait.is_(False), ~_told_lately())
    return list(session.execute(behind.order_by(InboxMessage.id).limit(limit)).scalars())


def _told_lately() -> Any:
    """Of a row: whether its conversation was asked to wait a while ago."""
    other = InboxMessage.__table__.alias("told").c
    return exists().where(
        other.conversation == _columns.conversation,
        other.told_to_wait.is_(True),
        other.received_at > now() - QUEUE_AGAIN,
    )


def queue_words() -> str:
    """The honest word to those behind many others, with whom to call in danger."""
    return word(
        "queue",
        unified=facts().get("safety.emergency_unified").text(),
        elsewhere=facts().get("safety.emergency_elsewhere").text(),
    )


def tell_queue(session: Session, inbox_ids: Collection[int]) -> list[str]:
    """Say once to each that its message arrived and waits its turn; the conversations told."""
    rows = session.execute(
        select(InboxMessage)
        .where(
            _columns.id.in_(list(inbox_ids)),
            InboxMessage.state == InboxState.WAITING.value,
            _columns.told_to_wait.is_(False),
            ~_told_lately(),
        )
        .order_by(InboxMessage.id)
        .with_for_update(skip_locked=True)
    ).scalars()
    told = []
    for row in rows.all():
        row.told_to_wait = True
        notify(session, row.conversation, queue_words(), f"wait:{row.external_id}")
        told.append(row.conversation)
    return told


def tell_to_wait(session: Session, inbox_id: int) -> bool:
    """Say once that the answer takes a moment; False if the conversation was told so lately."""
    row = _still_waiting(session, inbox_id)
    if row is None:
        return False
    told = select(_columns.id).where(_columns.id == inbox_id, _told_lately())
    if row.told_to_wait or session.execute(told).first() is not None:
        return False
    row.told_to_wait = True
    notify(session, row.conversation, word("wait"), f"wait:{row.external_id}")
    return True


def give_up(session: Session, inbox_id: int, error: str) -> None:
    """Stop trying; say sorry, and offer to try again or a person."""
    row = _still_waiting(session, inbox_id)
    if row is None:
        return
    row.state = InboxState.GIVEN_UP.value
    row.last_error = error[:_ERROR_KEPT]
    buttons = [
        Button(word("try_again"), f"{AGAIN}{row.id}"),
        Button(word("a_person"), _PERSON),
    ]
    notify(session, row.conversation, word("sorry"), f"sorry:{row.external_id}", buttons=buttons)
