"""Two codes on their way at once, and none left this hour."""

from __future__ import annotations

from bot.clock import now
from bot.identity.codes import SENDS_AN_HOUR
from bot.identity.links import claim
from bot.identity.login import awaits_code, send_login_code
from bot.identity.tables import VerificationCode
from bot.updates.proof import take_other_code
from tests.updates.conftest import NUMBER, keys

NEW = "0500000002"


def test_the_code_of_the_mobile_on_record_is_taken_where_another_is_asked(person, session):
    person.starts(f"حسابي {NUMBER} رقمي الجديد {NEW}", "contact")
    assert person.step == "mobile_code"
    send_login_code(session, person.conversation, "bill")
    person.says(person.code())
    assert keys(person) == ["utter_update_took_old_code"] and person.step == "mobile_code"
    assert person.last.draft.proved["account"] == NUMBER


def test_the_new_mobiles_code_is_taken_while_the_account_is_proved(person, session):
    claim(session, person.conversation, NUMBER)
    person.starts(f"رقمي الجديد {NEW}", "contact")
    code = person.code()
    send_login_code(session, person.conversation, "bill")
    assert take_other_code(session, person.heard(code)) == "utter_update_took_mobile_code"
    assert awaits_code(session, person.conversation)
    assert person.says("وين وصلنا", "resume_update").step == "old_mobile"


def test_no_code_left_this_hour_keeps_what_was_given_and_says_when(person, session):
    for n in range(SENDS_AN_HOUR):
        session.add(
            VerificationCode(
                key=f"k{n}", conversation="web:9", purpose="mobile:x", target="+966500000002",
                code_hash="x", sent_at=now(), expires_at=now(),
            )
        )  # fmt: skip
    session.flush()
    person.starts(f"حسابي {NUMBER} رقمي الجديد {NEW}", "contact")
    assert keys(person) == ["utter_update_code_limit"]
    assert person.last.pauses and person.step is None
    assert person.last.draft.values["mobile"] == "+966500000002"
