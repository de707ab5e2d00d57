"""Update requests: those that wait, one beside the record, and the decision."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.console.forms import field, read_form
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.console.values import Shown, shown
from bot.gateway.storage import read, write
from bot.transcripts.record import find_conversation
from bot.updates.requests import DecisionError, decide
from bot.updates.review import Review, requests_in, review
from bot.updates.tables import RequestState, UpdateRequest

PAGE_SIZE = 50
_REASON_LENGTH = 300


@dataclass(frozen=True)
class _Opened:
    review: Review
    conversation_id: int | None


def _open(session: Session, me: SignedIn, reference: str) -> _Opened | None:
    found = review(session, reference)
    if found is None:
        return None
    record(session, me.actor, Action.REQUEST_VIEWED, f"request:{reference}")
    conversation = find_conversation(session, found.request.conversation)
    return _Opened(found, conversation.id if conversation else None)


def _decide(session: Session, me: SignedIn, reference: str, approve: bool, reason: str) -> None:
    decide(session, reference, approve=approve, by=me.name, reason=reason or None)
    action = Action.REQUEST_APPROVED if approve else Action.REQUEST_REJECTED
    record(session, me.actor, action, f"request:{reference}", reason)


def _reveal_address(reference: str, side: str, name: str) -> str:
    return f"/staff/requests/{reference}/reveal/{side}/{name}"


async def requests_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/requests?decided=1&before=<id>`."""
    waiting = request.query_params.get("decided") != "1"
    given = request.query_params.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 15 else None

    def look(session: Session) -> list[UpdateRequest]:
        return requests_in(session, waiting=waiting, before=before, limit=PAGE_SIZE + 1)

    found = await read(look)
    rows = found[:PAGE_SIZE]
    accounts = [shown(me, "account", row.account_number) for row in rows]
    return render(
        request,
        me,
        "requests.html",
        rows=list(zip(rows, accounts, strict=True)),
        waiting=waiting,
        more=len(found) > PAGE_SIZE,
    )


async def request_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/requests/<reference>`."""
    return await _show(request, me, 200)


async def _show(request: Request, me: SignedIn, status: int, problem: str = "") -> Response:
    reference = request.path_params["reference"]
    opened = await write(_open, me, reference)
    if opened is None:
        return message_page(request, me, "not_found", 404)

    def see(side: str, name: str, value: str | None) -> Shown | None:
        return shown(me, name, value, _reveal_address(reference, side, name))

    asked = opened.review.request
    return render(
        request,
        me,
        "request.html",
        status,
        review=opened.review,
        asked=asked,
        account=see("now", "account", asked.account_number),
        lines=[
            (line, see("before", line.field, line.before), see("after", line.field, line.after))
            for line in opened.review.lines
        ],
        conversation_id=opened.conversation_id,
        waits=asked.state == RequestState.PENDING.value,
        can_approve=opened.review.account is not None,
        problem=problem,
    )


async def decide_request(request: Request, me: SignedIn) -> Response:
    """`POST /staff/requests/<reference>/decide`: `decision` approve or reject, `reason`."""
    reference, form = request.path_params["reference"], await read_form(request)
    decision, reason = field(form, "decision"), field(form, "reason", _REASON_LENGTH)
    if decision not in ("approve", "reject"):
        return await _show(request, me, 422, "no_decision")
    if decision == "reject" and not reason:
        return await _show(request, me, 422, "no_reason")
    try:
        await write(_decide, me, reference, decision == "approve", reason)
    except DecisionError:  # somebody was faster, or there is no such account
        return await _show(request, me, 409, "not_decided")
    return RedirectResponse(f"/staff/requests/{reference}", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/requests", requests_page, Right.READ_REQUESTS),
    StaffRoute("/staff/requests/{reference}", request_page, Right.READ_REQUESTS),
    StaffRoute(
        "/staff/requests/{reference}/decide", decide_request, Right.DECIDE_REQUESTS, ["POST"]
    ),
]
