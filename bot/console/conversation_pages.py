"""The list of conversations: newest first, filtered by its address, live."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.accounts.tables import Account, Area
from bot.clock import now
from bot.console.looking import lookers
from bot.console.rendering import render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.console.values import Shown, shown
from bot.gateway.storage import read
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel
from bot.review.reviewing import State, all_labels, states
from bot.review.saved_filters import seen_by
from bot.review.tables import Label, SavedFilter
from bot.text.gazetteer import city_names
from bot.training_data import actions, forms, intents
from bot.transcripts.listing import Filters, page, place_of, queue, read_place
from bot.transcripts.masking import mask_text
from bot.transcripts.record import NOT_UNDERSTOOD
from bot.transcripts.search import find, highlight
from bot.transcripts.tables import Conversation, ConversationState, Message

PAGE_SIZE = 50
QUEUE_SHOWN = 20


@dataclass(frozen=True)
class Choices:
    """What the filters above a list offer."""

    topics: list[str]
    cities: list[str]
    actions: list[str]
    forms: list[str]
    labels: list[Label]
    kept: list[SavedFilter]


@dataclass(frozen=True)
class Row:
    """A conversation in the list."""

    conversation: Conversation
    name: Shown | None
    """Whose account was proved in it, as who looks on may see it."""
    unread: int
    waits: int | None
    """Minutes since a person was asked for."""
    review: State
    account: Shown | None = None
    """Number of that account."""
    place: str = ""
    looking: tuple[str, ...] = ()
    """Who else of the staff has it open, without answering in it."""
    last: Message | None = None
    """What was said last."""
    wanted: str = ""
    """The matter for which a person was asked for, masked."""


def accounts_of(session: Session, conversations: list[Conversation]) -> dict[str, Any]:
    """Of the account that each conversation has proved, by key: number, name, city, district."""
    rows = session.execute(
        select(
            ChannelIdentity.conversation,
            Account.number,
            Account.beneficiary_name,
            Area.city,
            Area.district,
        )
        .join(AccountLink, AccountLink.identity_id == ChannelIdentity.id)
        .join(Account, Account.id == AccountLink.account_id)
        .join(Area, Area.id == Account.area_id)
        .where(
            ChannelIdentity.__table__.c.conversation.in_([one.key for one in conversations]),
            AccountLink.level == LinkLevel.VERIFIED.value,
            AccountLink.__table__.c.is_current.is_(True),
        )
    )
    return {row.conversation: row for row in rows}


def last_messages(session: Session, numbers: list[int]) -> dict[int, Message]:
    """What was said last in each of these conversations."""
    rows = session.execute(
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.__table__.c.id.in_(numbers), Message.seq == Conversation.last_seq)
        .options(defer(Message.content))
    )
    return {row.conversation_id: row for row in rows.scalars()}


def minutes_waited(conversation: Conversation) -> int | None:
    """Since a person was asked for; None while nobody is waited for."""
    if conversation.state != ConversationState.WAITING.value or not conversation.waiting_since:
        return None
    return int((now() - conversation.waiting_since).total_seconds() // 60)


def place_of_account(me: SignedIn, account: Any) -> str:
    """Where it is: the district for who may read accounts, else the city."""
    if me.may(Right.READ_ACCOUNTS):
        return f"{account.district}، {account.city}"
    return str(account.city)


def rows_of(session: Session, me: SignedIn, conversations: list[Conversation]) -> list[Row]:
    """The conversations as `me` sees them in a list."""
    numbers = [one.id for one in conversations]
    accounts = accounts_of(session, conversations)
    reviews = states(session, numbers, me.name)
    looking = lookers(session, numbers)
    last = last_messages(session, numbers)
    rows = []
    for one in conversations:
        account = accounts.get(one.key)
        rows.append(
            Row(
                one,
                shown(me, "name", account.beneficiary_name) if account else None,
                max(one.last_seq - one.seen_seq, 0),
                minutes_waited(one),
                reviews[one.id],
                shown(me, "account", account.number) if account else None,
                place_of_account(me, account) if account else "",
                tuple(name for name in looking.get(one.id, ()) if name not in (me.name, one.clerk)),
                last.get(one.id),
                mask_text(" · ".join((one.waiting_summary or "").splitlines())),
            )
        )
    return rows


def choices(session: Session, me: SignedIn) -> Choices:
    """What `me` can narrow a list to."""
    return Choices(
        [*intents(), NOT_UNDERSTOOD],
        city_names(),
        actions(),
        forms(),
        all_labels(session),
        seen_by(session, me.name),
    )


async def conversations(request: Request, me: SignedIn) -> Response:
    """`GET /staff?<filters>&before=<place>`."""
    filters = Filters.of(request.query_params, me.name)
    if filters.q:
        return await _results(request, me, filters)
    before = read_place(request.query_params.get("before", ""))

    def look(session: Session) -> tuple[list[Row], bool, list[Row], Choices]:
        found = page(session, filters, before, PAGE_SIZE + 1)
        rows = rows_of(session, me, found[:PAGE_SIZE])
        waiting = [] if before else rows_of(session, me, queue(session, QUEUE_SHOWN))
        return rows, len(found) > PAGE_SIZE, waiting, choices(session, me)

    rows, more, waiting, offered = await read(look)
    return render(
        request,
        me,
        "conversations.html",
        rows=rows,
        waiting=waiting,
        queue_shown=QUEUE_SHOWN,
        filters=filters,
        query=filters.query(),
        first=before is None,
        choices=offered,
        older=filters.query(before=str(place_of(rows[-1].conversation))) if more else "",
    )


@dataclass(frozen=True)
class Hit:
    """A message that was searched for."""

    message: Message
    topic: str | None
    pieces: list[tuple[str, bool]]


async def _results(request: Request, me: SignedIn, filters: Filters) -> Response:
    if mask_text(filters.q) != filters.q:  # no number in clear in addresses, nor could it be found
        return RedirectResponse(f"/staff?{replace(filters, q=mask_text(filters.q)).query()}", 303)
    given = request.query_params.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 15 else None

    def look(session: Session) -> tuple[list[Hit], Choices]:
        hits = [
            Hit(one, one.conversation.topic, highlight(one.text, filters.q))
            for one in find(session, filters.q, filters, before, PAGE_SIZE + 1)
        ]
        return hits, choices(session, me)

    found, offered = await read(look)
    hits = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return render(
        request,
        me,
        "found.html",
        hits=hits,
        filters=filters,
        query=filters.query(),
        choices=offered,
        older=filters.query(before=hits[-1].message.id) if more else "",
    )


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff", conversations, Right.READ_CONVERSATIONS),
]
