"""The audit log: appended in the transaction of what it tells of, chained by keyed hash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import Any

from sqlalchemy import desc, select, text
from sqlalchemy.orm import Session

from bot.audit.tables import AuditEntry
from bot.clock import now
from bot.sealing import fingerprint
from bot.transcripts.masking import mask_text

FIRST_PREVIOUS = "0" * 64
"""What the first row names as the hash before it."""
_LOCK = 0x6D757368  # PostgreSQL's advisory lock: one writer appends at a time
_REASON_LENGTH = 500
_CHUNK = 1000


class Action(str, Enum):
    """What can be done or seen. `bot/console/words/*.yml` has the words under `deeds`."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_IN_LOCKED = "sign_in.locked"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session.ended"
    REFUSED = "refused"
    STAFF_ADDED = "staff.added"
    STAFF_DISABLED = "staff.disabled"
    STAFF_PASSWORD = "staff.password"
    STAFF_TOTP = "staff.totp"
    STAFF_SESSIONS_ENDED = "staff.sessions_ended"
    CONVERSATION_VIEWED = "conversation.viewed"
    CONVERSATION_TAKEN = "conversation.taken"
    CONVERSATION_HANDED_BACK = "conversation.handed_back"
    CONVERSATION_RETURNED = "conversation.returned"
    CONVERSATION_REVIEWED = "conversation.reviewed"
    CONVERSATION_UNREVIEWED = "conversation.unreviewed"
    CONVERSATION_LABELLED = "conversation.labelled"
    CONVERSATION_UNLABELLED = "conversation.unlabelled"
    NOTE_WRITTEN = "note.written"
    TURN_FLAGGED = "turn.flagged"
    FLAG_CLEARED = "flag.cleared"
    LABEL_MADE = "label.made"
    FILTER_SHARED = "filter.shared"
    FILTER_FORGOTTEN = "filter.forgotten"
    CORRECTION_MADE = "correction.made"
    CORRECTION_APPROVED = "correction.approved"
    CORRECTION_REJECTED = "correction.rejected"
    CORRECTIONS_EXPORTED = "corrections.exported"
    MODEL_PROMOTED = "model.promoted"
    MODEL_ROLLED_BACK = "model.rolled_back"
    FILE_OPENED = "file.opened"
    ACCOUNT_VIEWED = "account.viewed"
    ACCOUNT_SEARCHED = "account.searched"
    REQUEST_VIEWED = "request.viewed"
    REQUEST_APPROVED = "request.approved"
    REQUEST_REJECTED = "request.rejected"
    CASE_VIEWED = "case.viewed"
    CASE_ASSIGNED = "case.assigned"
    CASE_ASKED = "case.asked"
    CASE_ANSWERED = "case.answered"
    CASE_CLOSED = "case.closed"
    TRANSCRIPTS_PURGED = "transcripts.purged"
    PRIVACY_EXPORTED = "privacy.exported"
    PRIVACY_FINISHED = "privacy.finished"
    PRIVACY_REFUSED = "privacy.refused"
    CAMPAIGN_DESCRIBED = "campaign.described"
    CAMPAIGN_STARTED = "campaign.started"
    CAMPAIGN_PAUSED = "campaign.paused"
    CAMPAIGN_RESUMED = "campaign.resumed"
    CAMPAIGN_STOPPED = "campaign.stopped"
    CALL_DONE = "call.done"
    CALL_MISSED = "call.missed"
    QUESTION_DRAFTED = "question.drafted"
    QUESTION_DISCARDED = "question.discarded"
    QUESTION_PUBLISHED = "question.published"
    QUESTION_RESTORED = "question.restored"
    VALUE_REVEALED = "value.revealed"
    NUMBERS_EXPORTED = "numbers.exported"
    UPDATES_EXPORTED = "updates.exported"
    AUDIT_SEARCHED = "audit.searched"


@dataclass(frozen=True)
class Broken:
    """The first row that does not fit."""

    seq: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """What `verify` found."""

    rows: int
    head: str
    """Hash of the newest row. Kept elsewhere, it later proves that no row was cut off."""
    broken: Broken | None = None


def record(
    session: Session,
    actor: str,
    action: Action,
    about: str,
    reason: str | None = None,
    **details: str | int | bool | list[str] | None,
) -> AuditEntry:
    """Append one row; it stands or falls with the caller's transaction.

    Args:
        actor: `staff:<name>`, `terminal:<login name>` or `system`.
        about: `<kind>:<our own id>` of what was done or seen.
        reason: in the actor's own words. Personal values in it, and in `details`, are masked.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    session.flush()
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(desc(AuditEntry.seq)).limit(1)
    ).first()
    entry = AuditEntry(
        seq=last.seq + 1 if last else 1,
        at=now(),
        actor=actor,
        action=action.value,
        object=about,
        reason=mask_text(reason)[:_REASON_LENGTH] if reason else None,
        details={name: _masked(value) for name, value in details.items() if value is not None},
        previous=last.hash if last else FIRST_PREVIOUS,
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()
    return entry


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [mask_text(item) for item in value]
    return mask_text(value) if isinstance(value, str) else value


def _hash(entry: AuditEntry) -> str:
    content = [
        entry.seq,
        entry.at.astimezone(timezone.utc).isoformat(),
        entry.actor,
        entry.action,
        entry.object,
        entry.reason,
        entry.details,
        entry.previous,
    ]
    return fingerprint("audit", json.dumps(content, ensure_ascii=False, sort_keys=True))


def verify(session: Session, holds: tuple[int, str] | None = None) -> Verdict:
    """Check every row against the one before it.

    Args:
        holds: number and hash of a row noted earlier, which must still be there.
    """
    count, head, held = 0, FIRST_PREVIOUS, holds is None
    for entry in _all(session):
        if entry.seq != count + 1:
            return Verdict(count, head, Broken(count + 1, "the row is missing"))
        if entry.previous != head:
            return Verdict(count, head, Broken(entry.seq, "it does not follow the row before it"))
        if entry.hash != _hash(entry):
            return Verdict(count, head, Broken(entry.seq, "its content was changed"))
        count, head = entry.seq, entry.hash
        held = held or holds == (count, head)
    if not held and holds:
        return Verdict(count, head, Broken(holds[0], "it is not the row that was noted"))
    return Verdict(count, head)


def _all(session: Session) -> Iterator[AuditEntry]:
    after = 0
    while rows := list(
        session.execute(
            select(AuditEntry).where(AuditEntry.seq > after).order_by(AuditEntry.seq).limit(_CHUNK)
        ).scalars()
    ):
        yield from rows
        after = rows[-1].seq
        session.expunge_all()


@dataclass(frozen=True)
class Search:
    """What to look for; empty parts match everything."""

    actor: str = ""
    action: str = ""
    object: str = ""
    since: datetime | None = None
    until: datetime | None = None


def search(
    session: Session, wanted: Search, before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """Newest first, those older than row `before`."""
    columns = AuditEntry.__table__.c
    query = select(AuditEntry).order_by(desc(AuditEntry.seq)).limit(limit)
    for column, value in (
        (columns.actor, wanted.actor),
        (columns.action, wanted.action),
        (columns.object, wanted.object),
    ):
        query = query.where(column == value) if value else query
    if wanted.since:
        query = query.where(columns.at >= wanted.since)
    if wanted.until:
        query = query.where(columns.at < wanted.until)
    if before is not None:
        query = query.where(columns.seq < before)
    return list(session.execute(query).scalars())
