"""What the press of a button means as a message."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.gateway.buttons import resolve
from bot.gateway.inbox import AGAIN, Incoming, again


def read_press(
    session: Session, conversation: str, external_id: str, button: str
) -> Incoming | None:
    """The message behind a press, or None when this conversation was never offered the button."""
    choice = resolve(session, conversation, button)
    if choice is None:
        return None
    payload: str | None = choice.payload
    if choice.payload.startswith(AGAIN):
        payload = again(session, conversation, choice.payload)
    return Incoming(conversation, external_id, payload, choice.title) if payload else None
