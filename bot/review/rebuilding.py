"""Making anew what lists, filters and search know of conversations, from what was said in them.

Messages are the source of truth; beside them, for speed, stand the words of search, columns of
`conversations` and marks. After a mended masking rule, a restored backup or a doubt, all of it is
written again from the messages and from what staff wrote, and comes out the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from bot.counting.stale import forget_all
from bot.database import transaction
from bot.identity.links import cities_of
from bot.numbers.days import settle_all
from bot.review.tables import ConversationLabel, Mention, Note, Review, TurnFlag
from bot.transcripts import marks, search
from bot.transcripts.forms import OPEN_QUESTION, after, turns_form
from bot.transcripts.masking import ERASED, mask_text
from bot.transcripts.record import (
    content_of,
    marks_of,
    note_understanding,
    trace_of,
)
from bot.transcripts.tables import Author, Conversation, ConversationMark, Message

BATCH = 100
"""Conversations in one transaction: subscribers who write meanwhile wait a moment at most."""
_KEPT = (marks.HANDOFF, marks.clerk(""), marks.saved(""))
"""Marks that stand nowhere else: what somebody asked for, had or keeps."""
_marks = ConversationMark.__table__


def rebuild() -> tuple[int, int]:
    """All conversations, a batch at a time, then the numbers.

    Returns:
        How many conversations, and how many messages.
    """
    conversations = messages = last = 0
    while True:
        with transaction() as session:
            query = select(Conversation).where(Conversation.id > last).order_by(Conversation.id)
            batch = session.execute(query.limit(BATCH).with_for_update()).scalars().all()
            messages += sum(_rebuild(session, one) for one in batch)
            numbers = [one.id for one in batch]
        if not numbers:
            break
        conversations += len(numbers)
        last = numbers[-1]
    with transaction() as session:
        search.forget_lost(session)
        forget_all(session)
    settle_all()
    return conversations, messages


def _rebuild(session: Session, conversation: Conversation) -> int:
    query = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.seq)
    said = session.execute(query).scalars().all()
    _find_again(session, said)
    # Where old messages were purged, columns and marks tell of those too: nothing else does.
    if said and len(said) == said[-1].seq:
        _tell_again(conversation, said)
        _mark_again(session, conversation, said)
    session.flush()
    for message in said:  # a batch of long conversations need not all be held
        session.expunge(message)
    return len(said)


def _find_again(session: Session, said: Sequence[Message]) -> None:
    """Mask by today's rules, and make findable what was not erased."""
    for message in said:
        message.text = mask_text(content_of(message).get("text") or "")
    search.forget(session, [message.id for message in said])
    search.index(session, [(one.id, one.text) for one in said if one.text != ERASED])


def _tell_again(conversation: Conversation, said: Sequence[Message]) -> None:
    conversation.topic = conversation.worst_confidence = None
    conversation.misunderstood, conversation.danger = 0, False
    conversation.form_question = None
    conversation.last_seq, conversation.last_activity = said[-1].seq, said[-1].at
    for message in said:
        note_understanding(conversation, trace_of(message))


def _mark_again(session: Session, conversation: Conversation, said: Sequence[Message]) -> None:
    true: dict[str, None] = {}
    forms: set[str] = set()
    question: str | None = None
    for trace in map(trace_of, said):
        true |= dict.fromkeys(marks_of(trace))
        forms = after(forms, question, trace)
        if turns_form(trace):
            question = trace.slots[OPEN_QUESTION]
    true |= dict.fromkeys(sorted(forms))
    true |= dict.fromkeys(map(marks.city, cities_of(session, conversation.key)))
    true |= dict.fromkeys(_by_staff(session, conversation.id, said))
    mine, kept = _marks.c.conversation_id == conversation.id, map(_marks.c.mark.startswith, _KEPT)
    session.execute(delete(_marks).where(mine, ~or_(*kept)))
    rows = [marks.row(conversation.id, mark) for mark in true]
    if rows:
        session.execute(insert(_marks), rows)


def _by_staff(session: Session, number: int, said: Sequence[Message]) -> list[str]:
    """The marks of what staff wrote about it."""

    def of(column: Any, *conditions: Any) -> list[Any]:
        return list(session.execute(select(column).where(*conditions)).scalars())

    flags, notes = TurnFlag.__table__.c, Note.__table__.c
    labels, mentions = ConversationLabel.__table__.c, Mention.__table__.c
    here = select(notes.id).where(notes.conversation_id == number)
    found = [marks.label(one) for one in of(labels.label_id, labels.conversation_id == number)]
    found += [marks.mentioned(name) for name in of(mentions.name, mentions.note_id.in_(here))]
    if of(flags.id, flags.conversation_id == number, flags.cleared_at.is_(None)):
        found.append(marks.FLAGGED)
    review = session.get(Review, number)
    heard = [one.seq for one in said if one.author == Author.SUBSCRIBER.value]
    if review and (not heard or heard[-1] <= review.seq):
        found.append(marks.REVIEWED)
    return found
