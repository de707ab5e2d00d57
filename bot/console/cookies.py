"""The console's cookies.

Over HTTPS they are `__Host-` cookies: Secure, for this host alone, for every path. Over plain HTTP
a browser would refuse those, so the demo on a laptop gets cookies of other names without Secure;
outside demo mode nobody can sign in over plain HTTP.

SameSite is Lax, not Strict: a link to a conversation that a colleague sent must open. What changes
something is a POST, which Lax never lets in from elsewhere, and which needs the form's token too.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.settings import settings

SESSION = "staff"
LOGIN_FORM = "staff-form"
LANGUAGE = "staff-language"


def is_https(request: Request) -> bool:
    """Whether the browser came by HTTPS (uvicorn believes a local proxy's headers only)."""
    return request.url.scheme == "https"


def may_sign_in(request: Request) -> bool:
    """Plain HTTP is for the demo alone."""
    return is_https(request) or settings().demo


def _name(request: Request, name: str) -> str:
    return f"__Host-{name}" if is_https(request) else name


def get(request: Request, name: str) -> str:
    """The cookie's value; empty when there is none."""
    return request.cookies.get(_name(request, name), "")


def put(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Set the cookie, out of reach of scripts."""
    response.set_cookie(
        _name(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=is_https(request),
        httponly=True,
        samesite="lax",
    )


def drop(request: Request, response: Response, name: str) -> None:
    """Forget the cookie."""
    response.delete_cookie(
        _name(request, name), path="/", secure=is_https(request), httponly=True, samesite="lax"
    )
