"""The outbox as the sender worker sees it: what is due, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, and_, cast, exists, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import Select

from bot.clock import now
from bot.delivery.senders import Letter
from bot.delivery.tables import OutboxMessage, OutboxState, Route
from bot.transcripts.tables import Conversation

_ERROR_KEPT = 300
_columns = OutboxMessage.__table__.c


@dataclass(frozen=True)
class Outgoing:
    """A row that is due."""

    route: Route
    letter: Letter
    message_id: int | None
    secret: bool
    attempts: int
    created_at: datetime
    extra: dict[str, Any]

    @property
    def name(self) -> str:
        """What it is leased by."""
        return str(self.letter.outbox_id)


def _due(routes: Collection[Route], busy: Collection[str]) -> tuple[Any, ...]:
    """Rows to send now. To one recipient on one route, a later row waits for an earlier one."""
    moment = now()
    earlier = aliased(OutboxMessage)
    blocked = exists().where(
        earlier.recipient == OutboxMessage.recipient,
        earlier.id < OutboxMessage.id,
        earlier.route == OutboxMessage.route,
        earlier.state == OutboxState.WAITING.value,
        # Something planned for tomorrow does not hold back today's words.
        or_(earlier.due_at <= moment, earlier.attempts > 0),
    )
    return (
        OutboxMessage.state == OutboxState.WAITING.value,
        _columns.route.in_([route.value for route in routes]),
        and_(OutboxMessage.due_at <= moment, _columns.id.notin_([int(name) for name in busy])),
        ~blocked,
    )


_ORDER = (OutboxMessage.due_at, OutboxMessage.id)


def due_names(routes: Collection[Route], busy: Collection[str]) -> Select:
    """Of what is due, the names to lease: a row each, which is the only one of its recipient."""
    name = cast(OutboxMessage.id, String)
    return select(name.label("name")).where(*_due(routes, busy)).order_by(*_ORDER)


def due(
    routes: Collection[Route],
    session: Session,
    limit: int,
    busy: Collection[str],
    only: Collection[str] | None = None,
) -> list[Outgoing]:
    """What to send now, and is not `busy`; `only` the rows of these names."""
    mine = () if only is None else (_columns.id.in_([int(name) for name in only]),)
    rows = session.execute(
        select(OutboxMessage).where(*_due(routes, busy), *mine).order_by(*_ORDER).limit(limit)
    ).scalars()
    return [_open(row) for row in rows]


def _open(row: OutboxMessage) -> Outgoing:
    return Outgoing(
        route=Route(row.route),
        letter=Letter(row.id, row.key, row.recipient, json.loads(row.body or "{}")),
        message_id=row.message_id,
        secret=row.secret,
        attempts=row.attempts,
        created_at=row.created_at,
        extra=row.extra or {},
    )


def note_sent(session: Session, outbox_id: int, answer: dict[str, Any]) -> None:
    """It left."""
    row = session.get(OutboxMessage, outbox_id)
    row.state, row.sent_at, row.last_error = OutboxState.SENT.value, now(), None
    row.attempts += 1
    row.extra = answer
    _wipe(row)


def note_postponed(
    session: Session, outbox_id: int, error: str, delay: float, extra: dict[str, Any]
) -> None:
    """Try again after `delay` seconds; `extra` remembers the parts that did leave."""
    row = session.get(OutboxMessage, outbox_id)
    row.due_at = now() + timedelta(seconds=delay)
    row.attempts += 1
    row.last_error = error[:_ERROR_KEPT]
    row.extra = extra


def note_failed(session: Session, outbox_id: int, error: str, unreachable: bool = False) -> None:
    """It will not be tried again. `unreachable`: the recipient blocked us or is gone."""
    row = session.get(OutboxMessage, outbox_id)
    row.state, row.last_error = OutboxState.FAILED.value, error[:_ERROR_KEPT]
    row.attempts += 1
    _wipe(row)
    if unreachable:
        note_reachability(session, row.recipient, True)


def _wipe(row: OutboxMessage) -> None:
    if row.secret:
        row.body = None


def note_reachability(session: Session, conversation: str, unreachable: bool) -> None:
    """The person blocked us or is gone, or lets us in again."""
    session.execute(
        update(Conversation)
        .where(Conversation.key == conversation)
        .values(unreachable=unreachable)
        .execution_options(synchronize_session=False)
    )
