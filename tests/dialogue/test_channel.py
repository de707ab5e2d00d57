from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import pytest

from bot.dialogue.channel import read_message
from tests.dialogue.conftest import Bot
from tests.dialogue.example import actions


async def test_a_message_is_answered_with_all_parts_in_order(bot: Bot) -> None:
    answer = await bot.say("كم فاتورتي")
    assert answer["replies"] == [
        {"text": "فاتورتك 100 ريال"},
        {"image": "media:chart.png"},
        {"custom": {"card": {"title": "الفاتورة", "rows": []}}},
    ]
    trace = answer["trace"]
    assert trace["intent"] == "ask_bill"
    assert trace["actions"] == ["action_bill"]
    assert trace["slots"] == {"colour": "blue 1"}
    assert trace["ranking"][0] == ["ask_bill", trace["confidence"]]
    assert trace["milliseconds"] > 0


async def test_buttons_come_along(bot: Bot) -> None:
    (reply,) = (await bot.say("السلام عليكم"))["replies"]
    assert reply == {"text": "أهلا", "buttons": [{"title": "فاتورتي", "payload": "/ask_bill"}]}


async def test_the_same_message_twice_is_answered_twice_and_handled_once(bot: Bot) -> None:
    first = await bot.say("كم فاتورتي", message_id="same")
    again = await bot.say("كم فاتورتي", message_id="same")
    assert again["replies"] == first["replies"]
    assert actions.ran["bill"] == 1


async def test_a_message_of_the_past_gets_its_own_answer(bot: Bot) -> None:
    first = await bot.say("كم فاتورتي", message_id="first")
    await bot.say("السلام عليكم")
    assert (await bot.say("كم فاتورتي", message_id="first"))["replies"] == first["replies"]


async def test_the_same_message_at_the_same_time_is_handled_once(bot: Bot) -> None:
    answers = await asyncio.gather(*(bot.say("كم فاتورتي", message_id="same") for _ in range(4)))
    assert actions.ran["bill"] == 1
    assert len({json.dumps(answer["replies"]) for answer in answers}) == 1


async def test_waiting_for_ones_own_earlier_messages_takes_no_second(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    # Rasa's lock looks once a second whether it is free: nobody may wait for it.
    monkeypatch.setattr("rasa.core.lock_store.asyncio", SimpleNamespace(sleep=nap))
    await bot.say("السلام عليكم")
    await asyncio.gather(*(bot.say("كم فاتورتي") for _ in range(4)))
    assert (actions.ran["bill"], naps) == (4, [])


async def test_fallback_keeps_the_likeliest_meanings(bot: Bot) -> None:
    answer = await bot.say("zzz qqq")
    assert answer["trace"]["intent"] == "nlu_fallback"
    assert {name for name, _ in answer["trace"]["ranking"]} >= {"nlu_fallback", "ask_bill"}
    assert answer["replies"] == [{"text": "ما فهمت"}]


async def test_a_failing_action_fails_the_turn_and_saves_nothing(bot: Bot) -> None:
    await bot.say("السلام عليكم")
    before = await bot.app.ctx.agent.tracker_store.retrieve("web:1")
    response = await bot.post({"text": "/break_down", "message_id": "bad"})
    assert response.status_code == 500
    assert response.json() == {"error": "ZeroDivisionError"}  # and not what the subscriber typed
    after = await bot.app.ctx.agent.tracker_store.retrieve("web:1")
    assert list(after.events) == list(before.events)


async def test_a_message_that_failed_is_handled_when_it_comes_again(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = bot.app.ctx.agent.processor.tracker_store
    with monkeypatch.context() as broken:
        broken.setattr(store, "save", _fail)
        assert (await bot.post({"text": "كم فاتورتي", "message_id": "m"})).status_code == 500
    assert (await bot.say("كم فاتورتي", message_id="m"))["trace"]["actions"] == ["action_bill"]


async def _fail(*_: object) -> None:
    raise OSError("the disk is full")


async def test_no_word_at_all_is_a_failure(bot: Bot) -> None:
    response = await bot.post({"text": "/say_nothing"})
    assert response.status_code == 500
    assert response.json() == {"error": "TurnFailed: empty answer"}
    assert await bot.app.ctx.agent.tracker_store.retrieve("web:1") is None


async def test_a_turn_without_an_end_is_a_failure(bot: Bot) -> None:
    response = await bot.post({"text": "/give_up"})  # rejected, and no policy knows what then
    assert response.status_code == 500
    assert response.json() == {"error": "TurnFailed: the turn did not come to an end"}


async def test_a_question_inside_a_form_is_answered_and_the_form_goes_on(bot: Bot) -> None:
    await bot.say("الكهرباء طافية")
    digression = await bot.say("كم فاتورتي")
    assert digression["replies"][0]["text"] == "فاتورتك 100 ريال"
    assert digression["replies"][-1]["text"] == "هل الجيران كذلك؟"
    done = await bot.say("ايه الجيران كذلك")
    assert done["replies"] == [{"text": "سجلنا: ايه الجيران كذلك"}]


async def test_message_id_and_metadata_reach_the_actions(bot: Bot) -> None:
    await bot.say("كم فاتورتي", message_id="m7", metadata={"contact_mobile": "+966550000001"})
    tracker = await bot.app.ctx.agent.tracker_store.retrieve("web:1")
    message = tracker.current_state()["latest_message"]
    assert message["message_id"] == "m7"
    assert message["metadata"]["contact_mobile"] == "+966550000001"


async def test_without_the_secret_nothing_is_done(bot: Bot) -> None:
    bot.http.headers["X-Gateway-Secret"] = "guess"
    assert (await bot.post({"text": "كم فاتورتي"})).status_code == 403
    assert actions.ran["bill"] == 0


async def test_ready_names_the_model_and_says_when_there_is_none(bot: Bot) -> None:
    ready = await bot.http.get("/webhooks/gateway/ready")
    assert (ready.status_code, ready.json()) == (200, {"model": "example.tar.gz"})
    bot.app.ctx.agent.processor = None
    assert (await bot.http.get("/webhooks/gateway/ready")).status_code == 503
    assert (await bot.post({"text": "كم فاتورتي"})).status_code == 503


@pytest.mark.parametrize(
    "wrong",
    [{"text": " "}, {"text": "x", "sender": 5}, {"text": "x", "metadata": "m"}, {}],
)
async def test_a_malformed_message_is_refused(bot: Bot, wrong: dict[str, object]) -> None:
    assert (await bot.post(wrong)).status_code == 400


def test_a_body_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="not a JSON object"):
        read_message(["text"])
