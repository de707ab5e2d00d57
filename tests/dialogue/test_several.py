"""A message that asks several things gets all its answers, the most urgent first."""

from __future__ import annotations

import time
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import several
from bot.dialogue.nlu.classifier import ANSWER_PARTS, OTHER_REQUESTS
from bot.dialogue.nlu.question_search import FURTHER_QUESTIONS
from tests.dialogue.conftest import Bot
from tests.dialogue.example import actions

BILL = {"intent": "ask_bill", "text": "وكم فاتورتي", "confidence": 0.9}
GREETING = {"intent": "greet", "text": "السلام عليكم", "confidence": 0.9}
BROKEN = {"intent": "break_down", "text": "وشي يتعطل", "confidence": 0.9}
ANSWER = {"intent": "inform", "text": "ايه كلنا", "confidence": 0.9}
QUESTION = "هل الجيران كذلك؟"


@pytest.fixture
def also(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any]]]:
    """What else the next messages ask, by their text."""
    asks: dict[str, list[dict[str, Any]]] = {}
    processor = bot.app.ctx.agent.processor
    parse = processor.parse_message

    async def with_more(message: Any, *rest: Any) -> dict[str, Any]:
        parsed = await parse(message, *rest)
        requests = [each for each in asks.get(message.text, []) if each is not ANSWER]
        answers = [each for each in asks.get(message.text, []) if each is ANSWER]
        return {**parsed, OTHER_REQUESTS: requests, ANSWER_PARTS: answers}

    monkeypatch.setattr(processor, "parse_message", with_more)
    return asks


def texts(answer: dict[str, Any]) -> list[str]:
    return [reply["text"] for reply in answer["replies"] if "text" in reply]


async def test_both_are_answered_in_one_turn(bot: Bot, also: dict[str, Any]) -> None:
    also["/greet"] = [BILL]
    answer = await bot.say("/greet")
    assert texts(answer) == ["أهلا", "فاتورتك 100 ريال"]
    assert answer["trace"]["intent"] == "greet"
    assert answer["trace"]["actions"] == ["utter_greet", "action_bill"]


async def test_what_must_wait_for_a_form_comes_when_it_is_done(
    bot: Bot, also: dict[str, Any]
) -> None:
    also["/report"] = [BILL]
    assert texts(await bot.say("/report")) == [QUESTION]
    answer = await bot.say("/inform")
    assert texts(answer) == ["سجلنا: /inform", "ونرجع لسؤالك: وكم فاتورتي", "فاتورتك 100 ريال"]
    assert texts(await bot.say("/greet")) == ["أهلا"]
    assert actions.ran["bill"] == 1


async def test_a_question_beside_an_answer_in_a_form_leaves_the_form_open(
    bot: Bot, also: dict[str, Any]
) -> None:
    await bot.say("/report")
    also["/greet"] = [BILL]
    answer = await bot.say("/greet")
    assert texts(answer) == ["أهلا", "فاتورتك 100 ريال", QUESTION]  # asked once, at the end


async def test_what_waited_is_dropped_when_it_is_asked_meanwhile(
    bot: Bot, also: dict[str, Any]
) -> None:
    also["/report"] = [BILL]
    await bot.say("/report")
    assert texts(await bot.say("/ask_bill")) == ["فاتورتك 100 ريال", QUESTION]
    assert texts(await bot.say("/inform")) == ["سجلنا: /inform"]


async def test_nothing_waits_longer_than_half_an_hour(
    bot: Bot, also: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    also["/report"] = [BILL]
    await bot.say("/report")
    monkeypatch.setattr(several, "KEPT_SECONDS", 0)
    assert texts(await bot.say("/inform")) == ["سجلنا: /inform"]


async def test_small_talk_beside_a_request_is_no_request(bot: Bot, also: dict[str, Any]) -> None:
    also["/ask_bill"] = [GREETING]
    assert texts(await bot.say("/ask_bill")) == ["فاتورتك 100 ريال"]


async def test_a_part_that_fails_does_not_take_the_first_answer_with_it(
    bot: Bot, also: dict[str, Any]
) -> None:
    also["/ask_bill"] = [BROKEN]
    assert texts(await bot.say("/ask_bill")) == ["فاتورتك 100 ريال"]
    assert texts(await bot.say("/greet")) == ["أهلا"]


async def test_the_same_message_again_gets_all_its_answers_again(
    bot: Bot, also: dict[str, Any]
) -> None:
    also["/greet"] = [BILL]
    first = await bot.say("/greet", message_id="same")
    again = await bot.say("/greet", message_id="same")
    assert again["replies"] == first["replies"]
    assert actions.ran["bill"] == 1


async def test_parts_that_are_clear_count_more_than_a_whole_that_is_not(
    bot: Bot, also: dict[str, Any]
) -> None:
    also["zzz qqq"] = [BILL, {"intent": "report", "text": "طافية", "confidence": 0.8}]
    answer = await bot.say("zzz qqq")
    assert answer["trace"]["intent"] == "ask_bill"
    assert texts(answer) == ["فاتورتك 100 ريال", QUESTION]


async def test_an_answer_beside_a_question_is_taken_before_the_question_is_answered(
    bot: Bot, also: dict[str, Any]
) -> None:
    also["/ask_bill"] = [ANSWER]
    await bot.say("/report")
    answer = await bot.say("/ask_bill")
    assert texts(answer) == ["سجلنا: ايه كلنا", "فاتورتك 100 ريال"]


async def test_what_a_form_has_read_to_its_end_asks_nothing_else(
    bot: Bot, also: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    also["/inform"] = [BILL]
    await bot.say("/report")
    assert texts(await bot.say("/inform")) == ["سجلنا: /inform", "فاتورتك 100 ريال"]

    monkeypatch.setattr(actions, "read_to_the_end", {"/inform"})
    await bot.say("/report")
    assert texts(await bot.say("/inform")) == ["سجلنا: /inform"]

    also["/greet"] = [BILL]
    assert texts(await bot.say("/greet")) == ["أهلا", "فاتورتك 200 ريال"]


COMPENSATION = {"intent": "ask_question", "text": "كم التعويض", "confidence": 0.9}


def _told(text: str, score: float, *entities: dict[str, str]) -> dict[str, Any]:
    return several.lead(
        {
            "text": text,
            "intent": {"name": "report_outage", "confidence": 0.95},
            "entities": list(entities),
            "questions": [["comp_outage", score], ["comp_paid", 0.1]],
            OTHER_REQUESTS: [COMPENSATION],
        }
    )


def test_a_power_cut_that_is_over_is_only_what_the_question_is_about() -> None:
    month = {"entity": "month", "value": "2024-05"}
    for over in (
        _told("انقطعت الكهرباء 10 ساعات في مايو 2024 كم التعويض", 0.8, month),
        _told("انقطعت امس عشر ساعات وكم التعويض", 0.8),
    ):
        assert over["intent"]["name"] == "ask_question"
        assert over[OTHER_REQUESTS] == []


def test_one_that_lasts_is_reported_and_the_question_keeps_its_words() -> None:
    text = "الكهرباء طافية من 10 ساعات كم التعويض"
    now = _told(text, 0.8)
    assert now["intent"]["name"] == "report_outage"
    assert [each["text"] for each in now[OTHER_REQUESTS]] == [text]
    unsure = _told(text, 0.2)
    assert unsure[OTHER_REQUESTS] == [COMPENSATION]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("نزل لي الفاتورة حسابي 30000000001", "نزل لي الفاتورة"),
        ("رقم حسابي 30000000001 ابي الفاتورة pdf", "ابي الفاتورة pdf"),
        ("ابي اضيف حساب ثاني 30000000001", "ابي اضيف حساب ثاني"),
        ("حسابي 30000000001", None),
        ("ضيف حساب 30000000001", None),
    ],
)
def test_what_stands_beside_an_account(text: str, rest: str | None) -> None:
    start = text.index("300")
    account = {"entity": "account_number", "value": "x", "start": start, "end": start + 11}
    parse = {"text": text, "intent": {"name": "link_account"}, "entities": [account]}
    assert several.without_account(parse) == rest
    assert several.without_account({**parse, "intent": {"name": "ask_bill"}}) is None


@pytest.mark.parametrize(
    ("intent", "confidence", "asked"),
    [
        ("bill_pdf", 0.95, "bill_pdf"),
        ("bill_pdf", 0.5, "link_account"),
        ("affirm", 0.95, "link_account"),
    ],
)
def test_a_sure_request_beside_an_account_is_what_is_asked(
    intent: str, confidence: float, asked: str
) -> None:
    parse = {"intent": {"name": "link_account"}, "entities": [{"entity": "account_number"}]}
    own = {"intent": {"name": intent, "confidence": confidence}, "entities": []}
    made = several.of_account(parse, own)
    assert made["intent"]["name"] == asked and made["entities"] == parse["entities"]


@pytest.mark.parametrize(
    ("whole", "own", "confidence", "meant"),
    [
        ("complaint", "explain_bill", 0.9, True),
        ("complaint", "explain_bill", 0.3, False),
        ("complaint", "nlu_fallback", 0.9, False),
        ("danger", "explain_bill", 0.9, False),
    ],
)
def test_the_words_after_what_is_not_wanted_count_when_they_are_clear(
    whole: str, own: str, confidence: float, meant: bool
) -> None:
    parses = (
        {"intent": {"name": whole, "confidence": 0.9}},
        {"intent": {"name": own, "confidence": confidence}},
    )
    assert several.says_what_is_wanted(*parses) is meant


def test_a_second_general_question_comes_right_after_the_first() -> None:
    parse = {
        "intent": {"name": "ask_question", "confidence": 1.0},
        "entities": [],
        OTHER_REQUESTS: [BILL],
        FURTHER_QUESTIONS: [{"text": "وكم رسوم اعادة التيار", "question": "reconnect_fee"}],
    }
    first, second = several.asked(_tracker(parse), now=0.0)
    assert (first.question, second.intent) == ("reconnect_fee", "ask_bill")
    whole = UserMessage("كيف اقسط وكم رسوم اعادة التيار", sender_id="web:1", message_id="m")
    own = {"intent": {"name": "how_to_pay", "confidence": 0.9}, "entities": []}
    part = several.as_message(first, own, whole, 1)
    assert part.parse_data["questions"] == [["reconnect_fee", 1.0]]
    assert part.parse_data["intent"]["name"] == "ask_question"


def test_what_is_no_general_question_has_no_further_ones() -> None:
    parse = {
        "intent": {"name": "ask_bill", "confidence": 1.0},
        "entities": [],
        FURTHER_QUESTIONS: [{"text": "وكم رسوم اعادة التيار", "question": "reconnect_fee"}],
    }
    assert several.asked(_tracker(parse), now=0.0) == []


def _tracker(parse: dict[str, Any]) -> DialogueStateTracker:
    text = "كيف اقسط وكم رسوم اعادة التيار"
    said = UserUttered(text, parse["intent"], parse_data=parse, message_id="m")
    return DialogueStateTracker.from_events("web:1", [said])


async def test_a_part_that_puts_itself_off_is_kept(bot: Bot, also: dict[str, Any]) -> None:
    """As a question in the update does that needs a proof."""
    await bot.say("/report")
    also["/greet"] = [{**BILL, "text": "/ask_bill"}]
    actions.put_off.append({**BILL, "since": time.time()})
    assert texts(await bot.say("/greet")) == ["أهلا", "بعدين", QUESTION]
    assert "ونرجع لسؤالك: وكم فاتورتي" in texts(await bot.say("/inform"))
