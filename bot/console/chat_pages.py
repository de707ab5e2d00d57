"""One conversation: what was said, and what the machine made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.audit.tables import AuditEntry
from bot.clock import now
from bot.console import chat
from bot.console.conversation_pages import Row, rows_of
from bot.console.desk_pages import desk_values
from bot.console.known import Known, known_of
from bot.console.looking import look
from bot.console.rendering import language_of, message_page, render, translator
from bot.console.review_pages import Panel, panel
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import write
from bot.review.notes import see
from bot.transcripts.listing import Filters, neighbours, place_of
from bot.transcripts.tables import Conversation, Message

_ROOM = chat.TURNS // 2
"""Turns shown behind the one that was jumped to."""
_VIEW_LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class _Opened:
    row: Row
    known: Known
    turns: list[chat.Turn]
    panel: Panel
    newer: int | None
    older: int | None
    stumbled: int | None


def _number(request: Request, name: str) -> int | None:
    given = request.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def _open(
    session: Session, me: SignedIn, number: int, filters: Filters, until: int | None
) -> _Opened | None:
    conversation = session.get(Conversation, number)
    if conversation is None:
        return None
    record(session, me.actor, Action.CONVERSATION_VIEWED, f"conversation:{number}")
    messages = chat.last_turns(session, number, until)
    look(session, number, me.name)
    row = rows_of(session, me, [conversation])[0]
    _mark_seen(session, conversation, messages)
    see(session, number, me.name)
    newer, older = neighbours(session, filters, place_of(conversation))
    return _Opened(
        row,
        known_of(session, me, conversation.key),
        chat.turns(session, messages, me),
        panel(session, me, number),
        newer,
        older,
        chat.first_misunderstood(session, number),
    )


def _mark_seen(session: Session, conversation: Conversation, messages: list[Message]) -> None:
    if messages and messages[-1].seq > conversation.seen_seq:
        session.execute(
            update(Conversation)
            .where(Conversation.id == conversation.id)
            .values(seen_seq=messages[-1].seq)
            .execution_options(synchronize_session=False)
        )


def _more(
    session: Session, me: SignedIn, number: int, before: int | None, after: int
) -> list[chat.Turn] | None:
    conversation = session.get(Conversation, number)
    if conversation is None:
        return None
    if not _viewed_lately(session, me, number):
        record(session, me.actor, Action.CONVERSATION_VIEWED, f"conversation:{number}")
    if before is not None:
        return chat.turns(session, chat.last_turns(session, number, before - 1), me)
    messages = chat.turns_after(session, number, after)
    _mark_seen(session, conversation, messages)
    return chat.turns(session, messages, me)


def _viewed_lately(session: Session, me: SignedIn, number: int) -> bool:
    """Whether the log says already that this person reads it: one view is one row, however many
    turns come in while it is open."""
    columns = AuditEntry.__table__.c
    query = (
        select(columns.seq)
        .where(
            columns.object == f"conversation:{number}",
            columns.action == Action.CONVERSATION_VIEWED.value,
            columns.actor == me.actor,
            columns.at >= now() - _VIEW_LASTS,
        )
        .limit(1)
    )
    return session.execute(query).first() is not None


async def conversation(request: Request, me: SignedIn) -> Response:
    """`GET /staff/conversations/<id>?<filters of the list>&until=<seq>`."""
    filters, until = Filters.of(request.query_params, me.name), _number(request, "until")
    opened = await write(_open, me, request.path_params["number"], filters, until)
    if opened is None:
        return message_page(request, me, "not_found", 404)
    one = opened.row.conversation
    last = opened.turns[-1].message.seq if opened.turns else 0
    language = language_of(request)
    return render(
        request,
        me,
        "conversation.html",
        **desk_values(opened.row, opened.known, me, translator(language)("desk.somebody")),
        days=chat.days(opened.turns, language),
        review=opened.panel,
        problem="",
        first=opened.turns[0].message.seq if opened.turns else 1,
        last=last,
        at_end=last >= one.last_seq,
        newer=opened.newer,
        older=opened.older,
        stumbled=opened.stumbled,
        room=_ROOM,
        filters=filters,
        query=filters.query(),
    )


async def turns(request: Request, me: SignedIn) -> Response:
    """`GET /staff/conversations/<id>/turns?before=<seq>` or `after=<seq>`: a part, for htmx."""
    number, before = request.path_params["number"], _number(request, "before")
    found = await write(_more, me, number, before, _number(request, "after") or 0)
    if found is None:
        return message_page(request, me, "not_found", 404)
    return render(
        request,
        me,
        "turns.html",
        number=number,
        days=chat.days(found, language_of(request)),
        first=found[0].message.seq if found else 1,
        upwards=before is not None,
        query=Filters.of(request.query_params, me.name).query(),
    )


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/conversations/{number:int}", conversation, Right.READ_CONVERSATIONS),
    StaffRoute("/staff/conversations/{number:int}/turns", turns, Right.READ_CONVERSATIONS),
]
