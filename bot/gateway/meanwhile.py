"""What was said in a conversation while the bot was silent, for Rasa to know at the next turn."""

from __future__ import annotations

from typing import Any

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from bot.transcripts.record import content_of, find_conversation, find_message
from bot.transcripts.tables import Author, Message

MOST = 20
"""Messages that are told; of more, the last ones."""
_columns = Message.__table__.c


def unheard(session: Session, conversation: str, external_id: str) -> list[dict[str, Any]]:
    """What clerk and subscriber said since the last message that Rasa answered, oldest first.

    Told with the message `external_id`, in its turn: kept with it, or told again with the next try.
    """
    owner = find_conversation(session, conversation)
    message = find_message(session, owner, external_id) if owner else None
    if owner is None or message is None:
        return []
    query = (
        select(Message)
        .where(_columns.conversation_id == owner.id, _columns.seq < message.seq)
        .where(_columns.author != Author.BOT.value)
        .order_by(desc(_columns.seq))
        .limit(MOST)
    )
    said: list[dict[str, Any]] = []
    for row in session.execute(query).scalars():
        if row.intent is not None:
            break
        text = content_of(row).get("text")
        if text:
            said.append({"id": f"told:{row.id}", "from": row.author, "text": text})
    return said[::-1]
