"""The list of answers: read, drafted, previewed as subscribers see it, published, undone."""

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
from bot.console.forms import field, read_form
from bot.console.question_forms import BUTTONS, empty_question, number_in, read_question
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.facts import Confidence
from bot.gateway.storage import read, write
from bot.questions import book, editing
from bot.questions.editing import EditingError
from bot.questions.figures import FigureError, answer_words
from bot.questions.files import button_titles, shipped, topics
from bot.questions.question import Question
from bot.questions.tables import EditionState, QuestionEdition
from bot.text.normalise import fold_text

_OWN = "own"
"""Topic of the questions that staff made."""


@dataclass(frozen=True)
class Bubble:
    """An answer as the subscriber sees it; without text when it cannot be said."""

    text: str
    buttons: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class Row:
    """One question in the list."""

    question: Question
    state: str
    drafted: bool


@dataclass(frozen=True)
class Opened:
    """One question with all that is known of it."""

    question: Question
    live: Bubble | None
    draft: QuestionEdition | None
    draft_question: Question | None
    draft_bubble: Bubble | None
    history: list[QuestionEdition]
    choices: list[tuple[str, str]]


async def questions_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/questions?q=<words>`."""
    wanted = request.query_params.get("q", "").strip()[:100]
    found = await read(_list, fold_text(wanted))
    return render(request, me, "questions.html", topics=found, wanted=wanted)


def _list(session: Session, wanted: str) -> dict[str, list[Row]]:
    drafted = set(
        session.scalars(
            select(QuestionEdition.question).where(
                QuestionEdition.state == EditionState.DRAFT.value
            )
        )
    )
    everything = book.everything(session)
    for key in drafted - everything.keys():
        row = editing.draft_of(session, key)
        if row is not None:
            everything[key] = book.as_question(row)
    by_topic: dict[str, list[Row]] = {}
    for key, question in everything.items():
        said = f"{question.title} {question.answer} {' '.join(question.phrasings)}"
        if wanted in fold_text(said):
            row_of = Row(question, _state(question, key in drafted), key in drafted)
            by_topic.setdefault(topics().get(key, _OWN), []).append(row_of)
    return by_topic


def _state(question: Question, drafted: bool) -> str:
    if question.hidden:
        return "hidden"
    if question.edition == editing.SHIPPED:
        return "shipped"
    if question.key in shipped():
        return "edited"
    return "own"


async def new_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/questions/new`."""
    return await _show_new(request, me, empty_question(), 200)


async def _show_new(
    request: Request,
    me: SignedIn,
    typed: Question,
    status: int,
    problem: EditingError | None = None,
) -> Response:
    choices = await read(_choices, "")
    values = _form_values(typed, 0, choices)
    return render(request, me, "question_new.html", status, problem=problem, **values)


async def make_new(request: Request, me: SignedIn) -> Response:
    """`POST /staff/questions/new`."""
    form = await read_form(request)

    def make(session: Session) -> str:
        question = read_question(form, editing.new_key(session))
        editing.save_draft(session, question, 0, me.name)
        record(session, me.actor, Action.QUESTION_DRAFTED, f"question:{question.key}")
        return question.key

    try:
        key = await write(make)
    except EditingError as error:
        return await _show_new(request, me, read_question(form, ""), 422, error)
    return RedirectResponse(f"/staff/questions/{key}#draft", 303)


async def question_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/questions/<key>`."""
    return await _show(request, me, 200)


async def _show(
    request: Request,
    me: SignedIn,
    status: int,
    problem: EditingError | None = None,
    typed: Question | None = None,
) -> Response:
    opened = await read(_open, request.path_params["key"])
    if opened is None:
        return message_page(request, me, "not_found", 404)
    revision = opened.draft.revision if opened.draft else 0
    editable = typed or opened.draft_question or opened.question
    return render(
        request,
        me,
        "question.html",
        status,
        opened=opened,
        problem=problem,
        shipped=opened.question.key in shipped(),
        **_form_values(editable, revision, opened.choices),
    )


def _form_values(
    question: Question, revision: int, choices: list[tuple[str, str]]
) -> dict[str, Any]:
    chosen = [*question.next, "", "", ""][: len(BUTTONS)]
    return {
        "form": question,
        "revision": revision,
        "chosen": list(zip(BUTTONS, chosen, strict=True)),
        "choices": choices,
        "confidences": [one.value for one in Confidence],
    }


def _open(session: Session, key: str) -> Opened | None:
    draft = editing.draft_of(session, key)
    drafted = book.as_question(draft) if draft else None
    now = book.everything(session).get(key)
    question = now or drafted
    if question is None:
        return None
    return Opened(
        question=question,
        live=_bubble(session, now) if now and not now.hidden else None,
        draft=draft,
        draft_question=drafted,
        draft_bubble=_bubble(session, drafted) if drafted else None,
        history=editing.history(session, key),
        choices=_choices(session, key),
    )


def _bubble(session: Session, question: Question) -> Bubble:
    titles = (book.button_title(session, name) for name in question.next)
    buttons = tuple(title for title in titles if title)
    try:
        return Bubble(answer_words(question), buttons)
    except FigureError as error:
        return Bubble("", buttons, str(error))


def _choices(session: Session, without: str) -> list[tuple[str, str]]:
    """What a button may lead to, by name and title."""
    others = book.everything(session).values()
    return [
        *button_titles().items(),
        *((q.key, q.title) for q in others if q.key != without and not q.hidden),
    ]


async def save_draft(request: Request, me: SignedIn) -> Response:
    """`POST /staff/questions/<key>/draft`: the form; `discard=1` throws the draft away."""
    form, key = await read_form(request), request.path_params["key"]
    typed = read_question(form, key)

    def save(session: Session) -> None:
        if field(form, "discard") == "1":
            editing.discard_draft(session, key)
            record(session, me.actor, Action.QUESTION_DISCARDED, f"question:{key}")
            return
        editing.save_draft(session, typed, number_in(form, "revision"), me.name)
        record(session, me.actor, Action.QUESTION_DRAFTED, f"question:{key}")

    return await _do(request, me, save, "#draft", typed)


async def publish(request: Request, me: SignedIn) -> Response:
    """`POST /staff/questions/<key>/publish`: `revision` of the draft that was seen."""
    form, key = await read_form(request), request.path_params["key"]

    def put(session: Session) -> None:
        row = editing.publish(session, key, number_in(form, "revision"), me.name)
        about = f"question:{key}"
        record(session, me.actor, Action.QUESTION_PUBLISHED, about, edition=row.number)

    return await _do(request, me, put, "")


async def restore(request: Request, me: SignedIn) -> Response:
    """`POST /staff/questions/<key>/restore`: `number` of the edition to go back to."""
    form, key = await read_form(request), request.path_params["key"]

    def back(session: Session) -> None:
        row = editing.roll_back(session, key, number_in(form, "number"), me.name)
        about = f"question:{key}"
        record(
            session,
            me.actor,
            Action.QUESTION_RESTORED,
            about,
            edition=row.number,
            copied_from=row.copied_from,
        )

    return await _do(request, me, back, "#history")


async def _do(
    request: Request,
    me: SignedIn,
    deed: Callable[[Session], None],
    anchor: str,
    typed: Question | None = None,
) -> Response:
    """Do it in one transaction and show the question; or say why not, with what was typed."""
    key = request.path_params["key"]
    if await read(_open, key) is None:
        return message_page(request, me, "not_found", 404)
    try:
        await write(deed)
    except EditingError as error:
        return await _show(request, me, 422, error, typed)
    still = await read(_open, key)
    return RedirectResponse(f"/staff/questions/{key}{anchor}" if still else "/staff/questions", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/questions", questions_page, Right.READ_QUESTIONS),
    StaffRoute("/staff/questions/new", new_page, Right.EDIT_QUESTIONS),
    StaffRoute("/staff/questions/new", make_new, Right.EDIT_QUESTIONS, ["POST"]),
    StaffRoute("/staff/questions/{key}", question_page, Right.READ_QUESTIONS),
    StaffRoute("/staff/questions/{key}/draft", save_draft, Right.EDIT_QUESTIONS, ["POST"]),
    StaffRoute("/staff/questions/{key}/publish", publish, Right.PUBLISH_QUESTIONS, ["POST"]),
    StaffRoute("/staff/questions/{key}/restore", restore, Right.PUBLISH_QUESTIONS, ["POST"]),
]
