"""Short ids for what can be pressed, and their way back to payloads.

A payload never leaves the server: a channel gets `b<message id>.<n>` and gives it back. It counts
only in the conversation that the message belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.gateway.words import word
from bot.transcripts.record import content_of
from bot.transcripts.tables import Author, Conversation, Message

_ID = re.compile(r"b([0-9]{1,18})\.([0-9]{1,3})")


@dataclass(frozen=True)
class Choice:
    """Something that can be pressed."""

    id: str
    title: str
    """What the transcript shows when it was pressed."""
    payload: str


def choices(message_id: int, content: dict[str, Any]) -> list[Choice]:
    """The buttons of a message, then the pressable rows of its card."""
    pairs = [(button["title"], button["payload"]) for button in content.get("buttons") or []]
    pairs += [
        (word("edit_row", label=label), payload)
        for label, _value, payload in card_rows(content)
        if payload
    ]
    return [
        Choice(f"b{message_id}.{number}", title, payload)
        for number, (title, payload) in enumerate(pairs)
    ]


def card_rows(content: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Rows (label, value, payload or None) of a message's card; empty without a card."""
    rows = (content.get("card") or {}).get("rows") or []
    return [(str(row[0]), str(row[1]), row[2] if len(row) > 2 else None) for row in rows]


def resolve(session: Session, conversation: str, button_id: str) -> Choice | None:
    """The choice behind an id, or None when this conversation was never offered it."""
    match = _ID.fullmatch(button_id)
    if match is None:
        return None
    message = session.execute(
        select(Message)
        .join(Conversation)
        .where(
            Message.id == int(match.group(1)),
            Conversation.key == conversation,
            Message.author != Author.SUBSCRIBER.value,
        )
    ).scalar_one_or_none()
    if message is None:
        return None
    offered = choices(message.id, content_of(message))
    return next((choice for choice in offered if choice.id == button_id), None)
