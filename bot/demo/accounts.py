"""The handful of accounts worth trying, as they stand in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.records import primary_contact
from bot.accounts.tables import Account, ContactKind
from bot.demo.cases import CASES


def demo_accounts(session: Session) -> list[dict[str, str]]:
    """`number`, `mobile` (E.164, empty when none is on file) and Arabic `label` of each."""
    numbers = [case.number for case in CASES]
    columns = Account.__table__.c
    found = {
        account.number: account
        for account in session.execute(select(Account).where(columns.number.in_(numbers))).scalars()
    }
    return [
        {
            "number": case.number,
            "mobile": primary_contact(found[case.number], ContactKind.MOBILE) or "",
            "label": case.label,
        }
        for case in CASES
        if case.number in found
    ]
