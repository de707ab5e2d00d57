"""Writing the transcript. Nothing here commits: the caller's transaction holds it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from bot.clock import now
from bot.counting.stale import forget
from bot.events.noting import note
from bot.events.tables import StreamKind
from bot.transcripts import marks
from bot.transcripts.forms import OPEN_QUESTION, after, form_of, turns_form
from bot.transcripts.masking import mask_entities, mask_text
from bot.transcripts.search import index
from bot.transcripts.tables import Author, Conversation, ConversationState, Message
from bot.transcripts.trace import Trace

_PUBLIC_SLOTS = ("requested_slot", "active_loop")
_RANKING_KEPT = 5
NOT_UNDERSTOOD = "nlu_fallback"
_NO_TOPIC = frozenset(
    "greet goodbye thanks affirm deny cancel go_back skip repeat inform menu".split()
) | {NOT_UNDERSTOOD}
"""Intents that say nothing of what a conversation is about."""


# Made once: every turn asks them several times, and making one takes longer than the answer.
_messages = Message.__table__.c
_CONVERSATION = select(Conversation).where(Conversation.key == bindparam("key"))
_LOCKED = _CONVERSATION.with_for_update()
_MESSAGES = select(Message).where(
    _messages.conversation_id == bindparam("conversation"),
    _messages.external_id.in_(bindparam("ids", expanding=True)),
)
_NUMBERS = (
    update(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .values(last_seq=Conversation.last_seq + bindparam("count"), last_activity=bindparam("moment"))
    .execution_options(synchronize_session=False)
)


def find_conversation(session: Session, key: str) -> Conversation | None:
    """The conversation of that key, or None."""
    return session.execute(_CONVERSATION, {"key": key}).scalar_one_or_none()


def ensure_conversation(session: Session, key: str) -> Conversation:
    """The conversation of that key (`web:…`, `telegram:…`), made at the first call."""
    found = find_conversation(session, key)
    if found is not None:
        return found
    moment = now()
    made = Conversation(
        key=key, channel=key.partition(":")[0], last_activity=moment, created_at=moment
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # another process made it between the look and the write
        return session.execute(_CONVERSATION, {"key": key}).scalar_one()
    return made


def lock_conversation(session: Session, key: str) -> Conversation:
    """As `ensure_conversation`; nobody else changes it until the transaction ends."""
    found: Conversation | None = session.execute(_LOCKED, {"key": key}).scalar_one_or_none()
    if found is None:
        found = ensure_conversation(session, key)
        session.refresh(found, with_for_update=True)
    return found


def _next_seqs(session: Session, conversation: Conversation, count: int, moment: datetime) -> range:
    # Counted in the database: the row lock keeps two writers from taking one number.
    given = {"conversation": conversation.id, "count": count, "moment": moment}
    session.execute(_NUMBERS, given)
    session.refresh(conversation, ["last_seq", "last_activity"])
    last = int(conversation.last_seq)
    return range(last - count + 1, last + 1)


def find_message(session: Session, conversation: Conversation, external_id: str) -> Message | None:
    """The message of that id in this conversation, or None."""
    return _known(session, conversation, [external_id]).get(external_id)


@dataclass(frozen=True)
class Said:
    """What a message says, and its id: the same one again is the same message."""

    content: dict[str, Any]
    """`text`, `buttons` (title, payload), `image`, `card` …"""
    external_id: str | None


def _append(
    session: Session, conversation: Conversation, author: Author, said: Sequence[Said]
) -> list[Message]:
    """A new message each."""
    moment = now()
    numbers = _next_seqs(session, conversation, len(said), moment) if said else ()
    messages = [
        Message(
            conversation_id=conversation.id,
            seq=seq,
            author=author.value,
            at=moment,
            external_id=one.external_id,
            text=mask_text(one.content.get("text") or ""),
            content=json.dumps(one.content, ensure_ascii=False),
        )
        for seq, one in zip(numbers, said, strict=True)
    ]
    session.add_all(messages)
    session.flush()
    index(session, [(message.id, message.text) for message in messages])
    for message in messages:
        note(session, StreamKind.MESSAGE, message.id)
    return messages


def _known(
    session: Session, conversation: Conversation, external_ids: Sequence[str]
) -> dict[str | None, Message]:
    """Those of the messages that are there already, by their id."""
    if not external_ids:
        return {}
    rows = session.execute(_MESSAGES, {"conversation": conversation.id, "ids": external_ids})
    return {message.external_id: message for message in rows.scalars()}


def record_subscriber_message(
    session: Session, conversation: Conversation, content: dict[str, Any], external_id: str
) -> Message:
    """Store what the subscriber said, as shown to them. The caller has looked that no message of
    that id is there yet."""
    marks.remove(session, conversation.id, marks.REVIEWED)  # what is new was reviewed by nobody
    [message] = _append(session, conversation, Author.SUBSCRIBER, [Said(content, external_id)])
    return message


def record_bot_messages(
    session: Session,
    conversation: Conversation,
    said: Sequence[Said],
    author: Author = Author.BOT,
) -> list[Message]:
    """Store what the bot or a clerk says, one after the other. The same id again: the message that
    is there."""
    ids = [one.external_id for one in said if one.external_id is not None]
    known = _known(session, conversation, ids)
    new = [one for one in said if one.external_id not in known]
    made = iter(_append(session, conversation, author, new))
    return [known.get(one.external_id) or next(made) for one in said]


def record_bot_message(
    session: Session,
    conversation: Conversation,
    content: dict[str, Any],
    external_id: str | None,
    author: Author = Author.BOT,
) -> Message:
    """Store one thing that the bot or a clerk says."""
    [message] = record_bot_messages(session, conversation, [Said(content, external_id)], author)
    return message


def add_trace(message: Message, trace: Trace) -> None:
    """Note how the message was understood; values are masked here."""
    message.intent = trace.intent
    message.confidence = trace.confidence
    message.ranking = trace.ranking[:_RANKING_KEPT]
    message.entities = mask_entities(trace.entities)
    message.actions = list(trace.actions)
    message.slots = {name: trace.slots[name] for name in _PUBLIC_SLOTS if name in trace.slots}
    message.milliseconds = trace.milliseconds
    session = object_session(message)
    _mark(session, message.conversation, trace)
    note_understanding(message.conversation, trace)
    _leave_queue(message.conversation, trace)
    note(session, StreamKind.TURN, message.id)
    forget(session, [message.at])  # a turn may be answered days later


def _leave_queue(conversation: Conversation, trace: Trace) -> None:
    """Who waits only because the bot did not understand no longer does once it understands."""
    lost = conversation.waiting_reason == NOT_UNDERSTOOD
    if lost and conversation.state == ConversationState.WAITING.value and has_topic(trace):
        no_longer_waits(conversation)


def no_longer_waits(conversation: Conversation) -> None:
    """Take a waiting conversation out of the clerks' queue."""
    conversation.state = ConversationState.BOT.value
    conversation.waiting_since = conversation.waiting_reason = None
    conversation.waiting_summary = None


def has_topic(trace: Trace) -> bool:
    """Whether the turn says what the conversation is about."""
    return trace.intent is not None and trace.intent not in _NO_TOPIC


def trace_of(message: Message) -> Trace:
    """What is kept of how the message was understood."""
    return Trace(
        message.intent,
        message.confidence,
        message.ranking or [],
        message.entities or [],
        message.actions or [],
        message.slots or {},
        message.milliseconds,
    )


def note_understanding(conversation: Conversation, trace: Trace) -> None:
    """Keep beside the conversation what lists and numbers show and filter by."""
    if turns_form(trace):
        conversation.form_question = trace.slots[OPEN_QUESTION] if form_of(trace) else None
    if trace.intent is None:
        return
    if has_topic(trace):
        conversation.topic = trace.intent
    conversation.misunderstood += trace.intent == NOT_UNDERSTOOD
    conversation.danger = conversation.danger or trace.intent == "danger"
    sure = certainty(trace)
    if conversation.worst_confidence is None or sure < conversation.worst_confidence:
        conversation.worst_confidence = sure


def _mark(session: Session, conversation: Conversation, trace: Trace) -> None:
    """Keep what the list can be narrowed to, and how forms went."""
    number = conversation.id
    if turns_form(trace):
        before = marks.of(session, [number])[number]
        now_true = after(before, conversation.form_question, trace)
        gone = [mark for mark in before - now_true if marks.is_of_form(mark)]
        marks.remove(session, number, *gone)
        marks.add(session, number, *sorted(now_true - before))
    marks.add(session, number, *marks_of(trace))


def marks_of(trace: Trace) -> list[str]:
    """What one turn makes true of its conversation for good."""
    named = [e.get("value") for e in trace.entities if e.get("entity") == "city"]
    true = [marks.action(name) for name in trace.actions]
    true += [marks.city(name) for name in named if isinstance(name, str)]
    true += [marks.intent(trace.intent)] if trace.intent else []
    true += [marks.COMPLAINT] if trace.intent == marks.COMPLAINT else []
    return list(dict.fromkeys(true))


def certainty(trace: Trace) -> float:
    """How sure the best guess was. What was not understood counts by what came next: the
    confidence of `nlu_fallback` itself is how sure it is that nothing was likely enough."""
    if trace.intent != NOT_UNDERSTOOD:
        return trace.confidence or 0.0
    return max((float(sure) for name, sure in trace.ranking if name != NOT_UNDERSTOOD), default=0.0)


def content_of(message: Message) -> dict[str, Any]:
    """The message as it was said (unsealed)."""
    content: dict[str, Any] = json.loads(message.content)
    return content


def content_of_id(session: Session, message_id: int) -> dict[str, Any]:
    """The content of the message with that id. LookupError if there is none."""
    message = session.get(Message, message_id)
    if message is None:
        raise LookupError(f"message {message_id}")
    return content_of(message)
