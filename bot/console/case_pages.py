"""Complaints, suggestions and service requests: the list, one of them, what staff do with it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.accounts.tables import Account
from bot.attachments import records as attachments
from bot.attachments.tables import Attachment
from bot.audit.log import Action, record
from bot.cases import steps
from bot.cases.listing import ALL, TO_DO, Wanted, Whose, cases_in
from bot.cases.records import case_by_reference
from bot.cases.tables import Case, CaseKind, CaseState
from bot.console.case_values import Step, details_of, reveal_address, steps_of, typed
from bot.console.forms import field, read_form
from bot.console.rendering import message_page, render
from bot.console.rights import Right
from bot.console.routing import StaffRoute
from bot.console.sessions import SignedIn
from bot.console.values import Shown, shown
from bot.gateway.storage import read, write
from bot.transcripts.record import find_conversation

PAGE_SIZE = 50
_WORDS_LENGTH = 1500
SHOWS = (TO_DO, *(state.value for state in CaseState), ALL)


@dataclass(frozen=True)
class _Opened:
    case: Case
    account: Account | None
    conversation_id: int | None
    files: list[Attachment]
    history: list[Step]
    details: list[tuple[str, Shown | None]]


def _wanted(request: Request) -> Wanted:
    """What the address asks for; anything that makes no sense is the list of what is to do."""
    given = request.query_params
    show = given.get("show", TO_DO)
    kind, whose = given.get("kind", ""), given.get("whose", "")
    return Wanted(
        show if show in SHOWS else TO_DO,
        CaseKind(kind) if kind in {one.value for one in CaseKind} else None,
        Whose(whose) if whose in {one.value for one in Whose} else Whose.ANYBODY,
    )


async def cases_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/cases?show=<to_do|state|all>&kind=&whose=&beyond=<id>`."""
    wanted = _wanted(request)
    given = request.query_params.get("beyond", "")
    beyond = int(given) if given.isdecimal() and len(given) < 15 else None

    def look(session: Session) -> list[Case]:
        return cases_in(session, wanted, me.name, beyond, PAGE_SIZE + 1)

    found = await read(look)
    rows = found[:PAGE_SIZE]
    asked = {
        "show": wanted.show,
        "kind": wanted.kind.value if wanted.kind else "",
        "whose": wanted.whose.value,
    }
    more = urlencode({**asked, "beyond": rows[-1].id}) if len(found) > PAGE_SIZE else ""
    return render(
        request,
        me,
        "cases.html",
        rows=[(case, steps.is_overdue(case)) for case in rows],
        asked=asked,
        shows=SHOWS,
        kinds=[kind.value for kind in CaseKind],
        whoses=[whose.value for whose in Whose],
        more=more,
    )


def _open(session: Session, me: SignedIn, reference: str) -> _Opened | None:
    case = case_by_reference(session, reference)
    if case is None:
        return None
    record(session, me.actor, Action.CASE_VIEWED, f"case:{reference}")
    conversation = find_conversation(session, case.conversation)
    return _Opened(
        case,
        session.get(Account, case.account_id) if case.account_id else None,
        conversation.id if conversation else None,
        attachments.of_case(session, case),
        steps_of(me, case),
        details_of(me, case),
    )


async def case_page(request: Request, me: SignedIn) -> Response:
    """`GET /staff/cases/<reference>`."""
    return await _show(request, me, 200)


async def _show(
    request: Request, me: SignedIn, status: int, problem: str = "", words: str = ""
) -> Response:
    """One case; `words` are given back to a clerk whose step was refused."""
    opened = await write(_open, me, request.path_params["reference"])
    if opened is None:
        return message_page(request, me, "not_found", 404)
    case, account = opened.case, opened.account
    state = CaseState(case.state)
    return render(
        request,
        me,
        "case.html",
        status,
        opened=opened,
        case=case,
        text=typed(me, case.text, reveal_address(case, "text")),
        account=shown(me, "account", account.number) if account else None,
        late=steps.is_overdue(case),
        can_assign=state in steps.UNANSWERED and case.clerk != me.name,
        can_ask=state in steps.UNANSWERED,
        can_answer=state in steps.UNANSWERED or state is CaseState.ANSWERED,
        problem=problem,
        words=words,
    )


def _take(session: Session, me: SignedIn, reference: str, step: str, words: str, seen: int) -> None:
    """One step of a clerk and its row in the audit log."""
    if step == "assign":
        steps.assign(session, reference, by=me.name, expected=seen)
    else:
        take = {"ask": steps.ask_information, "answer": steps.answer, "close": steps.close}[step]
        take(session, reference, by=me.name, words=words, expected=seen)
    record(session, me.actor, _ACTIONS[step], f"case:{reference}")


_ACTIONS = {
    "assign": Action.CASE_ASSIGNED,
    "ask": Action.CASE_ASKED,
    "answer": Action.CASE_ANSWERED,
    "close": Action.CASE_CLOSED,
}


async def take_step(request: Request, me: SignedIn) -> Response:
    """`POST /staff/cases/<reference>/step`: `step`, `words`, and `version` that was looked at."""
    reference, form = request.path_params["reference"], await read_form(request)
    step, words = field(form, "step"), field(form, "words", _WORDS_LENGTH)
    version = field(form, "version")
    if step not in _ACTIONS or not version.isdecimal() or len(version) > 9:
        return await _show(request, me, 422, "no_step", words)
    try:
        await write(_take, me, reference, step, words, int(version))
    except steps.NoWordsError:
        return await _show(request, me, 422, "no_words")
    except steps.StepError:  # somebody was faster, or there is no such case
        return await _show(request, me, 409, "changed_meanwhile", words)
    return RedirectResponse(f"/staff/cases/{reference}", 303)


ROUTES: list[BaseRoute] = [
    StaffRoute("/staff/cases", cases_page, Right.READ_CASES),
    StaffRoute("/staff/cases/{reference}", case_page, Right.READ_CASES),
    StaffRoute("/staff/cases/{reference}/step", take_step, Right.WORK_CASES, ["POST"]),
]
