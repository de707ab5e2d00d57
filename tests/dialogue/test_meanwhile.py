"""What was said to a clerk is in the tracker, and neither answered nor taken for a turn."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, UserUttered

from bot.dialogue import meanwhile
from tests.dialogue.conftest import Bot
from tests.dialogue.example import actions

SAID = [
    {"id": "told:5", "from": "subscriber", "text": "كم فاتورتي"},
    {"id": "told:6", "from": "clerk", "text": "فاتورتك 250 ريال"},
    {"id": "told:7", "from": "subscriber", "text": "تمام"},
]


async def _told(bot: Bot) -> list[tuple[type, str]]:
    tracker = await bot.app.ctx.agent.tracker_store.retrieve("web:1")
    return [(type(event), event.text) for event in tracker.events if meanwhile.is_told(event)]


async def test_it_is_kept_before_the_message_and_not_answered(bot: Bot) -> None:
    await bot.say("السلام عليكم")
    answer = await bot.say("السلام عليكم", meanwhile=SAID)
    assert [reply["text"] for reply in answer["replies"]] == ["أهلا"]
    assert actions.ran["bill"] == 0 and answer["trace"]["intent"] == "greet"
    kept = [(UserUttered, "كم فاتورتي"), (BotUttered, "فاتورتك 250 ريال"), (UserUttered, "تمام")]
    assert await _told(bot) == kept
    tracker = await bot.app.ctx.agent.tracker_store.retrieve("web:1")
    texts = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert texts == ["السلام عليكم", "كم فاتورتي", "تمام", "السلام عليكم"]


async def test_the_same_again_is_kept_once_and_older_turns_stay_as_they_were(bot: Bot) -> None:
    first = await bot.say("كم فاتورتي", message_id="first")
    second = await bot.say("السلام عليكم", message_id="second", meanwhile=SAID)
    again = await bot.say("السلام عليكم", message_id="second", meanwhile=SAID)
    assert again["replies"] == second["replies"]
    await bot.say("السلام عليكم", meanwhile=SAID)
    assert len(await _told(bot)) == len(SAID)
    repeated = await bot.say("كم فاتورتي", message_id="first")
    assert repeated["replies"] == first["replies"], "the clerk's words are no part of it"
    assert actions.ran["bill"] == 1


async def test_a_form_goes_on_where_it_was(bot: Bot) -> None:
    await bot.say("الكهرباء طافية")
    done = await bot.say("ايه الجيران كذلك", meanwhile=SAID)
    assert done["replies"] == [{"text": "سجلنا: ايه الجيران كذلك"}]


async def test_a_turn_that_fails_keeps_nothing_of_it(bot: Bot) -> None:
    await bot.say("السلام عليكم")
    response = await bot.post({"text": "/break_down", "meanwhile": SAID})
    assert response.status_code == 500 and await _told(bot) == []


@pytest.mark.parametrize(
    "wrong",
    ["x", ["x"], [{"id": "1"}], [{**SAID[0], "text": 5}], [{**SAID[0], "from": "bot"}]],
)
async def test_what_is_malformed_is_refused(bot: Bot, wrong: object) -> None:
    assert (await bot.post({"text": "السلام عليكم", "meanwhile": wrong})).status_code == 400
