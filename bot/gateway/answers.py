"""Rasa's answer becomes transcript rows, outbox rows and an answered inbox row, all at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bot.clock import now
from bot.delivery.outbox import show
from bot.gateway.rasa import Answer
from bot.gateway.tables import InboxMessage, InboxState
from bot.identity.links import cities_of
from bot.transcripts import marks
from bot.transcripts.record import (
    Said,
    add_trace,
    ensure_conversation,
    find_message,
    record_bot_messages,
)

_KEPT = ("text", "image", "alt")


def content_of_reply(reply: dict[str, Any]) -> dict[str, Any]:
    """A reply of the channel contract as the transcript keeps it."""
    content: dict[str, Any] = {name: reply[name] for name in _KEPT if reply.get(name)}
    content["buttons"] = [
        {"title": button["title"], "payload": button["payload"]}
        for button in reply.get("buttons") or []
    ]
    content.update(reply.get("custom") or {})
    return {name: value for name, value in content.items() if value}


def record_answer(session: Session, inbox_id: int, answer: Answer) -> None:
    """Write the answer to one inbox message; a second call changes nothing."""
    row = session.get(InboxMessage, inbox_id, with_for_update=True)
    if row.state != InboxState.WAITING.value:
        return
    conversation = ensure_conversation(session, row.conversation)
    question = find_message(session, conversation, row.external_id)
    if question is not None:
        add_trace(question, answer.trace)
        cities = cities_of(session, conversation.key)
        marks.add(session, conversation.id, *(marks.city(name) for name in cities))
    said = [
        Said(content_of_reply(reply), f"{row.external_id}:{number}")
        for number, reply in enumerate(answer.replies)
    ]
    show(session, conversation.key, record_bot_messages(session, conversation, said))
    row.state = InboxState.ANSWERED.value
    row.answered_at = now()
    row.last_error = None
    row.body = "{}"  # the transcript has it; here only the id is still needed
