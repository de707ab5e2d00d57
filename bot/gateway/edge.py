"""What every public route shares: its refusals, its limits, its reading of a request."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.gateway.hub import Hub
from bot.gateway.limits import Limiter, Limits
from bot.gateway.turns import TurnWorker
from bot.gateway.words import word

BODY_LIMIT = 16 * 1024
"""Bytes: a text at its limit in UTF-8, escaped, still fits."""


class Refusal(Exception):
    """A request is not served; the sentence is for the subscriber."""

    def __init__(self, status: int, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.retry_after = retry_after


class Edge:
    """The shared parts of the gateway, kept in `app.state.edge`."""

    def __init__(self, hub: Hub, turns: TurnWorker, limits: Limits) -> None:
        self.hub = hub
        self.turns = turns
        self.sessions = Limiter(limits.session)
        self.addresses = Limiter(limits.address)
        self.new_sessions = Limiter(limits.new_sessions)

    def allow(self, limiter: Limiter, key: str) -> None:
        """Count one knock.

        Raises:
            Refusal: too many (429), with the seconds to wait.
        """
        seconds = limiter.take(key)
        if seconds:
            raise Refusal(429, word("too_fast", seconds=seconds), retry_after=seconds)


Endpoint = Callable[[Request], Awaitable[Response]]


def refuse(endpoint: Endpoint) -> Endpoint:
    """Turn a Refusal into its answer: `{"error": "<Arabic sentence>"}`."""

    @wraps(endpoint)
    async def guarded(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else None
            return JSONResponse({"error": refusal.sentence}, refusal.status, headers=headers)

    return guarded


def client_address(request: Request) -> str:
    """The address of the other side (uvicorn reads proxy headers of a local proxy only)."""
    return request.client.host if request.client else "unknown"


async def read_body(request: Request, limit: int = BODY_LIMIT) -> bytes:
    """The body, read no further than `limit` bytes.

    Raises:
        Refusal: longer than that (413).
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal(413, word("too_long", limit=2000))
    return bytes(body)


async def read_json(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty body is an empty object.

    Raises:
        Refusal: too long (413) or not a JSON object (422).
    """
    body = await read_body(request)
    try:
        parsed = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Refusal(422, word("bad_request")) from None
    if not isinstance(parsed, dict):
        raise Refusal(422, word("bad_request"))
    return parsed
