"""Reviewing one conversation: done, kept for later, labels, notes, flagged turns.

Each deed is a small form. With htmx it answers with the part of the page that changed, else it
leads back to the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.console import chat, staff
from bot.console.forms import field, read_form
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.gateway.storage import read, write
from bot.review import notes, reviewing
from bot.review.reviewing import ReviewError
from bot.review.tables import FlagReason, Label, Note
from bot.transcripts.tables import Conversation, Message

_PAGE = 50
FLAG_REASONS = [reason.value for reason in FlagReason]


@dataclass(frozen=True)
class Panel:
    """What the review part of a conversation's page shows."""

    number: int
    state: reviewing.State
    labels: list[Label]
    """All that there are."""
    notes: list[Note]
    colleagues: list[str]
    """Sign-in names that a note can mention."""


Deed = Callable[[Session], None]


def panel(session: Session, me: SignedIn, number: int) -> Panel:
    """The review of conversation `number` as `me` sees it."""
    return Panel(
        number,
        reviewing.states(session, [number], me.name)[number],
        reviewing.all_labels(session),
        notes.notes_on(session, number),
        [one.name for one in staff.everyone(session) if one.disabled_at is None],
    )


async def _do(request: Request, me: SignedIn, deed: Deed) -> Response:
    """Do it to the conversation of the address and show what it came to."""
    number = request.path_params["number"]

    def work(session: Session) -> tuple[Panel | None, str]:
        if session.get(Conversation, number) is None:
            return None, ""
        try:
            deed(session)
            problem = ""
        except ReviewError as error:
            problem = error.key
        return panel(session, me, number), problem

    shown, problem = await write(work)
    if shown is None:
        return message_page(request, me, "not_found", 404)
    if "hx-request" not in request.headers and not problem:
        return RedirectResponse(f"/staff/conversations/{number}#review", 303)
    template = "review.html" if "hx-request" in request.headers else "review_page.html"
    return render(request, me, template, 422 if problem else 200, review=shown, problem=problem)


def _note_down(session: Session, me: SignedIn, action: Action, number: int, **details: Any) -> None:
    record(session, me.actor, action, f"conversation:{number}", **details)


async def reviewed(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/reviewed`: `done` 1 or 0."""
    number, done = request.path_params["number"], field(await read_form(request), "done") == "1"

    def deed(session: Session) -> None:
        reviewing.set_reviewed(session, number, me.name, done)
        action = Action.CONVERSATION_REVIEWED if done else Action.CONVERSATION_UNREVIEWED
        _note_down(session, me, action, number)

    return await _do(request, me, deed)


async def saved(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/saved`: `keep` 1 or 0. One's own list: not audited."""
    number, keep = request.path_params["number"], field(await read_form(request), "keep") == "1"
    return await _do(
        request, me, lambda session: reviewing.set_saved(session, number, me.name, keep)
    )


async def labelled(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/labels`: `label` (an id), `on` 1 or 0."""
    number, form = request.path_params["number"], await read_form(request)
    wanted, on = field(form, "label", 9), field(form, "on") == "1"

    def deed(session: Session) -> None:
        label = session.get(Label, int(wanted)) if wanted.isdecimal() else None
        if label is None:
            raise ReviewError("label_unclear")
        if on:
            reviewing.put_label(session, number, label, me.name)
        else:
            reviewing.take_label(session, number, label)
        action = Action.CONVERSATION_LABELLED if on else Action.CONVERSATION_UNLABELLED
        _note_down(session, me, action, number, label=label.name)

    return await _do(request, me, deed)


async def noted(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/notes`: `note`."""
    number = request.path_params["number"]
    text = field(await read_form(request), "note", notes.LENGTH)

    def deed(session: Session) -> None:
        names = [one.name for one in staff.everyone(session) if one.disabled_at is None]
        _, mentioned = notes.write_note(session, number, me.name, text, names)
        _note_down(session, me, Action.NOTE_WRITTEN, number, mentions=mentioned or None)

    return await _do(request, me, deed)


async def flagged(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/flag/<seq>`: `reason` and `comment`, or `clear` 1."""
    number, seq = request.path_params["number"], request.path_params["seq"]
    form = await read_form(request)
    reason, comment = field(form, "reason"), field(form, "comment", reviewing.COMMENT_LENGTH)
    clear = field(form, "clear") == "1"

    def work(session: Session) -> chat.Turn | None:
        message = find_turn(session, number, seq)
        if message is None or (not clear and reason not in FLAG_REASONS):
            return None
        if clear and reviewing.clear_flag(session, message, me.name):
            _note_down(session, me, Action.FLAG_CLEARED, number, turn=seq)
        elif not clear and reviewing.flag(session, message, FlagReason(reason), comment, me.name):
            _note_down(session, me, Action.TURN_FLAGGED, number, turn=seq, why=reason)
        return chat.turns(session, [message], me)[0]

    turn = await write(work)
    if turn is None:
        return message_page(request, me, "not_found", 404)
    if "hx-request" in request.headers:
        return render(request, me, "turn.html", turn=turn, number=number)
    return RedirectResponse(turn_address(number, seq), 303)


def find_turn(session: Session, number: int, seq: int) -> Message | None:
    """Message `seq` of conversation `number`."""
    found: Message | None = session.execute(
        select(Message).where(Message.conversation_id == number, Message.seq == seq)
    ).scalar_one_or_none()
    return found


def turn_address(number: int, seq: int) -> str:
    """The page of a conversation at one of its turns."""
    return f"/staff/conversations/{number}?until={seq + chat.TURNS // 2}#m{seq}"


async def mentions(request: Request, me: SignedIn) -> Response:
    """`GET /staff/mentions?before=<note id>`: the notes that name me. What is new stays new until
    its conversation is opened."""
    given = request.query_params.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 15 else None
    found = await read(notes.mentions_of, me.name, before, _PAGE + 1)
    more = found[_PAGE - 1].note_id if len(found) > _PAGE else None
    return render(request, me, "mentions.html", rows=found[:_PAGE], more=more)


async def labels(request: Request, me: SignedIn) -> Response:
    """`GET /staff/labels`."""
    return await _labels(request, me, 200)


async def _labels(request: Request, me: SignedIn, status: int, problem: str = "") -> Response:
    rows = await read(reviewing.all_labels)
    return render(request, me, "labels.html", status, rows=rows, problem=problem)


async def make_label(request: Request, me: SignedIn) -> Response:
    """`POST /staff/labels`: `name`, `colour`."""
    form = await read_form(request)
    name, colour = field(form, "name", reviewing.LABEL_LENGTH), field(form, "colour", 12)

    def work(session: Session) -> None:
        label = reviewing.make_label(session, name, colour, me.name)
        record(session, me.actor, Action.LABEL_MADE, f"label:{label.id}", name=label.name)

    try:
        await write(work)
    except ReviewError as error:
        return await _labels(request, me, 422, error.key)
    return RedirectResponse("/staff/labels", 303)


ROUTES: list[BaseRoute] = [
    *(
        StaffRoute(f"/staff/conversations/{{number:int}}/{name}", page, right, ["POST"])
        for name, page, right in (
            ("reviewed", reviewed, Right.REVIEW),
            ("saved", saved, Right.OWN_LISTS),
            ("labels", labelled, Right.REVIEW),
            ("notes", noted, Right.REVIEW),
            ("flag/{seq:int}", flagged, Right.REVIEW),
        )
    ),
    StaffRoute("/staff/mentions", mentions, Right.OWN_LISTS),
    StaffRoute("/staff/labels", labels, Right.READ_CONVERSATIONS),
    StaffRoute("/staff/labels", make_label, Right.SET_UP_REVIEW, ["POST"]),
]
