"""General questions and other languages, action by action."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionDanger
from actions.fallback import ActionFallback
from actions.general import ActionGreet, ActionSmallTalk
from actions.questions import ActionQuestion

Said = list[dict[str, Any]]


def _run(
    action: Any,
    *,
    intent: str = "ask_question",
    questions: list[list[Any]] | None = None,
    entities: dict[str, str] | None = None,
    form: str | None = None,
    slots: dict[str, Any] | None = None,
    before: list[dict[str, Any]] | None = None,
    **message: Any,
) -> tuple[Said, list[dict[str, Any]]]:
    latest = {
        "text": "سؤال",
        "intent": {"name": intent, "confidence": 0.9},
        "intent_ranking": [{"name": intent, "confidence": 0.9}],
        "entities": [{"entity": k, "value": v} for k, v in (entities or {}).items()],
        **({"questions": questions} if questions else {}),
        **message,
    }
    loop = {"name": form} if form else {}
    events = [*(before or []), {"event": "user", "parse_data": latest, "text": latest["text"]}]
    tracker = Tracker("web:1", slots or {}, latest, events, False, None, loop, "action_listen")
    dispatcher = CollectingDispatcher()
    done = action.run(dispatcher, tracker, {})
    return dispatcher.messages, done


def test_sure_is_answered_with_figures_and_buttons(database) -> None:
    said, events = _run(ActionQuestion(), questions=[["reconnect_time", 0.8], ["old_debt", 0.1]])
    assert "ساعتين" in said[0]["text"] and "{" not in said[0]["text"]
    assert {"title": "أكلم موظف", "payload": "/human"} in said[0]["buttons"]
    payloads = [b["payload"] for b in said[0]["buttons"]]
    assert '/ask_question{"question":"comp_paid"}' in payloads
    assert [(e["name"], e["value"]) for e in events] == [("answered_question", "reconnect_time")]


def test_an_answer_in_a_form_leads_nowhere_else(database) -> None:
    said, events = _run(ActionQuestion(), questions=[["update_fee", 0.8]], form="update_form")
    assert said[0]["text"] and said[0]["buttons"] == []
    assert [e["name"] for e in events] == ["answered_question"], "no slot of a form"


def test_nobody_is_told_to_raise_a_breaker_beside_a_danger(database) -> None:
    wet = [
        {"event": "user", "text": "المويه دخلت الطبلون", "parse_data": {}},
        {"event": "action", "name": "action_danger"},
    ]
    breaker, other = [["breaker_trips", 0.9]], [["child_safety", 0.9]]
    said, _ = _run(ActionQuestion(), questions=breaker, before=wet, text="القاطع نزل")
    assert [each.get("response") for each in said] == ["utter_danger_stay_safe"]
    said, _ = _run(ActionQuestion(), questions=other, before=wet)
    assert said[0]["text"], "advice on children is"


def test_what_may_have_been_meant_instead_is_the_first_button(database) -> None:
    near = [["pay_twice", 0.5], ["comp_paid", 0.4]]
    said, events = _run(ActionQuestion(), questions=near)
    assert "رصيد" in said[0]["text"] and events[0]["value"] == "pay_twice"
    assert said[0]["buttons"][0]["payload"] == '/ask_question{"question":"comp_paid"}'
    inside, _ = _run(ActionQuestion(), questions=near, form="update_form")
    assert inside[0]["buttons"] == []


def test_what_is_close_and_next_too_stands_there_once(database) -> None:
    near = [["reconnect_time", 0.5], ["comp_paid", 0.4]]
    said, _ = _run(ActionQuestion(), questions=near)
    payloads = [b["payload"] for b in said[0]["buttons"]]
    assert len(payloads) == len(set(payloads))


def test_between_two_both_are_offered(database) -> None:
    said, _ = _run(ActionQuestion(), questions=[["fixed_bill", 0.4], ["fixed_bill_leave", 0.35]])
    assert said[0]["response"] == "utter_questions_which"
    titles = [b["title"] for b in said[0]["buttons"]]
    assert titles == ["الفاتورة الثابتة", "إلغاء الفاتورة الثابتة", "شي ثاني"]


def test_more_about_an_answer_is_another_answer_or_an_honest_end(database) -> None:
    other, events = _run(ActionQuestion(), questions=[["reconnect_fee", 0.8]], follows="comp_paid")
    assert other[0]["text"] and events[0]["value"] == "reconnect_fee"
    for found in ([["comp_paid", 0.8]], [["fixed_bill", 0.05]], None):
        said, events = _run(ActionQuestion(), questions=found, follows="comp_paid")
        assert [each["response"] for each in said] == ["utter_questions_no_more"]
        assert "/human" in [b["payload"] for b in said[0]["buttons"]]
        assert events[0]["value"] == "comp_paid"
    then, _ = _run(ActionQuestion(), follows="comp_paid", text="طيب وبعدين")
    assert then[0]["response"] == "utter_questions_next" and then[0]["buttons"]
    inside, _ = _run(ActionQuestion(), follows="comp_paid", form="update_form")
    assert inside[0]["buttons"] == []


@pytest.mark.parametrize(("form", "key"), [(None, ""), ("update_form", "_in_form")])
def test_what_is_not_known_is_not_made_up(database, form: str | None, key: str) -> None:
    said, _ = _run(ActionQuestion(), questions=[["fixed_bill", 0.05]], form=form)
    assert [each["response"] for each in said] == [f"utter_questions_unknown{key}"]


def test_a_pressed_question_is_answered_whatever_it_resembles(database) -> None:
    said, _ = _run(ActionQuestion(), entities={"question": "whatsapp"})
    assert "الواتساب" in said[0]["text"]
    said, _ = _run(ActionQuestion(), entities={"question": "gone"})
    assert said[0]["response"] == "utter_questions_unknown"


def test_the_day_spoken_of_decides_the_edition(database) -> None:
    asked = [["reconnect_time", 0.9]]
    then, _ = _run(ActionQuestion(), questions=asked, entities={"month": "2023-05"})
    assert "3 ساعات" in then[0]["text"]
    future, _ = _run(ActionQuestion(), questions=asked, entities={"date": "2099-01-01"})
    assert "ساعتين" in future[0]["text"]


def test_a_misunderstood_message_that_is_a_known_question_is_answered(database) -> None:
    known = [["fixed_bill", 0.8], ["old_debt", 0.1]]
    _, events = _run(ActionFallback(), intent="nlu_fallback", questions=known)
    assert [e["name"] for e in events] == ["action_question"]
    _, events = _run(ActionSmallTalk(), intent="out_of_scope", questions=known)
    assert events == [], "a stray stays one unless the classifier thought of a question too"
    for likely, followed in ((0.15, []), (0.25, ["action_question"])):
        ranking = [
            {"name": "out_of_scope", "confidence": 0.7},
            {"name": "ask_question", "confidence": likely},
        ]
        thought = {"questions": known, "intent_ranking": ranking}
        _, events = _run(ActionSmallTalk(), intent="out_of_scope", **thought)
        assert [e["name"] for e in events] == followed


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "en"), ("ur", "ur"), ("ur_latin", "ur_latin"), ("other", "en")],
)
def test_other_languages_hear_something_readable(database, language: str, words: str) -> None:
    for action, intent in (
        (ActionGreet(), "greet"),
        (ActionSmallTalk(), "out_of_scope"),
        (ActionFallback(), "nlu_fallback"),
    ):
        said, events = _run(action, intent=intent, language=language)
        assert [each["response"] for each in said] == [f"utter_language_menu_{words}"]
        assert said[0]["unified"] == "911" and said[0]["elsewhere"] == "998"
        assert events == [
            {"event": "slot", "timestamp": None, "name": "language_told", "value": words}
        ]
        again, _ = _run(action, intent=intent, language=language, slots={"language_told": words})
        assert [each["response"] for each in again] == [f"utter_language_again_{words}"]
        inside, _ = _run(action, intent=intent, language=language, form="update_form")
        assert [each["response"] for each in inside] == [f"utter_language_in_form_{words}"]


def test_danger_is_told_in_two_languages(database) -> None:
    said, _ = _run(ActionDanger(), intent="danger", language="ur")
    assert [e["response"] for e in said].index("utter_danger_ur") == 1
    said, _ = _run(ActionDanger(), intent="danger", text="fire")
    assert "utter_danger_en" in [e["response"] for e in said]
    said, _ = _run(ActionDanger(), intent="danger", text="فيه شرار")
    assert not {"utter_danger_en", "utter_danger_ur"} & {e["response"] for e in said}


def test_another_device_after_the_cost_of_one_is_not_a_general_question(database) -> None:
    device = {"questions": [["heater", 0.9], ["device_most", 0.1]], "text": "والسخان؟"}
    asked = {"entities": {"appliance": "water_heater"}, **device}
    before = [
        {"event": "user", "parse_data": {}, "text": "كم يكلف المكيف"},
        {"event": "action", "name": "action_device_cost"},
    ]
    _, events = _run(ActionQuestion(), before=before, **asked)
    assert [e["name"] for e in events] == ["action_device_cost"]
    said, _ = _run(ActionQuestion(), **asked)
    assert "السخان" in said[0]["text"]


@pytest.mark.parametrize(
    ("text", "values", "action"),
    [
        ("ليش ما تردون على شكواي C1234567", {"reference": "C1234567"}, "action_complaint_status"),
        ("كم تاخذون على نقل العداد", {}, "action_service_request"),
        ("اقترح تحطون تنبيه بالواتساب قبل الفصل", {}, "action_complaint"),
    ],
)
def test_what_others_know_better_is_left_to_them(
    database, text: str, values: dict[str, str], action: str
) -> None:
    said, events = _run(ActionQuestion(), text=text, entities=values)
    assert said == [] and [event["name"] for event in events] == [action]
