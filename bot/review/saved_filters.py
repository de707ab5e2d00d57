"""Filtered lists of conversations under a name, one's own or shared with everybody."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.review.reviewing import ReviewError
from bot.review.tables import SavedFilter
from bot.transcripts.listing import Filters

NAME_LENGTH = 60
MOST = 30
"""Of one person: more would be a list to search in."""
_columns = SavedFilter.__table__.c


def seen_by(session: Session, name: str) -> list[SavedFilter]:
    """One's own and those that are shared, by name."""
    query = (
        select(SavedFilter)
        .where(or_(_columns.owner == name, _columns.shared.is_(True)))
        .order_by(_columns.name, _columns.id)
    )
    return list(session.execute(query).scalars())


def keep(session: Session, owner: str, name: str, filters: Filters, shared: bool) -> SavedFilter:
    """Keep `filters` under a name; the same name again replaces what it meant.

    Raises:
        ReviewError: no name, nothing filtered, or too many.
    """
    name, query = " ".join(name.split())[:NAME_LENGTH], filters.query()
    if not name:
        raise ReviewError("filter_unnamed")
    if not query:
        raise ReviewError("filter_empty")
    own = [row for row in seen_by(session, owner) if row.owner == owner]
    row = next((row for row in own if row.name == name), None)
    if row is None:
        if len(own) >= MOST:
            raise ReviewError("filter_too_many")
        row = SavedFilter(owner=owner, name=name)
        session.add(row)
    row.query, row.shared, row.at = query, shared, now()
    session.flush()
    return row


def forget(session: Session, number: int, owner: str) -> SavedFilter | None:
    """Delete one of one's own; what it was, or None if there is no such one."""
    row: SavedFilter | None = session.get(SavedFilter, number)
    if row is None or row.owner != owner:
        return None
    session.delete(row)
    session.flush()
    return row
