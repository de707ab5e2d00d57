"""Correcting the meaning of messages: the form, the queue, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.audit.log import Action, record
from bot.console import staff
from bot.console.forms import field, read_form
from bot.console.rendering import message_page, render
from bot.console.review_pages import find_turn, turn_address
from bot.console.rights import Right, holds
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.console.tables import Role
from bot.gateway.storage import read, write
from bot.review import corrections
from bot.review.corrections import Entity, Group, text_of, value_of
from bot.review.export import Line, Standing, line_of, standing_of
from bot.review.reviewing import COMMENT_LENGTH, ReviewError
from bot.review.tables import Correction, CorrectionState
from bot.review.words import Word, words_of
from bot.training_data import entity_kinds, intents
from bot.transcripts.tables import Message

ROWS = 5
"""Values that one form can name."""


@dataclass(frozen=True)
class Choice:
    """A value in the form: its kind and the numbers of its first and last word."""

    kind: str = ""
    first: int = 0
    last: int = 0


def _found(message: Message, words: Sequence[Word]) -> list[Choice]:
    """What the machine found in the message, as the form names it."""
    choices = []
    for entity in message.entities or []:
        start, end = entity.get("start"), entity.get("end")
        inside = [
            number
            for number, word in enumerate(words)
            if start is not None and end is not None and word.start < end and start < word.end
        ]
        if inside and entity.get("entity") in entity_kinds():
            choices.append(Choice(str(entity["entity"]), inside[0], inside[-1]))
    return choices[:ROWS]


def _chosen(form: FormData, message: Message) -> list[Entity]:
    """The values that the form names. ReviewError when a word's number is none."""
    text = text_of(message)
    words = words_of(text)
    if field(form, "found") == "1":  # the one-click way keeps what the machine found
        asked = [(one.kind, str(one.first), str(one.last), "") for one in _found(message, words)]
    else:
        asked = [_asked(form, row) for row in range(ROWS)]
    found = []
    for kind, first, last, given in asked:
        if not kind:
            continue
        numbers = [int(one) for one in (first, last) if one.isdecimal() and len(one) < 5]
        if len(numbers) != 2 or not numbers[0] <= numbers[1] < len(words):
            raise ReviewError("correction_overlap")
        start, end = words[numbers[0]].start, words[numbers[1]].end
        found.append(Entity(kind, value_of(kind, text, start, end, given), start, end))
    return found


def _asked(form: FormData, row: int) -> tuple[str, str, str, str]:
    """Kind, first word, last word and value as a row of the form has them."""
    kind, first, last, value = (
        field(form, f"{part}{row}", 100) for part in ("kind", "first", "last", "value")
    )
    return kind, first, last, value


async def form_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/conversations/<id>/correct/<seq>`."""
    return await _form(request, me, 200)


async def _form(request: Request, me: SignedIn, status: int, problem: str = "") -> Response:
    number, seq = request.path_params["number"], request.path_params["seq"]
    message = await read(find_turn, number, seq)
    if message is None or not message.intent:
        return message_page(request, me, "not_found", 404)
    words = words_of(text_of(message))
    found = _found(message, words)
    likely = [str(name) for name, _ in message.ranking or [] if name in intents()]
    return render(
        request,
        me,
        "correct.html",
        status,
        message=message,
        number=number,
        words=[word.shown for word in words],
        rows=found + [Choice()] * (ROWS - len(found)),
        shown=min(len(found) + 1, ROWS),
        likely=likely,
        chosen=next((name for name in likely if name != message.intent), ""),
        intents=intents(),
        kinds=entity_kinds(),
        problem=problem,
    )


async def correct(request: Request, me: SignedIn) -> Response:
    """`POST /staff/conversations/<id>/correct/<seq>`: `intent`, and the values or `found` 1."""
    number, seq = request.path_params["number"], request.path_params["seq"]
    form = await read_form(request)
    intent, comment = field(form, "intent", 60), field(form, "comment", COMMENT_LENGTH)

    def work(session: Session) -> bool:
        message = find_turn(session, number, seq)
        if message is None:
            return False
        row = corrections.propose(
            session, message, intent, _chosen(form, message), comment, me.name
        )
        about = f"correction:{row.id}"
        record(session, me.actor, Action.CORRECTION_MADE, about, conversation=number, turn=seq)
        return True

    try:
        done = await write(work)
    except ReviewError as error:
        return await _form(request, me, 422, error.key)
    if not done:
        return message_page(request, me, "not_found", 404)
    return RedirectResponse(turn_address(number, seq), 303)


@dataclass(frozen=True)
class Shown:
    """One meaning that was given to words that are alike."""

    rows: list[Correction]
    line: Line
    standing: Standing
    may_approve: bool

    @property
    def first(self) -> Correction:
        """The newest of them, which stands for all."""
        return self.rows[0]


def _others(session: Session, me: SignedIn) -> int:
    """How many other accounts may approve."""
    return sum(
        one.disabled_at is None
        and one.name != me.name
        and holds(Role(one.role), Right.APPROVE_CORRECTIONS)
        for one in staff.everyone(session)
    )


def _meanings(session: Session, me: SignedIn, group: Group, others: int) -> list[Shown]:
    by_intent: dict[str, list[Correction]] = {}
    for row in group.rows:
        by_intent.setdefault(row.intent, []).append(row)
    shown = []
    for rows in by_intent.values():
        line = line_of(session, rows[0])
        allowed = corrections.may_decide(rows, me.name, others)
        shown.append(Shown(rows, line, standing_of(line), allowed))
    return shown


async def queue_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/corrections?state=&after=`."""
    return await _queue(request, me, 200)


async def _queue(request: Request, me: SignedIn, status: int, problem: str = "") -> Response:
    asked = request.query_params.get("state", "")
    state = next((one for one in CorrectionState if one.value == asked), CorrectionState.PENDING)
    after = request.query_params.get("after", "")

    def look(session: Session) -> tuple[list[tuple[Group, list[Shown]]], str]:
        groups, more = corrections.queue(session, state, after)
        others = _others(session, me)
        return [(group, _meanings(session, me, group, others)) for group in groups], more

    groups, more = await read(look)
    return render(
        request,
        me,
        "corrections.html",
        status,
        groups=groups,
        more=more,
        state=state.value,
        states=[one.value for one in CorrectionState],
        problem=problem,
    )


async def decide(request: Request, me: SignedIn) -> Response:
    """`POST /staff/corrections/<id>/decide`: `decision` approve or reject, `reason`."""
    form = await read_form(request)
    decision, reason = field(form, "decision"), field(form, "reason", COMMENT_LENGTH)
    if decision not in ("approve", "reject"):
        return await _queue(request, me, 422)

    def work(session: Session) -> None:
        rows = corrections.decide(
            session,
            request.path_params["number"],
            decision == "approve",
            me.name,
            reason,
            _others(session, me),
        )
        action = Action.CORRECTION_APPROVED if decision == "approve" else Action.CORRECTION_REJECTED
        for row in rows:
            record(session, me.actor, action, f"correction:{row.id}", reason)

    try:
        await write(work)
    except ReviewError as error:
        return await _queue(request, me, 422, error.key)
    return RedirectResponse("/staff/corrections", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/conversations/{number:int}/correct/{seq:int}", form_page, Right.REVIEW),
    StaffRoute(
        "/staff/conversations/{number:int}/correct/{seq:int}", correct, Right.REVIEW, ["POST"]
    ),
    StaffRoute("/staff/corrections", queue_page, Right.READ_CONVERSATIONS),
    StaffRoute(
        "/staff/corrections/{number:int}/decide", decide, Right.APPROVE_CORRECTIONS, ["POST"]
    ),
]
