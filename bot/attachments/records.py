"""Rows of files: whose they are, what they belong to, and how many there may be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import asc, func, select
from sqlalchemy.orm import Session

from bot.attachments import files
from bot.attachments.files import Received
from bot.attachments.tables import Attachment, ScanState
from bot.cases.tables import Case
from bot.clock import now
from bot.settings import settings

RECENT = timedelta(hours=2)
"""A file sent so long ago at most may still be meant by what is asked for next."""
_COUNTED = timedelta(hours=24)
_columns = Attachment.__table__.c
FROM_STAFF = "clerk:"
"""Beginning of the message keys of what clerks sent; the subscriber's are `web:…`, `telegram:…`."""
_by_subscriber = ~_columns.message_key.startswith(FROM_STAFF, autoescape=True)


def may_send(session: Session, conversation: str) -> bool:
    """Whether the conversation has not yet sent `ATTACHMENT_MAX_COUNT` files in 24 hours."""
    query = select(func.count(_columns.id)).where(
        _columns.conversation == conversation,
        _columns.created_at > now() - _COUNTED,
        _by_subscriber,
    )
    sent: int = session.execute(query).scalar_one()
    return sent < settings().attachment_max_count


def store(session: Session, conversation: str, message_key: str, received: Received) -> Attachment:
    """Note whose a received file is; the same message again gives the row that is there.

    The content of a repeated message is erased: one message is one file.
    """
    known = of_message(session, conversation, message_key)
    if known is not None:
        if known.stored_as != received.stored_as:
            files.erase(received.stored_as)
        return known
    made = Attachment(
        conversation=conversation,
        message_key=message_key,
        stored_as=received.stored_as,
        kind=received.kind.value,
        size=received.size,
        sha256=received.sha256,
        scan_state=received.scan_state.value,
        created_at=now(),
    )
    session.add(made)
    session.flush()
    return made


def of_message(session: Session, conversation: str, message_key: str) -> Attachment | None:
    """The file that a message brought, or None."""
    query = select(Attachment).where(
        _columns.conversation == conversation, _columns.message_key == message_key
    )
    return session.execute(query).scalar_one_or_none()


def recent(session: Session, conversation: str) -> list[Attachment]:
    """Files of the last two hours that belong to nothing yet, oldest first."""
    query = select(Attachment).where(
        _columns.conversation == conversation,
        _columns.case_id.is_(None),
        _columns.created_at > now() - RECENT,
        _by_subscriber,
    )
    return list(session.execute(query.order_by(asc(_columns.id))).scalars())


def of_conversation(session: Session, conversation: str) -> list[Attachment]:
    """All files of a conversation, oldest first."""
    query = select(Attachment).where(_columns.conversation == conversation)
    return list(session.execute(query.order_by(asc(_columns.id))).scalars())


def of_messages(session: Session, keys: Collection[str]) -> dict[str, Attachment]:
    """The files that messages brought, by the message's key."""
    query = select(Attachment).where(_columns.message_key.in_(list(keys)))
    return {one.message_key: one for one in session.execute(query).scalars()}


def of_case(session: Session, case: Case) -> list[Attachment]:
    """The files that belong to a complaint or request, oldest first."""
    query = select(Attachment).where(_columns.case_id == case.id)
    return list(session.execute(query.order_by(asc(_columns.id))).scalars())


def link(attachment: Attachment, case: Case) -> None:
    """Make a file part of a complaint or request.

    Raises:
        ValueError: the case has not been written yet.
    """
    if case.id is None:
        raise ValueError("flush the case first")
    attachment.case_id = case.id


def erase(session: Session, attachment: Attachment) -> None:
    """Forget a file: its row with the caller's transaction, its content now."""
    files.erase(attachment.stored_as)
    session.delete(attachment)


def is_from_staff(attachment: Attachment) -> bool:
    """Whether a clerk sent it: a picture made anew by `pictures.clean`, never a document."""
    return bool(attachment.message_key.startswith(FROM_STAFF))


def may_open(attachment: Attachment) -> bool:
    """Whether staff may open it: not while a scan that should have been done is missing."""
    return attachment.scan_state != ScanState.FAILED.value


def unscanned(session: Session) -> list[Attachment]:
    """Files that no scanner has seen, oldest first."""
    query = select(Attachment).where(_columns.scan_state != ScanState.CLEAN.value)
    return list(session.execute(query.order_by(asc(_columns.id))).scalars())
