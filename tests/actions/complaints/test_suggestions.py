"""Suggestions are thanked for and promise no day."""

from __future__ import annotations

from tests.actions.conftest import cases
from tests.actions.talk import Talk


def test_a_suggestion_is_thanked_for(talk: Talk) -> None:
    assert talk.tell("complaint", "عندي اقتراح") == [
        "utter_complaints_begin_suggestion",
        "utter_complaints_ask_text_suggestion",
    ]
    talk.tell("out_of_scope", "حطوا الفاتورة في الواتساب")
    card = talk.said[-1]["custom"]["card"]
    assert (card["title"], card["rows"][1][0]) == ("اقتراحك", "الاقتراح")
    assert talk.tell("affirm", "ايه") == ["utter_complaints_suggestion"]
    assert cases()[0].kind == "suggestion"


def test_a_suggestion_turns_into_a_complaint(talk: Talk) -> None:
    talk.tell("complaint", "عندي اقتراح")
    assert talk.tell("complaint", "لا شكوى") == ["utter_complaints_ask_category"]
    talk.tell("complaint", "الفني رفع صوته علي وراح")
    assert talk.tell("affirm", "ايه") == ["utter_complaints_filed"]
    assert [(c.kind, c.text) for c in cases()] == [("complaint", "الفني رفع صوته علي وراح")]


def test_a_complaint_and_a_suggestion_at_once_asks_which(talk: Talk) -> None:
    said = talk.tell("complaint", "عندي شكوى وعندي اقتراح")
    assert said == ["utter_complaints_begin", "utter_complaints_ask_category"]


def test_a_suggestion_promises_no_day(talk: Talk) -> None:
    talk.tell("complaint", "اقترح تحطون الفاتورة في الواتساب")
    talk.tell("affirm", "ايه")
    assert cases()[0].promised_on is None
    talk.tell("complaint_status", "وين وصل اقتراحي")
    told = talk.reply("utter_complaints_status_received")
    assert (told["what"], told["promised"]) == ("اقتراحك", "")
