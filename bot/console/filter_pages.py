"""Filtered lists under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.console.forms import field, read_form
from bot.console.rendering import message_page
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import write
from bot.review import saved_filters
from bot.review.reviewing import ReviewError
from bot.transcripts.listing import Filters
from bot.transcripts.masking import mask_text


async def keep(request: Request, me: SignedIn) -> Response:
    """`POST /staff/filters`: `name`, `query` (of the list's address), `shared` 1 with the right."""
    form = await read_form(request)
    asked = dict(parse_qsl(field(form, "query", 2000), max_num_fields=50))
    filters = Filters.of({key: mask_text(value) for key, value in asked.items()}, me.name)
    shared = field(form, "shared") == "1" and me.may(Right.SET_UP_REVIEW)

    def work(session: Session) -> None:
        name = mask_text(field(form, "name", saved_filters.NAME_LENGTH))
        row = saved_filters.keep(session, me.name, name, filters, shared)
        if shared:
            record(session, me.actor, Action.FILTER_SHARED, f"filter:{row.id}", name=row.name)

    try:
        await write(work)
    except ReviewError as error:
        return message_page(request, me, error.key, 422)
    return RedirectResponse(f"/staff?{filters.query()}", 303)


async def forget(request: Request, me: SignedIn) -> Response:
    """`POST /staff/filters/<id>/forget`: one of one's own."""

    def work(session: Session) -> bool:
        gone = saved_filters.forget(session, request.path_params["number"], me.name)
        if gone is not None and gone.shared:
            about = f"filter:{gone.id}"
            record(session, me.actor, Action.FILTER_FORGOTTEN, about, name=gone.name)
        return gone is not None

    if not await write(work):
        return message_page(request, me, "not_found", 404)
    return RedirectResponse("/staff", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/filters", keep, Right.OWN_LISTS, ["POST"]),
    StaffRoute("/staff/filters/{number:int}/forget", forget, Right.OWN_LISTS, ["POST"]),
]
