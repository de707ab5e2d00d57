"""Requests about one's own data: recorded with a reference, answered, finished by staff."""

from __future__ import annotations

import secrets

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from bot.clock import now
from bot.delivery.outbox import notify
from bot.delivery.texts import text
from bot.privacy.erasing import erase_at_once, erase_by_decision, erase_words
from bot.privacy.holdings import Person, person_of
from bot.privacy.tables import PrivacyKind, PrivacyRequest, PrivacyState
from bot.transcripts.record import find_conversation

PREFIX = "P"
_columns = PrivacyRequest.__table__.c


def record_request(
    session: Session,
    person: Person,
    kind: PrivacyKind,
    message_key: str,
    *,
    state: PrivacyState = PrivacyState.DONE,
    done: dict[str, int] | None = None,
) -> PrivacyRequest:
    """Write a request down; the same message again gives the row that is already there."""
    key = f"{message_key}|{kind.value}"
    found = session.execute(select(PrivacyRequest).where(_columns.key == key)).scalar_one_or_none()
    if found is not None:
        return found
    row = PrivacyRequest(
        reference=_new_reference(session),
        key=key,
        kind=kind.value,
        conversation=person.conversation,
        account_id=next(iter(person.account_ids), None),
        state=state.value,
        done_at_once=done or {},
        created_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def forget(session: Session, conversation: str, message_key: str) -> PrivacyRequest:
    """Erase what can go at once and leave the rest to staff, under one reference.

    The caller has proved who speaks and has the yes.
    """
    key = f"{message_key}|{PrivacyKind.ERASE.value}"
    done = session.execute(select(PrivacyRequest).where(_columns.key == key)).scalar_one_or_none()
    if done is not None:
        return done
    person = person_of(session, conversation)
    row = record_request(session, person, PrivacyKind.ERASE, message_key, state=PrivacyState.OPEN)
    row.done_at_once = erase_at_once(session, person)
    session.flush()
    return row


def finish(
    session: Session, reference: str, by: str, answer: str, *, agreed: bool
) -> PrivacyRequest | None:
    """Staff's decision on what was left; the subscriber is told. None when it is not open.

    Args:
        by: `staff:<name>` or `terminal:<name>`.
        answer: in the subscriber's language; needed for a refusal.
    """
    query = select(PrivacyRequest).where(_columns.reference == reference).with_for_update()
    row: PrivacyRequest | None = session.execute(query).scalar_one_or_none()
    if row is None or row.state != PrivacyState.OPEN:
        return None
    if agreed:
        more = erase_by_decision(session, row.conversation, row.account_id, reference, by)
        owner = find_conversation(session, row.conversation)
        more["messages"] = erase_words(session, owner.id if owner else None)
        row.done_at_once = {**row.done_at_once, **{name: n for name, n in more.items() if n}}
    row.state = (PrivacyState.DONE if agreed else PrivacyState.REFUSED).value
    row.answer, row.handled_by, row.handled_at = answer, by.partition(":")[2][:40], now()
    session.flush()
    words = text("privacy_done" if agreed else "privacy_refused", reference=reference)
    notify(
        session,
        row.conversation,
        f"{words}\n{answer}".strip(),
        f"privacy|{reference}|{row.state}",
    )
    return row


def find_request(session: Session, reference: str) -> PrivacyRequest | None:
    """The request of that reference, or None."""
    found: PrivacyRequest | None = session.execute(
        select(PrivacyRequest).where(_columns.reference == reference)
    ).scalar_one_or_none()
    return found


def own_request(session: Session, conversation: str, reference: str) -> PrivacyRequest | None:
    """The request of that reference if it was made in this conversation."""
    found = find_request(session, reference)
    return found if found and found.conversation == conversation else None


def requests_in(session: Session, *, waiting: bool, limit: int = 100) -> list[PrivacyRequest]:
    """Open ones, oldest first; or the answered ones, newest first."""
    query = select(PrivacyRequest).limit(limit)
    if waiting:
        query = query.where(_columns.state == PrivacyState.OPEN.value).order_by(_columns.id)
    else:
        query = query.where(_columns.state != PrivacyState.OPEN.value).order_by(desc(_columns.id))
    return list(session.execute(query).scalars())


def _new_reference(session: Session) -> str:
    while True:
        reference = f"{PREFIX}{1_000_000 + secrets.randbelow(9_000_000)}"
        if find_request(session, reference) is None:
            return reference
