"""For administrators: the audit log and the staff accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, Search, record, search
from bot.audit.tables import AuditEntry
from bot.clock import RIYADH, now
from bot.console import staff
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn, live_sessions
from bot.console.tables import Staff
from bot.gateway.storage import read, write

PAGE_SIZE = 50


def _day(given: str) -> datetime | None:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=RIYADH)
    except ValueError:
        return None


def _search(session: Session, me: SignedIn, wanted: Search, before: int | None) -> list[AuditEntry]:
    found = search(session, wanted, before, PAGE_SIZE + 1)
    record(session, me.actor, Action.AUDIT_SEARCHED, "audit:log")
    return found


async def audit_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/audit?actor=&action=&object=&since=&until=&before=`."""
    names = ("actor", "action", "object", "since", "until")
    asked = {name: request.query_params.get(name, "").strip()[:80] for name in names}
    until = _day(asked["until"])
    wanted = Search(
        asked["actor"],
        asked["action"],
        asked["object"],
        _day(asked["since"]),
        until and until + timedelta(days=1),
    )
    given = request.query_params.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 15 else None
    rows = await write(_search, me, wanted, before)
    return render(
        request,
        me,
        "audit.html",
        rows=rows[:PAGE_SIZE],
        more=len(rows) > PAGE_SIZE,
        asked=asked,
        actions=[action.value for action in Action],
    )


def _people(session: Session) -> list[tuple[Staff, int, datetime | None]]:
    people = []
    for person in staff.everyone(session):
        live = live_sessions(session, person.id)
        people.append((person, len(live), max((one.last_seen for one in live), default=None)))
    return people


def _end(session: Session, me: SignedIn, number: int) -> bool:
    person = session.get(Staff, number)
    if person is None:
        return False
    staff.end_sessions(session, person, by=me.actor)
    return True


async def people_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/people`."""
    return render(request, me, "people.html", people=await read(_people), moment=now())


async def end_their_sessions(request: Request, me: SignedIn) -> Response:
    """`POST /staff/people/<id>/end-sessions`."""
    if not await write(_end, me, request.path_params["number"]):
        return message_page(request, me, "not_found", 404)
    return RedirectResponse("/staff/people", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/audit", audit_page, Right.READ_AUDIT),
    StaffRoute("/staff/people", people_page, Right.READ_STAFF),
    StaffRoute(
        "/staff/people/{number:int}/end-sessions",
        end_their_sessions,
        Right.END_SESSIONS,
        ["POST"],
    ),
]
