"""What is said in the middle of a complaint: danger, a person, other topics, misses."""

from __future__ import annotations

from tests.actions.conftest import cases
from tests.actions.talk import Talk


def test_danger_and_a_person_are_never_swallowed(talk: Talk) -> None:
    talk.tell("complaint", "عندي شكوى على الفني")
    assert "utter_danger_both_numbers" in talk.tell("danger", "فيه شرار من العداد وريحة حريق")
    assert talk.tell("human", "ابي اكلم موظف")[-1] == "utter_complaints_ask_text_staff"
    assert cases() == []


def test_three_answers_that_say_nothing_offer_a_person(talk: Talk) -> None:
    talk.tell("complaint", "الفاتورة غلط والمبلغ خيالي هالشهر")
    said = [talk.tell("affirm", "طيب") for _ in range(3)]
    assert said[0][0] == "utter_complaints_help_month"
    assert said[2][0] == "utter_complaints_offer_person"


def test_a_bill_in_between_is_another_topic(talk: Talk) -> None:
    talk.rules["ask_bill"] = "action_small_talk"  # stands for any other topic's action
    talk.tell("complaint", "عندي شكوى على الفني")
    said = talk.tell("ask_bill", "كم فاتورتي؟")
    assert said[-1] == "utter_complaints_ask_text_staff" and len(said) == 2


def test_it_breaks_into_another_form_and_goes_back(talk: Talk) -> None:
    talk.slots["suspended_form"] = "update_form"
    talk.events.append({"event": "active_loop", "name": "update_form"})
    talk.form = "update_form"
    talk.tell("complaint", "الفني رفع صوته علي وراح")
    talk.tell("affirm", "ايه")
    assert talk.followed[-1] == "update_form" and len(cases()) == 1
