"""Who of the staff has a conversation open, besides the clerk who answers in it.

An open page says every few seconds that it is seen, and says so when it is left; what is not said
again is forgotten, so that a browser that died looks on for half a minute at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import now
from bot.console.tables import ConversationViewer

LASTS = timedelta(seconds=30)
"""A page in sight says every 10 seconds that it is there."""
_columns = ConversationViewer.__table__.c


def look(session: Session, number: int, name: str) -> None:
    """`name` has conversation `number` before them; what others left behind is cleared away."""
    session.execute(
        delete(ConversationViewer)
        .where(_columns.seen_at < now() - LASTS)
        .execution_options(synchronize_session=False)
    )
    seen = session.execute(
        update(ConversationViewer)
        .where(_columns.conversation_id == number, _columns.name == name)
        .values(seen_at=now())
        .execution_options(synchronize_session=False)
    )
    if not seen.rowcount:
        with suppress(IntegrityError), session.begin_nested():  # another tab was quicker
            session.add(ConversationViewer(conversation_id=number, name=name, seen_at=now()))


def leave(session: Session, number: int, name: str) -> None:
    """`name` has closed it."""
    session.execute(
        delete(ConversationViewer)
        .where(_columns.conversation_id == number, _columns.name == name)
        .execution_options(synchronize_session=False)
    )


def lookers(session: Session, numbers: Collection[int]) -> dict[int, list[str]]:
    """Names of who looks at these conversations now, by conversation."""
    rows = session.execute(
        select(_columns.conversation_id, _columns.name)
        .where(_columns.conversation_id.in_(list(numbers)), _columns.seen_at >= now() - LASTS)
        .order_by(_columns.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for number, name in rows:
        found[number].append(name)
    return found
