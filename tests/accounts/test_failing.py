"""A contact that does not work is asked for, and forgiven once it is given again."""

from __future__ import annotations

import json
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.failing import contact_failed, failing_contacts
from bot.accounts.records import apply_changes
from bot.accounts.tables import Account
from bot.database import reading, transaction
from bot.delivery.tables import OutboxMessage
from bot.identity.codes import Check
from bot.identity.login import answer_login_code, send_login_code
from bot.updates.draft import Draft
from bot.updates.known import take_what_is_known
from tests.notices.household import FIRST, MAIL, account, chat


def failing(account_id: int) -> list[str]:
    with reading() as session:
        return [contact.kind for contact in failing_contacts(session, account_id)]


def household(*failed: str) -> int:
    """An account, proved in `web:test`, of which these contacts failed."""
    with transaction() as session:
        made = account(session)
        chat(session, made, "web:test")
        for value in failed:
            contact_failed(session, value, "SMTP 550")
        return int(made.id)


def code_to(session: Session, mobile: str) -> str:
    query = select(OutboxMessage.body).where(OutboxMessage.recipient == mobile)
    texts = [json.loads(body)["text"] for body in session.execute(query).scalars()]
    return re.findall(r"\b\d{6}\b", texts[-1])[0]


def test_the_mobile_is_asked_for_before_the_email(database):
    assert failing(household(MAIL, FIRST)) == ["mobile", "email"]


def test_a_contact_given_again_and_proved_gets_another_try(database):
    made = household(FIRST)
    with transaction() as session:
        apply_changes(
            session,
            session.get(Account, made),
            {"mobile": FIRST},
            proved=frozenset({"mobile"}),
            actor="web:test",
            channel="web",
            reference="U1",
        )
    assert failing(made) == []


def test_a_mobile_from_which_the_code_came_back_works(database):
    made = household(FIRST, MAIL)
    with transaction() as session:
        send_login_code(session, "web:test", "m1")
    with transaction() as session:
        assert answer_login_code(session, "web:test", code_to(session, FIRST), "m2") is Check.RIGHT
    assert failing(made) == ["email"]


def test_an_update_of_the_whole_record_asks_for_what_fails(database):
    household(FIRST, MAIL)
    draft = Draft()
    with transaction() as session:
        take_what_is_known(session, "web:test", draft)
    assert draft.values["name"] and "account" in draft.proved
    assert not {"mobile", "email"} & {*draft.values, *draft.proved}
