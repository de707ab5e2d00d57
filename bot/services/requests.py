"""A complete draft becomes a case; a case is shown again in the words of its service."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.attachments import records as attachments
from bot.attachments.tables import Attachment
from bot.cases.records import OVER, cases_of, open_case
from bot.cases.steps import add_information
from bot.cases.tables import Case, CaseKind, CaseState
from bot.identity.links import identity_of
from bot.services import draft as drafts
from bot.services.catalogue import catalogue
from bot.services.draft import Draft
from bot.services.promise import promise_for
from bot.services.schema import Kind, ServiceType


def submit(
    session: Session,
    conversation: str,
    draft: Draft,
    service: ServiceType,
    account_id: int | None,
) -> Case:
    """Open the case of a draft once, with its files; the same draft again gives the same case."""
    promise = promise_for(service, draft.answers)
    case = open_case(
        session,
        kind=CaseKind.SERVICE,
        category=service.id,
        account_id=account_id,
        conversation=conversation,
        text=draft.text or service.name,
        details=dict(draft.answers),
        promised_on=promise.on if promise else None,
        key=draft.key,
    )
    session.flush()
    for number in draft.files:
        file = session.get(Attachment, number)
        mine = file is not None and file.conversation == conversation
        if file is not None and mine and file.case_id is None:  # not a complaint's meanwhile
            attachments.link(file, case)
    draft.reference = case.reference
    drafts.save(session, conversation, draft)
    return case


def open_requests(session: Session, conversation: str) -> list[Case]:
    """Service requests of a conversation that are not over, newest first."""
    return cases_of(session, conversation, CaseKind.SERVICE, only_open=True)


def open_like(session: Session, conversation: str, service: ServiceType) -> Case | None:
    """The newest open request for the same service, or None."""
    return next((c for c in open_requests(session, conversation) if c.category == service.id), None)


def known_mobile(session: Session, conversation: str) -> str | None:
    """A mobile that was proved here, else the one given for an earlier request, E.164."""
    proved: str | None = identity_of(session, conversation).proved_mobile
    if proved:
        return proved
    for case in cases_of(session, conversation, CaseKind.SERVICE):
        service = catalogue().get(case.category)
        for question in service.questions if service else ():
            given = case.details.get(question.id)
            if question.kind is Kind.MOBILE and given:
                return str(given)
    return None


def is_over(case: Case) -> bool:
    """Whether nobody waits for anything any more."""
    return case.state in OVER


def attach(session: Session, file: Attachment, case: Case, message_key: str, words: str) -> None:
    """Make a file part of an open case; one that waited for it goes back to staff.

    `words` stand in the case's history for the file. The same message again changes nothing.
    """
    attachments.link(file, case)
    key = f"{message_key}:file"
    add_information(session, case.reference, actor=file.conversation, words=words, key=key)


def was_promised(case: Case) -> bool:
    """Whether a day was promised that still counts."""
    return case.promised_on is not None and CaseState(case.state) not in (
        CaseState.CLOSED,
        CaseState.WITHDRAWN,
    )
