"""What is told of an applied update and of a new case: the same in files and in webhooks."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.cases.tables import Case
from bot.events.tables import EventKind
from bot.updates.tables import UpdateRequest

SCHEMA = 1
"""Raised when a field changes its meaning or goes; new fields may come at the end."""
FIELDS = (
    *("beneficiary", "name", "identity", "deed", "ejar", "ejar_end"),
    *("mobile", "second_mobile", "email", "notice_channel"),
)
"""Fields of an account that an update may change; null: this update left it alone."""


def moment(at: datetime) -> str:
    """ISO 8601 in UTC."""
    return f"{at.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"


def update_record(request: UpdateRequest, applied_at: datetime) -> dict[str, Any]:
    """One applied update."""
    changes = json.loads(request.changes)
    proved = changes.pop("_proved")
    decided_by = request.decided_by
    return {
        "schema": SCHEMA,
        "reference": request.reference,
        "applied_at": moment(applied_at),
        "account": request.account_number,
        "channel": request.channel,
        "proof": request.proof,
        "decided_by": decided_by and f"staff:{decided_by}",
        **{name: changes.get(name) or None for name in FIELDS},
        "proved": " ".join(sorted(proved)),
        "removed": " ".join(name for name in FIELDS if changes.get(name) == ""),
    }


def case_record(session: Session, case: Case) -> dict[str, Any]:
    """One new case; its words stay here, staff read them in the console."""
    account = session.execute(
        select(Account.number).where(Account.id == case.account_id)
    ).scalar_one_or_none()
    return {
        "schema": SCHEMA,
        "reference": case.reference,
        "opened_at": moment(case.created_at),
        "kind": case.kind,
        "category": case.category,
        "account": account,
        "channel": case.conversation.partition(":")[0],
        "promised_on": case.promised_on and case.promised_on.isoformat(),
    }


def record_of(session: Session, kind: EventKind, reference: str, at: datetime) -> Any:
    """What is told of an event; None when its record is gone."""
    if kind is EventKind.UPDATE_APPLIED:
        request = session.execute(
            select(UpdateRequest).where(UpdateRequest.reference == reference)
        ).scalar_one_or_none()
        return request and update_record(request, at)
    case = session.execute(select(Case).where(Case.reference == reference)).scalar_one_or_none()
    return case and case_record(session, case)
