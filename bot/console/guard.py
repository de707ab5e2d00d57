"""HTTP Basic before every staff page, with a limit on failed tries."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.console.password import right, staff_password
from bot.gateway.edge import client_address
from bot.gateway.limits import Limiter, Limits

_failures = Limiter(Limits().staff_failures)

Page = Callable[[Request], Awaitable[Response]]


def _given_password(request: Request) -> str | None:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None


def staff_only(page: Page) -> Page:
    """Serve `page` to those who know the password; others get 401, 429 or (no password set) 404."""

    @wraps(page)
    async def guarded(request: Request) -> Response:
        if staff_password() is None:
            return PlainTextResponse("STAFF_PASSWORD is not set", 404)
        address = client_address(request)
        if _failures.empty(address):
            return PlainTextResponse("too many failed tries", 429, {"Retry-After": "60"})
        password = _given_password(request)
        if password is not None and right(password):
            return await page(request)
        if password is not None:
            _failures.take(address)
        challenge = {"WWW-Authenticate": 'Basic realm="staff", charset="UTF-8"'}
        return PlainTextResponse("staff only", 401, challenge)

    return guarded
