"""Calls that subscribers asked for: whom to ring when, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.clock import now
from bot.console.forms import field, read_form
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.console.values import Shown, shown
from bot.gateway.storage import read, write
from bot.person.calls import finish, handled, to_ring
from bot.person.tables import CallBack
from bot.transcripts.masking import mask_text
from bot.transcripts.record import find_conversation


@dataclass(frozen=True)
class CallRow:
    """One call as one member of the staff sees it."""

    call: CallBack
    mobile: Shown | None
    wanted: str
    conversation_id: int | None
    late: bool


def _row(session: Session, me: SignedIn, call: CallBack) -> CallRow:
    conversation = find_conversation(session, call.conversation)
    return CallRow(
        call,
        shown(me, "mobile", call.mobile, f"/staff/calls/{call.id}/reveal"),
        mask_text(call.wanted or ""),
        conversation.id if conversation else None,
        call.at < now(),
    )


def _rows(session: Session, me: SignedIn) -> tuple[list[CallRow], list[CallRow]]:
    return (
        [_row(session, me, call) for call in to_ring(session)],
        [_row(session, me, call) for call in handled(session)],
    )


def _finish(session: Session, me: SignedIn, number: int, reached: bool) -> str | None:
    call = finish(session, number, me.name, reached=reached)
    if call is None:
        return None
    record(session, me.actor, Action.CALL_DONE if reached else Action.CALL_MISSED, f"call:{number}")
    return str(call.conversation)


async def calls_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/calls`."""
    waiting, done = await read(_rows, me)
    return render(request, me, "calls.html", waiting=waiting, done=done)


async def finish_call(request: Request, me: SignedIn) -> Response:
    """`POST /staff/calls/<id>`: `result` done or missed."""
    result = field(await read_form(request), "result")
    if result not in ("done", "missed"):
        return message_page(request, me, "not_found", 422)
    key = await write(_finish, me, request.path_params["number"], result == "done")
    if key is None:  # somebody was faster, or there is none
        return message_page(request, me, "not_found", 404)
    request.app.state.changed(key)
    return RedirectResponse("/staff/calls", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/calls", calls_page, Right.READ_CONVERSATIONS),
    StaffRoute("/staff/calls/{number:int}", finish_call, Right.TAKE_OVER, ["POST"]),
]
