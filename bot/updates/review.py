"""What staff weigh before they decide on an update request: the record beside it, and conflicts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from sqlalchemy import desc, func, or_, select
from sqlalchemy.orm import Session

from bot.accounts.records import on_file
from bot.accounts.tables import Account, Contact
from bot.clock import now
from bot.updates.tables import RequestState, UpdateRequest

FIELDS = (
    "beneficiary",
    "name",
    "identity",
    "deed",
    "ejar",
    "ejar_end",
    "mobile",
    "second_mobile",
    "email",
    "notice_channel",
)
"""Fields of a request in the order in which they are read."""
_RECENT = timedelta(days=30)
_columns = UpdateRequest.__table__.c


class ConflictKind(str, Enum):
    """Why a request deserves a second look."""

    NO_ACCOUNT = "no_account"
    """No such account on file: it can only be rejected."""
    OTHERS_PENDING = "others_pending"
    """Other requests for this account wait too."""
    RECENTLY_APPLIED = "recently_applied"
    """The account was updated in the last 30 days by another request."""
    RECORD_MOVED = "record_moved"
    """The record is no longer what it was when this was asked for."""
    CONTACT_ELSEWHERE = "contact_elsewhere"
    """The new mobile or e-mail is on file for other accounts."""


@dataclass(frozen=True)
class Conflict:
    """One reason, and what it is about."""

    kind: ConflictKind
    references: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True)
class Line:
    """One field beside the record. Values in clear: who shows them masks them."""

    field: str
    before: str | None
    """On file when it was asked for."""
    after: str | None
    """Asked for; None: this field stays as it is; empty: it is to be taken off."""

    @property
    def changed(self) -> bool:
        """Whether approving would change this field."""
        return self.after is not None and self.after != (self.before or "")


@dataclass(frozen=True)
class Review:
    """One request and all that belongs beside it."""

    request: UpdateRequest
    account: Account | None
    lines: list[Line]
    proved: list[str]
    """`mobile`, `email`: new contacts that a code proved."""
    conflicts: list[Conflict]


def requests_in(
    session: Session, *, waiting: bool, before: int | None = None, limit: int = 50
) -> list[UpdateRequest]:
    """Requests that wait, oldest first; or the decided ones, newest first, older than `before`."""
    query = select(UpdateRequest).limit(limit)
    if waiting:
        query = query.where(_columns.state == RequestState.PENDING.value)
        return list(session.execute(query.order_by(_columns.id)).scalars())
    query = query.where(_columns.state != RequestState.PENDING.value)
    if before is not None:
        query = query.where(_columns.id < before)
    return list(session.execute(query.order_by(desc(_columns.id))).scalars())


def review(session: Session, reference: str) -> Review | None:
    """The request of that reference beside the record; None if there is none."""
    request: UpdateRequest | None = session.execute(
        select(UpdateRequest).where(_columns.reference == reference)
    ).scalar_one_or_none()
    if request is None:
        return None
    account = session.get(Account, request.account_id) if request.account_id else None
    asked: dict[str, str] = json.loads(request.changes)
    proved = list(asked.pop("_proved"))
    before: dict[str, str] = json.loads(request.before) if request.before else {}
    lines = [
        Line(name, before.get(name), asked.get(name))
        for name in FIELDS
        if name in asked or name in before
    ]
    return Review(
        request, account, lines, proved, _conflicts(session, request, account, asked, before)
    )


def _conflicts(
    session: Session,
    request: UpdateRequest,
    account: Account | None,
    asked: dict[str, str],
    before: dict[str, str],
) -> list[Conflict]:
    """Only for a request that waits: afterwards there is nothing to weigh."""
    if request.state != RequestState.PENDING.value:
        return []
    found = [] if account else [Conflict(ConflictKind.NO_ACCOUNT)]
    others = _others(session, request, RequestState.PENDING)
    if others:
        found.append(Conflict(ConflictKind.OTHERS_PENDING, references=others))
    applied = _others(session, request, RequestState.APPLIED)
    if applied:
        found.append(Conflict(ConflictKind.RECENTLY_APPLIED, references=applied))
    present = on_file(account) if account else {}
    moved = [name for name in FIELDS if account and present.get(name) != before.get(name)]
    if moved:
        found.append(Conflict(ConflictKind.RECORD_MOVED, fields=moved))
    elsewhere = _accounts_with(session, request.account_id, asked)
    if elsewhere:
        found.append(Conflict(ConflictKind.CONTACT_ELSEWHERE, count=elsewhere))
    return found


def _others(session: Session, request: UpdateRequest, state: RequestState) -> list[str]:
    query = (
        select(_columns.reference)
        .where(
            _columns.account_number == request.account_number,
            _columns.state == state.value,
            _columns.id != request.id,
        )
        .order_by(_columns.id)
    )
    if state == RequestState.APPLIED:
        moment = func.coalesce(_columns.decided_at, _columns.created_at)
        query = query.where(moment >= now() - _RECENT)
    return list(session.execute(query).scalars())


def _accounts_with(session: Session, account_id: int | None, asked: dict[str, str]) -> int:
    """How many other accounts have the new mobile or e-mail on file."""
    contacts = Contact.__table__.c
    wanted = [value for name in ("mobile", "email") if (value := asked.get(name))]
    if not wanted:
        return 0
    query = select(func.count(contacts.account_id.distinct())).where(
        or_(contacts.kind == "mobile", contacts.kind == "email"), contacts.value.in_(wanted)
    )
    if account_id is not None:
        query = query.where(contacts.account_id != account_id)
    return int(session.execute(query).scalar_one())
