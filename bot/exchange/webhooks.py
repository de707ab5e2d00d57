"""The signed webhook: what is due, how it is signed, and what came of each call.

By the Standard Webhooks specification (standardwebhooks.com), so that receivers verify with a
library of their language. At least once: an event may come again, under the same `webhook-id`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import desc, exists, select, update
from sqlalchemy.orm import Session

from bot.clock import now
from bot.events.tables import Delivery, EventKind, ExchangeEvent
from bot.exchange.records import moment, record_of
from bot.exchange.tables import WebhookAttempt

LEASE = timedelta(minutes=2)
"""A call that is not noted by then is taken for lost, with the process that made it."""
_HOUR = 3600
BACKOFF = (5, 30, 120, 600, 1800, _HOUR, 3 * _HOUR, *[6 * _HOUR] * 11)
"""Seconds to the next try; after the last, three days after the first try, it is given up."""
GONE = 410
"""The receiver wants no more of this."""
_ERROR_KEPT = 200
_events = ExchangeEvent.__table__.c


@dataclass(frozen=True)
class Call:
    """One call to make."""

    event_id: int
    attempts: int
    """With this one."""
    body: bytes

    @property
    def webhook_id(self) -> str:
        """The same for every call about the same event."""
        return f"evt_{self.event_id}"


def signing_key(secret: str) -> bytes:
    """The key that a secret stands for: base64, `whsec_` in front of it does not matter.

    Raises:
        ValueError: not base64.
    """
    return base64.b64decode(secret.removeprefix("whsec_"), validate=True)


def headers(secret: str, call: Call, at: datetime) -> dict[str, str]:
    """What goes with a call at a moment."""
    seconds = str(int(at.timestamp()))
    signed = b".".join([call.webhook_id.encode(), seconds.encode(), call.body])
    digest = hmac.new(signing_key(secret), signed, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "webhook-id": call.webhook_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _due() -> tuple[object, ...]:
    return _events.delivery == Delivery.WAITING.value, _events.due_at <= now()


def is_any_due(session: Session) -> bool:
    """Whether a call is to be made now; takes no write lock."""
    return bool(session.execute(select(exists().where(*_due()))).scalar_one())


def claim(session: Session, limit: int) -> list[Call]:
    """Take calls that are due, oldest event first; other gateways do not see them meanwhile."""
    query = select(ExchangeEvent).where(*_due()).order_by(_events.id).limit(limit)
    calls = []
    for event in session.execute(query.with_for_update(skip_locked=True)).scalars().all():
        body = _body(session, event)
        if body is None:  # the record is gone; there is nothing to tell
            event.delivery = Delivery.NONE.value
            continue
        event.attempts += 1
        event.due_at = now() + LEASE
        calls.append(Call(event.id, event.attempts, body))
    return calls


def _body(session: Session, event: ExchangeEvent) -> bytes | None:
    data = record_of(session, EventKind(event.kind), event.reference, event.at)
    if data is None:
        return None
    whole = {"type": event.kind, "timestamp": moment(event.at), "data": data}
    return json.dumps(whole, ensure_ascii=False).encode()


def note(
    session: Session, call: Call, status: int | None, error: str | None, milliseconds: int
) -> Delivery:
    """Write down what came of a call; where the event stands now."""
    event: ExchangeEvent = session.execute(
        select(ExchangeEvent).where(_events.id == call.event_id).with_for_update()
    ).scalar_one()
    session.add(
        WebhookAttempt(
            event_id=event.id,
            at=now(),
            status=status,
            error=error and error[:_ERROR_KEPT],
            milliseconds=milliseconds,
        )
    )
    if status is not None and 200 <= status < 300:
        event.delivery = Delivery.DELIVERED.value
    elif status == GONE or call.attempts > len(BACKOFF):
        event.delivery = Delivery.FAILED.value
    else:
        event.due_at = now() + timedelta(seconds=BACKOFF[call.attempts - 1])
    return Delivery(event.delivery)


@dataclass(frozen=True)
class Shown:
    """One event for the list."""

    event_id: int
    kind: str
    reference: str
    at: datetime
    delivery: str
    attempts: int
    last: str
    """What the last call gave: a status or an error; empty: none was made."""


def newest(session: Session, delivery: Delivery | None, limit: int) -> list[Shown]:
    """The newest events, of one delivery or of all."""
    query = select(ExchangeEvent).order_by(desc(_events.id)).limit(limit)
    if delivery is not None:
        query = query.where(_events.delivery == delivery.value)
    return [_shown(session, event) for event in session.execute(query).scalars().all()]


def _shown(session: Session, event: ExchangeEvent) -> Shown:
    attempts = WebhookAttempt.__table__.c
    query = select(attempts.status, attempts.error).where(attempts.event_id == event.id)
    found = session.execute(query.order_by(desc(attempts.id)).limit(1)).first()
    last = "" if found is None else str(found.status or found.error)
    return Shown(
        event.id, event.kind, event.reference, event.at, event.delivery, event.attempts, last
    )


def replay(
    session: Session,
    *,
    references: Collection[str] = (),
    failed: bool = False,
    since: datetime | None = None,
) -> int:
    """Call again about some events, whatever came of it before; how many they are."""
    statement = update(ExchangeEvent).values(
        delivery=Delivery.WAITING.value, due_at=now(), attempts=0
    )
    if references:
        statement = statement.where(_events.reference.in_(list(references)))
    if failed:
        statement = statement.where(_events.delivery == Delivery.FAILED.value)
    if since is not None:
        statement = statement.where(_events.at >= since)
    done = session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)
