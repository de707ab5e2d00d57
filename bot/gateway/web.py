"""The web channel: sessions, messages in, events out."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.gateway import metrics
from bot.gateway.edge import Edge, Refusal, client_address, read_json, refuse
from bot.gateway.hub import Listener
from bot.gateway.inbox import Incoming, store
from bot.gateway.presses import read_press
from bot.gateway.sessions import WebSession, new_session, read_token, renew
from bot.gateway.storage import read, write
from bot.gateway.texts import TEXT_LIMIT, TextTooLong, clean, never_a_command
from bot.gateway.web_view import BATCH, messages_after
from bot.gateway.words import word

PING_SECONDS = 15.0
"""Below the minute after which proxies close a silent connection."""
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SEQ = re.compile(r"[0-9]{1,9}")


def bearer(request: Request) -> WebSession:
    """The session that the request proves.

    Raises:
        Refusal: no token, a foreign one or one too old (401).
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    session = read_token(token.strip()) if scheme.lower() == "bearer" else None
    if session is None:
        raise Refusal(401, word("no_session"))
    return session


@refuse
async def open_session(request: Request) -> Response:
    """`POST /api/session`."""
    edge: Edge = request.app.state.edge
    body = await read_json(request)
    token = body.get("token")
    kept = read_token(token) if isinstance(token, str) else None
    if kept is None:
        edge.allow(edge.new_sessions, client_address(request))
    session = renew(kept) if kept else new_session()
    return JSONResponse({"token": session.token, "conversation": session.conversation})


@refuse
async def receive(request: Request) -> Response:
    """`POST /api/messages`: store, answer 202, let the turn worker do the rest."""
    edge: Edge = request.app.state.edge
    session = bearer(request)
    edge.allow(edge.sessions, session.conversation)
    edge.allow(edge.addresses, client_address(request))
    incoming = await _incoming(session.conversation, await read_json(request))
    stored = await write(store, incoming, edge.turns.crowded)
    if stored.new:
        metrics.MESSAGES.labels("web", "in").inc()
        edge.hub.news(session.conversation)
        edge.turns.wake()
    return JSONResponse({"seq": stored.seq}, status_code=202)


async def _incoming(conversation: str, body: dict[str, Any]) -> Incoming:
    client_id, text, button = body.get("id"), body.get("text"), body.get("button")
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise Refusal(422, word("bad_request"))
    external_id = f"{conversation}:{client_id}"
    if isinstance(button, str):
        press = await read(read_press, conversation, external_id, button)
        if press is None:
            raise Refusal(422, word("old_button"))
        return press
    if not isinstance(text, str):
        raise Refusal(422, word("bad_request"))
    try:
        shown = clean(text)
    except TextTooLong:
        raise Refusal(413, word("too_long", limit=TEXT_LIMIT)) from None
    if not shown:
        raise Refusal(422, word("empty"))
    return Incoming(conversation, external_id, never_a_command(shown), shown)


@refuse
async def events(request: Request) -> Response:
    """`GET /api/events?after=<seq>`: everything after it, then live, as server-sent events."""
    session = bearer(request)
    asked = request.headers.get("last-event-id") or request.query_params.get("after", "0")
    after = int(asked) if _SEQ.fullmatch(asked) else 0
    return StreamingResponse(
        _stream(request.app.state.edge, session.conversation, after),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _event(name: str, data: dict[str, Any], seq: int | None = None) -> str:
    number = f"id: {seq}\n" if seq is not None else ""
    return f"{number}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def _stream(edge: Edge, conversation: str, after: int) -> AsyncIterator[str]:
    typing = False
    with edge.hub.listen(conversation) as listener:
        yield "retry: 2000\n\n"
        while not listener.closed:
            listener.stirred.clear()
            while listener.news:
                listener.news = False
                batch = await read(messages_after, conversation, after)
                for message in batch:
                    after = listener.seen = message["seq"]
                    yield _event("message", message, after)
                listener.news |= len(batch) == BATCH
            if listener.typing != typing:
                typing = listener.typing
                yield _event("typing", {"on": typing})
            if not await _stirred(listener):
                yield ": ping\n\n"


async def _stirred(listener: Listener) -> bool:
    try:
        await asyncio.wait_for(listener.stirred.wait(), PING_SECONDS)
    except asyncio.TimeoutError:
        return False
    return True


ROUTES = [
    Route("/api/session", open_session, methods=["POST"]),
    Route("/api/messages", receive, methods=["POST"]),
    Route("/api/events", events, methods=["GET"]),
]
