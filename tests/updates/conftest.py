"""A subscriber who talks to the update service directly, without Rasa."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.tables import Account
from bot.delivery.tables import OutboxMessage, Route
from bot.text.values import find_values
from bot.updates import conversation as update
from bot.updates.heard import Found, Heard, Outcome
from tests.records import new_account, new_area

NUMBER = "30000000001"
LANDLORD = "+966500000001"
TENANT = "+966500000002"


@pytest.fixture
def account(session: Session) -> Account:
    """An account whose record still names nobody but the landlord's mobile."""
    account = new_account(NUMBER, new_area("النسيم"), LANDLORD, beneficiary_kind="unknown")
    session.add(account)
    session.flush()
    return account


@dataclass
class Person:
    """One conversation; remembers the pending step and counts message keys."""

    session: Session
    conversation: str = "web:1"
    step: str | None = None
    last: Outcome | None = None
    count: int = field(default=0)

    def heard(self, text: str, intent: str = "inform", **more: str) -> Heard:
        """`text` as the NLU would hand it over."""
        self.count += 1
        found = tuple(Found(v.kind, v.value, v.role) for v in find_values(text))
        key = f"{self.conversation}:{self.count}"
        return Heard(self.conversation, key, text, intent, found, self.step, **more)

    def starts(
        self, text: str = "ابغى احدث بياناتي", kind: str = "full", told: Sequence[Heard] = ()
    ) -> Outcome:
        """Open the update; `told`: what a clerk was told before."""
        heard = self.heard(text, "update_details")
        return self._went(update.begin(self.session, heard, kind, told))

    def says(
        self, text: str, intent: str = "inform", told: Sequence[Heard] = (), **more: str
    ) -> Outcome:
        """One answer inside it."""
        return self._went(update.hear(self.session, self.heard(text, intent, **more), told))

    def code(self) -> str:
        """The newest code that went out by SMS or e-mail."""
        query = select(OutboxMessage).where(OutboxMessage.secret.is_(True))
        rows = self.session.execute(query.order_by(OutboxMessage.id.desc())).scalars().all()
        assert rows, "no code was sent"
        match = re.search(r"\d{6}", json.loads(rows[0].body)["text"])
        assert match
        return match.group()

    def _went(self, outcome: Outcome) -> Outcome:
        if outcome.taken:
            self.step = outcome.step
        self.last = outcome
        return outcome


@pytest.fixture
def person(session: Session, account: Account) -> Person:
    """A new conversation."""
    return Person(session)


def keys(person: Person) -> list[str]:
    """The responses that the last message was answered with."""
    assert person.last is not None
    return [key for key, _ in person.last.says]


def to_identity(person: Person) -> None:
    """A tenant's update, up to the question for the identity."""
    person.starts(f"حسابي {NUMBER} انا مستأجر")
    person.says("نواف الحربي")
    assert person.step == "identity"


def fill_owner(person: Person) -> None:
    """An owner's update, up to the question for the way of notices."""
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    for answer in ("فهد سعد العتيبي", "2000000006", "مب لازم"):
        person.says(answer)
    person.says(person.code())
    person.says("ما عندي", "skip")
    person.says("ما ابي", "deny")
    assert person.step == "notice_channel"


@pytest.fixture
def sms(session: Session) -> Callable[[], list[tuple[str, str]]]:
    """All SMS so far: (mobile, text)."""

    def read() -> list[tuple[str, str]]:
        query = select(OutboxMessage).where(OutboxMessage.route == Route.SMS.value)
        rows = session.execute(query.order_by(OutboxMessage.id)).scalars()
        return [(row.recipient, json.loads(row.body)["text"]) for row in rows]

    return read
