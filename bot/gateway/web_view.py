"""A transcript message as the widget gets it (see docs/architecture.md)."""

from __future__ import annotations

from datetime import timezone
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.gateway.buttons import Choice, card_rows, choices
from bot.gateway.documents import link, picture_link
from bot.gateway.words import word
from bot.rendering.bidi import isolate
from bot.transcripts.record import content_of
from bot.transcripts.tables import Author, Conversation, Message

_FROM = {Author.SUBSCRIBER.value: "you", Author.BOT.value: "bot", Author.CLERK.value: "clerk"}
BATCH = 200
"""Messages that `messages_after` gives at most."""
_MEDIA = "media:"
_SHOWN = ("id", "seq", "author", "at", "external_id", "content")
_columns = Message.__table__.c
_AFTER = (
    select(*(_columns[name] for name in _SHOWN))
    .join(Conversation, Conversation.id == _columns.conversation_id)
    .where(Conversation.key == bindparam("key"), _columns.seq > bindparam("seq"))
    .order_by(_columns.seq)
    .limit(BATCH)
)


def messages_after(session: Session, conversation: str, seq: int) -> list[dict[str, Any]]:
    """Up to BATCH messages after `seq`, oldest first."""
    rows = session.execute(_AFTER, {"key": conversation, "seq": seq})
    return [view(row, conversation) for row in rows]


def view(message: Message, conversation: str) -> dict[str, Any]:
    """The data of one `message` event; of the message only `_SHOWN` is looked at."""
    content = content_of(message)
    shown: dict[str, Any] = {
        "seq": message.seq,
        "id": _public_id(message, conversation),
        "from": _FROM[message.author],
        "text": isolate(content.get("text") or ""),
        "at": message.at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    offered = choices(message.id, content)
    buttons = offered[: len(content.get("buttons") or [])]
    if buttons:
        shown["buttons"] = [{"id": one.id, "title": isolate(one.title)} for one in buttons]
    if content.get("image"):
        shown["image"] = "/media/" + str(content["image"]).removeprefix(_MEDIA)
        shown["alt"] = content.get("alt") or word("image_alt")
    if content.get("picture"):
        shown["image"], shown["alt"] = picture_link(content["picture"]), word("clerk_picture")
    if content.get("document"):
        named = content["document"]
        shown["document"] = {"url": link(conversation, named), "title": isolate(named["title"])}
    if content.get("card"):
        shown["card"] = _card(content, offered[len(buttons) :])
    return shown


def _public_id(message: Message, conversation: str) -> str:
    if message.author == Author.SUBSCRIBER.value and message.external_id:
        return str(message.external_id).removeprefix(f"{conversation}:")
    return f"m{message.id}"


def _card(content: dict[str, Any], row_choices: list[Choice]) -> dict[str, Any]:
    pressable = iter(row_choices)
    rows = []
    for label, value, payload in card_rows(content):
        row = {"label": isolate(label), "value": isolate(value)}
        if payload:
            row["button"] = next(pressable).id
        rows.append(row)
    return {"title": isolate(str(content["card"].get("title") or "")), "rows": rows}
