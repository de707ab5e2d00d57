"""From the confirmed draft to the case, once, with the files that were sent for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.attachments import records as attachments
from bot.cases import steps
from bot.cases.records import OVER, case_by_reference, open_case
from bot.cases.tables import Case
from bot.clock import today
from bot.complaints import draft as drafts
from bot.complaints.draft import Draft, Question
from bot.complaints.promise import Promise, promise_for
from bot.identity.links import current_link
from bot.identity.tables import LinkLevel
from bot.outages.reports import last_report


@dataclass(frozen=True)
class Recorded:
    """What became of a draft."""

    case: Case
    promise: Promise | None
    files: int
    """Files that were attached."""


def know_account(session: Session, conversation: str, draft: Draft) -> None:
    """The account that this conversation speaks for needs no question."""
    link = current_link(session, conversation)
    if link is not None and Question.ACCOUNT.value not in draft.values:
        draft.values[Question.ACCOUNT.value] = link.account_number


def know_report(session: Session, conversation: str, draft: Draft) -> None:
    """A complaint about an outage report means the last one of this conversation."""
    wanted = Question.REPORT in draft.asked() and Question.REPORT.value not in draft.values
    report = last_report(session, conversation) if wanted else None
    if report is not None:
        draft.values[Question.REPORT.value] = report.reference


def proved_account(session: Session, conversation: str, draft: Draft) -> int | None:
    """Id of the draft's account if it is proved here, else None."""
    link = current_link(session, conversation)
    if link is None or link.level is not LinkLevel.VERIFIED:
        return None
    return link.account_id if draft.values.get("account") == link.account_number else None


def record(session: Session, conversation: str, draft: Draft) -> Recorded:
    """Open the case of a draft, or add its words to the case that it is meant for.

    However often it is called, there is one case. The draft remembers its reference.

    Raises:
        StepError: the case that it adds to is over.
    """
    if draft.adds_to:
        case = steps.add_information(
            session, draft.adds_to, actor=conversation, words=draft.text, key=draft.key
        )
        promise = None
    else:
        case, promise = _open(session, conversation, draft)
    files = attachments.recent(session, conversation)
    for file in files:
        attachments.link(file, case)
    draft.reference = case.reference
    drafts.save(session, conversation, draft)
    return Recorded(case, promise, len(files))


def _open(session: Session, conversation: str, draft: Draft) -> tuple[Case, Promise | None]:
    category = draft.kind
    if category is None:
        raise ValueError("a complaint without a category cannot be recorded")
    promise = promise_for(category, today())
    details = {
        **{name: value for name, value in draft.values.items() if name in _kept(draft)},
        **({"rules": promise.edition.isoformat(), "days": promise.days} if promise else {}),
    }
    case = open_case(
        session,
        kind=category.kind,
        category=category.key,
        account_id=proved_account(session, conversation, draft),
        conversation=conversation,
        text=draft.text,
        details=details,
        promised_on=promise.on if promise else None,
        key=draft.key,
    )
    return case, promise


def _kept(draft: Draft) -> set[str]:
    """What was asked for, and an account however it became known."""
    return {q.value for q in draft.asked()} | {Question.ACCOUNT.value, Question.REPORT.value}


def case_to_add_to(session: Session, conversation: str, reference: str) -> Case | None:
    """The conversation's own case of that reference, if words can still be added to it."""
    case = case_by_reference(session, reference)
    if case is None or case.conversation != conversation:
        return None
    return None if case.state in OVER else case
