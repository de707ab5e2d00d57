"""Taking a conversation over: take it, write in it, hand it back."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from typing import Any, NamedTuple

import yaml
from anyio.to_thread import run_sync
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.attachments import files, pictures
from bot.attachments.files import Received, TooLarge, UnknownKind, size_limit
from bot.attachments.scanning import InfectedFile
from bot.console import desk, looking
from bot.console.conversation_pages import Row, rows_of
from bot.console.forms import field, file_of, read_form
from bot.console.known import Known, known_of
from bot.console.rendering import HERE, language_of, message_page, render, translator
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import read, write
from bot.gateway.texts import TEXT_LIMIT, TextTooLong, clean
from bot.transcripts.masking import mask_text
from bot.transcripts.tables import Conversation

_ONCE = re.compile(r"[A-Za-z0-9_-]{8,40}")
BUTTONS = 3
"""Buttons that one answer may offer."""
BUTTON_LIMIT = 40
"""Characters on a button: more would not fit beside each other on a phone."""


@lru_cache(maxsize=1)
def _canned() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((HERE / "canned.yml").read_text(encoding="utf-8"))
    return loaded


def desk_values(row: Row, known: Known, me: SignedIn, somebody: str) -> dict[str, Any]:
    """What `desk.html` needs. `somebody`: how to address a subscriber whose name is not seen."""
    conversation = row.conversation
    name = row.name.text if row.name and not row.name.hidden else somebody
    return {
        "row": row,
        "known": known,
        "conversation": conversation,
        "mine": conversation.clerk == me.name,
        "summary": mask_text(conversation.waiting_summary or ""),
        "canned": [
            (
                one["title"],
                one["text"].format(name=name, clerk=me.display_name),
                "|".join(one.get("buttons", [])),
            )
            for one in _canned()
        ],
        "once": secrets.token_urlsafe(12),
        "limit": TEXT_LIMIT,
        "buttons": BUTTONS,
        "button_limit": BUTTON_LIMIT,
    }


async def _row(request: Request, me: SignedIn) -> Row | None:
    def look(session: Any) -> Row | None:
        found = session.get(Conversation, request.path_params["number"])
        return rows_of(session, me, [found])[0] if found else None

    return await read(look)


def _back(request: Request) -> Response:
    if "hx-request" in request.headers:
        return Response(status_code=204)
    return RedirectResponse(f"/staff/conversations/{request.path_params['number']}#end", 303)


async def desk_part(request: Request, me: SignedIn) -> Response:
    """`GET /staff/conversations/<id>/desk`: who has it and what can be done, for htmx."""
    row = await _row(request, me)
    if row is None:
        return message_page(request, me, "not_found", 404)
    known = await read(known_of, me, row.conversation.key)
    somebody = translator(language_of(request))("desk.somebody")
    return render(request, me, "desk_part.html", **desk_values(row, known, me, somebody))


async def look(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/looking`: the page is in sight, or with `leave` closed; who
    else looks, for htmx."""
    if await _row(request, me) is None:
        return message_page(request, me, "not_found", 404)
    left = bool(field(await read_form(request), "leave", 1))
    number = request.path_params["number"]
    await write(looking.leave if left else looking.look, number, me.name)
    return render(request, me, "looking.html", row=await _row(request, me))


async def take(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/take`; who comes second sees who has it."""
    row = await _row(request, me)
    if row is None:
        return message_page(request, me, "not_found", 404)
    if await write(desk.take, row.conversation.id, me.name):
        request.app.state.changed(row.conversation.key)
    return RedirectResponse(f"/staff/conversations/{row.conversation.id}#end", 303)


async def say(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/say`: `text`, `picture` (a file), `button0` … `button2`, and
    `once` against sending twice."""
    if await _row(request, me) is None:
        return message_page(request, me, "not_found", 404)
    form = await read_form(request)
    try:
        answer = await _answer_of(form)
    except (TooLarge, UnknownKind, InfectedFile):
        return _refuse(request, "desk.bad_picture", 422)
    if answer is None:
        return _refuse(request, "desk.no_text", 422)
    key = None
    try:
        key = await write(desk.say, request.path_params["number"], me.name, *answer)
    finally:
        if key is None and answer.picture is not None:
            files.erase(answer.picture.stored_as)  # nothing points to it
    if key is None:
        return _refuse(request, "desk.not_yours", 409)
    request.app.state.changed(key)
    return _back(request)


class _Answer(NamedTuple):
    """What a clerk says, as `desk.say` takes it."""

    words: str
    once: str
    buttons: tuple[str, ...]
    picture: Received | None


async def _answer_of(form: FormData) -> _Answer | None:
    """What the form says; None: nothing, or too much.

    Raises:
        TooLarge, UnknownKind, InfectedFile: its file is no picture that may be sent.
    """
    once = field(form, "once", 60)
    titles = [field(form, f"button{n}", BUTTON_LIMIT) for n in range(BUTTONS)]
    content = await file_of(form, "picture")
    try:
        words = clean(field(form, "text", TEXT_LIMIT + 1))
        buttons = tuple(dict.fromkeys(filter(None, (" ".join(clean(t).split()) for t in titles))))
    except TextTooLong:
        return None
    if not _ONCE.fullmatch(once) or not (words or content):
        return None
    picture = await run_sync(_keep, content) if content else None
    return _Answer(words, once, buttons, picture)


def _keep(content: bytes) -> Received:
    return files.receive(pictures.clean(content))


async def hand_back(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/hand-back`."""
    if await _row(request, me) is None:
        return message_page(request, me, "not_found", 404)
    key = await write(desk.hand_back, request.path_params["number"], me.name)
    if key is not None:
        request.app.state.changed(key)
    return RedirectResponse(f"/staff/conversations/{request.path_params['number']}#end", 303)


async def here(_request: Request, me: SignedIn) -> Response:
    """`POST /staff/here`: this clerk's browser is open."""
    await write(desk.note_here, me.name)
    return PlainTextResponse("")


def _refuse(request: Request, key: str, status: int) -> Response:
    megabytes = size_limit() // (1024 * 1024)
    sentence = translator(language_of(request))(key, limit=TEXT_LIMIT, megabytes=megabytes)
    return PlainTextResponse(sentence, status)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/conversations/{number:int}/desk", desk_part, Right.READ_CONVERSATIONS),
    StaffRoute(
        "/staff/conversations/{number:int}/looking", look, Right.READ_CONVERSATIONS, ["POST"]
    ),
    StaffRoute("/staff/conversations/{number:int}/take", take, Right.TAKE_OVER, ["POST"]),
    StaffRoute("/staff/conversations/{number:int}/say", say, Right.TAKE_OVER, ["POST"]),
    StaffRoute("/staff/conversations/{number:int}/hand-back", hand_back, Right.TAKE_OVER, ["POST"]),
    StaffRoute("/staff/here", here, Right.TAKE_OVER, ["POST"]),
]
