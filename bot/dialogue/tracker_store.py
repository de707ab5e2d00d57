"""Rasa's memory of the open dialogues: sealed, small, and the same cost at turn 200 as at turn 2.

Rasa's SQL store appends each event in plain text and replays the whole session for every message.
Here a conversation is one row: the last turns of the session, sealed, with what older turns left
behind (slots, the open form) written as events before them. What was said is kept elsewhere, in
`bot/transcripts`; what must last is in the tables of the capabilities.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    Event,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from bot.clock import now
from bot.database import UtcDateTime, make_engine
from bot.dialogue.trackers_at import TABLE, database_url
from bot.sealing import seal, unseal
from bot.settings import settings

TURNS_KEPT = 6
"""More than any rule or story of `data/` looks back, and enough to recognise a message that is
asked again."""

_metadata = sa.MetaData()
_trackers = sa.Table(
    TABLE,
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False, index=True),
)


def shorten(events: list[Event], domain: Domain) -> list[Event]:
    """The session's last `TURNS_KEPT` turns, after events that lead to the state before them."""
    session = _last_session(events)
    turns = [index for index, event in enumerate(session) if isinstance(event, UserUttered)]
    if len(turns) <= TURNS_KEPT:
        return session
    cut = turns[-TURNS_KEPT]
    older = DialogueStateTracker.from_events("", session[:cut], domain.slots)
    return [*_events_leading_to(older, session[cut].timestamp), *session[cut:]]


def _last_session(events: list[Event]) -> list[Event]:
    starts = [i for i, event in enumerate(events) if isinstance(event, SessionStarted | Restarted)]
    return events[starts[-1] :] if starts else events


def _events_leading_to(tracker: DialogueStateTracker, at: float) -> list[Event]:
    loop = tracker.active_loop
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    if loop is not None:
        events += [ActionExecuted(loop.name), ActiveLoop(loop.name)]
    events += [
        SlotSet(name, slot.value)
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value
    ]
    if loop is not None and loop.is_interrupted:
        events.append(LoopInterrupted(True))
    if tracker.is_paused():
        events.append(ConversationPaused())
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    for event in events:
        event.timestamp = at
    return events


class TrackerChanged(Exception):
    """Another process answered in this conversation meanwhile: nothing of this turn is kept."""


_version: ContextVar[tuple[str, datetime | None] | None] = ContextVar("version", default=None)
"""Conversation and `updated_at` (None: no row) that this turn began from."""


class SealedTrackerStore(TrackerStore):
    """`tracker_store: {type: bot.dialogue.tracker_store.SealedTrackerStore}` of endpoints.yml."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._engine: Engine = make_engine(database_url(settings()))
        _make_table(self._engine)
        dialect = {"sqlite": sqlite, "postgresql": postgresql}[self._engine.dialect.name]
        insert = dialect.insert(_trackers)
        self._insert = insert.on_conflict_do_nothing(index_elements=["sender_id"])
        self._upsert = insert.on_conflict_do_update(
            index_elements=["sender_id"],
            set_={"events": insert.excluded.events, "updated_at": insert.excluded.updated_at},
        )

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The open session's last turns, or None for an unknown conversation."""
        query = sa.select(_trackers.c.events, _trackers.c.updated_at)
        query = query.where(_trackers.c.sender_id == sender_id)
        with self._engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            row = connection.execute(query).one_or_none()
        _version.set((sender_id, row.updated_at if row else None))
        if row is None:
            return None
        return DialogueStateTracker.from_dict(
            sender_id, json.loads(unseal(row.events)), self.domain.slots
        )

    async def create_tracker(
        self, sender_id: str, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """A new conversation; it is kept from its first complete turn on."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the last turns of the tracker's session.

        Raises:
            TrackerChanged: the conversation is not as this turn found it. Of two processes that
                were asked at once, as when a gateway took one for dead, one keeps its turn.
        """
        await self.stream_events(tracker)
        events = shorten(list(tracker.events), self.domain)
        row = {
            "sender_id": tracker.sender_id,
            "events": seal(json.dumps([event.as_dict() for event in events], ensure_ascii=False)),
            "updated_at": now(),
        }
        with self._engine.begin() as connection:
            if not connection.execute(self._keep(tracker.sender_id), row).rowcount:
                raise TrackerChanged("another process answered in this conversation meanwhile")
        _version.set((tracker.sender_id, row["updated_at"]))

    def _keep(self, sender_id: str) -> Any:
        """The statement that writes a row only over what this turn began from."""
        of, began_from = _version.get() or (None, None)
        if of != sender_id:
            return self._upsert  # nothing was read before
        if began_from is None:
            return self._insert
        return _trackers.update().where(
            _trackers.c.sender_id == sender_id, _trackers.c.updated_at == began_from
        )

    async def keys(self) -> Iterable[str]:
        """Every conversation that is kept."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_trackers.c.sender_id)).scalars())


def _make_table(engine: Engine) -> None:
    """Make the table; of several processes that start at once one does."""
    try:
        _metadata.create_all(engine)
    except sa.exc.DBAPIError:
        if not sa.inspect(engine).has_table(TABLE):
            raise
