"""One masked value in clear: for a right and a reason, never without a row in the audit log."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from bot.accounts.records import on_file
from bot.accounts.tables import Account, AccountChange, Contact
from bot.audit.log import Action, record
from bot.cases.records import case_by_reference
from bot.console import case_values
from bot.console.forms import field as form_field
from bot.console.forms import read_form
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.console.values import mask, may_reveal
from bot.gateway.storage import read, write
from bot.person.tables import CallBack
from bot.transcripts.record import content_of
from bot.transcripts.tables import Message
from bot.updates.tables import UpdateRequest

_SHORTEST_REASON = 5
_CONTACT = "contact-"
_CHANGE = re.compile(r"change-([0-9]{1,15})-(before|after)")

Found = tuple[str, str] | None
"""Field and value in clear."""
Lookup = Callable[[Session], Found]


def _of_request(session: Session, reference: str, side: str, name: str) -> Found:
    request: UpdateRequest | None = session.execute(
        select(UpdateRequest).where(UpdateRequest.reference == reference)
    ).scalar_one_or_none()
    if request is None or name.startswith("_"):
        return None
    if name == "account":
        return name, request.account_number
    kept = {"before": request.before, "after": request.changes}.get(side)
    value = json.loads(kept).get(name) if kept else None
    return (name, value) if value else None


def _of_account(session: Session, number: int, item: str) -> Found:
    account = session.get(Account, number)
    if account is None:
        return None
    if item.startswith(_CONTACT):
        contact = next((c for c in account.contacts if f"{_CONTACT}{c.id}" == item), None)
        return contact and (contact.kind, contact.value)
    past = _CHANGE.fullmatch(item)
    if past:
        change = session.get(AccountChange, int(past[1]))
        value = getattr(change, past[2]) if change and change.account_id == number else None
        return (change.field, value) if change and value else None
    values = {**on_file(account), "street": account.street, "account": account.number}
    return (item, values[item]) if item in values else None


def _of_call(session: Session, number: int) -> Found:
    call = session.get(CallBack, number)
    return ("mobile", call.mobile) if call else None


def contact_item(contact: Contact) -> str:
    """How a contact of an account is named in a reveal's address."""
    return f"{_CONTACT}{contact.id}"


def change_item(change: AccountChange, side: str) -> str:
    """How the value `before` or `after` a change is named in a reveal's address."""
    return f"change-{change.id}-{side}"


def _of_case(session: Session, reference: str, item: str) -> Found:
    case = case_by_reference(session, reference)
    return case_values.in_clear(case, item) if case else None


def _of_message(session: Session, conversation: int, seq: int) -> Found:
    message: Message | None = session.execute(
        select(Message).where(Message.conversation_id == conversation, Message.seq == seq)
    ).scalar_one_or_none()
    text = content_of(message).get("text") if message else None
    return ("message", text) if text else None


def _reveal(session: Session, me: SignedIn, about: str, reason: str, lookup: Lookup) -> Found:
    found = lookup(session)
    if found:
        record(session, me.actor, Action.VALUE_REVEALED, about, reason, field=found[0])
    return found


async def _answer(request: Request, me: SignedIn, about: str, lookup: Lookup) -> Response:
    """The value, or the question for a reason once more; for htmx a fragment, else a page."""
    found = await read(lookup)
    if found is None:
        return message_page(request, me, "not_found", 404)
    name, value = found
    if not may_reveal(me, name):
        await write(record, me.actor, Action.REFUSED, about, None)
        return message_page(request, me, "no_right", 403)
    template = "revealed.html" if "hx-request" in request.headers else "revealed_page.html"
    shared: dict[str, Any] = {
        "field": name,
        "address": request.url.path,
        "masked": mask(name, value),
    }
    reason = form_field(await read_form(request), "reason", 300)
    if len(reason) < _SHORTEST_REASON:
        return render(request, me, template, 422, value="", problem="reason_missing", **shared)
    await write(_reveal, me, about, reason, lookup)
    return render(request, me, template, value=value, problem="", **shared)


async def of_request(request: Request, me: SignedIn) -> Response:
    """`POST /staff/requests/<reference>/reveal/<before|after>/<field>`."""
    reference, side, name = (request.path_params[key] for key in ("reference", "side", "field"))
    return await _answer(
        request,
        me,
        f"request:{reference}",
        lambda session: _of_request(session, reference, side, name),
    )


async def of_case(request: Request, me: SignedIn) -> Response:
    """`POST /staff/cases/<reference>/reveal/<text, words-… or detail-…>`."""
    reference, item = request.path_params["reference"], request.path_params["item"]
    return await _answer(
        request, me, f"case:{reference}", lambda session: _of_case(session, reference, item)
    )


async def of_call(request: Request, me: SignedIn) -> Response:
    """`POST /staff/calls/<id>/reveal`."""
    number = request.path_params["number"]
    return await _answer(request, me, f"call:{number}", lambda session: _of_call(session, number))


async def of_account(request: Request, me: SignedIn) -> Response:
    """`POST /staff/accounts/<id>/reveal/<field, contact-… or change-…>`."""
    number, item = request.path_params["number"], request.path_params["item"]
    return await _answer(
        request, me, f"account:{number}", lambda session: _of_account(session, number, item)
    )


async def of_message(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/reveal/<seq>`."""
    number, seq = request.path_params["number"], request.path_params["seq"]
    return await _answer(
        request,
        me,
        f"conversation:{number}",
        lambda session: _of_message(session, number, seq),
    )


ROUTES: list[BaseRoute] = [
    StaffRoute(path, page, Right.REVEAL_VALUES, ["POST"])
    for path, page in (
        ("/staff/requests/{reference}/reveal/{side}/{field}", of_request),
        ("/staff/cases/{reference}/reveal/{item}", of_case),
        ("/staff/calls/{number:int}/reveal", of_call),
        ("/staff/accounts/{number:int}/reveal/{item}", of_account),
        ("/staff/conversations/{number:int}/reveal/{seq:int}", of_message),
    )
]
