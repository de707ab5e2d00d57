"""The pages that need no session: signing in, and the choice of language."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.console import cookies
from bot.console.forms import carries, field, read_form
from bot.console.rendering import LANGUAGES, message_page, render
from bot.console.routing import LOGIN
from bot.console.sessions import ABSOLUTE, csrf_token
from bot.console.signing_in import sign_in
from bot.gateway.edge import Refusal, client_address
from bot.gateway.limits import Limiter, Limits
from bot.gateway.storage import write

HOME = "/staff"
_FORM_SECONDS = 3600
_YEAR_SECONDS = 365 * 24 * 3600

failures = Limiter(Limits().staff_failures)
"""Failed tries an address, whatever names were tried."""


def _where_to(path: str) -> str:
    """`path` if it is a page of the console, else its front page."""
    inside = path == HOME or path.startswith((f"{HOME}/", f"{HOME}?"))
    return path if inside and "\\" not in path and "\n" not in path else HOME


def _form(request: Request, status: int, where: str, problem: str = "") -> Response:
    """The sign-in form. Its token belongs to a cookie of this browser: nobody elsewhere can make
    somebody sign in with another's account."""
    token = cookies.get(request, cookies.LOGIN_FORM) or secrets.token_urlsafe(24)
    page = render(
        request,
        None,
        "login.html",
        status,
        token=csrf_token(token),
        next=where,
        problem=problem,
    )
    cookies.put(request, page, cookies.LOGIN_FORM, token, _FORM_SECONDS)
    return page


async def login_page(request: Request) -> Response:
    """`GET /staff/login?next=`."""
    if not cookies.may_sign_in(request):
        return message_page(request, None, "https_only", 403)
    return _form(request, 200, _where_to(request.query_params.get("next", HOME)))


async def login(request: Request) -> Response:
    """`POST /staff/login`: name, password, code."""
    if not cookies.may_sign_in(request):
        return message_page(request, None, "https_only", 403)
    try:
        return await _login(request)
    except Refusal as refusal:
        return PlainTextResponse(refusal.sentence, refusal.status)


async def _login(request: Request) -> Response:
    form = await read_form(request)
    where = _where_to(field(form, "next"))
    address = client_address(request)
    if failures.empty(address):
        page = _form(request, 429, where, "too_often")
        page.headers["Retry-After"] = "60"
        return page
    cookie = cookies.get(request, cookies.LOGIN_FORM)
    if not cookie or not await carries(request, csrf_token(cookie)):
        return _form(request, 403, where, "form_too_old")
    password = str(form.get("password", ""))[:300]
    token = await write(sign_in, field(form, "name", 40), password, field(form, "code", 12))
    if token is None:
        failures.take(address)
        return _form(request, 401, where, "wrong")
    answer = RedirectResponse(where, 303)
    cookies.put(request, answer, cookies.SESSION, token, int(ABSOLUTE.total_seconds()))
    cookies.drop(request, answer, cookies.LOGIN_FORM)
    return answer


async def language(request: Request) -> Response:
    """`GET /staff/language/<ar|en>?next=`: remembered by this browser."""
    answer = RedirectResponse(_where_to(request.query_params.get("next", HOME)), 303)
    chosen = request.path_params["language"]
    if chosen in LANGUAGES:
        cookies.put(request, answer, cookies.LANGUAGE, chosen, _YEAR_SECONDS)
    return answer


ROUTES: list[BaseRoute] = [
    Route(LOGIN, login_page, methods=["GET"]),
    Route(LOGIN, login, methods=["POST"]),
    Route("/staff/language/{language}", language, methods=["GET"]),
]
