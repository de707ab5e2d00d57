"""The outbox: everything that leaves is stored here first, in the caller's transaction.

The sender worker (`bot/gateway/sender.py`) carries it. Nothing here commits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.delivery.tables import OutboxMessage, OutboxState, Route
from bot.transcripts.record import ensure_conversation, record_bot_message
from bot.transcripts.tables import Author, Message

_THERE = select(OutboxMessage.key).where(
    OutboxMessage.__table__.c.key.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True)
class Button:
    """A choice below a message. `payload` is what Rasa gets, at most 64 bytes."""

    title: str
    payload: str


def enqueue(
    session: Session,
    route: Route,
    recipient: str,
    body: dict[str, Any],
    key: str,
    *,
    secret: bool = False,
    due_at: datetime | None = None,
) -> OutboxMessage:
    """Store one message to be sent; the same `key` again gives the row that is already there.

    Args:
        recipient: conversation key, mobile (E.164) or e-mail address, as `route` wants it.
        body: what the route's sender reads (see `bot/delivery/senders.py`).
        secret: the body is wiped once it was sent (codes).
        due_at: not before this moment; None: at once.
    """
    found = session.execute(
        select(OutboxMessage).where(OutboxMessage.key == key)
    ).scalar_one_or_none()
    if found is not None:
        return found
    row = _waiting(route, recipient, body, key, due_at)
    row.secret = secret
    session.add(row)
    session.flush()
    return row


def _waiting(
    route: Route, recipient: str, body: dict[str, Any], key: str, due_at: datetime | None
) -> OutboxMessage:
    moment = now()
    return OutboxMessage(
        key=key,
        route=Route(route).value,
        recipient=recipient,
        body=json.dumps(body, ensure_ascii=False),
        secret=False,
        state=OutboxState.WAITING.value,
        due_at=due_at or moment,
        created_at=moment,
        attempts=0,
    )


def notify(
    session: Session,
    conversation: str,
    text: str,
    key: str,
    *,
    buttons: tuple[Button, ...] | list[Button] = (),
    author: Author = Author.BOT,
    due_at: datetime | None = None,
    picture: dict[str, str] | None = None,
) -> Message:
    """Say something to a conversation that did not just ask: transcript row and outbox row.

    The same `key` again gives the message that is already there. `due_at` as in `enqueue`; the
    web page shows it at once, without a sound. `picture`: a sealed one, as `bot/console/desk.py`
    names it.
    """
    owner = ensure_conversation(session, conversation)
    content: dict[str, Any] = {"text": text}
    if buttons:
        content["buttons"] = [asdict(button) for button in buttons]
    if picture:
        content["picture"] = picture
    message = record_bot_message(session, owner, content, external_id=key, author=author)
    show(session, owner.key, [message], due_at=due_at)
    return message


def show(
    session: Session,
    conversation: str,
    messages: Sequence[Message],
    *,
    due_at: datetime | None = None,
) -> None:
    """Store the sending of transcript messages to their own conversation; of those that are being
    sent already nothing more.

    On the web the transcript is the delivery (the widget asks for everything after a number), so
    that row is born SENT.
    """
    route = Route(conversation.partition(":")[0])
    keys = {f"message:{message.id}": message.id for message in messages}
    there = set(session.execute(_THERE, {"keys": list(keys)}).scalars())
    for key in (key for key in keys if key not in there):
        # The body stays empty: the carrier reads the transcript row.
        row = _waiting(route, conversation, {}, key, due_at)
        row.message_id = keys[key]
        if route is Route.WEB:
            row.state, row.sent_at = OutboxState.SENT.value, row.created_at
        session.add(row)
    session.flush()


def send_sms(
    session: Session,
    mobile: str,
    text: str,
    key: str,
    *,
    secret: bool = False,
    conversation: str | None = None,
    due_at: datetime | None = None,
) -> OutboxMessage:
    """Store an SMS. `mobile` is E.164; `conversation` caused it (the demo phone shows it there)."""
    body = {"text": text, "conversation": conversation}
    return enqueue(session, Route.SMS, mobile, body, key, secret=secret, due_at=due_at)


def send_email(
    session: Session,
    address: str,
    subject: str,
    text: str,
    key: str,
    *,
    secret: bool = False,
    conversation: str | None = None,
    due_at: datetime | None = None,
    document: dict[str, Any] | None = None,
) -> OutboxMessage:
    """Store a plain-text e-mail. `conversation` as in `send_sms`.

    `document` names a file of `bot/delivery/documents.py`; it is made when the mail is sent.
    """
    body: dict[str, Any] = {"subject": subject, "text": text, "conversation": conversation}
    if document is not None:
        body["document"] = document
    return enqueue(session, Route.EMAIL, address, body, key, secret=secret, due_at=due_at)
