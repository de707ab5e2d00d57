"""Bills that are disputed: their sum is not claimed while the complaint is open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.cases.tables import Case, CaseState
from bot.clock import today
from bot.complaints.catalogue import disputing
from bot.facts import Facts, FactsError, facts

_cases = Case.__table__.c
_OPEN = tuple(
    state.value
    for state in (
        CaseState.RECEIVED,
        CaseState.ASSIGNED,
        CaseState.NEEDS_INFORMATION,
        CaseState.REOPENED,
    )
)


def not_claimed(day: date | None = None, known: Facts | None = None) -> bool:
    """Whether the rules in force say that a disputed sum is not claimed."""
    try:
        fact = (known or facts()).get("complaints.disputed_sum", day or today())
    except FactsError:
        return False
    return fact.sayable and fact.text() == "not_claimed"


def disputed_by(session: Session, account_id: int, conversation: str, month: date) -> Case | None:
    """The open complaint that disputes an account's bill of a month, or None.

    Those of the proved account count, and those that this conversation opened for its number
    before it proved it. A complaint that names no month disputes every bill.
    """
    if not not_claimed():
        return None
    account = session.get(Account, account_id)
    query = select(Case).where(
        _cases.category.in_(disputing()),
        _cases.state.in_(_OPEN),
        (_cases.account_id == account_id) | (_cases.conversation == conversation),
    )
    for case in session.execute(query.order_by(_cases.id.desc())).scalars():
        mine = case.account_id == account_id or (
            case.account_id is None and case.details.get("account") == account.number
        )
        if mine and case.details.get("month") in (None, f"{month:%Y-%m}"):
            return case
    return None
