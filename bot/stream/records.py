"""What is told of each event: masked as staff read it, with nothing that names a person.

A conversation's and an event's names are keyed hashes: the same each time, and no way back to a
chat's number without the SECRET_KEY.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.audit.log import Action
from bot.audit.tables import AuditEntry
from bot.events.tables import EventKind, ExchangeEvent, StreamEvent, StreamKind
from bot.exchange.records import FIELDS, record_of
from bot.sealing import fingerprint
from bot.transcripts.tables import Conversation, Message

SCHEMA = 1
"""Raised when a field changes its meaning or goes; new fields may come at the end."""
TRANSCRIPTS, METRICS = "transcripts", "metrics"
TOPICS = {
    StreamKind.MESSAGE: TRANSCRIPTS,
    StreamKind.TURN: METRICS,
    StreamKind.UPDATE: METRICS,
    StreamKind.CASE: METRICS,
    StreamKind.HANDOVER: METRICS,
}
"""Words of conversations lie apart from what is only counted: who may read the one need not read
the other."""
STEPS = {
    Action.CONVERSATION_TAKEN: "taken",
    Action.CONVERSATION_RETURNED: "returned",
    Action.CONVERSATION_HANDED_BACK: "closed",
}
"""What became of a conversation at a clerk's desk: taken, waiting again because the clerk was gone,
given back to the bot."""
_NAME_LENGTH = 32


@dataclass(frozen=True)
class Published:
    """One event as it leaves."""

    row: int
    """Of `stream_events`."""
    topic: str
    key: str
    """Events of one key keep their order."""
    value: dict[str, Any]

    @property
    def body(self) -> bytes:
        """The value as JSON."""
        return json.dumps(self.value, ensure_ascii=False).encode()


def records_of(session: Session, rows: Sequence[StreamEvent]) -> list[Published]:
    """What is told of each row, in their order; of what was erased meanwhile, nothing."""
    kinds = {row.id: StreamKind(row.kind) for row in rows}
    spoken = (StreamKind.MESSAGE, StreamKind.TURN)
    messages = _messages(session, [int(r.subject) for r in rows if kinds[r.id] in spoken])
    found = []
    for row in rows:
        kind = kinds[row.id]
        if kind in spoken:
            told = messages.get(int(row.subject))
            one = told and _of_message(row.id, kind, *told)
        elif kind is StreamKind.HANDOVER:
            one = _of_handover(session, row)
        else:
            one = _of_record(session, row, kind)
        if one:
            found.append(one)
    return found


def _messages(session: Session, ids: Sequence[int]) -> dict[int, tuple[Message, Conversation]]:
    query = (
        select(Message, Conversation)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.__table__.c.id.in_(ids))
    )
    return {message.id: (message, talk) for message, talk in session.execute(query)}


def _of_message(row: int, kind: StreamKind, message: Message, talk: Conversation) -> Published:
    name = _name("conversation", talk.key)
    said_at = _moment(message.at)
    value = {
        "schema": SCHEMA,
        "id": _name("event", f"{kind.value}|{talk.key}|{message.seq}|{said_at}"),
        "type": kind.value,
        "at": said_at,
        "conversation": name,
        "channel": talk.channel,
        "seq": message.seq,
        **(_words(message) if kind is StreamKind.MESSAGE else _understanding(message)),
    }
    return Published(row, TOPICS[kind], name, value)


def _words(message: Message) -> dict[str, Any]:
    return {"author": message.author, "text": message.text}


def _understanding(message: Message) -> dict[str, Any]:
    return {
        "intent": message.intent,
        "confidence": message.confidence,
        "ranking": message.ranking or [],
        "entities": sorted({str(one.get("entity")) for one in message.entities or []}),
        "actions": message.actions or [],
        "milliseconds": message.milliseconds,
    }


def _of_handover(session: Session, row: StreamEvent) -> Published | None:
    entry: AuditEntry = session.get(AuditEntry, int(row.subject))
    talk = session.get(Conversation, int(entry.object.partition(":")[2]))
    if talk is None:
        return None
    name = _name("conversation", talk.key)
    value = {
        "schema": SCHEMA,
        "id": _name("event", f"{StreamKind.HANDOVER.value}|{entry.seq}"),
        "type": StreamKind.HANDOVER.value,
        "at": _moment(entry.at),
        "conversation": name,
        "channel": talk.channel,
        "step": STEPS[Action(entry.action)],
        "clerk": _name("clerk", entry.details.get("clerk") or entry.actor.partition(":")[2]),
    }
    return Published(row.id, TOPICS[StreamKind.HANDOVER], name, value)


def _of_record(session: Session, row: StreamEvent, kind: StreamKind) -> Published | None:
    events = ExchangeEvent.__table__.c
    found = session.execute(
        select(events.at).where(events.kind == kind.value, events.reference == row.subject)
    ).scalar_one_or_none()
    told = found and record_of(session, EventKind(kind.value), row.subject, found)
    if not told:
        return None
    account = _name("account", told["account"]) if told["account"] else None
    changed = _changes(told) if kind is StreamKind.UPDATE else _opened(told)
    value = {
        "schema": SCHEMA,
        "id": _name("event", f"{kind.value}|{row.subject}"),
        "type": kind.value,
        "at": _moment(found),
        "account": account,
        "channel": told["channel"],
        "reference": row.subject,
        **changed,
    }
    return Published(row.id, TOPICS[kind], account or row.subject, value)


def _changes(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "proof": told["proof"],
        "by_staff": bool(told["decided_by"]),
        "fields": [name for name in FIELDS if told[name] is not None],
    }


def _opened(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("kind", "category", "promised_on")}


def _name(what: str, value: str) -> str:
    return fingerprint(f"stream {what}", value)[:_NAME_LENGTH]


def _moment(at: datetime) -> str:
    return at.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
