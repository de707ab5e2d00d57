"""The list of conversations: by last activity, filtered, a page at a time, at any depth alike.

A page begins where the one before ended (keyset paging), so the thousandth costs what the first
does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import asc, desc, literal, not_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.clock import RIYADH, now
from bot.database import UtcDateTime
from bot.transcripts import marks
from bot.transcripts.tables import Conversation, ConversationState

_LENGTH = 80
LEFT_AFTER = timedelta(minutes=30)
"""A form that was begun and whose subscriber has been silent for so long is left unfinished."""
_columns = Conversation.__table__.c


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to, as it stands in its address. Empty parts match everything."""

    q: str = ""
    """What to search for in the messages; see `bot/transcripts/search.py`."""
    channel: str = ""
    state: str = ""
    topic: str = ""
    """The last intent that says what the conversation is about."""
    intent: str = ""
    """Something said in it was understood as this, whatever else was."""
    clerk: str = ""
    """Who has it, or had it."""
    since: str = ""
    """A day in Riyadh, YYYY-MM-DD; one that is none matches everything."""
    until: str = ""
    low: str = ""
    """Least and most of the worst confidence, in percent."""
    high: str = ""
    misunderstood: str = ""
    danger: str = ""
    unread: str = ""
    city: str = ""
    action: str = ""
    """The dialogue engine ran it in the conversation."""
    form: str = ""
    """Left unfinished: a form's name, or `any`."""
    label: str = ""
    """The label's id."""
    reviewed: str = ""
    """`yes` or `no`."""
    complaint: str = ""
    handoff: str = ""
    flagged: str = ""
    saved: str = ""
    """Kept for later by `viewer`."""
    mentioned: str = ""
    """A note mentions `viewer`."""
    viewer: str = field(default="", metadata={"address": False})
    """Who looks, a sign-in name: never from the address."""

    @classmethod
    def of(cls, query: Mapping[str, str], viewer: str = "") -> Filters:
        """Those of an address, for who looks."""
        given = {name: query.get(name, "").strip()[:_LENGTH] for name in cls.names()}
        return cls(**given, viewer=viewer)

    @classmethod
    def names(cls) -> list[str]:
        """What an address may hold."""
        return [each.name for each in fields(cls) if each.metadata.get("address", True)]

    def query(self, **more: str | int) -> str:
        """The address's query: what is not empty, then `more`."""
        mine = {name: getattr(self, name) for name in self.names()}
        return urlencode({name: value for name, value in {**mine, **more}.items() if value != ""})

    def without(self, name: str) -> str:
        """The address's query with that part left off."""
        return replace(self, **{name: ""}).query()

    @property
    def count(self) -> int:
        """How many filters are set; what is searched for is none."""
        return sum(bool(getattr(self, name)) for name in self.names() if name != "q")

    @property
    def narrows(self) -> bool:
        """Whether any conversation may be left out."""
        return bool(self._conditions() or self._marks())

    def narrow(self, session: Session, query: Select) -> Select:
        """`query` over conversations with these conditions."""
        for condition in self._conditions():
            query = query.where(condition)
        for mark, wanted in self._marks().items():
            has = marks.has(session, _columns.id, mark)
            query = query.where(has if wanted else not_(has))
        return query

    def _conditions(self) -> list[Any]:
        conditions = [
            _columns[name] == getattr(self, name)
            for name in ("channel", "state", "topic")
            if getattr(self, name)
        ]
        since, until = _day(self.since), _day(self.until)
        if since:
            conditions.append(_columns.last_activity >= since)
        if until:
            conditions.append(_columns.last_activity < until + timedelta(days=1))
        if self.low.isdecimal():
            conditions.append(_columns.worst_confidence >= int(self.low) / 100)
        if self.high.isdecimal():
            conditions.append(_columns.worst_confidence <= int(self.high) / 100)
        if self.misunderstood:
            conditions.append(_columns.misunderstood > 0)
        if self.danger:
            conditions.append(_columns.danger.is_(True))
        if self.unread:
            conditions.append(_columns.last_seq > _columns.seen_seq)
        if self.form:
            conditions.append(_columns.last_activity < now() - LEFT_AFTER)
        return conditions

    def _marks(self) -> dict[str, bool]:
        """The marks that are asked for, each with whether it must be there."""
        asked = {
            marks.clerk(self.clerk): self.clerk,
            marks.city(self.city): self.city,
            marks.action(self.action): self.action,
            marks.intent(self.intent): self.intent,
            marks.form(self.form): self.form and self.form != "any",
            marks.FORM: self.form == "any",
            marks.label(self.label): self.label,
            marks.REVIEWED: self.reviewed == "yes",
            marks.COMPLAINT: self.complaint,
            marks.HANDOFF: self.handoff,
            marks.FLAGGED: self.flagged,
            marks.saved(self.viewer): self.saved,
            marks.mentioned(self.viewer): self.mentioned,
        }
        found = {mark: True for mark, wanted in asked.items() if wanted}
        return {**found, marks.REVIEWED: False} if self.reviewed == "no" else found


def _day(given: str) -> datetime | None:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=RIYADH)
    except ValueError:
        return None


@dataclass(frozen=True)
class Place:
    """Where in the list a conversation stands."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def place_of(conversation: Conversation) -> Place:
    """The conversation's place."""
    return Place(conversation.last_activity, conversation.id)


def read_place(given: str) -> Place | None:
    """A place as an address holds it; None when it is none."""
    moment, _, number = given.partition(".")
    if not (moment.isdecimal() and number.isdecimal() and len(given) < 40):
        return None
    try:
        return Place(_EPOCH + timedelta(microseconds=int(moment)), int(number))
    except OverflowError:
        return None


def _beyond(place: Place, older: bool) -> Any:
    here = tuple_(literal(place.at, UtcDateTime), literal(place.id))
    there = tuple_(_columns.last_activity, _columns.id)
    return there < here if older else there > here


def page(
    session: Session, filters: Filters, older_than: Place | None, limit: int
) -> list[Conversation]:
    """Newest activity first, those that stand behind `older_than`."""
    query = filters.narrow(session, select(Conversation))
    if older_than:
        query = query.where(_beyond(older_than, older=True))
    query = query.order_by(desc(_columns.last_activity), desc(_columns.id)).limit(limit)
    return list(session.execute(query).scalars())


def neighbours(session: Session, filters: Filters, place: Place) -> tuple[int | None, int | None]:
    """Ids of the conversations before (newer) and behind `place` in the filtered list."""
    found = []
    for older, direction in ((False, asc), (True, desc)):
        query = filters.narrow(session, select(_columns.id)).where(_beyond(place, older))
        query = query.order_by(direction(_columns.last_activity), direction(_columns.id)).limit(1)
        found.append(session.execute(query).scalar_one_or_none())
    return found[0], found[1]


def queue(session: Session, limit: int) -> list[Conversation]:
    """Those that wait for a person, the longest wait first."""
    query = (
        select(Conversation)
        .where(Conversation.state == ConversationState.WAITING.value)
        .order_by(asc(_columns.waiting_since), asc(_columns.id))
        .limit(limit)
    )
    return list(session.execute(query).scalars())
