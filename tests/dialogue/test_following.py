"""A few words after a general answer go on about it."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import following
from bot.dialogue.nlu.classifier import OTHER_REQUESTS
from bot.questions.files import INTENT


def _parse(intent: str = "out_of_scope", *entities: str) -> dict[str, Any]:
    found = [{"entity": name, "value": "1"} for name in entities]
    return {"intent": {"name": intent, "confidence": 0.5}, "entities": found}


def _tracker(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", list(events))


def test_only_the_answer_just_given_is_gone_on_about() -> None:
    answered = SlotSet(following.SLOT, "reconnect_time")
    assert following.just_answered(_tracker(UserUttered("متى ترجع"), answered)) == "reconnect_time"
    later = _tracker(UserUttered("متى ترجع"), answered, UserUttered("كم فاتورتي"))
    assert following.just_answered(later) is None
    assert following.just_answered(_tracker()) is None


@pytest.mark.parametrize(
    "text",
    [
        *("وكم المبلغ؟", "طيب وكيف", "بكم", "كم المدة", "وش الشروط؟", "ومتى يوصلني", "how much"),
        *("kam el rusoom", "w kam el mablagh", "so how long"),
    ],
)
@pytest.mark.parametrize("intent", ["ask_bill", "outage_status", "how_to_pay", "nlu_fallback"])
def test_bare_questions_go_on_whatever_they_sound_like(text: str, intent: str) -> None:
    assert following.goes_on(text, _parse(intent), "comp_outage")


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        ("كم فاتورتي", _parse("ask_bill")),
        ("متى ترجع الكهرباء", _parse("outage_status")),
        ("وكم فاتورتي", _parse("ask_bill")),
        ("كم المبلغ", _parse("ask_bill", "month")),
        ("كيف", _parse("danger")),
        ("طيب", _parse("affirm")),
        ("وابي موظف", _parse("human")),
        ('/ask_question{"question":"-"}', _parse(INTENT)),
        ("", _parse()),
    ],
)
def test_what_names_its_own_matter_is_left_alone(text: str, parse: dict[str, Any]) -> None:
    assert not following.goes_on(text, parse, "comp_outage")


def test_an_addition_goes_on_when_it_is_nothing_by_itself() -> None:
    assert following.goes_on("والمسجد؟", _parse("out_of_scope"), "tariff_farm")
    assert not following.goes_on("والشكوى؟", _parse("complaint_status"), "tariff_farm")


def test_both_are_read_together(database: None) -> None:
    whole = following.together("وكم المبلغ؟", "comp_outage")
    assert whole is not None and whole.endswith("وكم المبلغ؟") and len(whole) > len("وكم المبلغ؟")
    assert following.together("وكم المبلغ؟", "gone") is None


def test_the_follow_up_is_ranked_by_both_and_nothing_else_is_asked() -> None:
    own = {**_parse("ask_bill"), "questions": [["heater", 0.9]], OTHER_REQUESTS: [{}]}
    both = {"questions": [["reconnect_time", 0.7], ["old_debt", 0.1]]}
    parse = following.followed(own, both, "reconnect_fee")
    assert parse["intent"]["name"] == INTENT
    assert parse["questions"] == [["reconnect_time", 0.7]]
    assert parse[following.FOLLOWS] == "reconnect_fee" and parse[OTHER_REQUESTS] == []


def test_another_question_of_the_topic_that_is_surely_named_comes_first() -> None:
    both = {"questions": [["tariff_farm", 0.7], ["tariff_charity", 0.2]]}
    own = {**_parse(), "questions": [["tariff_charity", 0.6], ["tariff_farm", 0.1]]}
    assert following.followed(own, both, "tariff_farm")["questions"] == own["questions"]
    vague = {**own, "questions": [["tariff_charity", 0.2], ["tariff_farm", 0.1]]}
    assert following.followed(vague, both, "tariff_farm")["questions"] == both["questions"]


@pytest.mark.parametrize(
    ("events", "of_service"),
    [
        ([SlotSet(following.SERVICE_SLOT, {"service": "split"})], True),
        ([SlotSet(following.SERVICE_SLOT, {"service": "split"}), UserUttered("شكرا")], False),
        ([ActiveLoop("service_form")], True),
        ([ActiveLoop("identify_form"), SlotSet("after_identify", "action_service_request")], True),
        ([ActiveLoop("identify_form"), SlotSet("after_identify", "action_bill")], False),
        ([ActiveLoop("complaint_form")], False),
        ([], False),
    ],
)
def test_a_service_is_spoken_of(events: list[Any], of_service: bool) -> None:
    assert following.of_service(_tracker(UserUttered("كم رسومه"), *events)) is of_service


@pytest.mark.parametrize("text", ["كم يكلف", "وكم المدة", "كم ياخذ وقت؟", "وش المطلوب", "بكم"])
def test_how_much_and_how_long_are_asked_of_that_service(text: str) -> None:
    assert following.asks_more(text, _parse("device_cost"))
    asked = following.of_that_service({**_parse("device_cost"), OTHER_REQUESTS: ["x"]})
    assert asked["intent"]["name"] == "service_request" and asked[OTHER_REQUESTS] == []


@pytest.mark.parametrize("text", ["كم فاتورتي", "والجمعة؟", "كم يكلف المكيف", "تمام"])
def test_what_is_more_than_that_is_not(text: str) -> None:
    assert not following.asks_more(text, _parse("out_of_scope"))


@pytest.mark.parametrize(
    ("confidence", "ranked", "goes_on"),
    [
        (0.5, ["part_payment", 0.3], True),
        (0.9, ["part_payment", 0.3], False),
        (0.8, ["instalments", 0.3], True),
        (0.95, ["instalments", 0.3], False),
        (0.5, ["part_payment", 0.1], False),
        (0.5, ["heater", 0.3], False),
    ],
)
def test_a_hesitant_reading_gives_way_to_the_topic_spoken_of(
    confidence: float, ranked: list[Any], goes_on: bool
) -> None:
    parse = _parse("ask_bill")
    parse["intent"]["confidence"] = confidence
    parse["questions"] = [ranked]
    assert following.goes_on("كم الدفعة الاولى", parse, "instalments") is goes_on


def test_another_question_named_beside_the_title_is_meant() -> None:
    both = {"questions": [["update_expat", 0.6], ["update_documents", 0.5], ["heater", 0.4]]}
    parse = following.followed(_parse(), both, "update_expat")
    assert parse["questions"] == [["update_documents", 0.5]]
    both = {"questions": [["update_expat", 0.6], ["heater", 0.5], ["update_documents", 0.2]]}
    assert following.followed(_parse(), both, "update_expat")["questions"] == both["questions"]


@pytest.mark.parametrize("text", ["ابدأ", "يلا نبدا", "نبدأ الطلب", "طيب ابدوا"])
def test_to_begin_takes_up_what_was_told_about(text: str) -> None:
    assert following.takes_up(text, _tracker())
    assert not following.takes_up(text, _tracker(ActiveLoop("update_form")))


@pytest.mark.parametrize("text", ["ابدا ما صار", "من وين ابدا", "هلا"])
def test_what_begins_nothing(text: str) -> None:
    assert not following.takes_up(text, _tracker())


def test_what_is_owed_is_no_part_of_an_answer() -> None:
    assert not following.goes_on("كم علي", _parse("ask_bill"), "comp_outage")
    assert following.goes_on("طيب كم", _parse("ask_bill"), "comp_outage")
