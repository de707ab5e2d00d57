"""Questions about services: asking begins nothing, and the answer offers the request."""

from __future__ import annotations

import pytest

from bot.database import reading
from bot.services import draft as drafts
from tests.actions.services.conftest import asked
from tests.actions.talk import Talk


def test_only_asking_begins_nothing(talk: Talk) -> None:
    said = talk.tell("service_request", "وش اوراق نقل الملكية وكم تاخذ وقت؟")
    assert said == ["utter_services_info"]
    info = talk.reply("utter_services_info")
    assert info["service"] == "نقل الحساب باسم آخر" and info["time"] == "3 أيام عمل."
    assert "صورة الصك أو عقد الإيجار" in info["papers"]
    assert info["buttons"][0]["payload"] == '/service_request{"service_type":"transfer"}'
    assert talk.form is None


@pytest.mark.parametrize(
    ("intent", "text", "values"),
    [
        ("affirm", "نعم", {}),
        ("service_request", "ابدأ الطلب", {}),
        ("inform", "في جدة", {"city": "جدة"}),
    ],
)
def test_a_yes_or_the_first_answer_begins_what_was_told_about(
    talk: Talk, intent: str, text: str, values: dict[str, str]
) -> None:
    talk.tell("service_request", "كم رسوم عداد جديد لشقتي؟")
    said = talk.tell(intent, text, **values)
    assert said[0] == "utter_services_welcome" and talk.form == "service_form"
    assert talk.reply("utter_services_welcome")["service"] == "توصيل كهرباء جديد"
    told_place = "city" in values
    assert ("أمبير" if told_place else "وين الموقع") in asked(talk)  # "لشقتي" was told before
    with reading() as session:
        draft = drafts.load(session, talk.conversation)
    assert draft is not None and draft.text == "كم رسوم عداد جديد لشقتي؟"


def test_one_more_question_is_about_the_service_that_was_told_about(talk: Talk) -> None:
    talk.tell("service_request", "كم رسوم نقل الملكية؟")
    assert talk.tell("service_request", "وكم ياخذ وقت؟") == ["utter_services_info_time"]
    assert talk.reply("utter_services_info_time")["service"] == "نقل الحساب باسم آخر"
    assert talk.tell("affirm", "تمام")[0] == "utter_services_welcome"


def test_an_aspect_alone_is_a_question_too(talk: Talk) -> None:
    talk.tell("service_request", "كم رسوم نقل الملكية؟")
    assert talk.tell("service_request", "والمدة") == ["utter_services_info_time"]
    assert talk.form is None


def test_who_wants_to_begin_later_means_the_service_told_about(talk: Talk) -> None:
    talk.tell("service_request", "وش اوراق نقل الملكية وكم تاخذ وقت؟")
    talk.tell("thanks", "شكرا")
    assert talk.tell("service_request", "طيب ابي اقدم الحين")[0] == "utter_services_welcome"
    assert talk.reply("utter_services_welcome")["service"] == "نقل الحساب باسم آخر"


def test_who_wants_to_begin_and_was_told_of_none_is_asked_which(talk: Talk) -> None:
    assert "utter_services_welcome" not in talk.tell("service_request", "ابي اقدم طلب")


def test_the_offer_is_over_after_another_turn(talk: Talk) -> None:
    talk.tell("service_request", "كم رسوم نقل الملكية؟")
    talk.tell("thanks", "شكرا")
    assert talk.tell("affirm", "نعم") == ["utter_general_what_next"]


def test_a_question_about_the_service_is_answered_and_the_form_goes_on(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    talk.tell("inform", "الرياض")
    said = talk.tell("service_request", "كم رسوم العداد؟")
    assert said == ["utter_services_info_fees", "utter_services_question"]
    assert "أمبير" in asked(talk)


def test_a_question_about_it_while_the_account_is_proved(talk: Talk) -> None:
    talk.tell("service_request", "ابي الغي العداد نهائي البيت مهدوم")
    assert talk.followed == ["identify_form"]
    said = talk.tell("service_request", "كم رسومه")
    assert said == ["utter_services_info_fees"] and talk.followed == ["identify_form"]


def test_in_another_form_it_is_told_without_a_way_out(talk: Talk) -> None:
    talk.form = "update_form"
    talk.rules["ask_question"] = "action_service_request"
    talk.tell("ask_question", "كم رسوم نقل الملكية؟")
    assert [reply["response"] for reply in talk.said] == ["utter_services_info_in_form"]


def test_another_topic_is_left_to_its_own_rule(talk: Talk) -> None:
    talk.tell("service_request", "ابي عداد جديد لشقتي")
    said = talk.tell("human", "ابي موظف")
    assert said[0].startswith("utter_other_person") and said[-1] == "utter_services_question"
