"""A mobile that is dead or an address that bounced is asked for anew at the next talk of a bill."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import select, update

from actions.billing import ActionBill
from bot.accounts.failing import contact_failed
from bot.accounts.tables import Account, Contact, ContactKind
from bot.clock import RIYADH
from bot.database import engine, transaction
from bot.demo.seed import seed_database
from bot.identity.links import claim, verify
from tests.project_files import domain

MOMENT = datetime(2026, 11, 22, 12, tzinfo=RIYADH)
CONVERSATION = "web:test"
ASKS = "utter_billing_contact_fails"


@pytest.fixture(autouse=True)
def _proved(database: None):
    with time_machine.travel(MOMENT, tick=False):
        seed_database(engine(), 12, 1, MOMENT)
        with transaction() as session:
            number = session.execute(select(Account.number).where(Account.id == 1)).scalar_one()
            claim(session, CONVERSATION, number)
            verify(session, CONVERSATION, number)
        yield


def _fail(kind: ContactKind) -> None:
    contacts = Contact.__table__.c
    with transaction() as session:
        value = session.execute(
            select(contacts.value).where(
                contacts.account_id == 1, contacts.kind == kind.value, contacts.is_primary
            )
        ).scalar_one()
        contact_failed(session, value, "mail returned: 5.1.1")


def _asked() -> list[dict[str, Any]]:
    message = {
        "text": "كم فاتورتي",
        "message_id": "m1",
        "intent": {"name": "ask_bill", "confidence": 0.9},
        "entities": [],
        "metadata": {},
    }
    heard = [{"event": "user", "parse_data": message}]
    tracker = Tracker(CONVERSATION, {}, message, heard, False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    ActionBill().run(dispatcher, tracker, domain())
    return [said for said in dispatcher.messages if said.get("response") == ASKS]


def test_who_is_reached_is_asked_nothing():
    assert _asked() == []


@pytest.mark.parametrize(
    ("kind", "what"), [(ContactKind.MOBILE, "الجوال"), (ContactKind.EMAIL, "الإيميل")]
)
def test_whose_contact_does_not_work_is_asked_for_another(kind, what):
    _fail(kind)
    (said,) = _asked()
    assert what in said["what"]


def test_a_contact_that_works_again_is_not_asked_for():
    _fail(ContactKind.MOBILE)
    with transaction() as session:
        session.execute(update(Contact).values(failed_at=None, failed_why=None))
    assert _asked() == []
