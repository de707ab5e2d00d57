"""What was said in a conversation while the bot was silent, for Rasa to know at the next turn."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from sqlalchemy import bindparam, desc, select
from sqlalchemy.orm import Session

from bot.transcripts.record import content_of
from bot.transcripts.tables import Author, Conversation, Message

MOST = 20
"""Messages that are told; of more, the last ones."""
_columns, _asked_messages = Message.__table__.c, Message.__table__.alias("asked")
_asked = _asked_messages.c
_BEFORE = (
    select(_columns.id, _columns.intent)
    .join(Conversation, Conversation.id == _columns.conversation_id)
    .join(_asked_messages, _asked.conversation_id == Conversation.id)
    .where(Conversation.key == bindparam("key"), _asked.external_id == bindparam("asked"))
    .where(_columns.seq < _asked.seq, _columns.author != Author.BOT.value)
    .order_by(desc(_columns.seq))
    .limit(MOST)
)


def unheard(session: Session, conversation: str, external_id: str) -> list[dict[str, Any]]:
    """What clerk and subscriber said since the last message that Rasa answered, oldest first.

    Told with the message `external_id`, in its turn: kept with it, or told again with the next try.
    """
    given = {"key": conversation, "asked": external_id}
    new = takewhile(lambda row: row.intent is None, session.execute(_BEFORE, given))
    ids = [row.id for row in new]
    return _told(session, ids) if ids else []


def _told(session: Session, ids: list[int]) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Message).where(_columns.id.in_(ids)).order_by(_columns.seq)
    ).scalars()
    texts = ((row, content_of(row).get("text")) for row in rows)
    return [
        {"id": f"told:{row.id}", "from": row.author, "text": text} for row, text in texts if text
    ]
