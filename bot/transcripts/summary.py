"""What a conversation was about, in a few lines for the clerk who takes over."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.transcripts.record import find_conversation
from bot.transcripts.tables import Author, Message

_LOOKED_AT = 12
_columns = Message.__table__.c
_NO_MATTER = frozenset(
    "greet goodbye thanks affirm deny cancel go_back skip repeat inform menu human call_back "
    "resend_code ask_bot".split()
)


def last_wishes(session: Session, conversation: str, most: int = 3) -> list[str]:
    """What the subscriber last said that has a matter, oldest first, personal values masked."""
    owner = find_conversation(session, conversation)
    if owner is None:
        return []
    query = (
        select(Message.text, Message.intent)
        .where(_columns.conversation_id == owner.id, _columns.author == Author.SUBSCRIBER.value)
        .order_by(_columns.seq.desc())
        .limit(_LOOKED_AT)
    )
    said = [text for text, intent in session.execute(query) if text and intent not in _NO_MATTER]
    return list(dict.fromkeys(said))[:most][::-1]
