"""Routes of the console: each says which right it asks for, and nobody else reaches its page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.audit.log import Action, record
from bot.console import cookies, sessions
from bot.console.forms import carries
from bot.console.rendering import message_page
from bot.console.rights import Right
from bot.console.sessions import SignedIn
from bot.gateway.edge import Refusal
from bot.gateway.storage import read, write

Page = Callable[[Request, SignedIn], Awaitable[Response]]
LOGIN = "/staff/login"
_READING = ("GET", "HEAD")


class StaffRoute(Route):
    """A page or a deed of the console for those who hold `right`.

    `page` gets the request and who asks. Before it: the session (else the sign-in page), the
    right (else 403, written down), and for a POST the form's token (else 403).
    """

    def __init__(
        self, path: str, page: Page, right: Right, methods: Sequence[str] = ("GET",)
    ) -> None:
        self.right = right
        super().__init__(path, _guarded(page, right), methods=list(methods))


async def signed_in(request: Request) -> SignedIn | None:
    """Who asks, or None."""
    token = cookies.get(request, cookies.SESSION)
    me = await read(sessions.find, token) if token else None
    if me is not None and me.stale:
        await write(sessions.note_seen, me.session_id)
    return me


def _guarded(page: Page, right: Right) -> Callable[[Request], Awaitable[Response]]:
    @wraps(page)
    async def guarded(request: Request) -> Response:
        me = await signed_in(request)
        if me is None:
            return to_login(request)
        if not me.may(right):
            await write(record, me.actor, Action.REFUSED, f"right:{right.value}")
            return message_page(request, me, "no_right", 403)
        try:
            if request.method not in _READING and not await carries(request, me.csrf):
                return message_page(request, me, "form_too_old", 403)
            return await page(request, me)
        except Refusal as refusal:
            return PlainTextResponse(refusal.sentence, refusal.status)

    return guarded


def to_login(request: Request) -> Response:
    """The way to the sign-in page, and back to this page if it is one that can be read."""
    where = LOGIN
    if request.method in _READING and "hx-request" not in request.headers:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        where = f"{LOGIN}?next={quote(here)}"
    if "hx-request" in request.headers:  # htmx follows this header instead of swapping a login in
        return Response(status_code=401, headers={"HX-Redirect": where})
    return RedirectResponse(where, 303)
