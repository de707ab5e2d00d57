"""Opening a case, and finding it again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import desc, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.cases.references import new_reference
from bot.cases.tables import Case, CaseEntry, CaseKind, CaseState
from bot.clock import now
from bot.events.noting import record as record_event
from bot.events.tables import EventKind
from bot.identity.tables import AccountLink, ChannelIdentity, LinkLevel

_TRIES = 5
_cases = Case.__table__.c
OVER = frozenset({CaseState.CLOSED.value, CaseState.WITHDRAWN.value})
"""States in which nobody waits for anything any more."""


class OpeningError(Exception):
    """A case could not be written; the subscriber's message is to be handled again later."""


def open_case(
    session: Session,
    *,
    kind: CaseKind,
    category: str,
    account_id: int | None,
    conversation: str,
    text: str,
    details: dict[str, Any],
    promised_on: date | None,
    key: str,
) -> Case:
    """Write a case with its reference, once: the same `key` again gives the same case.

    Args:
        category: key in the data file of its kind.
        account_id: the proved account that it is about, if any.
        text: the matter in the subscriber's own words.
        details: answers to the category's questions, JSON values.
        promised_on: Riyadh date by which an answer is promised, None for no promise.
        key: id of what asks for it (a draft's key, or a message's).

    Raises:
        OpeningError: no free reference was found (never seen).
    """
    for _ in range(_TRIES):
        found = _by_key(session, key)
        if found is not None:
            return found
        moment = now()
        case = Case(
            reference=new_reference(kind),
            key=key,
            kind=kind.value,
            category=category,
            account_id=account_id,
            conversation=conversation,
            text=text,
            details=details,
            promised_on=promised_on,
            state=CaseState.RECEIVED.value,
            created_at=moment,
            updated_at=moment,
        )
        case.history.append(
            CaseEntry(at=moment, actor=conversation, to_state=CaseState.RECEIVED.value)
        )
        try:
            with session.begin_nested():
                session.add(case)
        except IntegrityError:
            continue  # another process was quicker with this key or reference
        record_event(session, EventKind.CASE_OPENED, case.reference)
        return case
    raise OpeningError("no free reference for a case")


def _by_key(session: Session, key: str) -> Case | None:
    return session.execute(select(Case).where(_cases.key == key)).scalar_one_or_none()


def case_by_reference(session: Session, reference: str) -> Case | None:
    """The case of that reference, whoever opened it; see `may_read`."""
    query = select(Case).where(_cases.reference == reference)
    return session.execute(query).scalar_one_or_none()


def cases_of(
    session: Session, conversation: str, *kinds: CaseKind, only_open: bool = False
) -> list[Case]:
    """The cases that a conversation opened, newest first; of some kinds, or of all."""
    query = select(Case).where(_cases.conversation == conversation)
    if kinds:
        query = query.where(_cases.kind.in_([kind.value for kind in kinds]))
    if only_open:
        query = query.where(_cases.state.not_in(OVER))
    return list(session.execute(query.order_by(desc(_cases.id))).scalars())


def open_of_category(
    session: Session, kind: CaseKind, category: str, conversation: str, account_id: int | None
) -> list[Case]:
    """Cases of a category that are not over, newest first: those that the conversation opened and
    those about an account that it proved."""
    query = select(Case).where(
        _cases.kind == kind.value,
        _cases.category == category,
        _cases.state.not_in(OVER),
        (_cases.conversation == conversation)
        | (_cases.account_id.is_not(None) & (_cases.account_id == account_id)),
    )
    return list(session.execute(query.order_by(desc(_cases.id))).scalars())


def may_read(session: Session, case: Case, conversation: str) -> bool:
    """Whether a conversation may read the words of a case and change it: it opened it, or proved
    the account that it is about. Its state alone tells nothing personal."""
    if case.conversation == conversation:
        return True
    if case.account_id is None:
        return False
    links = AccountLink.__table__.c
    proved = (
        select(links.id)
        .join(ChannelIdentity)
        .where(
            ChannelIdentity.conversation == conversation,
            links.account_id == case.account_id,
            links.level == LinkLevel.VERIFIED.value,
        )
    )
    return session.execute(proved).first() is not None
