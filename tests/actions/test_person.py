"""Ring me: time, number, the clerks' hours, and what the clerk reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from actions import person
from actions.billing import ActionBill
from actions.other import ActionHuman
from bot.clock import RIYADH
from bot.database import reading, transaction
from bot.identity.links import identity_of
from bot.person.calls import waiting
from bot.transcripts.record import add_trace, ensure_conversation, record_subscriber_message
from bot.transcripts.tables import Conversation
from bot.transcripts.trace import Trace
from tests.actions.talk import Talk, rules_of

NOW = datetime(2026, 11, 22, 10, tzinfo=RIYADH)  # a Sunday, clerks from 8 to 16
MOBILE = "+966551234567"
ACTIONS = (
    person.ActionCallBack,
    person.ValidateCallForm,
    person.ActionAskCallConfirm,
    person.ActionCallDone,
    ActionHuman,
    ActionBill,
)


@pytest.fixture
def talk(database: None) -> Iterator[Talk]:
    with time_machine.travel(NOW, tick=False):
        yield Talk({each.name(): each for each in (one() for one in ACTIONS)}, rules_of())


def _call(talk: Talk):
    with reading() as session:
        return waiting(session, talk.conversation)


def _prove(talk: Talk) -> None:
    with transaction() as session:
        identity_of(session, talk.conversation).proved_mobile = MOBILE


def _confirmation(talk: Talk) -> dict[str, str]:
    talk.said = []
    talk._run("action_ask_call_confirm")
    (said,) = talk.said
    return said


def test_time_and_number_in_one_breath(talk: Talk) -> None:
    talk.tell("call_back", "كلموني بكرة العصر على 0551234567", mobile=MOBILE)
    assert talk.slots["requested_slot"] == "call_confirm"
    said = _confirmation(talk)
    assert (said["at"], said["mobile"]) == ("بكرة الساعة 3 العصر", "0551234567")
    assert talk.tell("affirm", "يناسبني") == ["utter_person_call_booked"]
    call = _call(talk)
    assert call.mobile == MOBILE and call.at == datetime(2026, 11, 23, 15, tzinfo=RIYADH)


def test_the_proved_mobile_is_offered_masked(talk: Talk) -> None:
    _prove(talk)
    talk.tell("call_back", "اتصلوا علي")
    assert talk.slots["requested_slot"] == "call_time"
    talk.tell("inform", "الحين")
    assert _confirmation(talk)["mobile"] == "05xxxxx567"
    talk.tell("change_contact")
    assert talk.slots["requested_slot"] == "call_mobile"
    talk.tell("inform", "0561111111", mobile="+966561111111")
    talk.tell("affirm", "ايه")
    assert _call(talk).mobile == "+966561111111"


def test_outside_the_clerks_hours_the_nearest_time_is_offered(talk: Talk) -> None:
    _prove(talk)
    talk.tell("call_back", "اتصلوا علي الساعة ٥")
    said = _confirmation(talk)
    assert said["response"] == "utter_person_confirm_nearest"
    assert (said["at"], said["closes"]) == ("اليوم الساعة 3:30 العصر", "الساعة 4 العصر")
    talk.tell("deny", "لا")
    assert talk.slots["requested_slot"] == "call_time"
    talk.tell("inform", "بكرة الساعة 9")
    assert _confirmation(talk)["response"] == "utter_person_confirm"


def test_a_new_time_instead_of_yes(talk: Talk) -> None:
    _prove(talk)
    talk.tell("call_back", "كلموني بكرة العصر")
    talk.tell("inform", "خلها الساعة 11")  # of the same day
    talk.tell("affirm", "تمام")
    assert _call(talk).at == datetime(2026, 11, 23, 11, tzinfo=RIYADH)


def test_a_booked_call_is_moved(talk: Talk) -> None:
    _prove(talk)
    talk.tell("call_back", "كلموني بكرة العصر")
    talk.tell("affirm", "تمام")
    talk.tell("call_back", "لا خليها الظهر")
    talk.tell("affirm", "ايه")
    assert _call(talk).at == datetime(2026, 11, 23, 12, tzinfo=RIYADH)
    talk.tell("call_back", "بس مو بكره الثلاثاء")
    talk.tell("affirm", "ايه")
    assert _call(talk).at == datetime(2026, 11, 24, 12, tzinfo=RIYADH)


def test_another_question_meanwhile_is_answered(talk: Talk) -> None:
    talk.tell("call_back", "اتصلوا علي")
    assert talk.tell("ask_bill", "كم فاتورتي") == []
    assert "identify_form" in talk.followed and talk.form == "call_form"


def test_when_and_never_mind(talk: Talk) -> None:
    _prove(talk)
    assert talk.tell("call_back", "الغوا الاتصال") == ["utter_person_no_call"]
    talk.tell("call_back", "كلموني بكرة العصر")
    talk.tell("affirm", "ايه")
    assert talk.tell("call_back", "متى بتتصلون علي") == ["utter_person_call_waits"]
    assert talk.tell("call_back", call="cancel") == ["utter_person_call_cancelled"]
    assert _call(talk) is None


def test_unusable_answers_offer_a_person(talk: Talk) -> None:
    talk.tell("call_back", "اتصلوا علي")
    talk.tell("inform", "ما ادري")
    talk.tell("inform", "عادي")
    assert talk.tell("inform", "هممم") == ["utter_person_help_time", "utter_identity_offer_person"]


def test_the_clerk_reads_what_it_is_about(talk: Talk) -> None:
    with transaction() as session:
        owner = ensure_conversation(session, talk.conversation)
        for n, (text, intent) in enumerate(
            [("هلا", "greet"), ("فاتورتي مرتفعة", "explain_bill"), ("هويتي 1012345678", "inform")]
        ):
            message = record_subscriber_message(session, owner, {"text": text}, f"x{n}")
            add_trace(message, Trace(intent=intent, confidence=0.9))
    _prove(talk)
    talk.tell("call_back", "كلموني الحين")
    talk.tell("affirm", "ايه")
    assert _call(talk).wanted == "فاتورتي مرتفعة"
    talk.tell("human", "ابي موظف")
    with reading() as session:
        row = session.query(Conversation).one()
        assert row.waiting_summary == "فاتورتي مرتفعة\nابي موظف"


def test_another_time_is_heard_at_any_question(talk: Talk) -> None:
    talk.tell("call_back", "كلموني الليلة الساعة ٩")
    assert talk.slots["requested_slot"] == "call_mobile"
    talk.tell("planned_outage", "بكرة الصبح")
    assert talk.slots["call_draft"]["at"].startswith("2026-11-23T09:00")
    assert talk.slots["requested_slot"] == "call_mobile"


def test_a_danger_with_a_time_in_it_is_a_danger(talk: Talk) -> None:
    talk.rules["danger"] = "action_human"
    talk.tell("call_back", "اتصلوا علي")
    talk.tell("danger", "شرار الحين من العداد")
    assert talk.slots["requested_slot"] == "call_time"
    assert "at" not in talk.slots["call_draft"]


@pytest.mark.parametrize("text", ["احد يكلمني بكرة العصر", "ابي موظف يكلمني الساعة 2"])
def test_a_person_at_a_later_time_is_a_call(talk: Talk, text: str) -> None:
    talk.tell("human", text)
    assert talk.form == "call_form"
    assert talk.slots["requested_slot"] == "call_mobile"


@pytest.mark.parametrize(
    "text",
    [
        "ابي موظف",
        "ابي موظف الحين",
        "ابي موظف الكهرباء طافية من امس العصر",
        "ابي اكلم احد بخصوص البلاغ حق امس الساعة 2 ما احد جا",
    ],
)
def test_a_person_now_is_no_call(talk: Talk, text: str) -> None:
    talk.tell("human", text)
    assert talk.form is None
    assert talk.said[0]["response"].startswith("utter_other_person")


@pytest.mark.parametrize("heard_as", ["affirm", "deny", "correct_detail", "call_back"])
def test_a_time_that_suits_is_booked_whatever_the_words_sound_like(
    talk: Talk, heard_as: str
) -> None:
    _prove(talk)
    talk.tell("call_back", "كلموني بكرة العصر")
    talk.tell(heard_as, "ما يناسبني")
    assert talk.slots["requested_slot"] == "call_time"
    talk.tell("inform", "بكرة الساعة 9")
    assert talk.tell(heard_as, "يناسبني") == ["utter_person_call_booked"]
