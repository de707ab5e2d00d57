"""What a subscriber is told of their case: one message a step of staff."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from bot.cases.tables import Case, CaseEntry, CaseKind, CaseState
from bot.delivery.outbox import Button, notify
from bot.delivery.texts import text

_KEYS = {
    CaseState.ASSIGNED: "case_assigned",
    CaseState.NEEDS_INFORMATION: "case_needs_information",
    CaseState.ANSWERED: "case_answered",
    CaseState.CLOSED: "case_closed",
}
_Buttons = tuple[tuple[str, str], ...]
_SERVICE: dict[CaseState, _Buttons] = {
    CaseState.NEEDS_INFORMATION: (("add_document", "case_add_button"),),
    CaseState.CLOSED: (("human", "case_human_button"),),
}
_COMPLAINT: dict[CaseState, _Buttons] = {
    CaseState.NEEDS_INFORMATION: (("complaint", "case_add_button"),),
    CaseState.ANSWERED: (
        ("complaint_status+satisfied", "case_content_button"),
        ("reopen_complaint", "case_reopen_button"),
    ),
    CaseState.CLOSED: (
        ("reopen_complaint", "case_reopen_button"),
        ("escalate", "case_escalate_button"),
    ),
}
"""Intent and key of the words on the button, by the state that was reached."""


def kind_words(kind: CaseKind) -> str:
    """ "your complaint", "your suggestion", "your request" in Arabic."""
    return text(f"case_kind_{kind.value}")


def tell(session: Session, case: Case, entry: CaseEntry) -> None:
    """Store the message about a step; it goes out if and only if the step is written."""
    state = CaseState(entry.to_state)
    body = text(
        "case_taken" if entry.words is None else _KEYS[state],
        what=kind_words(CaseKind(case.kind)),
        reference=case.reference,
        words=entry.words or "",
    )
    notify(session, case.conversation, body, f"case|{entry.id}", buttons=_buttons(case, state))


def _buttons(case: Case, state: CaseState) -> list[Button]:
    service = case.kind == CaseKind.SERVICE.value
    status = ("service_status" if service else "complaint_status", "case_status_button")
    offered = (_SERVICE if service else _COMPLAINT).get(state, ())
    return [
        Button(text(key), _payload(intent, case.reference)) for intent, key in (*offered, status)
    ]


def _payload(intent: str, reference: str) -> str:
    name, _, satisfied = intent.partition("+")
    values = {"reference": reference, **({"satisfied": "yes"} if satisfied else {})}
    return f"/{name}{json.dumps(values, separators=(',', ':'))}"
