"""The conversations, and one of them. Masked texts only."""

from __future__ import annotations

from sqlalchemy import desc, select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.console.audit import Action, record
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import read, write
from bot.transcripts.tables import Conversation, Message

PAGE_SIZE = 50
_MESSAGES = 500


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _conversations(session: Session, page: int) -> list[Conversation]:
    query = (
        select(Conversation)
        .order_by(desc(Conversation.last_activity), desc(Conversation.id))
        .offset(page * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    )
    return list(session.execute(query).scalars())


def _conversation(
    session: Session, me: SignedIn, number: int
) -> tuple[Conversation, list[Message]] | None:
    conversation = session.get(Conversation, number)
    if conversation is None:
        return None
    record(session, me.actor, Action.CONVERSATION_VIEWED, f"conversation:{number}")
    query = (
        select(Message)
        .where(Message.conversation_id == number)
        .order_by(desc(Message.seq))
        .limit(_MESSAGES)
    )
    return conversation, list(session.execute(query).scalars())[::-1]


async def conversations(request: Request, me: SignedIn) -> Response:
    """`GET /staff`: newest first, fifty a page."""
    number = _number(request, "page")
    found = await read(_conversations, number)
    return render(
        request,
        me,
        "conversations.html",
        conversations=found[:PAGE_SIZE],
        page=number,
        more=len(found) > PAGE_SIZE,
    )


async def conversation(request: Request, me: SignedIn) -> Response:
    """`GET /staff/conversations/<id>`: what was said, and how it was understood."""
    found = await write(_conversation, me, request.path_params["number"])
    if found is None:
        return message_page(request, me, "not_found", 404)
    return render(request, me, "conversation.html", conversation=found[0], messages=found[1])


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff", conversations, Right.READ_CONVERSATIONS),
    StaffRoute("/staff/conversations/{number:int}", conversation, Right.READ_CONVERSATIONS),
]
