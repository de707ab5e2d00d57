"""Beginning what a general answer offered; another amount for the limit just set."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import following
from bot.dialogue.taking_up import (
    FILE_ACTION,
    LIMIT_ACTION,
    PAYMENT_ACTION,
    asks_when_back,
    asks_when_done,
    asks_when_shown,
    begun_offer,
    changes_limit,
    names_other_bill,
    of_file,
    of_limit,
    of_payment,
    sends_elsewhere,
    taken_up,
)

ANSWER = BotUttered(
    "نقل الحساب يحتاج إثبات",
    {
        "buttons": [
            {"title": "أكلم موظف", "payload": "/human"},
            {"title": "أطلب خدمة", "payload": "/service_request"},
            {"title": "أحدّث بياناتي", "payload": "/update_details"},
        ]
    },
)
ANSWERED = SlotSet(following.SLOT, "update_heirs")


def _tracker(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", [UserUttered("هلا"), *events])


@pytest.mark.parametrize(
    "text",
    [
        *("ابدا", "طيب ابدا", "يلا نبدأ", "تمام ابدا الطلب", "ok start", "ايه ابدوا"),
        *("ابي اسويه", "طيب ابغى اسويها"),
    ],
)
def test_to_begin_is_the_first_button_that_begins_something(text: str) -> None:
    assert begun_offer(text, _tracker(ANSWER, ANSWERED)) == "/service_request"


@pytest.mark.parametrize("text", ["طيب", "ابدا ما صار", "من وين ابدا", "؟"])
def test_other_words_begin_nothing(text: str) -> None:
    assert begun_offer(text, _tracker(ANSWER, ANSWERED)) is None


def test_nothing_is_begun_in_a_form_or_without_an_offer() -> None:
    assert begun_offer("ابدا", _tracker(ANSWER, ANSWERED, ActiveLoop("update_form"))) is None
    assert begun_offer("ابدا", _tracker(ANSWER)) is None
    assert begun_offer("ابدا", _tracker(ANSWER, ANSWERED, UserUttered("وش صار"))) is None
    assert begun_offer("ابدا", _tracker(BotUttered("هذا هو"), ANSWERED)) is None


def _parse(*entities: str) -> dict[str, Any]:
    found = [{"entity": name, "value": "600"} for name in entities]
    return {"intent": {"name": "correct_detail", "confidence": 0.4}, "entities": found}


@pytest.mark.parametrize("text", ["خلها ٦٠٠", "لا 700 احسن", "زودها الى 800", "khalha 600"])
def test_a_number_after_a_limit_changes_it(text: str) -> None:
    assert changes_limit(text, _parse("number"), _tracker(ActionExecuted(LIMIT_ACTION)))
    assert of_limit(_parse("number"))["intent"] == {"name": "usage_limit", "confidence": 1.0}


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("غير رقمي 0551234567", ["number", "mobile"]),
        ("حسابي 30000000001", ["account_number"]),
        ("خلها", []),
        ("من 400 الى 600", ["number", "number"]),
        ("جاتني الفاتورة الشهر الماضي وكانت 600", ["number"]),
    ],
)
def test_what_is_no_other_limit(text: str, entities: list[str]) -> None:
    assert not changes_limit(text, _parse(*entities), _tracker(ActionExecuted(LIMIT_ACTION)))


def test_only_right_after_the_limit() -> None:
    limit = ActionExecuted(LIMIT_ACTION)
    assert not changes_limit("600", _parse("number"), _tracker(limit, UserUttered("هلا")))
    assert not changes_limit("600", _parse("number"), _tracker(limit, ActiveLoop("update_form")))
    assert not changes_limit("600", _parse("number"), _tracker())


@pytest.mark.parametrize(
    "text", ["لا على الواتس", "ابيها واتساب", "لا هنا", "عالايميل بعد", "here 3al whatsapp"]
)
def test_another_way_for_the_bill_just_sent(text: str) -> None:
    assert sends_elsewhere(text, _tracker(ActionExecuted(FILE_ACTION)))
    assert of_file(_parse())["intent"]["name"] == "bill_pdf"


@pytest.mark.parametrize(
    "text", ["لا شكرا", "وكم المبلغ", "/deny", "كم فاتورتي وليش ما ترسلونها على الواتس"]
)
def test_no_other_way_is_named(text: str) -> None:
    assert not sends_elsewhere(text, _tracker(ActionExecuted(FILE_ACTION)))


def test_another_way_only_right_after_the_bill() -> None:
    sent = ActionExecuted(FILE_ACTION)
    assert not sends_elsewhere("لا على الواتس", _tracker(sent, UserUttered("هلا")))
    assert not sends_elsewhere("لا على الواتس", _tracker(sent, ActiveLoop("update_form")))


@pytest.mark.parametrize("text", ["طيب متا تنزل", "متى تظهر؟", "كم تاخذ", "طيب متى بتنزل"])
def test_when_a_payment_shows_is_asked_right_after_it(text: str) -> None:
    assert asks_when_shown(text, _tracker(ActionExecuted(PAYMENT_ACTION)))
    assert not asks_when_shown(text, _tracker())
    assert of_payment(_parse())["intent"] == {"name": "payment_missing", "confidence": 1.0}


@pytest.mark.parametrize("text", ["متى ترجع الكهرباء", "كم فاتورتي", "كيف اوفر"])
def test_another_matter_after_a_payment(text: str) -> None:
    assert not asks_when_shown(text, _tracker(ActionExecuted(PAYMENT_ACTION)))


@pytest.mark.parametrize("text", ["متى تردون علي؟", "طيب متى يتعدل", "كم ياخذ وقت", "متى"])
def test_when_the_update_that_was_just_sent_is_done(text: str) -> None:
    assert asks_when_done(text, _tracker(ActionExecuted("action_update_submitted")))
    assert not asks_when_done(text, _tracker())


@pytest.mark.parametrize("text", ["متى ترجع الكهرباء", "متى تنزل الفاتورة", "كم فاتورتي"])
def test_when_of_another_matter_is_answered_by_itself(text: str) -> None:
    assert not asks_when_done(text, _tracker(ActionExecuted("action_update_submitted")))


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_complaint_recorded", "complaint_status"),
        ("action_outage_filed", "report_status"),
        ("action_update_submitted", "update_status"),
    ],
)
def test_what_comes_after_something_was_sent_is_its_state(action: str, intent: str) -> None:
    parse = {"intent": {"name": "skip", "confidence": 0.9}, "entities": []}
    read = taken_up("طيب وبعدين", parse, _tracker(ActionExecuted(action)))
    assert read is not None and read["intent"]["name"] == intent
    assert taken_up("طيب وبعدين", parse, _tracker()) is None


@pytest.mark.parametrize(
    "text", ["متى ترجع", "طيب متى ترجعون الكهرب", "متى تشغلونها لي", "كم يوم ترجع"]
)
def test_when_supply_is_back_after_a_payment_is_no_outage(text: str) -> None:
    paid, owes = ActionExecuted(PAYMENT_ACTION), "utter_outages_debt"
    assert asks_when_back(text, _tracker(paid))
    assert asks_when_back(text, _tracker(BotUttered("…", metadata={"utter_action": owes})))
    assert not asks_when_back(text, _tracker())
    assert not asks_when_back("متى ترجع الفلوس", _tracker(paid))
    read = taken_up(text, {"intent": {"name": "outage_status"}, "entities": []}, _tracker(paid))
    assert read is not None and read["questions"][0][0] == "reconnect_time"


def test_another_month_after_a_bill_is_no_correction_of_the_record() -> None:
    wrong = {
        "intent": {"name": "correct_detail", "confidence": 0.9},
        "entities": [{"entity": "month", "value": "2026-09"}],
    }
    said, bill = "غلط مو هذي ابي حق سبتمبر", ActionExecuted("action_bill")
    assert names_other_bill(said, wrong, _tracker(bill)) == "ask_bill"
    assert names_other_bill(said, wrong, _tracker(ActionExecuted(FILE_ACTION))) == "bill_pdf"
    assert names_other_bill(said, wrong, _tracker()) is None
    mobile = {**wrong, "entities": [{"entity": "mobile", "value": "+966551234567"}]}
    assert names_other_bill("غلط مو هذا 0551234567", mobile, _tracker(bill)) is None
    assert names_other_bill("كم الفرق", {**wrong, "entities": []}, _tracker(bill)) == "explain_bill"
