"""Messages that were lost or came twice: the records against what people sent and heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.person import Person
from bot.gateway.tables import InboxMessage
from bot.transcripts.tables import Conversation, Message


@dataclass(frozen=True)
class Losses:
    """How many are missing, and how many there are too many."""

    lost: int = 0
    doubled: int = 0

    def __add__(self, other: Losses) -> Losses:
        return Losses(self.lost + other.lost, self.doubled + other.doubled)


def exactly_one(found: int) -> Losses:
    """Of an effect that a conversation was to have once."""
    return Losses(lost=int(found < 1), doubled=max(0, found - 1))


def of_messages(session: Session, person: Person) -> Losses:
    """Of the messages that this person sent and of the answers on record."""
    key = person.conversation
    answered = count(
        session, InboxMessage.id, InboxMessage.conversation == key, InboxMessage.state == "answered"
    )
    written = session.execute(
        select(Message.seq).join(Conversation).where(Conversation.key == key)
    ).scalars()
    heard = Counter(event["seq"] for event in person.events)
    own = Counter(event["id"] for event in person.events if event["from"] == "you")
    return Losses(
        len(person.sent) - answered + len(set(written) - set(heard))
        + len(set(person.sent) - set(own)),
        sum(times - 1 for times in (*heard.values(), *own.values())),
    )  # fmt: skip


def count(session: Session, column: object, *conditions: object) -> int:
    """Rows that meet the conditions."""
    return int(session.execute(select(func.count(column)).where(*conditions)).scalar_one())


def of_all(people: Sequence[Losses]) -> Losses:
    """Everybody's together."""
    return sum(people, Losses())
