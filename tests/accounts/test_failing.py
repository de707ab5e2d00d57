"""A contact that does not work is asked for, and forgiven once it is given again."""

from __future__ import annotations

from actions.billing import ActionBill
from bot.accounts.failing import contact_failed, failing_contact
from bot.accounts.records import apply_changes
from bot.accounts.tables import Account
from bot.database import reading, transaction
from tests.actions.talk import Talk
from tests.notices.household import FIRST, MAIL, account, chat
from tests.records import new_bill

RULES = {"ask_bill": "action_bill"}


def home():
    with transaction() as session:
        made = account(session)
        session.add(new_bill(made))
        chat(session, made, "web:test")
    return made


def test_the_bot_asks_for_another_contact_at_the_next_talk(database):
    home()
    talk = Talk({"action_bill": ActionBill()}, RULES)
    assert "utter_billing_contact_fails" not in talk.tell("ask_bill", "كم فاتورتي")
    with transaction() as session:
        contact_failed(session, MAIL, "SMTP 550")
    assert "utter_billing_contact_fails" in talk.tell("ask_bill", "كم فاتورتي")


def test_the_mobile_is_asked_for_before_the_email(database):
    made = home()
    with transaction() as session:
        contact_failed(session, MAIL, "SMTP 550")
        contact_failed(session, FIRST, "ER-03")
    with reading() as session:
        assert failing_contact(session, made.id).kind == "mobile"


def test_a_contact_given_again_and_proved_gets_another_try(database):
    made = home()
    with transaction() as session:
        contact_failed(session, FIRST, "ER-03")
    with transaction() as session:
        apply_changes(
            session,
            session.get(Account, made.id),
            {"mobile": FIRST},
            proved=frozenset({"mobile"}),
            actor="web:test",
            channel="web",
            reference="U1",
        )
    with reading() as session:
        assert failing_contact(session, made.id) is None
