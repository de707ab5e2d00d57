"""The pending question decides together with the classifier whose message it is."""

from __future__ import annotations

import pytest

from bot.accounts.records import on_file
from bot.identity.links import verify
from bot.updates import conversation as update
from bot.updates.heard import Heard
from bot.updates.hearing import is_for_update
from tests.updates.conftest import LANDLORD, NUMBER, Person, keys, to_identity


def heard(text: str, step: str, intent: str, confidence: float = 1.0) -> Heard:
    return Heard("web:1", "web:1:1", text, intent, step=step, confidence=confidence)


@pytest.mark.parametrize(
    ("text", "step", "intent", "confidence"),
    [
        ("توكل على الله", "confirm", "goodbye", 0.9),
        ("لا والله", "second_mobile", "upset", 0.9),
        ("مب لازم", "deed", "complaint", 0.5),
        ("وداد القحطاني", "name", "greet", 0.6),
        ("اسم انا راجو كومار", "name", "ask_bot", 0.97),
        ("نعم", "old_mobile", "ask_bill", 0.9),
        ("وش السالفة", "name", "out_of_scope", 0.4),
    ],
)
def test_an_answer_is_taken_whatever_the_classifier_says(text, step, intent, confidence):
    assert is_for_update(heard(text, step, intent, confidence))


@pytest.mark.parametrize(
    ("text", "step", "intent"),
    [
        ("ما عندي كهرباء", "deed", "report_outage"),
        ("فيه شرار من العداد", "name", "danger"),
        ("ابي موظف", "name", "human"),
        ("كم سعر الذهب", "name", "out_of_scope"),
        ("ما وصلني الرمز", "name", "resend_code"),
        ("كم فاتورتي", "confirm", "ask_bill"),
    ],
)
def test_another_topic_is_left_to_its_own_rule(text, step, intent):
    assert not is_for_update(heard(text, step, intent))


def test_a_suspected_danger_is_answered_even_where_a_name_was_asked():
    assert not is_for_update(heard("التيار يلمس", "name", "danger", 0.6))


def test_after_danger_the_question_comes_with_a_word(session, person):
    to_identity(person)
    outcome = update.ask_again(session, person.heard("فيه شرار", "danger"))
    assert outcome.says == [("utter_update_when_safe", {})] and outcome.step == "identity"


def test_starting_over_forgets_all_but_the_account(person):
    to_identity(person)
    person.says("ابي ابدأ من جديد", "update_details")
    assert keys(person) == ["utter_update_restarted"]
    assert person.last.draft.values == {"account": NUMBER} and person.step == "beneficiary"


@pytest.mark.parametrize("words", ["مابي اعطيها", "ما راح اعطيكم", "لا", "ما عندي"])
def test_who_refuses_what_is_needed_hears_why_and_what_can_be_done(person, words):
    to_identity(person)
    person.says(words, "deny")
    assert keys(person) == ["utter_update_why_identity", "utter_update_cannot_skip"]


def test_who_would_leave_out_the_code_of_the_mobile_hears_why(person):
    person.starts(f"حسابي {NUMBER} انا مالك جوالي 0500000002")
    for answer in ("فهد سعد العتيبي", "2000000006", "مب لازم"):
        person.says(answer)
    assert person.step == "mobile_code"
    person.says("خله بعدين", "skip")
    assert keys(person) == ["utter_update_why_mobile_code", "utter_update_cannot_skip"]


def test_what_is_left_out_before_it_is_asked_is_not_asked(person):
    person.starts(f"حسابي {NUMBER} انا مالك")
    person.says("ما عندي ايميل ارسلوها رسايل", "skip")
    assert person.step == "name" and "email" in person.last.draft.skipped
    assert person.last.draft.values["notice_channel"] == "sms"


def test_the_update_applied_and_said_again_is_the_same_request(session, person, account):
    verify(session, person.conversation, NUMBER)
    person.starts("غيرت ايميلي", kind="contact")
    person.says("s@example.com")
    person.says(person.code())
    first = person.says("نعم", "affirm")
    assert first.applied and on_file(account)["mobile"] == LANDLORD
    again = Person(session, person.conversation, count=50)
    again.starts("غيرت ايميلي الى s@example.com", kind="contact")
    again.says("بعدين", "skip")
    outcome = again.says("نعم", "affirm")
    assert outcome.reference == first.reference
    assert [key for key, _ in outcome.says] == ["utter_update_same_request"]
