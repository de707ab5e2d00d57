"""Taking a conversation over: take it, write in it, hand it back."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.console import desk
from bot.console.conversation_pages import Row, rows_of
from bot.console.forms import field, read_form
from bot.console.rendering import HERE, language_of, message_page, render, translator
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import read, write
from bot.gateway.texts import TEXT_LIMIT, TextTooLong, clean
from bot.transcripts.masking import mask_text
from bot.transcripts.tables import Conversation

_ONCE = re.compile(r"[A-Za-z0-9_-]{8,40}")


@lru_cache(maxsize=1)
def _canned() -> list[dict[str, str]]:
    loaded: list[dict[str, str]] = yaml.safe_load((HERE / "canned.yml").read_text(encoding="utf-8"))
    return loaded


def desk_values(row: Row, me: SignedIn, somebody: str) -> dict[str, Any]:
    """What `desk.html` needs. `somebody`: how to address a subscriber whose name is not seen."""
    conversation = row.conversation
    name = row.name.text if row.name and not row.name.hidden else somebody
    return {
        "row": row,
        "conversation": conversation,
        "mine": conversation.clerk == me.name,
        "summary": mask_text(conversation.waiting_summary or ""),
        "canned": [
            (one["title"], one["text"].format(name=name, clerk=me.display_name))
            for one in _canned()
        ],
        "once": secrets.token_urlsafe(12),
        "limit": TEXT_LIMIT,
    }


async def _row(request: Request, me: SignedIn) -> Row | None:
    def look(session: Any) -> Row | None:
        found = session.get(Conversation, request.path_params["number"])
        return rows_of(session, me, [found])[0] if found else None

    return await read(look)


def _back(request: Request) -> Response:
    if "hx-request" in request.headers:
        return Response(status_code=204)
    return RedirectResponse(f"/staff/conversations/{request.path_params['number']}#desk", 303)


async def desk_part(request: Request, me: SignedIn) -> Response:
    """`GET /staff/conversations/<id>/desk`: who has it and what can be done, for htmx."""
    row = await _row(request, me)
    if row is None:
        return message_page(request, me, "not_found", 404)
    somebody = translator(language_of(request))("desk.somebody")
    return render(request, me, "desk.html", **desk_values(row, me, somebody))


async def take(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/take`; who comes second sees who has it."""
    row = await _row(request, me)
    if row is None:
        return message_page(request, me, "not_found", 404)
    if await write(desk.take, row.conversation.id, me.name):
        request.app.state.changed(row.conversation.key)
    return RedirectResponse(f"/staff/conversations/{row.conversation.id}#desk", 303)


async def say(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/say`: `text`, and `once` against sending twice."""
    if await _row(request, me) is None:
        return message_page(request, me, "not_found", 404)
    form = await read_form(request)
    once = field(form, "once", 60)
    try:
        words = clean(field(form, "text", TEXT_LIMIT + 1))
    except TextTooLong:
        words = ""
    if not words or not _ONCE.fullmatch(once):
        return _refuse(request, "desk.no_text", 422)
    key = await write(desk.say, request.path_params["number"], me.name, words, once)
    if key is None:
        return _refuse(request, "desk.not_yours", 409)
    request.app.state.changed(key)
    return _back(request)


async def hand_back(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/hand-back`."""
    if await _row(request, me) is None:
        return message_page(request, me, "not_found", 404)
    key = await write(desk.hand_back, request.path_params["number"], me.name)
    if key is not None:
        request.app.state.changed(key)
    return RedirectResponse(f"/staff/conversations/{request.path_params['number']}", 303)


async def here(_request: Request, me: SignedIn) -> Response:
    """`POST /staff/here`: this clerk's browser is open."""
    await write(desk.note_here, me.name)
    return PlainTextResponse("")


def _refuse(request: Request, key: str, status: int) -> Response:
    sentence = translator(language_of(request))(key, limit=TEXT_LIMIT)
    return PlainTextResponse(sentence, status)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/conversations/{number:int}/desk", desk_part, Right.READ_CONVERSATIONS),
    StaffRoute("/staff/conversations/{number:int}/take", take, Right.TAKE_OVER, ["POST"]),
    StaffRoute("/staff/conversations/{number:int}/say", say, Right.TAKE_OVER, ["POST"]),
    StaffRoute("/staff/conversations/{number:int}/hand-back", hand_back, Right.TAKE_OVER, ["POST"]),
    StaffRoute("/staff/here", here, Right.TAKE_OVER, ["POST"]),
]
