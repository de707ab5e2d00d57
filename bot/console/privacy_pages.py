"""Privacy requests: what was erased at once, and the decision on the rest."""

from __future__ import annotations

from dataclasses import dataclass

from anyio.to_thread import run_sync
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
from bot.gateway.storage import read, write
from bot.privacy.erasing import forget_dialogue
from bot.privacy.requests import find_request, finish, requests_in
from bot.privacy.tables import PrivacyRequest
from bot.transcripts.record import find_conversation

_ANSWER_LENGTH = 600


@dataclass(frozen=True)
class PrivacyRow:
    """One request and where it was made."""

    asked: PrivacyRequest
    conversation_id: int | None


def _rows(session: Session, waiting: bool) -> list[PrivacyRow]:
    found = requests_in(session, waiting=waiting)
    owners = [find_conversation(session, one.conversation) for one in found]
    return [
        PrivacyRow(one, owner.id if owner else None)
        for one, owner in zip(found, owners, strict=True)
    ]


def _finish(
    session: Session, me: SignedIn, reference: str, answer: str, agreed: bool
) -> PrivacyRequest | None:
    done = finish(session, reference, me.actor, answer, agreed=agreed)
    if done is not None:
        action = Action.PRIVACY_FINISHED if agreed else Action.PRIVACY_REFUSED
        record(session, me.actor, action, f"privacy:{reference}", answer or None)
    return done


async def privacy_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/privacy?answered=1`."""
    return await _show(request, me)


async def _show(request: Request, me: SignedIn, status: int = 200, problem: str = "") -> Response:
    waiting = request.query_params.get("answered") != "1"
    rows = await read(_rows, waiting)
    return render(request, me, "privacy.html", status, rows=rows, waiting=waiting, problem=problem)


async def finish_request(request: Request, me: SignedIn) -> Response:
    """`POST /staff/privacy/<reference>`: `decision` agree or refuse, `answer`."""
    reference, form = request.path_params["reference"], await read_form(request)
    decision, answer = field(form, "decision"), field(form, "answer", _ANSWER_LENGTH)
    if decision not in ("agree", "refuse") or (decision == "refuse" and not answer):
        known = await read(find_request, reference)
        if known is None:
            return message_page(request, me, "not_found", 404)
        return await _show(request, me, 422, "privacy.no_reason")
    done = await write(_finish, me, reference, answer, decision == "agree")
    if done is None:  # somebody was faster, or there is none
        return message_page(request, me, "not_found", 404)
    if decision == "agree":
        await run_sync(forget_dialogue, done.conversation)
    request.app.state.changed(done.conversation)
    return RedirectResponse("/staff/privacy", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/privacy", privacy_page, Right.READ_REQUESTS),
    StaffRoute("/staff/privacy/{reference}", finish_request, Right.FINISH_PRIVACY, ["POST"]),
]
