"""Read-only staff pages: the conversations, and one of them. Masked texts only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import desc, select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import RIYADH
from bot.console.guard import staff_only
from bot.gateway.storage import read
from bot.rendering.bidi import isolate
from bot.transcripts.tables import Conversation, Message

_HERE = Path(__file__).resolve().parent
PAGE_SIZE = 50
_MESSAGES = 500

_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
)
_templates.filters["isolate"] = lambda text: isolate(str(text))
_templates.filters["riyadh"] = lambda at: at.astimezone(RIYADH).strftime("%Y-%m-%d %H:%M")


def _page(template: str, **values: Any) -> HTMLResponse:
    return HTMLResponse(_templates.get_template(template).render(**values))


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


def _conversation(session: Session, number: int) -> tuple[Conversation, list[Message]] | None:
    conversation = session.get(Conversation, number)
    if conversation is None:
        return None
    query = (
        select(Message)
        .where(Message.conversation_id == number)
        .order_by(desc(Message.seq))
        .limit(_MESSAGES)
    )
    return conversation, list(session.execute(query).scalars())[::-1]


@staff_only
async def conversations(request: Request) -> Response:
    """`GET /staff`: newest first, fifty a page."""
    number = _number(request, "page")
    found = await read(_conversations, number)
    return _page(
        "conversations.html",
        conversations=found[:PAGE_SIZE],
        page=number,
        more=len(found) > PAGE_SIZE,
    )


@staff_only
async def conversation(request: Request) -> Response:
    """`GET /staff/conversations/<id>`: what was said, and how it was understood."""
    found = await read(_conversation, request.path_params["number"])
    if found is None:
        raise HTTPException(404)
    return _page("conversation.html", conversation=found[0], messages=found[1])


ROUTES: list[BaseRoute] = [
    Route("/staff", conversations),
    Route("/staff/conversations/{number:int}", conversation),
    Mount("/staff/static", StaticFiles(directory=_HERE / "static")),
]
