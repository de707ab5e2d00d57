"""Promises by the edition of the rules, and bills that are disputed."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.cases import steps
from bot.cases.records import open_case
from bot.cases.tables import Case, CaseKind
from bot.complaints.catalogue import categories
from bot.complaints.disputes import disputed_by, not_claimed
from bot.complaints.promise import promise_for
from tests.console.asking import LANDLORD, NUMBER, make_account

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("category", "day", "days", "on"),
    [
        ("bill", date(2026, 11, 22), 10, date(2026, 12, 6)),  # a Sunday
        ("bill", date(2026, 11, 26), 10, date(2026, 12, 10)),  # Thursday: the weekend follows
        ("bill", date(2026, 11, 27), 10, date(2026, 12, 10)),  # Friday counts from Sunday on
        ("staff", date(2026, 11, 22), 30, date(2027, 1, 3)),
        ("bill", date(2019, 3, 3), 15, date(2019, 3, 24)),  # the 2018 edition
    ],
)
def test_working_days_of_the_edition(category: str, day: date, days: int, on: date) -> None:
    promise = promise_for(categories()[category], day)
    assert promise is not None and (promise.days, promise.on) == (days, on)


def test_no_figure_no_promise() -> None:
    assert promise_for(categories()["staff"], date(2019, 3, 3)) is None


def test_a_disputed_sum_is_not_claimed_since_the_rule() -> None:
    assert not_claimed(date(2026, 1, 1)) and not not_claimed(date(2022, 11, 30))


@pytest.fixture
def account(session: Session) -> Account:
    made = make_account(NUMBER, LANDLORD)
    session.add(made)
    session.flush()
    return made


def complaint(session: Session, key: str, account_id: int | None, **over: object) -> Case:
    details = {"month": "2026-10", "account": NUMBER, **over}
    return open_case(
        session,
        kind=CaseKind.COMPLAINT,
        category=str(details.pop("category", "bill")),
        account_id=account_id,
        conversation=str(details.pop("by", "web:me")),
        text="غلط",
        details={name: value for name, value in details.items() if value is not None},
        promised_on=None,
        key=key,
    )


@time_machine.travel("2026-11-22", tick=False)
def test_which_bills_are_disputed(session: Session, account: Account) -> None:
    found = complaint(session, "1", account.id)
    assert disputed_by(session, account.id, "telegram:9", OCTOBER) is found
    assert disputed_by(session, account.id, "web:me", SEPTEMBER) is None
    steps.answer(session, found.reference, by="sara", words="صحيحة")
    assert disputed_by(session, account.id, "web:me", OCTOBER) is None
    steps.reopen(session, found.reference, actor="web:me", key="r")
    assert disputed_by(session, account.id, "web:me", OCTOBER) is found


@time_machine.travel("2026-11-22", tick=False)
def test_an_unproved_account_counts_only_for_who_named_it(
    session: Session, account: Account
) -> None:
    found = complaint(session, "1", None, month=None)
    assert disputed_by(session, account.id, "web:me", SEPTEMBER) is found
    assert disputed_by(session, account.id, "web:stranger", SEPTEMBER) is None
    complaint(session, "2", account.id, category="staff", by="web:other", month=None)
    assert disputed_by(session, account.id, "web:stranger", SEPTEMBER) is None
