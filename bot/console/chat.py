"""A conversation as staff read it: turns by day, personal values masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from hijridate import Gregorian
from sqlalchemy import asc, desc, func, select
from sqlalchemy.orm import Session

from bot.attachments.records import is_from_staff, may_open, of_messages
from bot.attachments.tables import Attachment
from bot.clock import RIYADH
from bot.console.sessions import SignedIn
from bot.console.values import in_clear, mask
from bot.rendering.words import date_words
from bot.review.corrections import corrections_of
from bot.review.reviewing import open_flags
from bot.review.tables import Correction, TurnFlag
from bot.transcripts.masking import mask_text
from bot.transcripts.record import NOT_UNDERSTOOD, content_of
from bot.transcripts.tables import Message

TURNS = 50
"""Messages that are loaded at once."""
_MEDIA = "media:"
_columns = Message.__table__.c


@dataclass(frozen=True)
class Turn:
    """One message with what hangs on it."""

    message: Message
    buttons: list[str]
    image: str
    """Address of a picture; empty: none."""
    alt: str
    card_title: str
    card: list[tuple[str, str]]
    file: Attachment | None = None
    """The picture or document that it brought."""
    flag: TurnFlag | None = None
    """The open one."""
    corrections: tuple[Correction, ...] = ()
    """What people say that it meant, newest first."""

    @property
    def runner_up(self) -> tuple[str, float] | None:
        """The second best guess, with its probability."""
        others = [pair for pair in self.message.ranking or [] if pair[0] != self.message.intent]
        return (str(others[0][0]), float(others[0][1])) if others else None

    @property
    def shows_file(self) -> bool:
        """Whether its file is a picture of ours: shown like the words beside it."""
        return self.file is not None and is_from_staff(self.file) and may_open(self.file)

    @property
    def misunderstood(self) -> bool:
        """Whether the machine did not know what was meant."""
        return self.message.intent == NOT_UNDERSTOOD


@dataclass(frozen=True)
class Day:
    """The turns of one day in Riyadh."""

    label: str
    turns: list[Turn]


def last_turns(session: Session, conversation: int, until: int | None) -> list[Message]:
    """The last TURNS messages, or the last up to number `until`; oldest first."""
    query = select(Message).where(_columns.conversation_id == conversation)
    if until is not None:
        query = query.where(_columns.seq <= until)
    query = query.order_by(desc(_columns.seq)).limit(TURNS)
    return list(session.execute(query).scalars())[::-1]


def turns_after(session: Session, conversation: int, seq: int) -> list[Message]:
    """The first TURNS messages behind number `seq`."""
    query = (
        select(Message)
        .where(_columns.conversation_id == conversation, _columns.seq > seq)
        .order_by(asc(_columns.seq))
        .limit(TURNS)
    )
    return list(session.execute(query).scalars())


def first_misunderstood(session: Session, conversation: int) -> int | None:
    """Number of the first message that was not understood."""
    query = select(func.min(_columns.seq)).where(
        _columns.conversation_id == conversation, _columns.intent == NOT_UNDERSTOOD
    )
    found: int | None = session.execute(query).scalar_one()
    return found


def turns(session: Session, messages: Sequence[Message], me: SignedIn) -> list[Turn]:
    """The messages as `me` sees them, with what was written about each."""
    numbers = [message.id for message in messages]
    flags, corrections = open_flags(session, numbers), corrections_of(session, numbers)
    files = of_messages(session, [m.external_id for m in messages if m.external_id])
    return [
        replace(
            _turn(message, me),
            file=files.get(message.external_id or ""),
            flag=flags.get(message.id),
            corrections=tuple(corrections.get(message.id, ())),
        )
        for message in messages
    ]


def days(turns: Sequence[Turn], language: str) -> list[Day]:
    """The turns day by day."""
    return [
        Day(day_words(day, language), list(of_day))
        for day, of_day in groupby(turns, lambda one: one.message.at.astimezone(RIYADH).date())
    ]


def day_words(day: date, language: str) -> str:
    """A day in both calendars."""
    if language == "ar":
        return date_words(day, hijri=True)
    gregorian = Gregorian.fromdate(day)
    words = f"{day.day} {gregorian.month_name('en')} {day.year}"
    try:
        hijri = gregorian.to_hijri()
    except OverflowError:  # outside the tables of Umm al-Qura
        return words
    return f"{words} ({hijri.day} {hijri.month_name('en')} {hijri.year} AH)"


def _turn(message: Message, me: SignedIn) -> Turn:
    content = content_of(message)
    card: dict[str, Any] = content.get("card") or {}
    image = str(content.get("image") or "")
    return Turn(
        message,
        [mask_text(str(button["title"])) for button in content.get("buttons") or []],
        f"/media/{image.removeprefix(_MEDIA)}" if image.startswith(_MEDIA) else "",
        mask_text(str(content.get("alt") or "")),
        mask_text(str(card.get("title") or "")),
        [(str(row[0]), _card_value(str(row[1]), me)) for row in card.get("rows") or []],
    )


def _card_value(value: str, me: SignedIn) -> str:
    """A card shows back what the subscriber gave: names and addresses among it."""
    return mask_text(value) if in_clear(me, "name") else mask("name", mask_text(value))
