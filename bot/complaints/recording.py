"""From the confirmed draft to the case, once, with the files that were sent for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.attachments import records as attachments
from bot.cases import steps
from bot.cases.records import OVER, case_by_reference, may_read, open_case, open_of_category
from bot.cases.tables import Case, CaseKind
from bot.clock import today
from bot.complaints import draft as drafts
from bot.complaints.catalogue import OTHER
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


def know_same(session: Session, conversation: str, draft: Draft) -> None:
    """Look once, when the matter is told, for an open complaint that it may belong to."""
    kind = draft.kind
    if draft.same_as is not None or draft.adds_to or kind is None or not draft.told:
        return
    draft.same_as = ""
    if kind.kind is not CaseKind.COMPLAINT or kind.key == OTHER:
        return
    account_id = proved_account(session, conversation, draft)
    found = open_of_category(session, CaseKind.COMPLAINT, kind.key, conversation, account_id)
    draft.same_as = next((case.reference for case in found if _may_be_same(case, draft)), "")


def _may_be_same(case: Case, draft: Draft) -> bool:
    """Whether nothing that was said speaks of another bill, account or outage report."""
    given = draft.values
    return all(
        given.get(name) in (None, value)
        for name, value in case.details.items()
        if name in ("month", "account", "report")
    )


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
    details: dict[str, Any] = {
        question.value: draft.values[question.value]
        for question in draft.shown()
        if question.value in draft.values
    }
    if promise:
        details.update(rules=promise.edition.isoformat(), days=promise.days)
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


def case_to_add_to(session: Session, conversation: str, reference: str) -> Case | None:
    """The case of that reference, if this conversation may add words to it and it is not over."""
    case = case_by_reference(session, reference)
    if case is None or not may_read(session, case, conversation):
        return None
    return None if case.state in OVER else case
