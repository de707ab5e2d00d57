"""One's own sign-ins: see them, end them, sign out."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.console import cookies, sessions
from bot.console.rendering import render
from bot.console.rights import Right
from bot.console.routing import LOGIN, StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import read, write


def _sign_out(session: Session, me: SignedIn) -> None:
    sessions.end(session, me.session_id, me.staff_id)
    record(session, me.actor, Action.SIGNED_OUT, f"staff:{me.name}")


def _end(session: Session, me: SignedIn, session_id: int) -> None:
    if sessions.end(session, session_id, me.staff_id):
        record(session, me.actor, Action.SESSION_ENDED, f"session:{session_id}")


def _end_others(session: Session, me: SignedIn) -> None:
    ended = sessions.end_all(session, me.staff_id, but=me.session_id)
    record(session, me.actor, Action.SESSION_ENDED, f"staff:{me.name}", sessions=ended)


async def logout(request: Request, me: SignedIn) -> Response:
    """`POST /staff/logout`."""
    await write(_sign_out, me)
    answer = RedirectResponse(LOGIN, 303)
    cookies.drop(request, answer, cookies.SESSION)
    return answer


async def my_sessions(request: Request, me: SignedIn) -> Response:
    """`GET /staff/sessions`."""
    rows = await read(sessions.live_sessions, me.staff_id)
    return render(request, me, "sessions.html", rows=rows)


async def end_session(request: Request, me: SignedIn) -> Response:
    """`POST /staff/sessions/<id>/end`: one of one's own."""
    await write(_end, me, request.path_params["number"])
    return RedirectResponse("/staff/sessions", 303)


async def end_others(request: Request, me: SignedIn) -> Response:
    """`POST /staff/sessions/end-others`."""
    await write(_end_others, me)
    return RedirectResponse("/staff/sessions", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/logout", logout, Right.OWN_SESSIONS, ["POST"]),
    StaffRoute("/staff/sessions", my_sessions, Right.OWN_SESSIONS),
    StaffRoute("/staff/sessions/end-others", end_others, Right.OWN_SESSIONS, ["POST"]),
    StaffRoute("/staff/sessions/{number:int}/end", end_session, Right.OWN_SESSIONS, ["POST"]),
]
